// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/control.hpp"

#include <fmt/format.h>
#include <poll.h>

namespace bimetal::tool {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto answer_limit = 10s;

} // namespace

Control::Control(Descriptor socket) : socket_(std::move(socket)) {
    send("qmp_capabilities", json::object());
}

bool Control::receive() {
    const std::optional<std::string> bytes = read_some(socket_.number());
    if (bytes && bytes->empty()) {
        return false;
    }
    received_ += bytes.value_or("");
    while (const std::optional<std::string> line = next_line()) {
        note_event(json::parse(*line, nullptr, false));
    }
    return true;
}

Result<void> Control::inject_interrupt() {
    const Result<json> answer = execute("inject-nmi", json::object());
    return answer ? Result<void>() : std::unexpected(answer.error());
}

Result<std::string> Control::monitor(const std::string& command, unsigned cpu) {
    Result<json> answer =
        execute("human-monitor-command", {{"command-line", command}, {"cpu-index", cpu}});
    if (!answer) {
        return std::unexpected(answer.error());
    }
    return answer->is_string() ? answer->get<std::string>() : std::string();
}

bool Control::send(const std::string& command, json arguments) {
    const json request{
        {"execute", command}, {"arguments", std::move(arguments)}, {"id", ++requests_}};
    return write_all(socket_.number(), request.dump() + "\n");
}

Result<json> Control::execute(const std::string& command, json arguments) {
    if (!send(command, std::move(arguments))) {
        return fail("QEMU closed its control channel", status_emulator);
    }
    return answer(answer_limit);
}

Result<json> Control::answer(std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        while (const std::optional<std::string> line = next_line()) {
            json message = json::parse(*line, nullptr, false);
            const bool is_answer = message.is_object() && message.value("id", 0U) == requests_;
            if (is_answer && message.contains("return")) {
                return message["return"];
            }
            if (is_answer && message.contains("error")) {
                return fail(fmt::format("QEMU refused a request: {}", message["error"].dump()),
                            status_emulator);
            }
            note_event(message);
        }
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        pollfd ready{.fd = socket_.number(), .events = POLLIN, .revents = 0};
        if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) == 0) {
            return fail("QEMU does not answer on its control channel", status_emulator);
        }
        const std::optional<std::string> bytes = read_some(socket_.number());
        if (bytes && bytes->empty()) {
            return fail("QEMU closed its control channel", status_emulator);
        }
        received_ += bytes.value_or("");
    }
}

std::optional<std::string> Control::next_line() {
    const std::size_t end = received_.find('\n');
    if (end == std::string::npos) {
        return std::nullopt;
    }
    std::string line = received_.substr(0, end);
    received_.erase(0, end + 1);
    return line;
}

void Control::note_event(const json& message) {
    if (message.is_object() && message.value("event", "") == "SHUTDOWN" &&
        message.contains("data") && message["data"].value("reason", "") == "guest-reset") {
        guest_was_reset_ = true;
    }
}

} // namespace bimetal::tool
