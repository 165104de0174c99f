// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from serial.seam.h; do not edit
//! Calls of every function with whatever arguments hostile.hpp passes, made in Rust. This is module
//! `hostile` of a crate: `callers!("serial_hostile_cpp_", Cpp);` exports those of a binding.

pub(crate) use serial_contract::{
    Binding, Bytes, CountResult, EventsResult, MutableBytes, State, Statistics, Status, raw,
};

#[repr(C)]
pub(crate) struct InitializeArguments {
    pub(crate) state: *mut State,
    pub(crate) device: u64,
    pub(crate) settings: raw::Settings,
}

#[repr(C)]
pub(crate) struct ShutdownArguments {
    pub(crate) state: *mut State,
}

#[repr(C)]
pub(crate) struct SetBaudArguments {
    pub(crate) state: *mut State,
    pub(crate) baud: u32,
}

#[repr(C)]
pub(crate) struct SelfTestArguments {
    pub(crate) state: *mut State,
}

#[repr(C)]
pub(crate) struct TransmitArguments {
    pub(crate) state: *mut State,
    pub(crate) bytes: Bytes,
}

#[repr(C)]
pub(crate) struct TransmitNowArguments {
    pub(crate) state: *mut State,
    pub(crate) bytes: Bytes,
}

#[repr(C)]
pub(crate) struct ReceiveArguments {
    pub(crate) state: *mut State,
    pub(crate) bytes: MutableBytes,
}

#[repr(C)]
pub(crate) struct InterruptArguments {
    pub(crate) state: *mut State,
}

#[repr(C)]
pub(crate) struct PollArguments {
    pub(crate) state: *mut State,
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
                        arguments.device,
                        arguments.settings,
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
            #[unsafe(export_name = concat!($prefix, "set_baud"))]
            unsafe extern "C" fn set_baud(
                arguments: *const $crate::hostile::SetBaudArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::set_baud(
                        arguments.state,
                        arguments.baud,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "self_test"))]
            unsafe extern "C" fn self_test(
                arguments: *const $crate::hostile::SelfTestArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe { <$binding as $crate::hostile::Binding>::self_test(arguments.state) }
            }
            #[unsafe(export_name = concat!($prefix, "transmit"))]
            unsafe extern "C" fn transmit(
                arguments: *const $crate::hostile::TransmitArguments,
            ) -> $crate::hostile::CountResult {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::transmit(
                        arguments.state,
                        arguments.bytes,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "transmit_now"))]
            unsafe extern "C" fn transmit_now(
                arguments: *const $crate::hostile::TransmitNowArguments,
            ) -> $crate::hostile::CountResult {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::transmit_now(
                        arguments.state,
                        arguments.bytes,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "receive"))]
            unsafe extern "C" fn receive(
                arguments: *const $crate::hostile::ReceiveArguments,
            ) -> $crate::hostile::CountResult {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::receive(
                        arguments.state,
                        arguments.bytes,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "interrupt"))]
            unsafe extern "C" fn interrupt(
                arguments: *const $crate::hostile::InterruptArguments,
            ) -> $crate::hostile::EventsResult {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe { <$binding as $crate::hostile::Binding>::interrupt(arguments.state) }
            }
            #[unsafe(export_name = concat!($prefix, "poll"))]
            unsafe extern "C" fn poll(
                arguments: *const $crate::hostile::PollArguments,
            ) -> $crate::hostile::EventsResult {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe { <$binding as $crate::hostile::Binding>::poll(arguments.state) }
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
        };
    };
}
