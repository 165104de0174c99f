// SPDX-License-Identifier: MIT OR Apache-2.0
//! A Rust twin that does as little as it may, under the names `weather_rust_FUNCTION`, and callers
//! in Rust with wrong arguments.

use weather_contract::{
    Archive, Cloud, Day, Epoch, Error, Gust, Height, LinkedServices, Mood, Pair, Report, STATIONS,
    Season, Services, Totals, Trend, Twin, Wind,
};

#[path = "generated/hostile.rs"]
#[macro_use]
mod hostile;

struct Weather<S> {
    services: S,
    day: Option<Day>,
}

impl<S: Services> Twin for Weather<S> {
    fn new() -> Self {
        let services = S::default();
        let day = None;
        Self { services, day }
    }

    fn initialize(&mut self, station: u64, _: Gust, _: Pair) -> Result<(), Error> {
        if station >= STATIONS as u64 {
            return Err(Error::OutOfRange);
        }
        Ok(())
    }

    fn shutdown(&mut self) -> Result<(), Error> {
        Ok(())
    }

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
    ) -> u64 {
        self.services.wait();
        self.services.record(
            byte,
            half,
            word,
            wide,
            signed_byte,
            signed_half,
            signed_word,
            signed_wide,
        );
        self.services.time()
    }

    fn judge(
        &mut self,
        _: Wind,
        _: Cloud,
        _: Season,
        report: Report,
        _: Trend,
        _: Height,
        _: Epoch,
        _: Mood,
    ) -> Result<u64, Error> {
        Ok(report.number())
    }

    fn send(
        &mut self,
        header: &[u8],
        _: &mut [u8],
        body: &[u8],
        _: &mut [u8],
    ) -> Result<u64, Error> {
        Ok((header.len() + body.len()) as u64)
    }

    fn exchange(&mut self, yesterday: Day) -> Result<Day, Error> {
        Ok(self.day.replace(yesterday).unwrap_or(yesterday))
    }

    fn archive(&mut self) -> Archive {
        Archive {
            years: [Totals {
                days: 0,
                lowest: 0,
                highest: 0,
                monthly: [0; 12],
                large: [0; 40],
            }; 2],
        }
    }

    fn restore(&mut self, _: Archive, _: Totals) {}
}

weather_contract::export!("weather_rust_", Weather<LinkedServices>);
weather_contract::binding!(Cpp, "weather_cpp_");
weather_contract::binding!(Rust, "weather_rust_");
callers!("weather_hostile_cpp_", Cpp);
callers!("weather_hostile_rust_", Rust);
