// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin as heap_cpp_NAME.
#include "components/heap/bindings/generated/export.hpp"
#include "components/heap/cpp/slab_heap.hpp"

using LinkedHeap =
    bimetal::heap::SlabHeap<bimetal::heap::ProcessorAtomics, bimetal::heap::LinkedServices>;
HEAP_EXPORT(cpp, LinkedHeap)
