// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/shell/command.hpp"
#include "kernel/text/format.hpp"

namespace bimetal::shell {

Status command_bench(Arguments, text::Sink& out) {
    text::print(out,
                "bench: this image was linked without workloads; boot bimetal-bench instead\n");
    return Status::failed;
}

} // namespace bimetal::shell
