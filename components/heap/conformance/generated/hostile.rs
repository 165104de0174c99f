// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from heap.seam.h; do not edit
//! Calls of every function with whatever arguments hostile.hpp passes, made in Rust. This is module
//! `hostile` of a crate: `callers!("heap_hostile_cpp_", Cpp);` exports those of a binding.

pub(crate) use heap_contract::{
    Binding, BlockResult, ClassStatistics, DigestResult, SizeResult, State, Statistics, Status,
};

#[repr(C)]
pub(crate) struct InitializeArguments {
    pub(crate) state: *mut State,
    pub(crate) page_capacity: u64,
    pub(crate) first_page: u64,
    pub(crate) cpu_count: u32,
    pub(crate) source: u64,
}

#[repr(C)]
pub(crate) struct ShutdownArguments {
    pub(crate) state: *mut State,
}

#[repr(C)]
pub(crate) struct AllocateArguments {
    pub(crate) state: *mut State,
    pub(crate) cpu: u32,
    pub(crate) size: u64,
    pub(crate) alignment: u64,
    pub(crate) owner: u32,
}

#[repr(C)]
pub(crate) struct FreeArguments {
    pub(crate) state: *mut State,
    pub(crate) cpu: u32,
    pub(crate) address: u64,
    pub(crate) owner: u32,
}

#[repr(C)]
pub(crate) struct FreeSizedArguments {
    pub(crate) state: *mut State,
    pub(crate) cpu: u32,
    pub(crate) address: u64,
    pub(crate) size: u64,
    pub(crate) alignment: u64,
    pub(crate) owner: u32,
}

#[repr(C)]
pub(crate) struct ResizeArguments {
    pub(crate) state: *mut State,
    pub(crate) address: u64,
    pub(crate) size: u64,
}

#[repr(C)]
pub(crate) struct SizeOfArguments {
    pub(crate) state: *mut State,
    pub(crate) address: u64,
}

#[repr(C)]
pub(crate) struct DrainArguments {
    pub(crate) state: *mut State,
    pub(crate) cpu: u32,
}

#[repr(C)]
pub(crate) struct StatisticsArguments {
    pub(crate) state: *mut State,
    pub(crate) statistics: *mut Statistics,
}

#[repr(C)]
pub(crate) struct ClassStatisticsArguments {
    pub(crate) state: *mut State,
    pub(crate) size_class: u32,
    pub(crate) statistics: *mut ClassStatistics,
}

#[repr(C)]
pub(crate) struct CheckArguments {
    pub(crate) state: *mut State,
}

#[repr(C)]
pub(crate) struct DigestArguments {
    pub(crate) state: *mut State,
    pub(crate) kind: u32,
}

/// Exports the calls of one binding under a prefix.
macro_rules! callers {
    ($prefix:literal, $binding:ty) => {
        const _: () = {
            #[unsafe(export_name = concat!($prefix, "initialize"))]
            unsafe extern "C" fn initialize(
                arguments: *const $crate::hostile::InitializeArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::initialize(
                        arguments.state,
                        arguments.page_capacity,
                        arguments.first_page,
                        arguments.cpu_count,
                        arguments.source,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "shutdown"))]
            unsafe extern "C" fn shutdown(
                arguments: *const $crate::hostile::ShutdownArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe { <$binding as $crate::hostile::Binding>::shutdown(arguments.state) }
            }
            #[unsafe(export_name = concat!($prefix, "allocate"))]
            unsafe extern "C" fn allocate(
                arguments: *const $crate::hostile::AllocateArguments,
            ) -> $crate::hostile::BlockResult {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::allocate(
                        arguments.state,
                        arguments.cpu,
                        arguments.size,
                        arguments.alignment,
                        arguments.owner,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "free"))]
            unsafe extern "C" fn free(
                arguments: *const $crate::hostile::FreeArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::free(
                        arguments.state,
                        arguments.cpu,
                        arguments.address,
                        arguments.owner,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "free_sized"))]
            unsafe extern "C" fn free_sized(
                arguments: *const $crate::hostile::FreeSizedArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::free_sized(
                        arguments.state,
                        arguments.cpu,
                        arguments.address,
                        arguments.size,
                        arguments.alignment,
                        arguments.owner,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "resize"))]
            unsafe extern "C" fn resize(
                arguments: *const $crate::hostile::ResizeArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::resize(
                        arguments.state,
                        arguments.address,
                        arguments.size,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "size_of"))]
            unsafe extern "C" fn size_of(
                arguments: *const $crate::hostile::SizeOfArguments,
            ) -> $crate::hostile::SizeResult {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::size_of(
                        arguments.state,
                        arguments.address,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "drain"))]
            unsafe extern "C" fn drain(
                arguments: *const $crate::hostile::DrainArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::drain(arguments.state, arguments.cpu)
                }
            }
            #[unsafe(export_name = concat!($prefix, "statistics"))]
            unsafe extern "C" fn statistics(
                arguments: *const $crate::hostile::StatisticsArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::statistics(
                        arguments.state,
                        arguments.statistics,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "class_statistics"))]
            unsafe extern "C" fn class_statistics(
                arguments: *const $crate::hostile::ClassStatisticsArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::class_statistics(
                        arguments.state,
                        arguments.size_class,
                        arguments.statistics,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "check"))]
            unsafe extern "C" fn check(
                arguments: *const $crate::hostile::CheckArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe { <$binding as $crate::hostile::Binding>::check(arguments.state) }
            }
            #[unsafe(export_name = concat!($prefix, "digest"))]
            unsafe extern "C" fn digest(
                arguments: *const $crate::hostile::DigestArguments,
            ) -> $crate::hostile::DigestResult {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::digest(arguments.state, arguments.kind)
                }
            }
        };
    };
}
