// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace bimetal::tool {
namespace {

/// The child between fork and exec. Only async-signal-safe calls; the parent reads `errno` from
/// `report` when a step fails.
[[noreturn]] void become(const ProcessSetup& setup, char* const* arguments, pid_t parent,
                         int report) {
    const auto give_up = [report] {
        const int error = errno;
        [[maybe_unused]] const ssize_t written = ::write(report, &error, sizeof error);
        ::_exit(127);
    };
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
        ::_exit(127);
    }
    if (setup.own_group) {
        ::setpgid(0, 0);
    }
    const auto redirect = [&give_up](std::optional<int> from, int to) {
        if (from && ::dup2(*from, to) < 0) {
            give_up();
        }
    };
    redirect(setup.input, STDIN_FILENO);
    redirect(setup.output, STDOUT_FILENO);
    redirect(setup.error, STDERR_FILENO);
    for (const int number : setup.inherited) {
        ::fcntl(number, F_SETFD, 0);
    }
    for (const auto& [name, value] : setup.environment) {
        ::setenv(name.c_str(), value.c_str(), 1);
    }
    ::signal(SIGPIPE, SIG_DFL);
    ::signal(SIGINT, SIG_DFL);
    ::execvp(arguments[0], arguments);
    give_up();
    __builtin_unreachable();
}

} // namespace

Result<Process> Process::start(const ProcessSetup& setup) {
    auto report = pipe_pair();
    if (!report) {
        return std::unexpected(report.error());
    }
    std::vector<std::string> words = setup.arguments; // exec wants them writable
    std::vector<char*> arguments(words.size() + 1, nullptr);
    std::ranges::transform(words, arguments.begin(), [](std::string& word) { return word.data(); });

    const pid_t parent = ::getpid();
    const pid_t id = ::fork();
    if (id < 0) {
        return fail(fmt::format("cannot start {}: {}", setup.arguments[0], std::strerror(errno)));
    }
    if (id == 0) {
        become(setup, arguments.data(), parent, report->second.number());
    }
    Process process(id, Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, id, 0))));
    report->second.close();
    int error = 0;
    if (::read(report->first.number(), &error, sizeof error) == sizeof error) {
        return fail(fmt::format("cannot start {}: {}", setup.arguments[0], std::strerror(error)));
    }
    return process;
}

Process::Process(Process&& other) noexcept
    : id_(std::exchange(other.id_, -1)), pidfd_(std::move(other.pidfd_)) {}

Process::~Process() {
    if (id_ > 0) {
        kill();
        wait();
    }
}

ExitState Process::wait() {
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    if (WIFSIGNALED(status)) {
        return {.by_signal = true, .value = WTERMSIG(status)};
    }
    return {.by_signal = false, .value = WEXITSTATUS(status)};
}

std::optional<ExitState> Process::wait_for(std::chrono::milliseconds limit) {
    pollfd ended{.fd = pidfd_.number(), .events = POLLIN, .revents = 0};
    if (::poll(&ended, 1, static_cast<int>(limit.count())) <= 0) {
        return std::nullopt;
    }
    return wait();
}

void Process::kill() const {
    if (id_ > 0) {
        ::kill(id_, SIGKILL);
    }
}

Result<ExitState> run_to_end(const std::vector<std::string>& arguments) {
    auto process = Process::start({.arguments = arguments});
    if (!process) {
        return std::unexpected(process.error());
    }
    return process->wait();
}

Result<std::string> output_of(const std::vector<std::string>& arguments) {
    auto pipe = pipe_pair();
    if (!pipe) {
        return std::unexpected(pipe.error());
    }
    const Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    auto process = Process::start({.arguments = arguments,
                                   .input = null.number(),
                                   .output = pipe->second.number(),
                                   .error = null.number()});
    if (!process) {
        return std::unexpected(process.error());
    }
    pipe->second.close();
    std::string output;
    for (;;) {
        const std::optional<std::string> bytes = read_some(pipe->first.number());
        if (!bytes || bytes->empty()) {
            break;
        }
        output += *bytes;
    }
    if (!process->wait().succeeded()) {
        return fail(fmt::format("{} failed", fmt::join(arguments, " ")));
    }
    while (!output.empty() && output.back() == '\n') {
        output.pop_back();
    }
    return output;
}

std::optional<std::string> find_program(const std::string& program) {
    if (program.contains('/')) {
        return ::access(program.c_str(), X_OK) == 0 ? std::optional(program) : std::nullopt;
    }
    const char* path = std::getenv("PATH");
    std::string_view rest = path == nullptr ? "/usr/bin:/bin" : path;
    while (!rest.empty()) {
        const std::size_t colon = rest.find(':');
        std::string candidate = fmt::format("{}/{}", rest.substr(0, colon), program);
        if (::access(candidate.c_str(), X_OK) == 0) {
            return candidate;
        }
        rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    }
    return std::nullopt;
}

} // namespace bimetal::tool
