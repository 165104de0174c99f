// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from weather.seam.h; do not edit
//! Calls of every function with whatever arguments hostile.hpp passes, made in Rust. This is module
//! `hostile` of a crate: `callers!("weather_hostile_cpp_", Cpp);` exports those of a binding.

pub(crate) use weather_contract::{
    Archive, Binding, Bits, Bytes, MutableBytes, Number, State, Status, Totals, raw,
};

#[repr(C)]
pub(crate) struct InitializeArguments {
    pub(crate) state: *mut State,
    pub(crate) station: u64,
    pub(crate) gust: raw::Gust,
    pub(crate) pair: raw::Pair,
}

#[repr(C)]
pub(crate) struct ShutdownArguments {
    pub(crate) state: *mut State,
}

#[repr(C)]
pub(crate) struct MeasureArguments {
    pub(crate) state: *mut State,
    pub(crate) byte: u8,
    pub(crate) half: u16,
    pub(crate) word: u32,
    pub(crate) wide: u64,
    pub(crate) signed_byte: i8,
    pub(crate) signed_half: i16,
    pub(crate) signed_word: i32,
    pub(crate) signed_wide: i64,
}

#[repr(C)]
pub(crate) struct JudgeArguments {
    pub(crate) state: *mut State,
    pub(crate) wind: u8,
    pub(crate) cloud: u16,
    pub(crate) season: u32,
    pub(crate) report: u64,
    pub(crate) trend: i8,
    pub(crate) height: i16,
    pub(crate) epoch: i32,
    pub(crate) mood: i64,
}

#[repr(C)]
pub(crate) struct SendArguments {
    pub(crate) state: *mut State,
    pub(crate) header: Bytes,
    pub(crate) echo: MutableBytes,
    pub(crate) body: Bytes,
    pub(crate) trailer: MutableBytes,
}

#[repr(C)]
pub(crate) struct ExchangeArguments {
    pub(crate) state: *mut State,
    pub(crate) yesterday: *const raw::Day,
    pub(crate) today: *mut raw::Day,
}

#[repr(C)]
pub(crate) struct ArchiveArguments {
    pub(crate) state: *mut State,
    pub(crate) archive: *mut Archive,
}

#[repr(C)]
pub(crate) struct RestoreArguments {
    pub(crate) state: *mut State,
    pub(crate) archive: *const Archive,
    pub(crate) totals: *const Totals,
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
                        arguments.station,
                        arguments.gust,
                        arguments.pair,
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
            #[unsafe(export_name = concat!($prefix, "measure"))]
            unsafe extern "C" fn measure(
                arguments: *const $crate::hostile::MeasureArguments,
            ) -> $crate::hostile::Number {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::measure(
                        arguments.state,
                        arguments.byte,
                        arguments.half,
                        arguments.word,
                        arguments.wide,
                        arguments.signed_byte,
                        arguments.signed_half,
                        arguments.signed_word,
                        arguments.signed_wide,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "judge"))]
            unsafe extern "C" fn judge(
                arguments: *const $crate::hostile::JudgeArguments,
            ) -> $crate::hostile::Bits {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::judge(
                        arguments.state,
                        arguments.wind,
                        arguments.cloud,
                        arguments.season,
                        arguments.report,
                        arguments.trend,
                        arguments.height,
                        arguments.epoch,
                        arguments.mood,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "send"))]
            unsafe extern "C" fn send(
                arguments: *const $crate::hostile::SendArguments,
            ) -> $crate::hostile::Number {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::send(
                        arguments.state,
                        arguments.header,
                        arguments.echo,
                        arguments.body,
                        arguments.trailer,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "exchange"))]
            unsafe extern "C" fn exchange(
                arguments: *const $crate::hostile::ExchangeArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::exchange(
                        arguments.state,
                        arguments.yesterday,
                        arguments.today,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "archive"))]
            unsafe extern "C" fn archive(
                arguments: *const $crate::hostile::ArchiveArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::archive(
                        arguments.state,
                        arguments.archive,
                    )
                }
            }
            #[unsafe(export_name = concat!($prefix, "restore"))]
            unsafe extern "C" fn restore(
                arguments: *const $crate::hostile::RestoreArguments,
            ) -> $crate::hostile::Status {
                // SAFETY: the caller passes a whole structure.
                let arguments = unsafe { arguments.read() };
                // SAFETY: what is wrong with the arguments, the twin promises to answer.
                unsafe {
                    <$binding as $crate::hostile::Binding>::restore(
                        arguments.state,
                        arguments.archive,
                        arguments.totals,
                    )
                }
            }
        };
    };
}
