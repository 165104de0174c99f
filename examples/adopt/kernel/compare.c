// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Both twins in one kernel: the same random calls to either, and the first answer that differs.
#include "kernel/trace.h"
#include "machine/machine.h"

enum { calls = 20000 };

static uint64_t c_answered[trace_statuses];
static uint64_t rust_answered[trace_statuses];

static _Bool same_after(uint64_t count) {
    return trace_c(ADOPT_SEED, count, c_answered) == trace_rust(ADOPT_SEED, count, rust_answered);
}

_Noreturn void kernel_main(void) {
    print("compare: seed ");
    print_number(ADOPT_SEED);
    print("\n");
    if (!same_after(calls)) {
        uint64_t same = 0;
        for (uint64_t different = calls; different - same > 1;) {
            const uint64_t middle = same + (different - same) / 2;
            if (same_after(middle)) {
                same = middle;
            } else {
                different = middle;
            }
        }
        print("compare: call ");
        print_number(same);
        print(" is answered differently\n");
        leave(0x11);
    }
    print("compare: ");
    print_number(calls);
    print(" calls answered alike; by status:");
    for (int status = 0; status < trace_statuses; ++status) {
        print(" ");
        print_number(rust_answered[status]);
    }
    print("\n");
    leave(0x10);
}
