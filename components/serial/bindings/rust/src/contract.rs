// SPDX-License-Identifier: MIT OR Apache-2.0
//! The hash of `serial.seam.h`, as in `bindings/contract.h`.

/// FNV-1a, 64 bits, over the bytes of `serial.seam.h`, as digits: part of the symbol that a twin
/// defines and its callers need.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_digits {
    () => {
        "1b59574521c68ac3"
    };
}

/// The hash as a number.
pub const CONTRACT: u64 = match u64::from_str_radix(contract_digits!(), 16) {
    Ok(number) => number,
    Err(_) => 0,
};

const fn hash(text: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut rest = text;
    while let [byte, others @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        rest = others;
    }
    hash
}

const _: () = assert!(
    hash(include_bytes!("../../../serial.seam.h")) == CONTRACT,
    "serial.seam.h changed: bring the bindings into line, then SERIAL_CONTRACT_DIGITS in \
     contract.h and contract_digits in rust/src/contract.rs"
);
