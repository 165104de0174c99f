// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/session.hpp"

#include "tools/bimetal/autopsy.hpp"
#include "tools/bimetal/control.hpp"
#include "tools/bimetal/descriptor.hpp"
#include "tools/bimetal/terminal.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace bimetal::tool {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

// After an NMI: how long the console may stay silent, and how long the whole report may take.
constexpr auto silence_limit = 1s;
constexpr auto report_limit = 10s;
// How much typed input waits for the guest before we stop reading more.
constexpr std::size_t typed_ahead_limit = 4096;

/// Input from a pipe or file, released one line each time the shell waits for one, so that a
/// command that runs long loses nothing of the next line.
class LineFeeder {
  public:
    void receive(std::string_view bytes) { waiting_ += bytes; }

    void end() { ended_ = true; }

    /// The next line for a shell that has asked `prompts` times, when one is due.
    std::string next(unsigned prompts) {
        if (prompts <= released_) {
            return {};
        }
        const std::size_t end = waiting_.find('\n');
        if (end == std::string::npos && !ended_) {
            return {};
        }
        ++released_;
        if (waiting_.empty()) {
            return "poweroff\r";
        }
        std::string line = waiting_.substr(0, end) + '\r';
        waiting_.erase(0, end == std::string::npos ? end : end + 1);
        return line;
    }

  private:
    std::string waiting_;
    bool ended_ = false;
    unsigned released_ = 0;
};

class Session {
  public:
    Session(const SessionSetup& setup, Process emulator, Descriptor console, Descriptor keyboard,
            Descriptor results, Descriptor control)
        : setup_(setup), emulator_(std::move(emulator)), console_(std::move(console)),
          keyboard_(std::move(keyboard)), results_(std::move(results)),
          control_(std::move(control)) {}

    Results& results() { return end_.results; }

    SessionEnd run() {
        set_nonblocking(console_.number());
        set_nonblocking(keyboard_.number());
        set_nonblocking(results_.number());
        set_nonblocking(control_.number());
        std::optional<RawTerminal> raw;
        if (setup_.keyboard == Keyboard::terminal) {
            raw.emplace(STDIN_FILENO);
        }
        const auto started = Clock::now();
        last_output_ = started;
        while (is_open()) {
            if (setup_.time_limit && !asked_ && Clock::now() - started >= *setup_.time_limit) {
                ask_all_cpus(*setup_.time_limit);
            }
            if (asked_ && report_is_over()) {
                break;
            }
            pump(next_wake(started));
        }
        if (asked_) {
            finish_report();
        }
        if (end_.time_limit_reached || end_.user_quit || end_.output_failed) {
            emulator_.kill();
        }
        drain();
        end_.emulator = emulator_.wait();
        end_.guest_was_reset = control_.guest_was_reset();
        end_.results.finish();
        return std::move(end_);
    }

  private:
    bool is_open() const { return emulator_runs_ && !end_.user_quit && !end_.output_failed; }

    std::chrono::milliseconds next_wake(Clock::time_point started) const {
        auto wake = 60'000ms;
        const auto until = [](Clock::time_point when) {
            return std::chrono::ceil<std::chrono::milliseconds>(when - Clock::now());
        };
        if (asked_) {
            wake = std::min(wake, until(last_output_ + silence_limit));
        } else if (setup_.time_limit) {
            wake = std::min(wake, until(started + *setup_.time_limit));
        }
        return std::max(wake, 0ms);
    }

    void pump(std::chrono::milliseconds limit) {
        enum { from_console, from_results, from_control, from_process, from_user, to_guest, count };

        std::array<pollfd, count> ready{};
        const auto watch = [&ready](int slot, int number, short events) {
            ready[static_cast<std::size_t>(slot)] = {.fd = number, .events = events, .revents = 0};
        };
        watch(from_console, console_.number(), POLLIN);
        watch(to_guest, typed_.empty() ? -1 : keyboard_.number(), POLLOUT);
        watch(from_results, results_.number(), POLLIN);
        watch(from_control, control_is_open_ ? control_.number() : -1, POLLIN);
        watch(from_process, emulator_.ended(), POLLIN);
        watch(from_user, keyboard_is_open() ? STDIN_FILENO : -1, POLLIN);
        if (::poll(ready.data(), ready.size(), static_cast<int>(limit.count())) <= 0) {
            return;
        }
        if (ready[from_console].revents != 0) {
            read_console();
        }
        if (ready[from_results].revents != 0) {
            read_results();
        }
        if (ready[from_control].revents != 0) {
            control_is_open_ = control_.receive();
        }
        if (ready[from_user].revents != 0) {
            read_keyboard();
        }
        typed_ += feeder_.next(setup_.keyboard == Keyboard::lines ? end_.results.prompts() : 0);
        type();
        emulator_runs_ = ready[from_process].revents == 0;
    }

    bool keyboard_is_open() const {
        return setup_.keyboard != Keyboard::none && !keyboard_ended_ &&
               typed_.size() < typed_ahead_limit;
    }

    void read_console() {
        const std::optional<std::string> bytes = read_some(console_.number());
        if (!bytes) {
            return;
        }
        if (bytes->empty()) {
            console_.close();
            return;
        }
        last_output_ = Clock::now();
        end_.output_failed |= !write_all(setup_.console_output, *bytes);
    }

    void read_results() {
        const std::optional<std::string> bytes = read_some(results_.number());
        if (!bytes) {
            return;
        }
        if (bytes->empty()) {
            results_.close();
            return;
        }
        end_.results.receive(*bytes);
    }

    void read_keyboard() {
        const std::string bytes = read_some(STDIN_FILENO).value_or("");
        if (bytes.empty()) {
            keyboard_ended_ = true;
            feeder_.end();
        } else if (setup_.keyboard == Keyboard::lines) {
            feeder_.receive(bytes);
        } else {
            const EscapeKey::Typed typed = escape_.filter(bytes);
            typed_ += typed.bytes;
            end_.user_quit = typed.quit;
        }
    }

    /// Gives the guest as much of the typed bytes as it takes now.
    void type() {
        if (typed_.empty()) {
            return;
        }
        const ssize_t written = ::write(keyboard_.number(), typed_.data(), typed_.size());
        if (written > 0) {
            typed_.erase(0, static_cast<std::size_t>(written));
        } else if (errno == EPIPE) {
            typed_.clear();
        }
    }

    void ask_all_cpus(std::chrono::milliseconds time_limit) {
        asked_ = true;
        end_.time_limit_reached = true;
        asked_at_ = last_output_ = Clock::now();
        const double seconds = std::chrono::duration<double>(time_limit).count();
        fmt::print(
            stderr,
            "\nbimetal: the time limit of {:g} s is reached; asking every CPU for its registers "
            "and backtrace\n",
            seconds);
        // Before the NMI: a kernel that cannot take it resets the machine.
        emulator_report_ = describe_cpus(control_, setup_.machine.cpus);
        last_output_ = Clock::now();
        if (const Result<void> asked = control_.inject_interrupt(); !asked) {
            fmt::print(stderr, "bimetal: {}\n", asked.error().sentence);
            last_output_ = Clock::time_point();
        }
    }

    bool report_is_over() const {
        const auto now = Clock::now();
        return now - last_output_ >= silence_limit || now - asked_at_ >= report_limit;
    }

    /// Where a CPU did not answer, the emulator's view of all of them is printed.
    void finish_report() {
        if (end_.results.interrupted_cpus() < setup_.machine.cpus) {
            write_all(setup_.console_output, emulator_report_);
        }
    }

    /// Reads what is left in the channels of an emulator that has ended or is about to.
    void drain() {
        while (console_.is_open() || results_.is_open()) {
            pollfd ready[] = {{.fd = console_.number(), .events = POLLIN, .revents = 0},
                              {.fd = results_.number(), .events = POLLIN, .revents = 0}};
            if (::poll(ready, 2, 2'000) <= 0) {
                return;
            }
            if (ready[0].revents != 0) {
                read_console();
            }
            if (ready[1].revents != 0) {
                read_results();
            }
        }
        if (control_is_open_) {
            control_.receive();
        }
    }

    const SessionSetup& setup_;
    Process emulator_;
    Descriptor console_;
    Descriptor keyboard_;
    Descriptor results_;
    Control control_;
    SessionEnd end_;
    LineFeeder feeder_;
    EscapeKey escape_;
    std::string typed_;
    bool emulator_runs_ = true;
    bool control_is_open_ = true;
    bool keyboard_ended_ = false;
    bool asked_ = false;
    std::string emulator_report_;
    Clock::time_point asked_at_;
    Clock::time_point last_output_;
};

/// Both ends of everything that connects us to QEMU.
struct Wires {
    std::pair<Descriptor, Descriptor> console, keyboard, results, control;
};

// Console and keyboard are pipes, not sockets: a socket holds no more than some 280 single bytes,
// and a guest whose bytes are not taken sees a stuck serial port. Results may wait: QEMU stops the
// guest until they are taken.
Result<Wires> make_wires() {
    auto console = pipe_pair();
    auto keyboard = pipe_pair();
    auto results = socket_pair();
    auto control = socket_pair();
    for (const auto* made : {&console, &keyboard, &results, &control}) {
        if (!*made) {
            return std::unexpected(made->error());
        }
    }
    return Wires{.console = std::move(*console),
                 .keyboard = std::move(*keyboard),
                 .results = std::move(*results),
                 .control = std::move(*control)};
}

} // namespace

Result<SessionEnd> run_session(const SessionSetup& setup) {
    Result<Wires> wires = make_wires();
    if (!wires) {
        return std::unexpected(wires.error());
    }
    const std::vector<int> inherited{wires->results.second.number(),
                                     wires->control.second.number()};
    const Channels channels{.console = "stdio,signal=off",
                            .results = fmt::format("socket,fd={}", inherited[0]),
                            .control = fmt::format("socket,fd={}", inherited[1])};
    Result<Process> emulator = Process::start({.arguments = qemu_command(setup.machine, channels),
                                               .inherited = inherited,
                                               .input = wires->keyboard.first.number(),
                                               .output = wires->console.second.number()});
    if (!emulator) {
        return std::unexpected(Failure{emulator.error().sentence, status_emulator});
    }
    wires->console.second.close();
    wires->keyboard.first.close();
    wires->results.second.close();
    wires->control.second.close();
    Session session(setup, std::move(*emulator), std::move(wires->console.first),
                    std::move(wires->keyboard.second), std::move(wires->results.first),
                    std::move(wires->control.first));
    if (!setup.results_file.empty()) {
        if (Result<void> opened = session.results().record_to(setup.results_file); !opened) {
            return std::unexpected(opened.error());
        }
    }
    return session.run();
}

} // namespace bimetal::tool
