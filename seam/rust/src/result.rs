// SPDX-License-Identifier: MIT OR Apache-2.0
//! Results as they cross the boundary: a status and a value, at most 16 bytes, by value.

use core::marker::PhantomData;

/// An error enumeration of a contract. Its numbers are never 0: that is `ok`.
pub trait StatusEnum: Copy + TryFrom<u32, Error = u32> + Into<u32> {}

impl<E: Copy + TryFrom<u32, Error = u32> + Into<u32>> StatusEnum for E {}

/// Why a call failed, as a caller in Rust sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure<E> {
    /// The contract names it.
    Answered(E),
    /// A number that the contract does not name: the other side is not what it should be.
    Unknown(u32),
}

/// A status as it crosses: a number until it is checked. 0 is `ok`.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status<E> {
    number: u32,
    error: PhantomData<E>,
}

impl<E: StatusEnum> Status<E> {
    /// The call succeeded.
    pub const OK: Self = Self {
        number: 0,
        error: PhantomData,
    };

    /// The number as received.
    pub fn number(self) -> u32 {
        self.number
    }

    /// The status as a `Result`.
    pub fn check(self) -> Result<(), Failure<E>> {
        match self.number {
            0 => Ok(()),
            number => Err(match E::try_from(number) {
                Ok(error) => Failure::Answered(error),
                Err(number) => Failure::Unknown(number),
            }),
        }
    }
}

impl<E: StatusEnum> From<Result<(), E>> for Status<E> {
    fn from(result: Result<(), E>) -> Self {
        match result {
            Ok(()) => Self::OK,
            Err(error) => Self {
                number: error.into(),
                error: PhantomData,
            },
        }
    }
}

/// A status and a value as they cross, in two registers. The value of a failure is 0.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome<E> {
    status: Status<E>,
    reserved: u32,
    value: u64,
}

const _: () = assert!(size_of::<Outcome<()>>() == 16 && align_of::<Outcome<()>>() == 8);
const _: () = assert!(core::mem::offset_of!(Outcome<()>, value) == 8);

impl<E: StatusEnum> Outcome<E> {
    /// The outcome as a `Result`.
    pub fn check(self) -> Result<u64, Failure<E>> {
        self.status.check().map(|()| self.value)
    }
}

impl<E: StatusEnum> From<Result<u64, E>> for Outcome<E> {
    fn from(result: Result<u64, E>) -> Self {
        match result {
            Ok(value) => Self {
                status: Status::OK,
                reserved: 0,
                value,
            },
            Err(error) => Self {
                status: Err(error).into(),
                reserved: 0,
                value: 0,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, Outcome, Status};

    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Refused;

    impl From<Refused> for u32 {
        fn from(_: Refused) -> Self {
            7
        }
    }

    impl TryFrom<u32> for Refused {
        type Error = u32;

        fn try_from(number: u32) -> Result<Self, u32> {
            if number == 7 { Ok(Self) } else { Err(number) }
        }
    }

    #[test]
    fn results_cross_and_come_back() {
        assert_eq!(Status::<Refused>::from(Ok(())).check(), Ok(()));
        assert_eq!(Status::from(Err(Refused)).number(), 7);
        assert_eq!(Outcome::<Refused>::from(Ok(42)).check(), Ok(42));
        assert_eq!(
            Outcome::from(Err(Refused)).check(),
            Err(Failure::Answered(Refused))
        );
    }

    #[test]
    fn a_number_without_a_name_is_no_error_value() {
        // SAFETY: a status is transparent over a number, and every number is one.
        let status = unsafe { core::mem::transmute::<u32, Status<Refused>>(8) };
        assert_eq!(status.check(), Err(Failure::Unknown(8)));
    }
}
