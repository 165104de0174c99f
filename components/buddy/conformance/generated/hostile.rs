// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from buddy.seam.h; do not edit
//! Calls of every function with whatever arguments hostile.hpp passes, made in Rust. This is module
//! `hostile` of a crate: `callers!("buddy_hostile_cpp_", Cpp);` exports those of a binding.

pub(crate) use buddy_contract::{Binding, DigestResult, FrameResult, State, Statistics, Status};

#[repr(C)]
pub(crate) struct InitializeArguments {
    pub(crate) state: *mut State,
    pub(crate) frame_capacity: u64,
}

#[repr(C)]
pub(crate) struct ShutdownArguments {
    pub(crate) state: *mut State,
}

#[repr(C)]
pub(crate) struct AddArguments {
    pub(crate) state: *mut State,
    pub(crate) first_frame: u64,
    pub(crate) frame_count: u64,
}

#[repr(C)]
pub(crate) struct AllocateArguments {
    pub(crate) state: *mut State,
    pub(crate) order: u32,
    pub(crate) zone: u32,
}

#[repr(C)]
pub(crate) struct FreeArguments {
    pub(crate) state: *mut State,
    pub(crate) frame: u64,
    pub(crate) order: u32,
}

#[repr(C)]
pub(crate) struct StatisticsArguments {
    pub(crate) state: *mut State,
    pub(crate) statistics: *mut Statistics,
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
                        arguments.frame_capacity,
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
            #[unsafe(export_name = concat!($prefix, "add"))]
            unsafe extern "C" fn add(
                arguments: *const $crate::hostile::AddArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::add(
                        arguments.state,
                        arguments.first_frame,
                        arguments.frame_count,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "allocate"))]
            unsafe extern "C" fn allocate(
                arguments: *const $crate::hostile::AllocateArguments,
            ) -> $crate::hostile::FrameResult {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::allocate(
                        arguments.state,
                        arguments.order,
                        arguments.zone,
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
                        arguments.frame,
                        arguments.order,
                    )
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
