// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Rust side of the sample image.
#![no_std]
#![crate_type = "lib"]
#![crate_name = "wheel"]

/// Something that turns.
trait Turn {
    /// Turns once.
    fn turn(&self) -> u64;
}

struct Wheel<'a, Tooth> {
    teeth: &'a [Tooth],
}

impl<Tooth: Copy + Into<u64>> Turn for Wheel<'_, Tooth> {
    #[inline(never)]
    fn turn(&self) -> u64 {
        self.teeth
            .iter()
            .copied()
            .map(Into::into)
            .filter(|tooth| tooth % 3 != 0)
            .fold(1, |sum: u64, tooth: u64| {
                sum.wrapping_mul(31).wrapping_add(tooth)
            })
    }
}

impl<'a, Tooth> Wheel<'a, Tooth> {
    #[inline(never)]
    fn largest(&self) -> Option<&'a Tooth>
    where
        Tooth: Ord,
    {
        self.teeth.iter().max()
    }
}

/// The sample's Rust function.
///
/// # Safety
/// `teeth` points to `count` numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wheel_rust_turn(teeth: *const u64, count: usize) -> u64 {
    let wheel = Wheel {
        // SAFETY: the caller promises it.
        teeth: unsafe { core::slice::from_raw_parts(teeth, count) },
    };
    wheel
        .turn()
        .wrapping_add(wheel.largest().copied().unwrap_or(0))
}
