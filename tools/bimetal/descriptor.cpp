// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace bimetal::tool {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = std::exchange(other.number_, -1);
    }
    return *this;
}

void Descriptor::close() {
    if (number_ >= 0) {
        ::close(number_);
        number_ = -1;
    }
}

Result<std::pair<Descriptor, Descriptor>> socket_pair() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return fail(std::string("no socket pair from the system: ") + std::strerror(errno));
    }
    return std::pair(Descriptor(ends[0]), Descriptor(ends[1]));
}

Result<std::pair<Descriptor, Descriptor>> pipe_pair() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return fail(std::string("no pipe from the system: ") + std::strerror(errno));
    }
    return std::pair(Descriptor(ends[0]), Descriptor(ends[1]));
}

void set_nonblocking(int number) {
    const int flags = ::fcntl(number, F_GETFL);
    ::fcntl(number, F_SETFL, flags | O_NONBLOCK);
}

bool write_all(int number, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(number, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            pollfd ready{.fd = number, .events = POLLOUT, .revents = 0};
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

std::optional<std::string> read_some(int number) {
    std::string bytes(65'536, '\0');
    for (;;) {
        const ssize_t count = ::read(number, bytes.data(), bytes.size());
        if (count >= 0) {
            bytes.resize(static_cast<std::size_t>(count));
            return bytes;
        }
        if (errno == EAGAIN) {
            return std::nullopt;
        }
        if (errno != EINTR) {
            return std::string();
        }
    }
}

} // namespace bimetal::tool
