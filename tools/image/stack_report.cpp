// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/stack_report.hpp"

#include "tools/image/call_graph.hpp"
#include "tools/image/disassembler.hpp"
#include "tools/image/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace bimetal::image {

namespace {

constexpr std::uint64_t return_address = 8;
constexpr std::size_t most_frames = 10;

using Frames = std::map<std::uint64_t, std::uint64_t>;

/// The compilers' records: an address, then the size in groups of seven bits, the lowest first.
Result<Frames> read_frames(const ElfImage& image) {
    const Section* section = image.section(".stack_sizes");
    if (section == nullptr || section->content.empty()) {
        return std::unexpected(fmt::format(
            "{} holds no section .stack_sizes, in which the compilers report each function's "
            "stack.",
            image.path().string()));
    }
    Frames frames;
    std::span<const std::uint8_t> rest = section->content;
    while (rest.size() > sizeof(std::uint64_t)) {
        std::uint64_t address = 0;
        std::memcpy(&address, rest.data(), sizeof(address));
        rest = rest.subspan(sizeof(address));
        std::uint64_t size = 0;
        bool more = true;
        for (unsigned shift = 0; more && !rest.empty() && shift < 64; shift += 7) {
            size |= static_cast<std::uint64_t>(rest[0] & 0x7f) << shift;
            more = (rest[0] & 0x80) != 0;
            rest = rest.subspan(1);
        }
        if (more) {
            return std::unexpected(".stack_sizes ends within a record.");
        }
        frames[address] = size;
    }
    return frames;
}

/// The deepest way on from a function.
struct Depth {
    std::uint64_t bytes = 0;
    bool bounded = true;
    /// Why there is no bound; only where it ends.
    std::string why;
    /// The function that the way goes on through, if it does.
    std::optional<std::size_t> next;
};

/// The worse of two: no bound before a bound, then the deeper.
bool is_worse(const Depth& one, const Depth& other) {
    return std::pair(!one.bounded, one.bytes) > std::pair(!other.bounded, other.bytes);
}

class Measurement {
  public:
    Measurement(const ElfImage& image, const FunctionMap& map, const CallGraph& graph,
                const PanicLists& lists, const Disassembler& disassembler, Frames frames)
        : image_(image), functions_(map.functions), graph_(graph), lists_(lists),
          disassembler_(disassembler), frames_(std::move(frames)) {
        for (const Function& function : functions_) {
            names_.push_back(report_name(function.linkage_name));
        }
    }

    StackDepth entry(std::size_t index) {
        const Function& function = functions_[index];
        const Depth& whole = depth(index);
        StackDepth result = frame_of(index);
        result.deepest = whole.bytes;
        result.bounded = whole.bounded;
        std::optional<std::size_t> at = index;
        std::set<std::size_t> seen;
        while (at && seen.insert(*at).second) {
            result.path.push_back(names_[*at]);
            const Depth& step = depth(*at);
            if (!step.why.empty()) {
                result.path.push_back(step.why);
            }
            at = step.next;
        }
        const std::string prefix = fmt::format("{}_{}_", result.component, describe(result.twin));
        if (function.linkage_name.starts_with(prefix)) {
            result.function = function.linkage_name.substr(prefix.size());
        }
        return result;
    }

    StackReport run(const std::vector<std::size_t>& entries) {
        StackReport report;
        for (const std::size_t index : entries) {
            report.entries.push_back(entry(index));
        }
        for (std::size_t index = 0; index < functions_.size(); ++index) {
            const Language language = functions_[index].origin.language;
            if (language != Language::cpp && language != Language::rust) {
                continue;
            }
            ++report.functions;
            if (frames_.contains(functions_[index].begin)) {
                ++report.reported;
                report.largest_frames.push_back(frame_of(index));
            }
        }
        std::ranges::sort(
            report.largest_frames, [](const StackDepth& one, const StackDepth& other) {
                return std::tie(other.frame, one.function) < std::tie(one.frame, other.function);
            });
        report.largest_frames.resize(std::min(report.largest_frames.size(), most_frames));
        return report;
    }

  private:
    StackDepth frame_of(std::size_t index) const {
        const Function& function = functions_[index];
        const auto reported = frames_.find(function.begin);
        return {.component = function.origin.component,
                .function = names_[index],
                .twin = function.origin.twin,
                .language = function.origin.language,
                .frame = reported == frames_.end() ? 0 : reported->second,
                .deepest = 0,
                .bounded = true,
                .path = {}};
    }

    const Depth& depth(std::size_t index) {
        if (const auto known = known_.find(index); known != known_.end()) {
            return known->second;
        }
        open_.insert(index);
        const Depth own = own_frame(index);
        Depth worst = own;
        for (const CallSite& site : graph_.sites[index]) {
            const Depth way = worst_way(index, own.bytes, site);
            worst = is_worse(way, worst) ? way : worst;
        }
        open_.erase(index);
        return known_[index] = worst;
    }

    Depth own_frame(std::size_t index) const {
        const Function& function = functions_[index];
        if (const auto reported = frames_.find(function.begin); reported != frames_.end()) {
            return {.bytes = reported->second, .bounded = true, .why = {}, .next = {}};
        }
        if (is_compiled(function)) {
            return without_bound(
                0, "the compiler reports no frame: its size varies, or this is a part of another");
        }
        return assembly_frame(function);
    }

    static bool is_compiled(const Function& function) {
        return function.origin.language == Language::cpp ||
               function.origin.language == Language::rust;
    }

    static Depth without_bound(std::uint64_t bytes, std::string why) {
        return {.bytes = bytes, .bounded = false, .why = std::move(why), .next = {}};
    }

    /// No compiler reports on assembly: everything that it pushes or takes counts, loops once.
    Depth assembly_frame(const Function& function) const {
        const Section* section = image_.section_at(function.begin);
        Depth own;
        for (std::uint64_t address = function.begin; address < function.end;) {
            const auto instruction =
                disassembler_.decode(section->content.subspan(address - section->address), address);
            if (!instruction) {
                return without_bound(own.bytes, "these bytes are no instruction");
            }
            const StackChange change = disassembler_.stack_change(*instruction);
            own.bytes += static_cast<std::uint64_t>(std::max<std::int64_t>(change.bytes, 0));
            if (change.unknown) {
                return without_bound(own.bytes, "assembly that sets the stack pointer");
            }
            address += instruction->size;
        }
        return own;
    }

    Depth worst_way(std::size_t index, std::uint64_t frame, const CallSite& site) {
        if (site.indirect) {
            const auto targets = listed_targets(functions_at(functions_[index], site.address),
                                                lists_, graph_, names_);
            if (targets.empty()) {
                return without_bound(
                    frame, fmt::format("a call through a pointer at {:#x}", site.address));
            }
            return worst_target(index, frame, targets, site.jump);
        }
        if (!site.finding.empty()) {
            return is_trap(site) ? Depth{} : without_bound(frame, site.finding);
        }
        return worst_target(index, frame, site.targets, site.jump);
    }

    Depth worst_target(std::size_t index, std::uint64_t frame,
                       const std::vector<std::size_t>& targets, bool jump) {
        // A compiler gives the frame back before it leaves a function by a jump.
        const bool is_released = jump && is_compiled(functions_[index]);
        const std::uint64_t before = (is_released ? 0 : frame) + (jump ? 0 : return_address);
        Depth worst;
        for (const std::size_t target : targets) {
            if (is_panic(target)) {
                continue;
            }
            Depth way = open_.contains(target)
                            ? without_bound(frame, fmt::format("calls {} again", names_[target]))
                            : depth(target);
            if (!open_.contains(target)) {
                way.bytes += before;
                way.why.clear();
                way.next = target;
            }
            worst = is_worse(way, worst) ? way : worst;
        }
        return worst;
    }

    bool is_panic(std::size_t index) const {
        return std::ranges::any_of(lists_.never, [&](const std::string& pattern) {
            return name_matches(pattern, names_[index]);
        });
    }

    const ElfImage& image_;
    const std::vector<Function>& functions_;
    const CallGraph& graph_;
    const PanicLists& lists_;
    const Disassembler& disassembler_;
    Frames frames_;
    std::vector<std::string> names_;
    std::map<std::size_t, Depth> known_;
    std::set<std::size_t> open_;
};

/// Each seam function of each twin, as the bindings name it.
std::vector<std::size_t> seam_functions(const FunctionMap& map) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < map.functions.size(); ++i) {
        const Function& function = map.functions[i];
        const Origin& origin = function.origin;
        if (origin.twin != Twin::none && function.linkage_name.starts_with(fmt::format(
                                             "{}_{}_", origin.component, describe(origin.twin)))) {
            found.push_back(i);
        }
    }
    return found;
}

Result<std::vector<std::size_t>> wanted(const ElfImage& image, const FunctionMap& map,
                                        std::string_view request) {
    if (request.empty()) {
        return seam_functions(map);
    }
    const FunctionChoice choice = choose_function(map, request);
    if (!choice.candidates.empty()) {
        return std::unexpected(fmt::format("{} fits {} functions of {}; say which: {}", request,
                                           choice.candidates.size(), image.path().string(),
                                           fmt::join(choice.candidates, ", ")));
    }
    if (choice.functions.empty()) {
        return std::unexpected(
            fmt::format("{} is no function of {}; it may have been inlined everywhere.", request,
                        image.path().string()));
    }
    std::vector<std::size_t> found;
    for (const Function* function : choice.functions) {
        found.push_back(static_cast<std::size_t>(function - map.functions.data()));
    }
    return found;
}

} // namespace

Result<StackReport> measure_stack(const ElfImage& image, const PanicLists& lists,
                                  std::string_view request) {
    auto frames = read_frames(image);
    if (!frames) {
        return std::unexpected(frames.error());
    }
    const auto map = read_functions(image);
    if (!map) {
        return std::unexpected(map.error());
    }
    const auto entries = wanted(image, *map, request);
    if (!entries) {
        return std::unexpected(entries.error());
    }
    const auto graph = read_calls(image, *map);
    if (!graph) {
        return std::unexpected(fmt::format("{}: {}", image.path().string(), graph.error()));
    }
    const auto disassembler = Disassembler::create(Mode::long_64);
    if (!disassembler) {
        return std::unexpected(disassembler.error());
    }
    return Measurement(image, *map, *graph, lists, *disassembler, std::move(*frames)).run(*entries);
}

} // namespace bimetal::image
