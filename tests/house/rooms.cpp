// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/house/rooms.hpp"

#include "tests/house/tree.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <vector>

namespace bimetal::house {

namespace {

const std::set<std::string, std::less<>> pure_rooms = {"text",    "memory", "acpi",   "log",
                                                       "options", "debug",  "testing"};
const std::set<std::string, std::less<>> arch_rooms = {"arch", "boot"};
const std::set<std::string, std::less<>> twin_folders = {"cpp", "rust", "c"};

bool names_a_test(std::string_view file) {
    const std::string_view stem = file.substr(0, file.rfind('.'));
    return stem.ends_with("_test") || stem.ends_with("_tests");
}

bool is_one_of(Room room, std::initializer_list<Room> rooms) {
    return std::ranges::find(rooms, room) != rooms.end();
}

bool has_component(Room room) {
    return is_one_of(room, {Room::contract, Room::exports, Room::twin, Room::conformance});
}

// The room of a file below components/NAME/FOLDER.
Room component_room(const std::vector<std::string>& parts) {
    const std::string& folder = parts[2];
    if (twin_folders.contains(folder)) {
        return Room::twin;
    }
    if (folder.ends_with(".seam.h")) {
        return Room::contract;
    }
    if (folder == "bindings") {
        const std::string& file = parts.back();
        const bool is_header = file.ends_with(".h") || file.ends_with(".hpp");
        // The crate of the generated Rust: types, what a twin implements, clients.
        if (parts.size() > 4 && parts[3] == "contract") {
            return Room::contract;
        }
        return is_header && file != "export.hpp" ? Room::contract : Room::exports;
    }
    return parts.size() > 3 ? Room::conformance : Room::elsewhere;
}

// The format headers of kernel/debug describe bytes in an image and need nothing of the kernel:
// the program that writes those bytes shares them. Its tests print records as the kernel does, with
// kernel/text.
bool is_shared_format(const Place& from, const Place& to) {
    return from.room == Room::tools && from.part == "image" && to.room == Room::pure &&
           (to.part == "debug" || (from.is_test && to.part == "text")) && !to.is_test;
}

// The rooms that `from` may know besides its own.
bool knows(const Place& from, const Place& to) {
    const bool own_component = from.component == to.component;
    switch (from.room) {
    case Room::elsewhere:
    case Room::evaluation:
    case Room::safety:
    case Room::tests:
        return true;
    case Room::pure:
        return is_one_of(to.room, {Room::seam_language}) ||
               (from.is_test && to.room == Room::harness);
    case Room::arch:
    case Room::kernel:
        return is_one_of(to.room, {Room::pure, Room::arch, Room::kernel, Room::contract,
                                   Room::seam_language, Room::seam}) ||
               (from.is_test && is_one_of(to.room, {Room::harness, Room::conformance}));
    case Room::contract:
        return to.room == Room::seam_language;
    case Room::exports:
        return is_one_of(to.room, {Room::seam_language, Room::seam, Room::rust_kernel}) ||
               (is_one_of(to.room, {Room::contract, Room::twin, Room::conformance}) &&
                own_component);
    case Room::twin:
        return is_one_of(to.room, {Room::seam_language, Room::rust_kernel}) ||
               (to.room == Room::contract && own_component);
    case Room::conformance:
        return is_one_of(to.room, {Room::seam_language, Room::seam, Room::harness}) ||
               (is_one_of(to.room, {Room::contract, Room::exports, Room::twin}) && own_component);
    case Room::seam_language:
    case Room::seam:
    case Room::harness:
        return is_one_of(to.room, {Room::seam_language, Room::seam, Room::harness});
    case Room::rust_kernel:
        return is_one_of(to.room, {Room::seam_language, Room::seam});
    case Room::rust_image:
        return is_one_of(to.room, {Room::contract, Room::exports, Room::twin, Room::conformance,
                                   Room::seam_language, Room::seam, Room::rust_kernel});
    case Room::example:
        return is_one_of(to.room, {Room::seam_language, Room::seam});
    case Room::tools:
        return is_shared_format(from, to) ||
               (from.is_test && from.part == "image" && to.room == Room::pure);
    case Room::image:
        return !is_one_of(to.room, {Room::tools, Room::evaluation, Room::example}) &&
               (from.is_test || (!to.is_test && to.room != Room::harness));
    }
    return false;
}

// Why `from`, in one sentence; `to` is already refused.
std::string reason(const Place& from, const Place& to) {
    if (is_one_of(to.room, {Room::evaluation, Room::safety, Room::tests})) {
        return "nothing outside evaluation, safety and tests may use them";
    }
    if (to.room == Room::example) {
        return "an example is a project of its own: only tests use it";
    }
    switch (from.room) {
    case Room::pure:
        return "pure logic of the kernel runs on the host too: it knows no arch header, no other "
               "part of the kernel and no component";
    case Room::arch:
    case Room::kernel:
        if (is_one_of(to.room, {Room::twin, Room::exports})) {
            return "the kernel knows seams, never a twin";
        }
        return "the kernel knows its own rooms, seams and the seam runtime; only its tests know "
               "the harness";
    case Room::contract:
        return "a contract knows only seam/include and seam/rust";
    case Room::exports:
        return "bindings that export a twin know that twin, its seam and the seam runtime";
    case Room::twin:
        if (is_one_of(to.room, {Room::pure, Room::arch, Room::kernel})) {
            return "a twin knows its seam and the services it is given, never a kernel header";
        }
        if (has_component(to.room) && to.component != from.component) {
            return "a twin knows no other component";
        }
        return "a twin knows its own seam and the services it is given, nothing else";
    case Room::conformance:
        return "tests and benchmarks of a component know that component and the seam, nothing else";
    case Room::seam_language:
    case Room::seam:
    case Room::harness:
        return "seam knows no component and no kernel";
    case Room::rust_kernel:
        return "rust/kernel wraps services of the core and knows no component";
    case Room::rust_image:
        return "rust/image joins twins into one library and knows nothing else";
    case Room::example:
        return "an example shares nothing with this kernel but the seam";
    case Room::tools:
        return "a tool knows nothing of the kernel; only tools/image shares the format headers of "
               "kernel/debug, and its tests the pure logic that reads what it wrote";
    case Room::image:
        if (is_one_of(to.room, {Room::tools, Room::evaluation})) {
            return "tools and evaluation are in no image";
        }
        return "the release image holds no tests";
    default:
        return "not allowed";
    }
}

} // namespace

Place place_of(std::string_view path) {
    const std::vector<std::string> parts = split_path(path);
    Place place;
    place.path = path;
    if (parts.empty()) {
        return place;
    }
    const std::string second = parts.size() > 1 ? parts[1] : "";
    const std::string third = parts.size() > 2 ? parts[2] : "";
    place.is_test = (std::ranges::find(parts, "tests") != parts.end() ||
                     std::ranges::find(parts, "test") != parts.end()) ||
                    names_a_test(parts.back());
    if (parts[0] == "kernel") {
        place.part = second;
        place.room = pure_rooms.contains(second)   ? Room::pure
                     : arch_rooms.contains(second) ? Room::arch
                                                   : Room::kernel;
    } else if (parts[0] == "components" && !third.empty()) {
        place.component = second;
        place.part = third;
        place.room = component_room(parts);
    } else if (parts[0] == "seam") {
        place.room = second == "include" || second == "rust" ? Room::seam_language
                     : second == "harness"                   ? Room::harness
                                                             : Room::seam;
    } else if (parts[0] == "rust") {
        place.room = second == "kernel"  ? Room::rust_kernel
                     : second == "image" ? Room::rust_image
                                         : Room::elsewhere;
    } else if (parts[0] == "tools") {
        place.room = Room::tools;
        place.part = second;
    } else if (parts[0] == "evaluation") {
        place.room = Room::evaluation;
    } else if (parts[0] == "safety") {
        place.room = Room::safety;
    } else if (parts[0] == "tests") {
        place.room = Room::tests;
    } else if (parts[0] == "examples") {
        place.room = Room::example;
    }
    return place;
}

std::optional<std::string> refusal(const Place& from, const Place& to) {
    if (to.room == Room::elsewhere || from.room == Room::elsewhere) {
        return std::nullopt;
    }
    const bool same_twin = from.room != Room::twin || from.part == to.part;
    if (from.room == to.room && from.component == to.component && same_twin) {
        return std::nullopt;
    }
    if (knows(from, to)) {
        return std::nullopt;
    }
    return reason(from, to);
}

} // namespace bimetal::house
