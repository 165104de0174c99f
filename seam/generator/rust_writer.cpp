// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/rust_writer.hpp"

#include "seam/generator/manifest.hpp"
#include "seam/generator/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ranges>
#include <set>
#include <string>
#include <string_view>

namespace seam::generator {

namespace {

constexpr std::string_view crate_template = R"(// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from @name@.seam.h; do not edit
//! The contract of component `@name@` for Rust: its types, what a twin implements in safe code, and
//! clients that call any twin. All `unsafe` between the languages is here.

#![no_std]
#![allow(clippy::doc_markdown, clippy::unreadable_literal, reason = "words and numbers are the contract's")]

use core::marker::PhantomData;
@memory_uses@@atomic_uses@@seam_uses@
/// The hash as digits: part of the symbol that a twin defines and its callers need.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_digits {
    () => {
        "@digits@"
    };
}

/// The hash of the contract, over everything that crosses.
pub const CONTRACT: u64 = 0x@digits@;
@constants@
/// How a call ended: `@Name@Status`, a number until it is checked.
pub type Status = seam::Status<Error>;
@result_types@
@error@@enumerations@@structures@@raw@const _: () = {
@asserts@};

@services@@twin@/// The entries of a twin: they judge and convert, and call safe code.
///
/// # Safety
///
/// What all of them need of their callers, who are foreign: a pointer that is not null and aligned
@alone@ The contract says so; everything
/// that can be judged is.
pub struct Entry<T>(PhantomData<T>);

impl<T: Twin> Entry<T> {
@entry_sizes@@entries@@find@}

#[inline]
fn judge_memory<S>(memory: *const S) -> Result<(), Error> {
    if memory.is_null() {
        return Err(Error::NullArgument);
    }
    if !memory.is_aligned() {
        return Err(Error::Misaligned);
    }
    Ok(())
}

@judges@/// Exports a twin under the names of the contract behind a prefix: `export!("@name@_rust_", Twin);`
#[macro_export]
macro_rules! export {
    ($prefix:literal, $twin:ty) => {
        const _: () = {
            // The prefix belongs to this twin, and the linker refuses a name that is there twice.
            #[unsafe(export_name = concat!($prefix, "contract_", $crate::contract_digits!()))]
            static CONTRACT: u64 = $crate::CONTRACT;
@exports@            #[unsafe(export_name = concat!($prefix, "state_size"))]
            extern "C" fn state_size() -> u64 {
                $crate::Entry::<$twin>::STATE_SIZE
            }
            #[unsafe(export_name = concat!($prefix, "state_alignment"))]
            extern "C" fn state_alignment() -> u64 {
                $crate::Entry::<$twin>::STATE_ALIGNMENT
            }
            #[unsafe(export_name = concat!($prefix, "contract"))]
            extern "C" fn contract() -> u64 {
                $crate::CONTRACT
            }
        };
    };
}

/// One twin's functions, as they cross. `binding!` makes them.
///
/// # Safety
/// The functions are those of a twin that was built from this contract.
pub unsafe trait Binding {
@binding_functions@}

/// Names a twin by the prefix of its functions: `binding!(pub Cpp, "@name@_cpp_");` A crate that does
/// needs that twin to be built from this contract, or it does not link.
#[macro_export]
macro_rules! binding {
    ($visibility:vis $name:ident, $prefix:literal) => {
        /// The functions of one twin.
        #[derive(Clone, Copy, Debug)]
        $visibility struct $name;
        const _: () = {
            unsafe extern "C" {
                #[link_name = concat!($prefix, "contract_", $crate::contract_digits!())]
                static CONTRACT: u64;
@foreign_functions@            }
            #[used]
            // SAFETY: a twin defines it as a constant.
            static NEEDS_CONTRACT: &u64 = unsafe { &CONTRACT };
            // SAFETY: the symbol above is there for a twin of this contract only.
            unsafe impl $crate::Binding for $name {
@forwarded_functions@            }
        };
    };
}

@client@@client_functions@}
)";

constexpr std::string_view twin_template =
    R"(/// What a twin does. What it gets was judged already; where a function cannot fail but by that, it
/// answers the value itself. A twin is made in the caller's memory and is never dropped.
pub trait Twin {
    /// A twin that `initialize` was not called on.
    fn new() -> Self;

@trait_functions@}

/// What a `State` holds for a Rust twin.
#[repr(C)]
struct Instance<T> {
    mark: u64,
    twin: T,
}

/// Stands in the first word of a live instance: the contract, and `rust` in ASCII.
const LIVE_MARK: u64 = CONTRACT ^ 0x7275_7374;

)";

constexpr std::string_view shared_twin_template =
    R"(/// The memory of one instance, which every twin lays out alike.@shared_note@
pub struct Shared<'memory> {
    /// What the contract says of the instance.
    pub state: &'memory @mut@State,
    /// As many entries as `@length@` says.
    pub table: &'memory @mut@[@Entry@],
}
@shared_size@
/// What a twin does, over the memory of an instance: the bindings have filled `state` with zeros
/// before `initialize`, and the entries of the table hold anything. What it gets was judged already;
/// where a function cannot fail but by that, it answers the value itself.
pub trait Twin {
@trait_functions@}

/// Stands in the first word of a live instance, whichever twin made it: the contract, and `shared`
/// in ASCII.
const LIVE_MARK: u64 = CONTRACT ^ 0x7368_6172_6564;

/// How many bytes a `State` and a table of that length take; `None` where there is no such memory.
pub const fn memory_size(@length@: u64) -> Option<u64> {
    match @length@.checked_mul(size_of::<@Entry@>() as u64) {
        Some(table) => table.checked_add(size_of::<State>() as u64),
        None => None,
    }
}

)";

constexpr std::string_view shared_size = R"(
impl Shared<'_> {
    /// The bytes of the state and its table.
    #[inline]
    fn size(&self) -> u64 {
        size_of::<State>().wrapping_add(size_of_val(self.table)) as u64
    }
}
)";

constexpr std::string_view entry_sizes =
    R"(    /// How many bytes of a `State` are used.
    pub const STATE_SIZE: u64 = size_of::<Instance<T>>() as u64;
    /// The alignment that is needed.
    pub const STATE_ALIGNMENT: u64 = align_of::<Instance<T>>() as u64;

    const FITS: () = assert!(
        size_of::<Instance<T>>() <= size_of::<State>()
            && align_of::<Instance<T>>() <= align_of::<State>()
            && !core::mem::needs_drop::<T>()
    );

)";

constexpr std::string_view shared_entry_sizes =
    R"(    /// How many bytes a `State` has, without the table behind it.
    pub const STATE_SIZE: u64 = size_of::<State>() as u64;
    /// The alignment that is needed.
    pub const STATE_ALIGNMENT: u64 = align_of::<State>() as u64;

)";

constexpr std::string_view find_template =
    R"(    /// The live instance in that memory.
    ///
    /// # Safety
    /// As the type says, for `'a`.
    #[inline]
    unsafe fn find<'a>(state: *mut State) -> Result<&'a mut Instance<T>, Error> {
        judge_memory(state)?;
        // SAFETY: not null and aligned; the contract asks for memory that holds some value.
        let mark = unsafe { state.cast::<u64>().read() };
        if mark != LIVE_MARK {
            return Err(Error::NotInitialised);
        }
        // SAFETY: the mark says that `initialize` put an instance here, and the caller promises
        // that no other call uses it until this one ends.
        Ok(unsafe { &mut *state.cast::<Instance<T>>() })
    }
)";

constexpr std::string_view shared_find_template =
    R"(    /// The live instance in that memory.
    ///
    /// # Safety
    /// As the type says, for `'a`.
    #[inline]
    unsafe fn find<'a>(state: *mut State) -> Result<Shared<'a>, Error> {
        judge_memory(state)?;
        // SAFETY: not null and aligned; the contract asks for memory that holds some value.
        let mark = unsafe { state.cast::<u64>().read() };
        if mark != LIVE_MARK {
            return Err(Error::NotInitialised);
        }
        // SAFETY: the mark says that `initialize` found the memory good for the table, and the
        // caller promises that @others@.
        Ok(unsafe { Self::share(state) })
    }

    /// The state and the table behind it.
    ///
    /// # Safety
    /// As the type says, for `'a`, of memory that `initialize` found good for a table of that length.
    #[inline]
    unsafe fn share<'a>(state: *mut State) -> Shared<'a> {
        // SAFETY: the table begins where the state ends, in the same memory.
        let table = unsafe { state.add(1) }.cast::<@Entry@>();
        // SAFETY: integers only, so that whatever is there is a value; @use@, as this
        // function asks of its caller.
        let state = unsafe { &@mut@*state };
        // `initialize` has found that the number is an index.
        let length = usize::try_from(state.@length@@load@).unwrap_or_default();
        // SAFETY: aligned, since the size of the state is a multiple of what an entry needs, apart
        // from the state, inside the address space, and integers only.
        let table = unsafe { core::slice::from_raw_parts@_mut@(table, length) };
        Shared { state, table }
    }
)";

constexpr std::string_view client_template =
    R"(/// One instance as its callers see it: the functions of a binding on memory that is lent to it.
pub struct Client<'state, B> {
    state: &'state mut State,
    binding: PhantomData<B>,
}

impl<'state, B: Binding> Client<'state, B> {
    /// A client of the instance in that memory.
    pub const fn new(state: &'state mut State) -> Self {
        Self {
            state,
            binding: PhantomData,
        }
    }

    fn state(&mut self) -> *mut State {
        self.state
    }

)";

constexpr std::string_view shared_client_template =
    R"(/// One instance as its callers see it: the functions of a binding on memory that is lent to it.
pub struct Client<'memory, B> {
    memory: &'memory mut [u64],
    binding: PhantomData<B>,
}

impl<'memory, B: Binding> Client<'memory, B> {
    /// A client of the instance in that memory, of which an instance needs `memory_size` bytes.
    /// `None` if it is shorter than a `State`, or than what a live instance in it says.
    pub fn new(memory: &'memory mut [u64]) -> Option<Self> {
        let mut client = Self {
            memory,
            binding: PhantomData,
        };
        if size_of_val(client.memory) < size_of::<State>() {
            return None;
        }
        // SAFETY: long enough and aligned, since a `State` holds integers of at most 64 bits.
        let state = unsafe { &*client.state() };
        let is_enough = state.mark@load@ != LIVE_MARK || client.has_room(state.@length@@load@);
        is_enough.then_some(client)
    }

    fn state(&mut self) -> *mut State {
        self.memory.as_mut_ptr().cast()
    }

    fn has_room(&self, @length@: u64) -> bool {
        memory_size(@length@).is_some_and(|size| size <= size_of_val(self.memory) as u64)
    }

)";

constexpr std::string_view services_template =
    R"(/// What the twin is given. Every call takes effect in program order.
pub trait Services: Default {
@service_functions@}

/// Names services by the prefix of their functions, which are bound when the image is linked.
#[macro_export]
macro_rules! services {
    ($visibility:vis $name:ident, $prefix:literal) => {
        /// Services that are bound when the image is linked.
        #[derive(Clone, Copy, Debug, Default)]
        $visibility struct $name;
        const _: () = {
            unsafe extern "C" {
@foreign_services@            }
            impl $crate::Services for $name {
@forwarded_services@            }
        };
    };
}

services!(pub LinkedServices, "@name@_service_");

)";

std::string rust_integer(const std::string& integer) {
    return (integer.starts_with("u") ? "u" : "i") + width_of(integer);
}

std::string atomic_integer(const std::string& integer) {
    return (integer.starts_with("u") ? "AtomicU" : "AtomicI") + width_of(integer);
}

constexpr std::string_view used_alone =
    R"(/// leads to a whole `State` or structure that nobody else uses meanwhile, and a slice that is not
/// empty leads to as many bytes, untouched by others meanwhile.)";

constexpr std::string_view used_at_once =
    R"(/// leads to a whole `State`, which others use by atomic operations only, and not at all during
/// `initialize` and `shutdown`, or to a structure that nobody else uses meanwhile; a slice that is
/// not empty leads to as many bytes, untouched by others meanwhile.)";

constexpr std::string_view shared_note = R"( Several calls use it
/// at once; a twin that needs more than one atomic operation brings an algorithm for it.
#[derive(Clone, Copy)])";

class Writer {
  public:
    Writer(const Contract& contract, const Places& places)
        : contract_(contract), places_(places), length_(contract.table_length()) {
        names_ = {{"name", contract.component},
                  {"Name", contract.type_prefix()},
                  {"digits", digits_of(contract)}};
        if (length_ != nullptr) {
            names_["length"] = length_->name;
            names_["Entry"] = shortened(length_->table_of);
        }
        const bool concurrent = contract_.is_concurrent();
        names_["alone"] = concurrent ? used_at_once : used_alone;
        names_["shared_note"] = concurrent ? shared_note : "";
        names_["mut"] = concurrent ? "" : "mut ";
        names_["_mut"] = concurrent ? "" : "_mut";
        names_["load"] = concurrent ? ".load(Ordering::Relaxed)" : "";
        names_["others"] = concurrent ? "others use it by atomic operations only"
                                      : "no other call uses it until this one ends";
        names_["use"] =
            concurrent ? "others use it by atomic operations only" : "nobody else uses it";
    }

    Output write() {
        names_["constants"] = constants();
        names_["atomic_uses"] = atomic_uses();
        names_["result_types"] = result_types();
        names_["error"] = error();
        names_["enumerations"] = enumerations();
        names_["structures"] = structures();
        names_["raw"] = raw();
        names_["asserts"] = asserts();
        names_["services"] = services_text();
        names_["trait_functions"] = trait_functions();
        const bool shared = length_ != nullptr;
        names_["shared_size"] = any_slice() || any_pointer() ? shared_size : "";
        names_["twin"] = fill(shared ? shared_twin_template : twin_template, names_);
        names_["entry_sizes"] = shared ? shared_entry_sizes : entry_sizes;
        names_["find"] = shared ? fill(shared_find_template, names_) : std::string(find_template);
        names_["client"] =
            shared ? fill(shared_client_template, names_) : std::string(client_template);
        names_["memory_uses"] = !shared || any_filled()
                                    ? "use core::mem::{MaybeUninit, offset_of};\n"
                                    : "use core::mem::offset_of;\n";
        names_["entries"] = entries();
        names_["judges"] = judges();
        names_["exports"] = exports();
        names_["binding_functions"] = binding_functions();
        names_["foreign_functions"] = foreign_functions();
        names_["forwarded_functions"] = forwarded_functions();
        names_["client_functions"] = client_functions();
        std::string uses = "\nuse seam::Failure;\n";
        if (any_slice()) {
            uses += "pub use seam::{Bytes, MutableBytes};\n";
        }
        names_["seam_uses"] = uses;
        return {places_.output / (contract_.component + ".rs"), fill(crate_template, names_)};
    }

  private:
    std::string shortened(const std::string& type) const { return contract_.short_name(type); }

    bool any_slice() const { return any_argument(is_slice); }

    bool any_pointer() const {
        return any_argument([](const Type& type) { return type.kind == Kind::pointer; });
    }

    bool any_filled() const {
        return any_argument(
            [](const Type& type) { return type.kind == Kind::pointer && !type.to_const; });
    }

    template <class Predicate>
    bool any_argument(Predicate predicate) const {
        for (const Function& function : twin_functions(contract_)) {
            for (const Parameter& parameter : arguments_of(function)) {
                if (predicate(parameter.type)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// A type as it crosses: an enumeration is a number. `path` leads to this crate.
    std::string crossing(const Type& type, const std::string& path = "") const {
        switch (type.kind) {
        case Kind::nothing:
            return "()";
        case Kind::integer:
            return rust_integer(type.name);
        case Kind::enumeration:
            return type.name == contract_.status().name
                       ? path + "Status"
                       : rust_integer(contract_.find_enumeration(type.name)->integer);
        case Kind::structure:
            return path + structure_name(type);
        case Kind::pointer:
            return (type.to_const ? "*const " : "*mut ") + path + structure_name(type);
        case Kind::bytes:
            return path + "Bytes";
        case Kind::mutable_bytes:
            return path + "MutableBytes";
        }
        return {};
    }

    std::string structure_name(const Type& type) const {
        const Structure& structure = *contract_.find_structure(type.name);
        const bool is_raw = structure.role == Role::plain &&
                            contract_.holds_enumeration(
                                {.kind = Kind::structure, .name = type.name, .extents = {}});
        return (is_raw ? "raw::" : "") + shortened(type.name);
    }

    bool is_checked(const Type& type) const {
        return contract_.holds_enumeration(type) && type.name != contract_.status().name;
    }

    /// A parameter as safe code sees it.
    std::string seen(const Type& type) const {
        switch (type.kind) {
        case Kind::bytes:
            return "&[u8]";
        case Kind::mutable_bytes:
            return "&mut [u8]";
        case Kind::integer:
            return rust_integer(type.name);
        case Kind::nothing:
            return "()";
        default:
            return shortened(type.name);
        }
    }

    /// The atomic integers that the structures hold.
    std::string atomic_uses() const {
        std::set<std::string> types;
        for (const Structure& structure : contract_.structures) {
            for (const Field& field : structure.fields) {
                if (field.type.kind == Kind::integer && contract_.is_used_at_once(structure)) {
                    types.insert(atomic_integer(field.type.name));
                }
            }
        }
        if (types.empty()) {
            return {};
        }
        types.insert("Ordering");
        return fmt::format("use core::sync::atomic::{{{}}};\n", fmt::join(types, ", "));
    }

    std::string field_type(const Field& field, bool is_raw, bool is_atomic) const {
        std::string text;
        if (field.type.kind == Kind::integer) {
            text = is_atomic ? atomic_integer(field.type.name) : rust_integer(field.type.name);
        } else if (is_raw) {
            text = field.type.kind == Kind::structure
                       ? (structure_name(field.type).starts_with("raw::") ? "" : "super::") +
                             shortened(field.type.name)
                       : rust_integer(contract_.find_enumeration(field.type.name)->integer);
        } else {
            text = shortened(field.type.name);
        }
        for (const std::uint64_t extent : std::views::reverse(field.type.extents)) {
            text = fmt::format("[{}; {}]", text, extent);
        }
        return text;
    }

    std::string constants() const {
        std::string text;
        for (const Constant& constant : contract_.constants) {
            text += fmt::format("/// `{}_{}`\npub const {}: usize = {};\n",
                                upper_case(contract_.component), constant.name, constant.name,
                                constant.number);
        }
        return text;
    }

    std::string result_types() const {
        std::string text;
        for (const Structure& structure : contract_.structures) {
            if (structure.role == Role::result) {
                text += "\n" + comment(structure.documentation, "///",
                                       "A status and a value: `" + structure.name + "`.");
                text +=
                    fmt::format("pub type {} = seam::Outcome<Error>;\n", shortened(structure.name));
            }
        }
        return text;
    }

    static std::string enumeration_text(const Enumeration& enumeration, const std::string& name,
                                        bool with_ok) {
        const std::string integer = rust_integer(enumeration.integer);
        std::string text =
            comment(enumeration.documentation, "///", "The values of `" + enumeration.name + "`.");
        std::string variants;
        std::string cases;
        for (const Value& value : enumeration.values) {
            if (!with_ok && value.number == 0) {
                continue;
            }
            const std::string variant = pascal_case(value.name);
            const std::string number = integer.starts_with("u")
                                           ? fmt::format("{}", value.number)
                                           : fmt::format("{}", value.signed_number);
            variants += comment(value.documentation, "    ///", "`" + value.name + "`");
            variants += fmt::format("    {} = {},\n", variant, number);
            cases += fmt::format("            {} => Self::{},\n", number, variant);
        }
        text += fmt::format("#[derive(Clone, Copy, Debug, PartialEq, Eq)]\n#[repr({1})]\n"
                            "pub enum {0} {{\n{2}}}\n\n"
                            "impl {0} {{\n    /// The number as it crosses.\n"
                            "    pub const fn number(self) -> {1} {{\n        self as {1}\n"
                            "    }}\n}}\n\n"
                            "impl From<{0}> for {1} {{\n"
                            "    fn from(value: {0}) -> Self {{\n        value.number()\n"
                            "    }}\n}}\n\n"
                            "impl TryFrom<{1}> for {0} {{\n    type Error = {1};\n\n"
                            "    /// The value that a number stands for; one that stands for none "
                            "comes back.\n"
                            "    fn try_from(number: {1}) -> Result<Self, {1}> {{\n"
                            "        Ok(match number {{\n{3}"
                            "            _ => return Err(number),\n        }})\n    }}\n}}\n\n",
                            name, integer, variants, cases);
        return text;
    }

    std::string error() const {
        Enumeration status = contract_.status();
        status.documentation = {"Why a call failed: `" + status.name + "` without `ok`."};
        return enumeration_text(status, "Error", false);
    }

    std::string enumerations() const {
        std::string text;
        for (const Enumeration& enumeration : contract_.enumerations) {
            if (enumeration.name != contract_.status().name) {
                text += enumeration_text(enumeration, shortened(enumeration.name), true);
            }
        }
        return text;
    }

    std::string fields(const Structure& structure, bool is_raw, const std::string& visibility,
                       const std::string& indent) const {
        std::string text;
        for (const Field& field : structure.fields) {
            text += comment(field.documentation, indent + "///", "`" + field.name + "`");
            // What a twin must not change in safe code: the bindings trust it.
            const bool is_kept =
                structure.shared && (field.name == "mark" || !field.table_of.empty());
            text += fmt::format("{}{}{}: {},\n", indent, is_kept ? "" : visibility, field.name,
                                field_type(field, is_raw, contract_.is_used_at_once(structure)));
        }
        return text;
    }

    std::string structures() const {
        std::string text;
        for (const Structure& structure : contract_.structures) {
            const std::string name = shortened(structure.name);
            const std::string documentation =
                comment(structure.documentation, "///", "`" + structure.name + "`");
            if (structure.shared) {
                text += fmt::format("{}#[repr(C)]\npub struct {} {{\n{}}}\n\n", documentation, name,
                                    fields(structure, false, "pub ", "    "));
            } else if (structure.role == Role::state) {
                text += fmt::format("{}#[repr(C)]\npub struct {} {{\n{}}}\n\n"
                                    "impl State {{\n    /// Memory without an instance.\n"
                                    "    pub const fn new() -> Self {{\n"
                                    "        // SAFETY: integers only, of which zero is a value.\n"
                                    "        unsafe {{ core::mem::zeroed() }}\n    }}\n}}\n\n"
                                    "impl Default for State {{\n    fn default() -> Self {{\n"
                                    "        Self::new()\n    }}\n}}\n\n",
                                    documentation, name, fields(structure, false, "", "    "));
            } else if (contract_.is_used_at_once(structure)) {
                text += fmt::format("{}#[derive(Debug)]\n#[repr(C)]\npub struct {} {{\n{}}}\n\n",
                                    documentation, name, fields(structure, false, "pub ", "    "));
            } else if (structure.role == Role::plain) {
                const bool is_default = has_default(structure);
                text += fmt::format("{}#[derive(Clone, Copy, Debug, {}PartialEq, Eq)]\n"
                                    "#[repr(C)]\npub struct {} {{\n{}}}\n\n",
                                    documentation, is_default ? "Default, " : "", name,
                                    fields(structure, false, "pub ", "    "));
            }
        }
        return text;
    }

    /// Rust gives arrays of up to 32 elements a default.
    bool has_default(const Structure& structure) const {
        return std::ranges::all_of(structure.fields, [this](const Field& field) {
            const Structure* inner = contract_.find_structure(field.type.name);
            return field.type.kind != Kind::enumeration &&
                   std::ranges::all_of(field.type.extents,
                                       [](std::uint64_t extent) { return extent <= 32; }) &&
                   (inner == nullptr || has_default(*inner));
        });
    }

    /// Structures with enumerations, as they cross, and the conversions.
    std::string raw() const {
        std::string text;
        std::string conversions;
        for (const Structure& structure : contract_.structures) {
            const Type type{.kind = Kind::structure, .name = structure.name, .extents = {}};
            if (structure.role != Role::plain || !contract_.holds_enumeration(type)) {
                continue;
            }
            const std::string name = shortened(structure.name);
            text += fmt::format("    /// [`super::{0}`], not checked yet.\n"
                                "    #[derive(Clone, Copy, Debug)]\n    #[repr(C)]\n"
                                "    pub struct {0} {{\n{1}    }}\n",
                                name, fields(structure, true, "pub ", "        "));
            std::string checked;
            std::string unchecked;
            for (const Field& field : structure.fields) {
                if (field.type.kind == Kind::enumeration) {
                    checked += fmt::format("            {0}: {1}::try_from(raw.{0})"
                                           ".map_err(|_| Error::InvalidEnum)?,\n",
                                           field.name, shortened(field.type.name));
                    unchecked += fmt::format("            {0}: value.{0}.number(),\n", field.name);
                } else if (contract_.holds_enumeration(field.type)) {
                    checked += fmt::format("            {0}: raw.{0}.try_into()?,\n", field.name);
                    unchecked += fmt::format("            {0}: value.{0}.into(),\n", field.name);
                } else {
                    checked += fmt::format("            {0}: raw.{0},\n", field.name);
                    unchecked += fmt::format("            {0}: value.{0},\n", field.name);
                }
            }
            conversions += fmt::format(
                "impl TryFrom<raw::{0}> for {0} {{\n    type Error = Error;\n\n"
                "    #[inline]\n    fn try_from(raw: raw::{0}) -> Result<Self, Error> {{\n"
                "        Ok(Self {{\n{1}        }})\n    }}\n}}\n\n"
                "impl From<{0}> for raw::{0} {{\n    #[inline]\n"
                "    fn from(value: {0}) -> Self {{\n        Self {{\n{2}        }}\n    "
                "}}\n}}\n\n",
                name, checked, unchecked);
        }
        if (text.empty()) {
            return {};
        }
        return "/// Structures as they cross, where an enumeration is a number.\npub mod raw {\n" +
               text + "}\n\n" + conversions;
    }

    std::string asserts() const {
        std::string text;
        for (const Structure& structure : contract_.structures) {
            const Type type{.kind = Kind::structure, .name = structure.name, .extents = {}};
            const std::string name = structure_name(type);
            text +=
                fmt::format("    assert!(size_of::<{0}>() == {1} && align_of::<{0}>() == {2});\n",
                            name, structure.size, structure.alignment);
            if (structure.role == Role::result) {
                continue; // crate `seam` asserts its fields
            }
            for (const Field& field : structure.fields) {
                text += fmt::format("    assert!(offset_of!({}, {}) == {});\n", name, field.name,
                                    field.offset);
            }
        }
        for (const Enumeration& enumeration : contract_.enumerations) {
            const bool is_status = enumeration.name == contract_.status().name;
            const std::string name = is_status ? "Error" : shortened(enumeration.name);
            text += fmt::format("    assert!(size_of::<{}>() == {});\n", name, enumeration.size);
            for (const Value& value : enumeration.values) {
                if (!is_status || value.number != 0) {
                    text += fmt::format("    assert!({}::{}.number() == {});\n", name,
                                        pascal_case(value.name),
                                        enumeration.integer.starts_with("u")
                                            ? fmt::format("{}", value.number)
                                            : fmt::format("{}", value.signed_number));
                }
            }
        }
        return text;
    }

    std::string parameters_as(const Function& function, std::size_t from,
                              const std::string& path = "") const {
        std::vector<std::string> parameters;
        for (std::size_t i = from; i < function.parameters.size(); ++i) {
            const Parameter& parameter = function.parameters[i];
            parameters.push_back(parameter.name + ": " + crossing(parameter.type, path));
        }
        return join(parameters, ", ");
    }

    static std::string names_of(const Function& function) {
        std::vector<std::string> names;
        for (const Parameter& parameter : function.parameters) {
            names.push_back(parameter.name);
        }
        return join(names, ", ");
    }

    std::string arrow(const Function& function, const std::string& path = "") const {
        return function.result.kind == Kind::nothing ? ""
                                                     : " -> " + crossing(function.result, path);
    }

    std::string services_text() const {
        std::string declared;
        std::string foreign;
        std::string forwarded;
        for (const Function& service : services(contract_)) {
            const std::string parameters = parameters_as(service, 0);
            const std::string comma = parameters.empty() ? "" : ", ";
            const std::string signature = fmt::format("fn {}(&mut self{}{}){}", service.name, comma,
                                                      parameters, arrow(service));
            declared += comment(service.documentation, "    ///", "As the contract says.");
            declared += "    " + signature + ";\n";
            foreign += fmt::format("                #[link_name = concat!($prefix, \"{0}\")]\n"
                                   "                fn foreign_{0}({1}){2};\n",
                                   service.name, parameters, arrow(service));
            forwarded += fmt::format("                #[inline]\n                {} {{\n"
                                     "                    // SAFETY: numbers go in and out; which "
                                     "ones a service takes is its own care.\n"
                                     "                    unsafe {{ foreign_{}({}) }}\n"
                                     "                }}\n",
                                     signature, service.name, names_of(service));
        }
        if (declared.empty()) {
            return {};
        }
        Names names = names_;
        names["service_functions"] = declared;
        names["foreign_services"] = foreign;
        names["forwarded_services"] = forwarded;
        return fill(services_template, names);
    }

    /// What the twin answers when it succeeds.
    std::string answer_of(const Function& function) const {
        if (const Parameter* filled = filled_by(function)) {
            return shortened(filled->type.name);
        }
        return function.result.kind == Kind::structure ? "u64" : "()";
    }

    std::string trait_functions() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            std::string parameters;
            for (const Parameter& parameter : arguments_of(function)) {
                if (is_for_twin(function, parameter)) {
                    parameters += ", " + parameter.name + ": " + seen(parameter.type);
                }
            }
            const std::string answer = answer_of(function);
            const std::string result = can_twin_fail(function) ? " -> Result<" + answer + ", Error>"
                                       : answer == "()"        ? ""
                                                               : " -> " + answer;
            text += comment(function.documentation, "    ///", "As the contract says.");
            text += fmt::format("    fn {}({}{}){};\n\n", function.name,
                                length_ != nullptr ? "shared: Shared<'_>" : "&mut self", parameters,
                                result);
        }
        text.pop_back();
        return text;
    }

    bool is_table_length(const Function& function, const Parameter& parameter) const {
        return length_ != nullptr && function.name == "initialize" &&
               parameter.name == length_->name;
    }

    /// Whether the twin gets it: what it fills, it answers, and the table says its length.
    bool is_for_twin(const Function& function, const Parameter& parameter) const {
        return (parameter.type.kind != Kind::pointer || parameter.type.to_const) &&
               !is_table_length(function, parameter);
    }

    /// Judges and converts one argument after the other, then slices against each other.
    std::string judge(const Function& function) const {
        const std::string& state = function.parameters.front().name;
        const auto arguments = arguments_of(function);
        std::string text;
        std::string converted;
        if (std::ranges::any_of(arguments, [](const Parameter& parameter) {
                return is_slice(parameter.type) || parameter.type.kind == Kind::pointer;
            })) {
            text += fmt::format("        let memory = ({}.addr(), {});\n", state,
                                length_ == nullptr              ? "size_of::<State>() as u64"
                                : function.name == "initialize" ? "size"
                                                                : "instance.size()");
        }
        for (const Parameter& parameter : arguments) {
            const Type& type = parameter.type;
            if (is_slice(type)) {
                text += fmt::format("        judge_slice(memory, {}.extent())?;\n", parameter.name);
                converted += fmt::format(
                    "        // SAFETY: judged, apart from the instance and from what is "
                    "written; the rest is the\n        // caller's promise.\n"
                    "        let {0} = unsafe {{ {0}.{1}() }}.map_err(error_of)?;\n",
                    parameter.name, type.kind == Kind::bytes ? "as_slice" : "as_mut_slice");
            } else if (type.kind == Kind::pointer) {
                text += fmt::format("        judge_structure(memory, {})?;\n", parameter.name);
                if (type.to_const) {
                    text += fmt::format("        // SAFETY: not null, aligned; that it leads to a "
                                        "whole structure is the caller's promise.\n"
                                        "        let {0} = unsafe {{ {0}.read() }};\n",
                                        parameter.name);
                    if (is_checked(type)) {
                        text += fmt::format("        let {0} = {1}::try_from({0})?;\n",
                                            parameter.name, shortened(type.name));
                    }
                }
            } else if (type.kind == Kind::enumeration) {
                text += fmt::format(
                    "        let {0} = {1}::try_from({0}).map_err(|_| Error::InvalidEnum)?;\n",
                    parameter.name, shortened(type.name));
            } else if (is_checked(type)) {
                text += fmt::format("        let {0} = {1}::try_from({0})?;\n", parameter.name,
                                    shortened(type.name));
            }
        }
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            for (std::size_t k = i + 1; k < arguments.size(); ++k) {
                const Type& first = arguments[i].type;
                const Type& second = arguments[k].type;
                if (is_slice(first) && is_slice(second) &&
                    (first.kind == Kind::mutable_bytes || second.kind == Kind::mutable_bytes)) {
                    text += fmt::format("        judge_apart({}.extent(), {}.extent())?;\n",
                                        arguments[i].name, arguments[k].name);
                }
            }
        }
        return text + converted;
    }

    std::string call_of(const Function& function) const {
        std::vector<std::string> names;
        if (length_ != nullptr) {
            names.emplace_back("instance");
        }
        for (const Parameter& parameter : arguments_of(function)) {
            if (is_for_twin(function, parameter)) {
                names.push_back(parameter.name);
            }
        }
        return fmt::format("{}{}({})", length_ != nullptr ? "T::" : "instance.twin.", function.name,
                           join(names, ", "));
    }

    std::string entries() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            const std::string value = function.result.kind == Kind::structure ? "u64" : "()";
            text += fmt::format("    /// `{}`\n    ///\n    /// # Safety\n"
                                "    /// As the type says.\n    #[inline]\n"
                                "    pub unsafe fn {}({}) -> Result<{}, Error> {{\n{}    }}\n\n",
                                function.symbol, function.name, parameters_as(function, 0), value,
                                function.name == "initialize" ? initialize_body(function)
                                                              : body(function));
        }
        return text;
    }

    std::string initialize_body(const Function& function) const {
        const std::string& state = function.parameters.front().name;
        if (length_ != nullptr) {
            return shared_initialize_body(function, state);
        }
        std::string text =
            fmt::format("        let () = Self::FITS;\n        judge_memory({0})?;\n"
                        "        // SAFETY: not null and aligned. What was here ends.\n"
                        "        unsafe {{ {0}.cast::<u64>().write(0) }};\n",
                        state);
        text += judge(function);
        text += fmt::format(
            "        // SAFETY: not null, aligned, and large enough by `FITS`; `MaybeUninit` asks "
            "nothing of what\n        // is there.\n"
            "        let place = unsafe {{ &mut *{}.cast::<MaybeUninit<Instance<T>>>() }};\n"
            "        let instance = place.write(Instance {{ mark: 0, twin: T::new() }});\n"
            "        {}{};\n        instance.mark = LIVE_MARK;\n        Ok(())\n",
            state, call_of(function), can_twin_fail(function) ? "?" : "");
        return text;
    }

    std::string shared_initialize_body(const Function& function, const std::string& state) const {
        std::string text = fmt::format(
            "        judge_memory({0})?;\n"
            "        // SAFETY: not null and aligned. What was here ends.\n"
            "        unsafe {{ {0}.cast::<u64>().write(0) }};\n"
            "        let size = memory_size({1}).ok_or(Error::LengthOverflow)?;\n"
            "        seam::judge({0}.addr(), size).map_err(|_| Error::LengthOverflow)?;\n",
            state, length_->name);
        text += judge(function);
        text += fmt::format(
            "        // SAFETY: not null, aligned, and large enough, as the caller promises; zeros "
            "are numbers.\n"
            "        unsafe {{ {0}.write_bytes(0, 1) }};\n"
            "        // SAFETY: the same memory, which holds a state now.\n"
            "        unsafe {{ (*{0}).{1} = {4} }};\n"
            "        // SAFETY: a table of that length was judged above.\n"
            "        let instance = unsafe {{ Self::share({0}) }};\n"
            "        {2}{3};\n"
            "        // SAFETY: as above; the twin no longer looks at it.\n"
            "        unsafe {{ {0}.cast::<u64>().write(LIVE_MARK) }};\n        Ok(())\n",
            state, length_->name, call_of(function), can_twin_fail(function) ? "?" : "",
            contract_.is_concurrent() ? fmt::format("AtomicU64::new({})", length_->name)
                                      : length_->name);
        return text;
    }

    /// Ends the instance, once the twin has done its part.
    std::string end_of(const Function& function) const {
        if (length_ == nullptr) {
            return "        instance.mark = 0;\n";
        }
        return fmt::format("        // SAFETY: found above; the twin no longer looks at it.\n"
                           "        unsafe {{ {}.cast::<u64>().write(0) }};\n",
                           function.parameters.front().name);
    }

    std::string body(const Function& function) const {
        const Parameter* filled = filled_by(function);
        const bool can_fail = can_twin_fail(function);
        const std::string call = call_of(function);
        std::string text =
            fmt::format("        // SAFETY: this function asks its caller for the same.\n"
                        "        let instance = unsafe {{ Self::find({}) }}?;\n",
                        function.parameters.front().name);
        text += judge(function);
        const bool ends = function.name == "shutdown";
        if (filled != nullptr) {
            text += fmt::format("        let answer = {}{};\n"
                                "        // SAFETY: not null, aligned, apart from the instance; "
                                "that it leads to a whole structure is\n"
                                "        // the caller's promise.\n"
                                "        unsafe {{ {}.write({}) }};\n        Ok(())\n",
                                call, can_fail ? "?" : "", filled->name,
                                is_checked(filled->type) ? "answer.into()" : "answer");
        } else if (ends && can_fail) {
            text +=
                fmt::format("        let answer = {};\n{}        answer\n", call, end_of(function));
        } else if (can_fail) {
            text += "        " + call + "\n";
        } else if (function.result.kind == Kind::structure) {
            text += "        Ok(" + call + ")\n";
        } else {
            text +=
                fmt::format("        {};\n{}        Ok(())\n", call, ends ? end_of(function) : "");
        }
        return text;
    }

    std::string judges() const {
        std::string text;
        if (any_pointer()) {
            text += R"(/// A structure that is there, aligned, and apart from the instance.
#[inline]
fn judge_structure<S>(memory: (usize, u64), structure: *const S) -> Result<(), Error> {
    judge_memory(structure)?;
    judge_apart(memory, (structure.addr(), size_of::<S>() as u64))
}

)";
        }
        if (any_slice()) {
            text += R"(/// A slice that is possible, and apart from the instance.
#[inline]
fn judge_slice(memory: (usize, u64), extent: (usize, u64)) -> Result<(), Error> {
    seam::judge(extent.0, extent.1).map_err(error_of)?;
    judge_apart(memory, extent)
}

fn error_of(fault: seam::SliceFault) -> Error {
    match fault {
        seam::SliceFault::Null => Error::NullArgument,
        seam::SliceFault::Overflow => Error::LengthOverflow,
    }
}

)";
        }
        if (any_slice() || any_pointer()) {
            text += R"(/// Two extents that share no byte.
#[inline]
fn judge_apart(first: (usize, u64), second: (usize, u64)) -> Result<(), Error> {
    let overlap = first.1 != 0 && second.1 != 0 && seam::overlaps(first.0, first.1, second.0, second.1);
    if overlap { Err(Error::Overlap) } else { Ok(()) }
}

)";
        }
        return text;
    }

    std::string exports() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += fmt::format(
                "            #[unsafe(export_name = concat!($prefix, \"{0}\"))]\n"
                "            unsafe extern \"C\" fn {0}({1}){2} {{\n"
                "                // SAFETY: the contract asks its callers for what the entry "
                "needs.\n"
                "                unsafe {{ $crate::Entry::<$twin>::{0}({3}) }}.into()\n"
                "            }}\n",
                function.name, parameters_as(function, 0, "$crate::"), arrow(function, "$crate::"),
                names_of(function));
        }
        return text;
    }

    std::string binding_functions() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += fmt::format("    /// `{}`\n    ///\n    /// # Safety\n"
                                "    /// As for [`Entry`].\n"
                                "    unsafe fn {}({}){};\n\n",
                                function.symbol, function.name, parameters_as(function, 0),
                                arrow(function));
        }
        for (const Function& function : seam_functions(contract_)) {
            if (is_about_the_twin(function)) {
                text += comment(function.documentation, "    ///", "As the contract says.");
                text += fmt::format("    fn {}() -> u64;\n\n", function.name);
            }
        }
        text.pop_back();
        return text;
    }

    std::string foreign_functions() const {
        std::string text;
        for (const Function& function : seam_functions(contract_)) {
            text += fmt::format("                #[link_name = concat!($prefix, \"{0}\")]\n"
                                "                fn foreign_{0}({1}){2};\n",
                                function.name, parameters_as(function, 0, "$crate::"),
                                arrow(function, "$crate::"));
        }
        return text;
    }

    std::string forwarded_functions() const {
        std::string text;
        for (const Function& function : seam_functions(contract_)) {
            const bool about = is_about_the_twin(function);
            text += fmt::format(
                "                #[inline]\n"
                "                {0}fn {1}({2}){3} {{\n"
                "                    // SAFETY: {4}.\n"
                "                    unsafe {{ foreign_{1}({5}) }}\n                }}\n",
                about ? "" : "unsafe ", function.name, parameters_as(function, 0, "$crate::"),
                arrow(function, "$crate::"),
                about ? "takes nothing, answers a number"
                      : "this function asks its caller for the same",
                names_of(function));
        }
        return text;
    }

    std::string client_functions() const {
        std::string text;
        for (const Function& function : twin_functions(contract_)) {
            text += client_function(function);
        }
        text.pop_back();
        return text;
    }

    std::string client_function(const Function& function) const {
        std::string parameters;
        std::string prepared;
        std::vector<std::string> arguments = {"self.state()"};
        for (const Parameter& parameter : arguments_of(function)) {
            const Type& type = parameter.type;
            const std::string& name = parameter.name;
            if (type.kind == Kind::pointer && !type.to_const) {
                prepared += fmt::format(
                    "        let mut answer = MaybeUninit::<{}>::zeroed();\n",
                    structure_name({.kind = Kind::structure, .name = type.name, .extents = {}}));
                arguments.emplace_back("answer.as_mut_ptr()");
                continue;
            }
            parameters += ", " + name + ": " + seen(type);
            if (type.kind == Kind::bytes) {
                arguments.push_back("Bytes::new(" + name + ")");
            } else if (type.kind == Kind::mutable_bytes) {
                arguments.push_back("MutableBytes::new(" + name + ")");
            } else if (type.kind == Kind::enumeration) {
                arguments.push_back(name + ".number()");
            } else if (type.kind == Kind::pointer) {
                if (is_checked(type)) {
                    prepared += fmt::format("        let {0} = {1}::from({0});\n", name,
                                            structure_name(type));
                }
                arguments.push_back("&raw const " + name);
            } else {
                arguments.push_back(is_checked(type) ? name + ".into()" : name);
            }
        }
        const std::string call = fmt::format("B::{}({})", function.name, join(arguments, ", "));
        std::string text = comment(function.documentation, "    ///", "As the contract says.");
        text += fmt::format("    pub fn {}(&mut self{}) -> Result<{}, Failure<Error>> {{\n{}",
                            function.name, parameters, answer_of(function), prepared);
        if (length_ != nullptr && function.name == "initialize") {
            text +=
                fmt::format("        if !self.has_room({}) {{\n"
                            "            return Err(Failure::Answered(Error::LengthOverflow));\n"
                            "        }}\n",
                            length_->name);
        }
        text +=
            "        // SAFETY: the instance is lent to this client, and what is passed to this "
            "call.\n";
        const Parameter* filled = filled_by(function);
        if (filled == nullptr) {
            return text + fmt::format("        unsafe {{ {} }}.check()\n    }}\n\n", call);
        }
        text += fmt::format("        unsafe {{ {} }}.check()?;\n"
                            "        // SAFETY: integers only: the zeros that were there have a "
                            "value, whatever was written.\n"
                            "        let answer = unsafe {{ answer.assume_init() }};\n",
                            call);
        if (is_checked(filled->type)) {
            return text + fmt::format("        {}::try_from(answer).map_err(Failure::Answered)\n"
                                      "    }}\n\n",
                                      shortened(filled->type.name));
        }
        return text + "        Ok(answer)\n    }\n\n";
    }

    const Contract& contract_;
    const Places& places_;
    const Field* length_ = nullptr; ///< Of the table behind a shared state.
    Names names_;
};

} // namespace

Output write_rust(const Contract& contract, const Places& places) {
    return Writer(contract, places).write();
}

} // namespace seam::generator
