// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/shell/command.hpp"
#include "kernel/text/format.hpp"

namespace bimetal::shell {

constinit const bool image_has_tests = false;

Status command_test(Arguments, text::Sink& out) {
    text::print(out, "test: this image was linked without tests; boot bimetal-tests instead\n");
    return Status::failed;
}

Status command_hang(Arguments, text::Sink& out) {
    text::print(out, "hang: only images with tests can hang on request\n");
    return Status::failed;
}

} // namespace bimetal::shell
