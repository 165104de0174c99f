// SPDX-License-Identifier: MIT OR Apache-2.0
#include "components/heap/bindings/supplied.hpp"

#include "components/heap/bindings/generated/export.hpp"
#include "components/heap/cpp/slab_heap.hpp"

using SuppliedHeap =
    bimetal::heap::SlabHeap<bimetal::heap::ProcessorAtomics, bimetal::heap::SuppliedPages>;
HEAP_EXPORT(supplied_cpp, SuppliedHeap)
