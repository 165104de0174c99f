// SPDX-License-Identifier: MIT OR Apache-2.0
//
// heap_job_begin to heap_job_end: the recorded job (job.hpp).
    .section .rodata.heap_job, "a", @progbits
    .globl heap_job_begin, heap_job_end
    .hidden heap_job_begin, heap_job_end
heap_job_begin:
    .incbin "components/heap/bench/job.trace"
heap_job_end:

    .section .note.GNU-stack, "", @progbits
