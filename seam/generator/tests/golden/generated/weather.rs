// SPDX-License-Identifier: MIT OR Apache-2.0
// generated from weather.seam.h; do not edit
//! The contract of component `weather` for Rust: its types, what a twin implements in safe code, and
//! clients that call any twin. All `unsafe` between the languages is here.

#![no_std]
#![allow(
    clippy::doc_markdown,
    clippy::unreadable_literal,
    reason = "words and numbers are the contract's"
)]

use core::marker::PhantomData;
use core::mem::{MaybeUninit, offset_of};

use seam::Failure;
pub use seam::{Bytes, MutableBytes};

/// The hash as digits: part of the symbol that a twin defines and its callers need.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_digits {
    () => {
        "50e7f11ef49e00d4"
    };
}

/// The hash of the contract, over everything that crosses.
pub const CONTRACT: u64 = 0x50e7f11ef49e00d4;
/// `WEATHER_STATIONS`
pub const STATIONS: usize = 7;
/// `WEATHER_MASK`
pub const MASK: usize = 18364758544493064720;

/// How a call ended: `WeatherStatus`, a number until it is checked.
pub type Status = seam::Status<Error>;

/// A status and a value: `WeatherNumber`.
pub type Number = seam::Outcome<Error>;

/// A result that holds bits.
pub type Bits = seam::Outcome<Error>;

/// Why a call failed: `WeatherStatus` without `ok`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Error {
    /// A pointer that must not be null is.
    NullArgument = 1,
    /// A pointer is not aligned for its type.
    Misaligned = 2,
    /// A number is outside its range.
    OutOfRange = 3,
    /// A slice would pass the end of memory.
    LengthOverflow = 4,
    /// Two that must be apart are not.
    Overlap = 5,
    /// Not an instance that this twin made.
    NotInitialised = 6,
    /// An enumeration holds none of its values.
    InvalidEnum = 7,
    /// The sensor was replaced.
    StaleHandle = 8,
    /// Nothing can be seen.
    Clouded = 2000000000,
}

impl Error {
    /// The number as it crosses.
    pub const fn number(self) -> u32 {
        self as u32
    }
}

impl From<Error> for u32 {
    fn from(value: Error) -> Self {
        value.number()
    }
}

impl TryFrom<u32> for Error {
    type Error = u32;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u32) -> Result<Self, u32> {
        Ok(match number {
            1 => Self::NullArgument,
            2 => Self::Misaligned,
            3 => Self::OutOfRange,
            4 => Self::LengthOverflow,
            5 => Self::Overlap,
            6 => Self::NotInitialised,
            7 => Self::InvalidEnum,
            8 => Self::StaleHandle,
            2000000000 => Self::Clouded,
            _ => return Err(number),
        })
    }
}

/// Where the wind comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Wind {
    /// `north`
    North = 0,
    /// `east`
    East = 127,
    /// `south`
    South = 128,
    /// The highest number of the width.
    West = 255,
}

impl Wind {
    /// The number as it crosses.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl From<Wind> for u8 {
    fn from(value: Wind) -> Self {
        value.number()
    }
}

impl TryFrom<u8> for Wind {
    type Error = u8;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u8) -> Result<Self, u8> {
        Ok(match number {
            0 => Self::North,
            127 => Self::East,
            128 => Self::South,
            255 => Self::West,
            _ => return Err(number),
        })
    }
}

/// The values of `WeatherCloud`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Cloud {
    /// `cirrus`
    Cirrus = 1,
    /// `cumulus`
    Cumulus = 65535,
}

impl Cloud {
    /// The number as it crosses.
    pub const fn number(self) -> u16 {
        self as u16
    }
}

impl From<Cloud> for u16 {
    fn from(value: Cloud) -> Self {
        value.number()
    }
}

impl TryFrom<u16> for Cloud {
    type Error = u16;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u16) -> Result<Self, u16> {
        Ok(match number {
            1 => Self::Cirrus,
            65535 => Self::Cumulus,
            _ => return Err(number),
        })
    }
}

/// The values of `WeatherSeason`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Season {
    /// `dry`
    Dry = 3,
    /// `wet`
    Wet = 2147483647,
}

impl Season {
    /// The number as it crosses.
    pub const fn number(self) -> u32 {
        self as u32
    }
}

impl From<Season> for u32 {
    fn from(value: Season) -> Self {
        value.number()
    }
}

impl TryFrom<u32> for Season {
    type Error = u32;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u32) -> Result<Self, u32> {
        Ok(match number {
            3 => Self::Dry,
            2147483647 => Self::Wet,
            _ => return Err(number),
        })
    }
}

/// What is reported, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Report {
    /// `rain`
    Rain = 1,
    /// `snow`
    Snow = 2,
    /// `hail`
    Hail = 1073741824,
}

impl Report {
    /// The number as it crosses.
    pub const fn number(self) -> u64 {
        self as u64
    }
}

impl From<Report> for u64 {
    fn from(value: Report) -> Self {
        value.number()
    }
}

impl TryFrom<u64> for Report {
    type Error = u64;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: u64) -> Result<Self, u64> {
        Ok(match number {
            1 => Self::Rain,
            2 => Self::Snow,
            1073741824 => Self::Hail,
            _ => return Err(number),
        })
    }
}

/// The values of `WeatherTrend`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i8)]
pub enum Trend {
    /// `falling`
    Falling = -128,
    /// `steady`
    Steady = 0,
    /// `rising`
    Rising = 127,
}

impl Trend {
    /// The number as it crosses.
    pub const fn number(self) -> i8 {
        self as i8
    }
}

impl From<Trend> for i8 {
    fn from(value: Trend) -> Self {
        value.number()
    }
}

impl TryFrom<i8> for Trend {
    type Error = i8;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: i8) -> Result<Self, i8> {
        Ok(match number {
            -128 => Self::Falling,
            0 => Self::Steady,
            127 => Self::Rising,
            _ => return Err(number),
        })
    }
}

/// The values of `WeatherHeight`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i16)]
pub enum Height {
    /// `below_sea`
    BelowSea = -32768,
    /// `above_sea`
    AboveSea = 32767,
}

impl Height {
    /// The number as it crosses.
    pub const fn number(self) -> i16 {
        self as i16
    }
}

impl From<Height> for i16 {
    fn from(value: Height) -> Self {
        value.number()
    }
}

impl TryFrom<i16> for Height {
    type Error = i16;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: i16) -> Result<Self, i16> {
        Ok(match number {
            -32768 => Self::BelowSea,
            32767 => Self::AboveSea,
            _ => return Err(number),
        })
    }
}

/// The values of `WeatherEpoch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Epoch {
    /// `past`
    Past = -2147483647,
    /// `present`
    Present = 5,
}

impl Epoch {
    /// The number as it crosses.
    pub const fn number(self) -> i32 {
        self as i32
    }
}

impl From<Epoch> for i32 {
    fn from(value: Epoch) -> Self {
        value.number()
    }
}

impl TryFrom<i32> for Epoch {
    type Error = i32;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: i32) -> Result<Self, i32> {
        Ok(match number {
            -2147483647 => Self::Past,
            5 => Self::Present,
            _ => return Err(number),
        })
    }
}

/// The values of `WeatherMood`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Mood {
    /// `gloomy`
    Gloomy = -1,
    /// `sunny`
    Sunny = 1,
}

impl Mood {
    /// The number as it crosses.
    pub const fn number(self) -> i64 {
        self as i64
    }
}

impl From<Mood> for i64 {
    fn from(value: Mood) -> Self {
        value.number()
    }
}

impl TryFrom<i64> for Mood {
    type Error = i64;

    /// The value that a number stands for; one that stands for none comes back.
    fn try_from(number: i64) -> Result<Self, i64> {
        Ok(match number {
            -1 => Self::Gloomy,
            1 => Self::Sunny,
            _ => return Err(number),
        })
    }
}

/// Eight bytes, by value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Gust {
    /// In millimetres a second.
    pub speed: u32,
    /// `angle`
    pub angle: u16,
    /// Where it comes from.
    pub wind: Wind,
    /// `trend`
    pub trend: Trend,
}

/// As much as two registers hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Pair {
    /// `first`
    pub first: i64,
    /// `mood`
    pub mood: Mood,
}

/// Every kind of field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Day {
    /// What happened.
    pub report: u64,
    /// A structure inside another.
    pub strongest: Gust,
    /// `pair`
    pub pair: Pair,
    /// In tenths of a degree.
    pub hours: [i16; 24],
    /// `grid`
    pub grid: [[u8; 4]; 3],
    /// `season`
    pub season: Season,
    /// `cloud`
    pub cloud: Cloud,
    /// `height`
    pub height: Height,
    /// `epoch`
    pub epoch: Epoch,
    /// `small`
    pub small: i8,
    /// `reserved`
    pub reserved: [u8; 7],
}

/// Numbers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Totals {
    /// `days`
    pub days: u64,
    /// `lowest`
    pub lowest: i32,
    /// `highest`
    pub highest: u32,
    /// `monthly`
    pub monthly: [u64; 12],
    /// More than Rust gives a default.
    pub large: [u32; 40],
}

/// An array of structures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Archive {
    /// `years`
    pub years: [Totals; 2],
}

/// Memory of one instance.
#[repr(C)]
pub struct State {
    /// `words`
    words: [u64; 64],
}

impl State {
    /// Memory without an instance.
    pub const fn new() -> Self {
        // SAFETY: integers only, of which zero is a value.
        unsafe { core::mem::zeroed() }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// Structures as they cross, where an enumeration is a number.
pub mod raw {
    /// [`super::Gust`], not checked yet.
    #[derive(Clone, Copy, Debug)]
    #[repr(C)]
    pub struct Gust {
        /// In millimetres a second.
        pub speed: u32,
        /// `angle`
        pub angle: u16,
        /// Where it comes from.
        pub wind: u8,
        /// `trend`
        pub trend: i8,
    }
    /// [`super::Pair`], not checked yet.
    #[derive(Clone, Copy, Debug)]
    #[repr(C)]
    pub struct Pair {
        /// `first`
        pub first: i64,
        /// `mood`
        pub mood: i64,
    }
    /// [`super::Day`], not checked yet.
    #[derive(Clone, Copy, Debug)]
    #[repr(C)]
    pub struct Day {
        /// What happened.
        pub report: u64,
        /// A structure inside another.
        pub strongest: Gust,
        /// `pair`
        pub pair: Pair,
        /// In tenths of a degree.
        pub hours: [i16; 24],
        /// `grid`
        pub grid: [[u8; 4]; 3],
        /// `season`
        pub season: u32,
        /// `cloud`
        pub cloud: u16,
        /// `height`
        pub height: i16,
        /// `epoch`
        pub epoch: i32,
        /// `small`
        pub small: i8,
        /// `reserved`
        pub reserved: [u8; 7],
    }
}

impl TryFrom<raw::Gust> for Gust {
    type Error = Error;

    #[inline]
    fn try_from(raw: raw::Gust) -> Result<Self, Error> {
        Ok(Self {
            speed: raw.speed,
            angle: raw.angle,
            wind: Wind::try_from(raw.wind).map_err(|_| Error::InvalidEnum)?,
            trend: Trend::try_from(raw.trend).map_err(|_| Error::InvalidEnum)?,
        })
    }
}

impl From<Gust> for raw::Gust {
    #[inline]
    fn from(value: Gust) -> Self {
        Self {
            speed: value.speed,
            angle: value.angle,
            wind: value.wind.number(),
            trend: value.trend.number(),
        }
    }
}

impl TryFrom<raw::Pair> for Pair {
    type Error = Error;

    #[inline]
    fn try_from(raw: raw::Pair) -> Result<Self, Error> {
        Ok(Self {
            first: raw.first,
            mood: Mood::try_from(raw.mood).map_err(|_| Error::InvalidEnum)?,
        })
    }
}

impl From<Pair> for raw::Pair {
    #[inline]
    fn from(value: Pair) -> Self {
        Self {
            first: value.first,
            mood: value.mood.number(),
        }
    }
}

impl TryFrom<raw::Day> for Day {
    type Error = Error;

    #[inline]
    fn try_from(raw: raw::Day) -> Result<Self, Error> {
        Ok(Self {
            report: raw.report,
            strongest: raw.strongest.try_into()?,
            pair: raw.pair.try_into()?,
            hours: raw.hours,
            grid: raw.grid,
            season: Season::try_from(raw.season).map_err(|_| Error::InvalidEnum)?,
            cloud: Cloud::try_from(raw.cloud).map_err(|_| Error::InvalidEnum)?,
            height: Height::try_from(raw.height).map_err(|_| Error::InvalidEnum)?,
            epoch: Epoch::try_from(raw.epoch).map_err(|_| Error::InvalidEnum)?,
            small: raw.small,
            reserved: raw.reserved,
        })
    }
}

impl From<Day> for raw::Day {
    #[inline]
    fn from(value: Day) -> Self {
        Self {
            report: value.report,
            strongest: value.strongest.into(),
            pair: value.pair.into(),
            hours: value.hours,
            grid: value.grid,
            season: value.season.number(),
            cloud: value.cloud.number(),
            height: value.height.number(),
            epoch: value.epoch.number(),
            small: value.small,
            reserved: value.reserved,
        }
    }
}

const _: () = {
    assert!(size_of::<raw::Gust>() == 8 && align_of::<raw::Gust>() == 4);
    assert!(offset_of!(raw::Gust, speed) == 0);
    assert!(offset_of!(raw::Gust, angle) == 4);
    assert!(offset_of!(raw::Gust, wind) == 6);
    assert!(offset_of!(raw::Gust, trend) == 7);
    assert!(size_of::<raw::Pair>() == 16 && align_of::<raw::Pair>() == 8);
    assert!(offset_of!(raw::Pair, first) == 0);
    assert!(offset_of!(raw::Pair, mood) == 8);
    assert!(size_of::<raw::Day>() == 112 && align_of::<raw::Day>() == 8);
    assert!(offset_of!(raw::Day, report) == 0);
    assert!(offset_of!(raw::Day, strongest) == 8);
    assert!(offset_of!(raw::Day, pair) == 16);
    assert!(offset_of!(raw::Day, hours) == 32);
    assert!(offset_of!(raw::Day, grid) == 80);
    assert!(offset_of!(raw::Day, season) == 92);
    assert!(offset_of!(raw::Day, cloud) == 96);
    assert!(offset_of!(raw::Day, height) == 98);
    assert!(offset_of!(raw::Day, epoch) == 100);
    assert!(offset_of!(raw::Day, small) == 104);
    assert!(offset_of!(raw::Day, reserved) == 105);
    assert!(size_of::<Totals>() == 272 && align_of::<Totals>() == 8);
    assert!(offset_of!(Totals, days) == 0);
    assert!(offset_of!(Totals, lowest) == 8);
    assert!(offset_of!(Totals, highest) == 12);
    assert!(offset_of!(Totals, monthly) == 16);
    assert!(offset_of!(Totals, large) == 112);
    assert!(size_of::<Archive>() == 544 && align_of::<Archive>() == 8);
    assert!(offset_of!(Archive, years) == 0);
    assert!(size_of::<State>() == 512 && align_of::<State>() == 8);
    assert!(offset_of!(State, words) == 0);
    assert!(size_of::<Number>() == 16 && align_of::<Number>() == 8);
    assert!(size_of::<Bits>() == 16 && align_of::<Bits>() == 8);
    assert!(size_of::<Error>() == 4);
    assert!(Error::NullArgument.number() == 1);
    assert!(Error::Misaligned.number() == 2);
    assert!(Error::OutOfRange.number() == 3);
    assert!(Error::LengthOverflow.number() == 4);
    assert!(Error::Overlap.number() == 5);
    assert!(Error::NotInitialised.number() == 6);
    assert!(Error::InvalidEnum.number() == 7);
    assert!(Error::StaleHandle.number() == 8);
    assert!(Error::Clouded.number() == 2000000000);
    assert!(size_of::<Wind>() == 1);
    assert!(Wind::North.number() == 0);
    assert!(Wind::East.number() == 127);
    assert!(Wind::South.number() == 128);
    assert!(Wind::West.number() == 255);
    assert!(size_of::<Cloud>() == 2);
    assert!(Cloud::Cirrus.number() == 1);
    assert!(Cloud::Cumulus.number() == 65535);
    assert!(size_of::<Season>() == 4);
    assert!(Season::Dry.number() == 3);
    assert!(Season::Wet.number() == 2147483647);
    assert!(size_of::<Report>() == 8);
    assert!(Report::Rain.number() == 1);
    assert!(Report::Snow.number() == 2);
    assert!(Report::Hail.number() == 1073741824);
    assert!(size_of::<Trend>() == 1);
    assert!(Trend::Falling.number() == -128);
    assert!(Trend::Steady.number() == 0);
    assert!(Trend::Rising.number() == 127);
    assert!(size_of::<Height>() == 2);
    assert!(Height::BelowSea.number() == -32768);
    assert!(Height::AboveSea.number() == 32767);
    assert!(size_of::<Epoch>() == 4);
    assert!(Epoch::Past.number() == -2147483647);
    assert!(Epoch::Present.number() == 5);
    assert!(size_of::<Mood>() == 8);
    assert!(Mood::Gloomy.number() == -1);
    assert!(Mood::Sunny.number() == 1);
};

/// What the twin is given. Every call takes effect in program order.
pub trait Services: Default {
    /// Takes nothing and answers nothing.
    fn wait(&mut self);
    /// Takes every integer.
    fn record(
        &mut self,
        byte: u8,
        half: u16,
        word: u32,
        wide: u64,
        signed_byte: i8,
        signed_half: i16,
        signed_word: i32,
        signed_wide: i64,
    ) -> i16;
    /// What o'clock it is.
    fn time(&mut self) -> u64;
}

/// Names services by the prefix of their functions, which are bound when the image is linked.
#[macro_export]
macro_rules! services {
    ($visibility:vis $name:ident, $prefix:literal) => {
        /// Services that are bound when the image is linked.
        #[derive(Clone, Copy, Debug, Default)]
        $visibility struct $name;
        const _: () = {
            unsafe extern "C" {
                #[link_name = concat!($prefix, "wait")]
                fn foreign_wait();
                #[link_name = concat!($prefix, "record")]
                fn foreign_record(byte: u8, half: u16, word: u32, wide: u64, signed_byte: i8, signed_half: i16, signed_word: i32, signed_wide: i64) -> i16;
                #[link_name = concat!($prefix, "time")]
                fn foreign_time() -> u64;
            }
            impl $crate::Services for $name {
                #[inline]
                fn wait(&mut self) {
                    // SAFETY: numbers go in and out; which ones a service takes is its own care.
                    unsafe { foreign_wait() }
                }
                #[inline]
                fn record(&mut self, byte: u8, half: u16, word: u32, wide: u64, signed_byte: i8, signed_half: i16, signed_word: i32, signed_wide: i64) -> i16 {
                    // SAFETY: numbers go in and out; which ones a service takes is its own care.
                    unsafe { foreign_record(byte, half, word, wide, signed_byte, signed_half, signed_word, signed_wide) }
                }
                #[inline]
                fn time(&mut self) -> u64 {
                    // SAFETY: numbers go in and out; which ones a service takes is its own care.
                    unsafe { foreign_time() }
                }
            }
        };
    };
}

services!(pub LinkedServices, "weather_service_");

/// What a twin does. What it gets was judged already; where a function cannot fail but by that, it
/// answers the value itself. A twin is made in the caller's memory and is never dropped.
pub trait Twin {
    /// A twin that `initialize` was not called on.
    fn new() -> Self;

    /// Makes an instance. A documentation that is long enough to be wrapped by whoever
    /// writes it into a comment of another language, and that has a second line.
    fn initialize(&mut self, station: u64, gust: Gust, pair: Pair) -> Result<(), Error>;

    /// Ends it; may fail by itself.
    fn shutdown(&mut self) -> Result<(), Error>;

    /// Takes every integer, more than registers hold.
    fn measure(
        &mut self,
        byte: u8,
        half: u16,
        word: u32,
        wide: u64,
        signed_byte: i8,
        signed_half: i16,
        signed_word: i32,
        signed_wide: i64,
    ) -> u64;

    /// Takes every enumeration.
    fn judge(
        &mut self,
        wind: Wind,
        cloud: Cloud,
        season: Season,
        report: Report,
        trend: Trend,
        height: Height,
        epoch: Epoch,
        mood: Mood,
    ) -> Result<u64, Error>;

    /// Reads two slices and writes two others.
    fn send(
        &mut self,
        header: &[u8],
        echo: &mut [u8],
        body: &[u8],
        trailer: &mut [u8],
    ) -> Result<u64, Error>;

    /// Reads a structure of every kind of field, and fills one.
    fn exchange(&mut self, yesterday: Day) -> Result<Day, Error>;

    /// Fills a structure without enumerations; the twin cannot fail.
    fn archive(&mut self) -> Archive;

    /// Reads two structures of which neither holds an enumeration, and answers nothing
    /// but a status.
    fn restore(&mut self, archive: Archive, totals: Totals);
}

/// What a `State` holds for a Rust twin.
#[repr(C)]
struct Instance<T> {
    mark: u64,
    twin: T,
}

/// Stands in the first word of a live instance: the contract, and `rust` in ASCII.
const LIVE_MARK: u64 = CONTRACT ^ 0x7275_7374;

/// The entries of a twin: they judge and convert, and call safe code.
///
/// # Safety
///
/// What all of them need of their callers, who are foreign: a pointer that is not null and aligned
/// leads to a whole `State` or structure that nobody else uses meanwhile, and a slice that is not
/// empty leads to as many bytes, untouched by others meanwhile. The contract says so; everything
/// that can be judged is.
pub struct Entry<T>(PhantomData<T>);

impl<T: Twin> Entry<T> {
    /// How many bytes of a `State` are used.
    pub const STATE_SIZE: u64 = size_of::<Instance<T>>() as u64;
    /// The alignment that is needed.
    pub const STATE_ALIGNMENT: u64 = align_of::<Instance<T>>() as u64;

    const FITS: () = assert!(
        size_of::<Instance<T>>() <= size_of::<State>()
            && align_of::<Instance<T>>() <= align_of::<State>()
            && !core::mem::needs_drop::<T>()
    );

    /// `weather_initialize`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn initialize(
        state: *mut State,
        station: u64,
        gust: raw::Gust,
        pair: raw::Pair,
    ) -> Result<(), Error> {
        let () = Self::FITS;
        judge_memory(state)?;
        // SAFETY: not null and aligned. What was here ends.
        unsafe { state.cast::<u64>().write(0) };
        let gust = Gust::try_from(gust)?;
        let pair = Pair::try_from(pair)?;
        // SAFETY: not null, aligned, and large enough by `FITS`; `MaybeUninit` asks nothing of what
        // is there.
        let place = unsafe { &mut *state.cast::<MaybeUninit<Instance<T>>>() };
        let instance = place.write(Instance {
            mark: 0,
            twin: T::new(),
        });
        instance.twin.initialize(station, gust, pair)?;
        instance.mark = LIVE_MARK;
        Ok(())
    }

    /// `weather_shutdown`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn shutdown(state: *mut State) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let answer = instance.twin.shutdown();
        instance.mark = 0;
        answer
    }

    /// `weather_measure`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn measure(
        state: *mut State,
        byte: u8,
        half: u16,
        word: u32,
        wide: u64,
        signed_byte: i8,
        signed_half: i16,
        signed_word: i32,
        signed_wide: i64,
    ) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        Ok(instance.twin.measure(
            byte,
            half,
            word,
            wide,
            signed_byte,
            signed_half,
            signed_word,
            signed_wide,
        ))
    }

    /// `weather_judge`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn judge(
        state: *mut State,
        wind: u8,
        cloud: u16,
        season: u32,
        report: u64,
        trend: i8,
        height: i16,
        epoch: i32,
        mood: i64,
    ) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let wind = Wind::try_from(wind).map_err(|_| Error::InvalidEnum)?;
        let cloud = Cloud::try_from(cloud).map_err(|_| Error::InvalidEnum)?;
        let season = Season::try_from(season).map_err(|_| Error::InvalidEnum)?;
        let report = Report::try_from(report).map_err(|_| Error::InvalidEnum)?;
        let trend = Trend::try_from(trend).map_err(|_| Error::InvalidEnum)?;
        let height = Height::try_from(height).map_err(|_| Error::InvalidEnum)?;
        let epoch = Epoch::try_from(epoch).map_err(|_| Error::InvalidEnum)?;
        let mood = Mood::try_from(mood).map_err(|_| Error::InvalidEnum)?;
        instance
            .twin
            .judge(wind, cloud, season, report, trend, height, epoch, mood)
    }

    /// `weather_send`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn send(
        state: *mut State,
        header: Bytes,
        echo: MutableBytes,
        body: Bytes,
        trailer: MutableBytes,
    ) -> Result<u64, Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_slice(memory, header.extent())?;
        judge_slice(memory, echo.extent())?;
        judge_slice(memory, body.extent())?;
        judge_slice(memory, trailer.extent())?;
        judge_apart(header.extent(), echo.extent())?;
        judge_apart(header.extent(), trailer.extent())?;
        judge_apart(echo.extent(), body.extent())?;
        judge_apart(echo.extent(), trailer.extent())?;
        judge_apart(body.extent(), trailer.extent())?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let header = unsafe { header.as_slice() }.map_err(error_of)?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let echo = unsafe { echo.as_mut_slice() }.map_err(error_of)?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let body = unsafe { body.as_slice() }.map_err(error_of)?;
        // SAFETY: judged, apart from the instance and from what is written; the rest is the
        // caller's promise.
        let trailer = unsafe { trailer.as_mut_slice() }.map_err(error_of)?;
        instance.twin.send(header, echo, body, trailer)
    }

    /// `weather_exchange`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn exchange(
        state: *mut State,
        yesterday: *const raw::Day,
        today: *mut raw::Day,
    ) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_structure(memory, yesterday)?;
        // SAFETY: not null, aligned; that it leads to a whole structure is the caller's promise.
        let yesterday = unsafe { yesterday.read() };
        let yesterday = Day::try_from(yesterday)?;
        judge_structure(memory, today)?;
        let answer = instance.twin.exchange(yesterday)?;
        // SAFETY: not null, aligned, apart from the instance; that it leads to a whole structure is
        // the caller's promise.
        unsafe { today.write(answer.into()) };
        Ok(())
    }

    /// `weather_archive`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn archive(state: *mut State, archive: *mut Archive) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_structure(memory, archive)?;
        let answer = instance.twin.archive();
        // SAFETY: not null, aligned, apart from the instance; that it leads to a whole structure is
        // the caller's promise.
        unsafe { archive.write(answer) };
        Ok(())
    }

    /// `weather_restore`
    ///
    /// # Safety
    /// As the type says.
    #[inline]
    pub unsafe fn restore(
        state: *mut State,
        archive: *const Archive,
        totals: *const Totals,
    ) -> Result<(), Error> {
        // SAFETY: this function asks its caller for the same.
        let instance = unsafe { Self::find(state) }?;
        let memory = (state.addr(), size_of::<State>() as u64);
        judge_structure(memory, archive)?;
        // SAFETY: not null, aligned; that it leads to a whole structure is the caller's promise.
        let archive = unsafe { archive.read() };
        judge_structure(memory, totals)?;
        // SAFETY: not null, aligned; that it leads to a whole structure is the caller's promise.
        let totals = unsafe { totals.read() };
        instance.twin.restore(archive, totals);
        Ok(())
    }

    /// The live instance in that memory.
    ///
    /// # Safety
    /// As the type says, for `'a`.
    #[inline]
    unsafe fn find<'a>(state: *mut State) -> Result<&'a mut Instance<T>, Error> {
        judge_memory(state)?;
        // SAFETY: not null and aligned; the contract asks for memory that holds some value.
        let mark = unsafe { state.cast::<u64>().read() };
        if mark != LIVE_MARK {
            return Err(Error::NotInitialised);
        }
        // SAFETY: the mark says that `initialize` put an instance here, and the caller promises
        // that no other call uses it until this one ends.
        Ok(unsafe { &mut *state.cast::<Instance<T>>() })
    }
}

#[inline]
fn judge_memory<S>(memory: *const S) -> Result<(), Error> {
    if memory.is_null() {
        return Err(Error::NullArgument);
    }
    if !memory.is_aligned() {
        return Err(Error::Misaligned);
    }
    Ok(())
}

/// A structure that is there, aligned, and apart from the instance.
#[inline]
fn judge_structure<S>(memory: (usize, u64), structure: *const S) -> Result<(), Error> {
    judge_memory(structure)?;
    judge_apart(memory, (structure.addr(), size_of::<S>() as u64))
}

/// A slice that is possible, and apart from the instance.
#[inline]
fn judge_slice(memory: (usize, u64), extent: (usize, u64)) -> Result<(), Error> {
    seam::judge(extent.0, extent.1).map_err(error_of)?;
    judge_apart(memory, extent)
}

fn error_of(fault: seam::SliceFault) -> Error {
    match fault {
        seam::SliceFault::Null => Error::NullArgument,
        seam::SliceFault::Overflow => Error::LengthOverflow,
    }
}

/// Two extents that share no byte.
#[inline]
fn judge_apart(first: (usize, u64), second: (usize, u64)) -> Result<(), Error> {
    let overlap =
        first.1 != 0 && second.1 != 0 && seam::overlaps(first.0, first.1, second.0, second.1);
    if overlap { Err(Error::Overlap) } else { Ok(()) }
}

/// Exports a twin under the names of the contract behind a prefix: `export!("weather_rust_", Twin);`
#[macro_export]
macro_rules! export {
    ($prefix:literal, $twin:ty) => {
        const _: () = {
            // The prefix belongs to this twin, and the linker refuses a name that is there twice.
            #[unsafe(export_name = concat!($prefix, "contract_", $crate::contract_digits!()))]
            static CONTRACT: u64 = $crate::CONTRACT;
            #[unsafe(export_name = concat!($prefix, "initialize"))]
            unsafe extern "C" fn initialize(
                state: *mut $crate::State,
                station: u64,
                gust: $crate::raw::Gust,
                pair: $crate::raw::Pair,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::initialize(state, station, gust, pair) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "shutdown"))]
            unsafe extern "C" fn shutdown(state: *mut $crate::State) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::shutdown(state) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "measure"))]
            unsafe extern "C" fn measure(
                state: *mut $crate::State,
                byte: u8,
                half: u16,
                word: u32,
                wide: u64,
                signed_byte: i8,
                signed_half: i16,
                signed_word: i32,
                signed_wide: i64,
            ) -> $crate::Number {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe {
                    $crate::Entry::<$twin>::measure(
                        state,
                        byte,
                        half,
                        word,
                        wide,
                        signed_byte,
                        signed_half,
                        signed_word,
                        signed_wide,
                    )
                }
                .into()
            }
            #[unsafe(export_name = concat!($prefix, "judge"))]
            unsafe extern "C" fn judge(
                state: *mut $crate::State,
                wind: u8,
                cloud: u16,
                season: u32,
                report: u64,
                trend: i8,
                height: i16,
                epoch: i32,
                mood: i64,
            ) -> $crate::Bits {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe {
                    $crate::Entry::<$twin>::judge(
                        state, wind, cloud, season, report, trend, height, epoch, mood,
                    )
                }
                .into()
            }
            #[unsafe(export_name = concat!($prefix, "send"))]
            unsafe extern "C" fn send(
                state: *mut $crate::State,
                header: $crate::Bytes,
                echo: $crate::MutableBytes,
                body: $crate::Bytes,
                trailer: $crate::MutableBytes,
            ) -> $crate::Number {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::send(state, header, echo, body, trailer) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "exchange"))]
            unsafe extern "C" fn exchange(
                state: *mut $crate::State,
                yesterday: *const $crate::raw::Day,
                today: *mut $crate::raw::Day,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::exchange(state, yesterday, today) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "archive"))]
            unsafe extern "C" fn archive(
                state: *mut $crate::State,
                archive: *mut $crate::Archive,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::archive(state, archive) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "restore"))]
            unsafe extern "C" fn restore(
                state: *mut $crate::State,
                archive: *const $crate::Archive,
                totals: *const $crate::Totals,
            ) -> $crate::Status {
                // SAFETY: the contract asks its callers for what the entry needs.
                unsafe { $crate::Entry::<$twin>::restore(state, archive, totals) }.into()
            }
            #[unsafe(export_name = concat!($prefix, "state_size"))]
            extern "C" fn state_size() -> u64 {
                $crate::Entry::<$twin>::STATE_SIZE
            }
            #[unsafe(export_name = concat!($prefix, "state_alignment"))]
            extern "C" fn state_alignment() -> u64 {
                $crate::Entry::<$twin>::STATE_ALIGNMENT
            }
            #[unsafe(export_name = concat!($prefix, "contract"))]
            extern "C" fn contract() -> u64 {
                $crate::CONTRACT
            }
        };
    };
}

/// One twin's functions, as they cross. `binding!` makes them.
///
/// # Safety
/// The functions are those of a twin that was built from this contract.
pub unsafe trait Binding {
    /// `weather_initialize`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn initialize(
        state: *mut State,
        station: u64,
        gust: raw::Gust,
        pair: raw::Pair,
    ) -> Status;

    /// `weather_shutdown`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn shutdown(state: *mut State) -> Status;

    /// `weather_measure`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn measure(
        state: *mut State,
        byte: u8,
        half: u16,
        word: u32,
        wide: u64,
        signed_byte: i8,
        signed_half: i16,
        signed_word: i32,
        signed_wide: i64,
    ) -> Number;

    /// `weather_judge`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn judge(
        state: *mut State,
        wind: u8,
        cloud: u16,
        season: u32,
        report: u64,
        trend: i8,
        height: i16,
        epoch: i32,
        mood: i64,
    ) -> Bits;

    /// `weather_send`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn send(
        state: *mut State,
        header: Bytes,
        echo: MutableBytes,
        body: Bytes,
        trailer: MutableBytes,
    ) -> Number;

    /// `weather_exchange`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn exchange(
        state: *mut State,
        yesterday: *const raw::Day,
        today: *mut raw::Day,
    ) -> Status;

    /// `weather_archive`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn archive(state: *mut State, archive: *mut Archive) -> Status;

    /// `weather_restore`
    ///
    /// # Safety
    /// As for [`Entry`].
    unsafe fn restore(state: *mut State, archive: *const Archive, totals: *const Totals) -> Status;

    /// How many bytes of a WeatherState the twin uses.
    fn state_size() -> u64;

    /// The alignment that the twin needs.
    fn state_alignment() -> u64;

    /// The hash of the contract that the twin was built from.
    fn contract() -> u64;
}

/// Names a twin by the prefix of its functions: `binding!(pub Cpp, "weather_cpp_");` A crate that does
/// needs that twin to be built from this contract, or it does not link.
#[macro_export]
macro_rules! binding {
    ($visibility:vis $name:ident, $prefix:literal) => {
        /// The functions of one twin.
        #[derive(Clone, Copy, Debug)]
        $visibility struct $name;
        const _: () = {
            unsafe extern "C" {
                #[link_name = concat!($prefix, "contract_", $crate::contract_digits!())]
                static CONTRACT: u64;
                #[link_name = concat!($prefix, "initialize")]
                fn foreign_initialize(state: *mut $crate::State, station: u64, gust: $crate::raw::Gust, pair: $crate::raw::Pair) -> $crate::Status;
                #[link_name = concat!($prefix, "shutdown")]
                fn foreign_shutdown(state: *mut $crate::State) -> $crate::Status;
                #[link_name = concat!($prefix, "measure")]
                fn foreign_measure(state: *mut $crate::State, byte: u8, half: u16, word: u32, wide: u64, signed_byte: i8, signed_half: i16, signed_word: i32, signed_wide: i64) -> $crate::Number;
                #[link_name = concat!($prefix, "judge")]
                fn foreign_judge(state: *mut $crate::State, wind: u8, cloud: u16, season: u32, report: u64, trend: i8, height: i16, epoch: i32, mood: i64) -> $crate::Bits;
                #[link_name = concat!($prefix, "send")]
                fn foreign_send(state: *mut $crate::State, header: $crate::Bytes, echo: $crate::MutableBytes, body: $crate::Bytes, trailer: $crate::MutableBytes) -> $crate::Number;
                #[link_name = concat!($prefix, "exchange")]
                fn foreign_exchange(state: *mut $crate::State, yesterday: *const $crate::raw::Day, today: *mut $crate::raw::Day) -> $crate::Status;
                #[link_name = concat!($prefix, "archive")]
                fn foreign_archive(state: *mut $crate::State, archive: *mut $crate::Archive) -> $crate::Status;
                #[link_name = concat!($prefix, "restore")]
                fn foreign_restore(state: *mut $crate::State, archive: *const $crate::Archive, totals: *const $crate::Totals) -> $crate::Status;
                #[link_name = concat!($prefix, "state_size")]
                fn foreign_state_size() -> u64;
                #[link_name = concat!($prefix, "state_alignment")]
                fn foreign_state_alignment() -> u64;
                #[link_name = concat!($prefix, "contract")]
                fn foreign_contract() -> u64;
            }
            #[used]
            // SAFETY: a twin defines it as a constant.
            static NEEDS_CONTRACT: &u64 = unsafe { &CONTRACT };
            // SAFETY: the symbol above is there for a twin of this contract only.
            unsafe impl $crate::Binding for $name {
                #[inline]
                unsafe fn initialize(state: *mut $crate::State, station: u64, gust: $crate::raw::Gust, pair: $crate::raw::Pair) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_initialize(state, station, gust, pair) }
                }
                #[inline]
                unsafe fn shutdown(state: *mut $crate::State) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_shutdown(state) }
                }
                #[inline]
                unsafe fn measure(state: *mut $crate::State, byte: u8, half: u16, word: u32, wide: u64, signed_byte: i8, signed_half: i16, signed_word: i32, signed_wide: i64) -> $crate::Number {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_measure(state, byte, half, word, wide, signed_byte, signed_half, signed_word, signed_wide) }
                }
                #[inline]
                unsafe fn judge(state: *mut $crate::State, wind: u8, cloud: u16, season: u32, report: u64, trend: i8, height: i16, epoch: i32, mood: i64) -> $crate::Bits {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_judge(state, wind, cloud, season, report, trend, height, epoch, mood) }
                }
                #[inline]
                unsafe fn send(state: *mut $crate::State, header: $crate::Bytes, echo: $crate::MutableBytes, body: $crate::Bytes, trailer: $crate::MutableBytes) -> $crate::Number {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_send(state, header, echo, body, trailer) }
                }
                #[inline]
                unsafe fn exchange(state: *mut $crate::State, yesterday: *const $crate::raw::Day, today: *mut $crate::raw::Day) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_exchange(state, yesterday, today) }
                }
                #[inline]
                unsafe fn archive(state: *mut $crate::State, archive: *mut $crate::Archive) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_archive(state, archive) }
                }
                #[inline]
                unsafe fn restore(state: *mut $crate::State, archive: *const $crate::Archive, totals: *const $crate::Totals) -> $crate::Status {
                    // SAFETY: this function asks its caller for the same.
                    unsafe { foreign_restore(state, archive, totals) }
                }
                #[inline]
                fn state_size() -> u64 {
                    // SAFETY: takes nothing, answers a number.
                    unsafe { foreign_state_size() }
                }
                #[inline]
                fn state_alignment() -> u64 {
                    // SAFETY: takes nothing, answers a number.
                    unsafe { foreign_state_alignment() }
                }
                #[inline]
                fn contract() -> u64 {
                    // SAFETY: takes nothing, answers a number.
                    unsafe { foreign_contract() }
                }
            }
        };
    };
}

/// One instance as its callers see it: the functions of a binding on memory that is lent to it.
pub struct Client<'state, B> {
    state: &'state mut State,
    binding: PhantomData<B>,
}

impl<'state, B: Binding> Client<'state, B> {
    /// A client of the instance in that memory.
    pub const fn new(state: &'state mut State) -> Self {
        Self {
            state,
            binding: PhantomData,
        }
    }

    fn state(&mut self) -> *mut State {
        self.state
    }

    /// Makes an instance. A documentation that is long enough to be wrapped by whoever
    /// writes it into a comment of another language, and that has a second line.
    pub fn initialize(
        &mut self,
        station: u64,
        gust: Gust,
        pair: Pair,
    ) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::initialize(self.state(), station, gust.into(), pair.into()) }.check()
    }

    /// Ends it; may fail by itself.
    pub fn shutdown(&mut self) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::shutdown(self.state()) }.check()
    }

    /// Takes every integer, more than registers hold.
    pub fn measure(
        &mut self,
        byte: u8,
        half: u16,
        word: u32,
        wide: u64,
        signed_byte: i8,
        signed_half: i16,
        signed_word: i32,
        signed_wide: i64,
    ) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe {
            B::measure(
                self.state(),
                byte,
                half,
                word,
                wide,
                signed_byte,
                signed_half,
                signed_word,
                signed_wide,
            )
        }
        .check()
    }

    /// Takes every enumeration.
    pub fn judge(
        &mut self,
        wind: Wind,
        cloud: Cloud,
        season: Season,
        report: Report,
        trend: Trend,
        height: Height,
        epoch: Epoch,
        mood: Mood,
    ) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe {
            B::judge(
                self.state(),
                wind.number(),
                cloud.number(),
                season.number(),
                report.number(),
                trend.number(),
                height.number(),
                epoch.number(),
                mood.number(),
            )
        }
        .check()
    }

    /// Reads two slices and writes two others.
    pub fn send(
        &mut self,
        header: &[u8],
        echo: &mut [u8],
        body: &[u8],
        trailer: &mut [u8],
    ) -> Result<u64, Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe {
            B::send(
                self.state(),
                Bytes::new(header),
                MutableBytes::new(echo),
                Bytes::new(body),
                MutableBytes::new(trailer),
            )
        }
        .check()
    }

    /// Reads a structure of every kind of field, and fills one.
    pub fn exchange(&mut self, yesterday: Day) -> Result<Day, Failure<Error>> {
        let yesterday = raw::Day::from(yesterday);
        let mut answer = MaybeUninit::<raw::Day>::zeroed();
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::exchange(self.state(), &raw const yesterday, answer.as_mut_ptr()) }.check()?;
        // SAFETY: integers only: the zeros that were there have a value, whatever was written.
        let answer = unsafe { answer.assume_init() };
        Day::try_from(answer).map_err(Failure::Answered)
    }

    /// Fills a structure without enumerations; the twin cannot fail.
    pub fn archive(&mut self) -> Result<Archive, Failure<Error>> {
        let mut answer = MaybeUninit::<Archive>::zeroed();
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::archive(self.state(), answer.as_mut_ptr()) }.check()?;
        // SAFETY: integers only: the zeros that were there have a value, whatever was written.
        let answer = unsafe { answer.assume_init() };
        Ok(answer)
    }

    /// Reads two structures of which neither holds an enumeration, and answers nothing
    /// but a status.
    pub fn restore(&mut self, archive: Archive, totals: Totals) -> Result<(), Failure<Error>> {
        // SAFETY: the instance is lent to this client, and what is passed to this call.
        unsafe { B::restore(self.state(), &raw const archive, &raw const totals) }.check()
    }
}
