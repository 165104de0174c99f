// SPDX-License-Identifier: MIT OR Apache-2.0
//! The UART.

use crate::event;
use crate::registers::{
    Device, FLOATING_BUS, fifo_control, interrupt_enable, interrupt_identification, line_control,
    line_status, modem_control, modem_status, offset,
};
use crate::ring::Ring;
use serial_contract::{
    Error, Parity, RECEIVE_CAPACITY, Services, Settings, Statistics, StopBits, TRANSMIT_CAPACITY,
    Trigger, Twin,
};

const DEEP_FIFO: usize = 16;
const INTERRUPT_ROUNDS: u32 = 64;
const FETCH_LIMIT: usize = 2 * RECEIVE_CAPACITY;
const RECEIVE_INTERRUPTS: u8 = interrupt_enable::RECEIVED | interrupt_enable::LINE_STATUS;
/// Firmware may have left up to 16 characters at a slower rate than ours.
const LEAST_WAIT: u64 = 65_536;
/// No wait takes longer than seconds, whatever the rate.
const GREATEST_WAIT: u64 = 10_000_000;

/// One UART. The contract of the functions is in `serial.seam.h`.
pub struct Serial<S> {
    registers: Device<S>,
    wait_limit: u64,
    clock: u32,
    fifo_depth: usize,
    failure: Option<Error>,
    line_control: u8,
    modem_control: u8,
    interrupt_enable: u8,
    latched_errors: u8,
    statistics: Statistics,
    transmit_ring: Ring<TRANSMIT_CAPACITY>,
    receive_ring: Ring<RECEIVE_CAPACITY>,
}

impl<S: Services> Twin for Serial<S> {
    #[inline]
    fn new() -> Self {
        Self {
            registers: Device::default(),
            wait_limit: LEAST_WAIT,
            clock: 0,
            fifo_depth: 1,
            failure: None,
            line_control: 0,
            modem_control: 0,
            interrupt_enable: 0,
            latched_errors: 0,
            statistics: Statistics::default(),
            transmit_ring: Ring::new(),
            receive_ring: Ring::new(),
        }
    }

    fn initialize(&mut self, device: u64, settings: Settings) -> Result<(), Error> {
        self.count_call();
        self.registers = Device::new(device);
        // Everything that can be wrong with the arguments is found before the device is touched.
        let line = line_control_of(&settings)?;
        let trigger = trigger_bits(settings.trigger);
        let divisor = divisor_of(settings.clock, settings.baud)?;
        self.clock = settings.clock;
        self.line_control = line;
        self.wait_limit = wait_limit_for(settings.baud);

        if !self.present() {
            return Err(Error::DeviceAbsent);
        }
        // What firmware still sends must leave at its own rate.
        self.wait_for(line_status::TRANSMITTER_IDLE)?;
        self.registers.write(
            offset::FIFO_CONTROL,
            fifo_control::ENABLE_AND_CLEAR | trigger,
        );
        let identification = self.registers.read(offset::INTERRUPT_IDENTIFICATION);
        if identification & interrupt_identification::FIFOS_WORK
            == interrupt_identification::FIFOS_WORK
        {
            self.fifo_depth = DEEP_FIFO;
        } else {
            self.registers
                .write(offset::FIFO_CONTROL, fifo_control::DISABLE);
            self.fifo_depth = 1;
        }
        self.program_divisor(divisor)?;
        self.discard_received();
        self.registers.read(offset::MODEM_STATUS);
        self.latched_errors = 0;
        self.set_modem_control(
            modem_control::TERMINAL_READY
                | modem_control::REQUEST_TO_SEND
                | modem_control::INTERRUPT_GATE,
        );
        self.set_interrupt_enable(RECEIVE_INTERRUPTS);
        Ok(())
    }

    fn shutdown(&mut self) {
        self.count_call();
        self.set_interrupt_enable(0);
        self.set_modem_control(modem_control::TERMINAL_READY | modem_control::REQUEST_TO_SEND);
    }

    fn set_baud(&mut self, baud: u32) -> Result<(), Error> {
        self.count_call();
        let divisor = divisor_of(self.clock, baud)?;
        self.wait_for(line_status::TRANSMITTER_IDLE)?;
        self.program_divisor(divisor)?;
        self.wait_limit = wait_limit_for(baud);
        Ok(())
    }

    fn self_test(&mut self) -> Result<(), Error> {
        self.count_call();
        self.wait_for(line_status::TRANSMITTER_IDLE)?;
        // What came before the test is kept as far as the ring has room.
        self.fetch_received()?;
        self.registers.write(offset::INTERRUPT_ENABLE, 0);
        self.registers
            .write(offset::MODEM_CONTROL, modem_control::LOOPBACK);
        self.discard_received();
        let tested = self.test_in_loopback();
        self.discard_received();
        self.latched_errors = 0;
        self.registers
            .write(offset::MODEM_CONTROL, self.modem_control);
        self.registers.read(offset::MODEM_STATUS);
        self.registers
            .write(offset::INTERRUPT_ENABLE, self.interrupt_enable);
        tested
    }

    fn transmit(&mut self, bytes: &[u8]) -> Result<u64, Error> {
        self.count_call();
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let taken = self.transmit_ring.push_slice(bytes);
        // While the device is to say when it is empty, there is nothing to start.
        if self.interrupt_enable & interrupt_enable::TRANSMITTER_EMPTY == 0
            && !self.transmit_ring.is_empty()
        {
            let status = match self.line_status_now() {
                Ok(status) => status,
                Err(error) => return Err(self.fail(error)),
            };
            if status & line_status::TRANSMITTER_EMPTY != 0 {
                self.fill_transmitter();
            }
            self.update_transmit_interrupt();
        }
        Ok(taken as u64)
    }

    fn transmit_now(&mut self, bytes: &[u8]) -> Result<u64, Error> {
        self.count_call();
        // A device that failed before is tried again: nothing is lost by that.
        while !self.transmit_ring.is_empty() {
            self.wait_for(line_status::TRANSMITTER_EMPTY)?;
            self.fill_transmitter();
        }
        self.update_transmit_interrupt();
        let mut rest = bytes;
        while let Some((burst, others)) = rest.split_at_checked(rest.len().min(self.fifo_depth))
            && !burst.is_empty()
        {
            self.wait_for(line_status::TRANSMITTER_EMPTY)?;
            for byte in burst {
                self.registers.write(offset::DATA, *byte);
            }
            add(&mut self.statistics.bytes_transmitted, burst.len() as u64);
            rest = others;
        }
        Ok(bytes.len() as u64)
    }

    fn receive(&mut self, bytes: &mut [u8]) -> u64 {
        self.count_call();
        let moved = self.receive_ring.pop_slice(bytes);
        if self.throttled()
            && self.failure.is_none()
            && self.receive_ring.length() <= RECEIVE_CAPACITY / 2
        {
            self.set_modem_control(self.modem_control | modem_control::REQUEST_TO_SEND);
            self.set_interrupt_enable(self.interrupt_enable | RECEIVE_INTERRUPTS);
        }
        moved as u64
    }

    fn interrupt(&mut self) -> Result<u64, Error> {
        self.count_call();
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let mut events = 0;
        // An edge is lost if the device is left with a reason pending: go on until it has none.
        let mut round = 0_u32;
        let mut limit = INTERRUPT_ROUNDS;
        while round < limit {
            let identification = self.registers.read(offset::INTERRUPT_IDENTIFICATION);
            if identification & interrupt_identification::NONE != 0 {
                if identification == FLOATING_BUS && self.gone() {
                    return Err(self.fail(Error::DeviceAbsent));
                }
                if round == 0 {
                    add(&mut self.statistics.spurious_interrupts, 1);
                    return Ok(event::SPURIOUS);
                }
                add(&mut self.statistics.interrupts, 1);
                return Ok(events);
            }
            match identification & interrupt_identification::REASON {
                interrupt_identification::RECEIVED
                | interrupt_identification::RECEIVE_TIMEOUT
                | interrupt_identification::LINE_STATUS => match self.fetch_received() {
                    Ok(fetched) => events |= fetched,
                    Err(error) => return Err(self.fail(error)),
                },
                interrupt_identification::TRANSMITTER_EMPTY => {
                    // Rounds that send are bounded by the ring, which a fast device may empty now.
                    let sent = self.fill_transmitter();
                    if sent != 0 {
                        events |= sent;
                        limit = limit.wrapping_add(1);
                    }
                    self.update_transmit_interrupt();
                }
                interrupt_identification::MODEM => {
                    self.registers.read(offset::MODEM_STATUS);
                    events |= event::MODEM;
                }
                // Not a reason that a 16550 has; if it stays, the bound ends it.
                _ => {}
            }
            round = round.wrapping_add(1);
        }
        add(&mut self.statistics.timeouts, 1);
        Err(self.fail(Error::DeviceStuck))
    }

    fn poll(&mut self) -> Result<u64, Error> {
        self.count_call();
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let mut events = match self.fetch_received() {
            Ok(fetched) => fetched,
            Err(error) => return Err(self.fail(error)),
        };
        let status = match self.line_status_now() {
            Ok(status) => status,
            Err(error) => return Err(self.fail(error)),
        };
        if status & line_status::TRANSMITTER_EMPTY != 0 {
            events |= self.fill_transmitter();
            self.update_transmit_interrupt();
        }
        Ok(events)
    }

    fn statistics(&mut self) -> Statistics {
        self.count_call();
        self.statistics
    }

    fn check(&mut self) -> Result<(), Error> {
        self.count_call();
        let transmit_interrupt = self.interrupt_enable & interrupt_enable::TRANSMITTER_EMPTY != 0;
        let consistent = self.transmit_ring.is_consistent()
            && self.receive_ring.is_consistent()
            && self.clock != 0
            && (self.fifo_depth == 1 || self.fifo_depth == DEEP_FIFO)
            && self.wait_limit >= LEAST_WAIT
            && self.interrupt_enable & !interrupt_enable::ALL == 0
            && self.latched_errors & !line_status::ERRORS == 0
            && self.line_control & line_control::DIVISOR_ACCESS == 0
            // Without a failure, the device is told to say when more can be sent or received.
            && (self.failure.is_some()
                || (transmit_interrupt != self.transmit_ring.is_empty()
                    && (!self.throttled()
                        || self.receive_ring.length() > RECEIVE_CAPACITY / 2)));
        if consistent {
            Ok(())
        } else {
            Err(Error::Corrupt)
        }
    }
}

impl<S: Services> Serial<S> {
    fn count_call(&mut self) {
        add(&mut self.statistics.calls, 1);
    }

    /// Whether registers keep what is written to them, as a UART's do and a floating bus does not.
    fn present(&mut self) -> bool {
        self.registers
            .write(offset::LINE_CONTROL, self.line_control);
        self.set_interrupt_enable(0);
        if self.registers.read(offset::INTERRUPT_ENABLE) != 0 {
            return false;
        }
        for pattern in [0x5a, 0xa5] {
            self.registers.write(offset::SCRATCH, pattern);
            if self.registers.read(offset::SCRATCH) != pattern {
                return false;
            }
        }
        true
    }

    /// Whether the device went away. The upper half of this register is always 0 on a UART.
    fn gone(&mut self) -> bool {
        self.registers.read(offset::INTERRUPT_ENABLE) == FLOATING_BUS
    }

    /// Remembers why the device cannot be used and silences it.
    fn fail(&mut self, why: Error) -> Error {
        self.failure = Some(why);
        self.set_interrupt_enable(0);
        why
    }

    fn program_divisor(&mut self, divisor: u16) -> Result<(), Error> {
        let [low, high] = divisor.to_le_bytes();
        self.registers.write(
            offset::LINE_CONTROL,
            self.line_control | line_control::DIVISOR_ACCESS,
        );
        self.registers.write(offset::DIVISOR_LOW, low);
        self.registers.write(offset::DIVISOR_HIGH, high);
        let low_kept = self.registers.read(offset::DIVISOR_LOW);
        let high_kept = self.registers.read(offset::DIVISOR_HIGH);
        self.registers
            .write(offset::LINE_CONTROL, self.line_control);
        if low_kept == low && high_kept == high {
            Ok(())
        } else {
            Err(Error::DeviceStuck)
        }
    }

    fn set_interrupt_enable(&mut self, sources: u8) {
        self.interrupt_enable = sources;
        self.registers.write(offset::INTERRUPT_ENABLE, sources);
    }

    fn set_modem_control(&mut self, lines: u8) {
        self.modem_control = lines;
        self.registers.write(offset::MODEM_CONTROL, lines);
    }

    fn throttled(&self) -> bool {
        self.interrupt_enable & interrupt_enable::RECEIVED == 0
    }

    /// The line status. Reading it clears the error bits, which belong to the oldest byte in the
    /// FIFO: they are kept until that byte is fetched.
    fn line_status_now(&mut self) -> Result<u8, Error> {
        let status = self.registers.read(offset::LINE_STATUS);
        if status == FLOATING_BUS && self.gone() {
            return Err(Error::DeviceAbsent);
        }
        self.latched_errors |= status & line_status::ERRORS;
        Ok(status)
    }

    /// Reads the line status until `bits` is set, at most `wait_limit` times.
    fn wait_for(&mut self, bits: u8) -> Result<(), Error> {
        for _ in 0..self.wait_limit {
            if self.line_status_now()? & bits != 0 {
                return Ok(());
            }
        }
        add(&mut self.statistics.timeouts, 1);
        Err(Error::DeviceStuck)
    }

    /// Moves what the device received into the ring until one is empty or the other full, and
    /// returns the events. A full ring stops the sender and silences the interrupt.
    fn fetch_received(&mut self) -> Result<u64, Error> {
        let mut events = 0;
        for _ in 0..FETCH_LIMIT {
            if self.receive_ring.is_full() {
                if !self.throttled() {
                    add(&mut self.statistics.throttles, 1);
                    self.set_modem_control(self.modem_control & !modem_control::REQUEST_TO_SEND);
                    self.set_interrupt_enable(self.interrupt_enable & !RECEIVE_INTERRUPTS);
                }
                return Ok(events | event::THROTTLED);
            }
            let status = self.line_status_now()?;
            if self.latched_errors & line_status::OVERRUN != 0 {
                self.latched_errors &= !line_status::OVERRUN;
                add(&mut self.statistics.overruns, 1);
                events |= event::LINE_ERROR;
            }
            if status & line_status::DATA_READY == 0 {
                return Ok(events);
            }
            let byte = self.registers.read(offset::DATA);
            let errors = core::mem::take(&mut self.latched_errors);
            if errors == 0 {
                self.receive_ring.push(byte);
                add(&mut self.statistics.bytes_received, 1);
                events |= event::RECEIVED;
            } else {
                events |= self.count_errors(errors);
            }
        }
        Ok(events)
    }

    /// Counts the errors of one byte, which is dropped. A break also shows as a framing error.
    fn count_errors(&mut self, errors: u8) -> u64 {
        if errors & line_status::LINE_BREAK != 0 {
            add(&mut self.statistics.breaks, 1);
            return event::LINE_BREAK;
        }
        if errors & line_status::PARITY != 0 {
            add(&mut self.statistics.parity_errors, 1);
        }
        if errors & line_status::FRAMING != 0 {
            add(&mut self.statistics.framing_errors, 1);
        }
        event::LINE_ERROR
    }

    /// Empties the device's receive FIFO, bounded.
    fn discard_received(&mut self) {
        for _ in 0..2 * DEEP_FIFO {
            if self.registers.read(offset::LINE_STATUS) & line_status::DATA_READY == 0 {
                return;
            }
            self.registers.read(offset::DATA);
        }
    }

    /// Gives the device, whose transmitter is empty, what its FIFO holds; returns the events.
    fn fill_transmitter(&mut self) -> u64 {
        let mut count = 0;
        while count < self.fifo_depth
            && let Some(byte) = self.transmit_ring.pop()
        {
            self.registers.write(offset::DATA, byte);
            count = count.wrapping_add(1);
        }
        add(&mut self.statistics.bytes_transmitted, count as u64);
        if count == 0 { 0 } else { event::TRANSMITTED }
    }

    /// The device is to interrupt when its transmitter is empty as long as there is more to send.
    fn update_transmit_interrupt(&mut self) {
        let sources = if self.transmit_ring.is_empty() {
            self.interrupt_enable & !interrupt_enable::TRANSMITTER_EMPTY
        } else {
            self.interrupt_enable | interrupt_enable::TRANSMITTER_EMPTY
        };
        if sources != self.interrupt_enable {
            self.set_interrupt_enable(sources);
        }
    }

    /// Data and modem lines, each of which comes back on another.
    fn test_in_loopback(&mut self) -> Result<(), Error> {
        const CROSSED: [(u8, u8); 5] = [
            (0, 0),
            (modem_control::TERMINAL_READY, modem_status::DATA_SET_READY),
            (modem_control::REQUEST_TO_SEND, modem_status::CLEAR_TO_SEND),
            (modem_control::OUTPUT_1, modem_status::RING_INDICATOR),
            (modem_control::INTERRUPT_GATE, modem_status::CARRIER_DETECT),
        ];
        for (out, back) in CROSSED {
            self.registers
                .write(offset::MODEM_CONTROL, modem_control::LOOPBACK | out);
            if self.registers.read(offset::MODEM_STATUS) & modem_status::LINES != back {
                return Err(Error::SelfTestFailed);
            }
        }
        // Characters have at least 5 bits.
        for pattern in [0x00, 0x15, 0x0a, 0x1f] {
            self.registers.write(offset::DATA, pattern);
            self.wait_for(line_status::DATA_READY)?;
            if self.registers.read(offset::DATA) != pattern {
                return Err(Error::SelfTestFailed);
            }
        }
        Ok(())
    }
}

/// Counters wrap.
fn add(counter: &mut u64, count: u64) {
    *counter = counter.wrapping_add(count);
}

/// Register reads in which a full FIFO and shift register leave at `baud`: 17 characters of at most
/// 12 bits, when a read takes 100 ns or longer.
fn wait_limit_for(baud: u32) -> u64 {
    const READS_A_SECOND: u64 = 10_000_000;
    match (17 * 12 * READS_A_SECOND).checked_div(u64::from(baud)) {
        Some(reads) => LEAST_WAIT.saturating_add(reads).min(GREATEST_WAIT),
        None => GREATEST_WAIT,
    }
}

fn line_control_of(settings: &Settings) -> Result<u8, Error> {
    let data = match settings.data_bits {
        bits @ 5..=8 => bits.wrapping_sub(5),
        _ => return Err(Error::OutOfRange),
    };
    let parity = match settings.parity {
        Parity::None => 0,
        Parity::Odd => line_control::PARITY_ODD,
        Parity::Even => line_control::PARITY_EVEN,
        Parity::Mark => line_control::PARITY_MARK,
        Parity::Space => line_control::PARITY_SPACE,
    };
    let stop = match settings.stop_bits {
        StopBits::One => 0,
        StopBits::Two => line_control::TWO_STOP_BITS,
    };
    Ok(data | parity | stop)
}

fn trigger_bits(trigger: Trigger) -> u8 {
    match trigger {
        Trigger::One => fifo_control::TRIGGER_ONE,
        Trigger::Four => fifo_control::TRIGGER_FOUR,
        Trigger::Eight => fifo_control::TRIGGER_EIGHT,
        Trigger::Fourteen => fifo_control::TRIGGER_FOURTEEN,
    }
}

/// The divisor nearest to `baud`, if the rate it gives is within 3 %.
fn divisor_of(clock: u32, baud: u32) -> Result<u16, Error> {
    if clock == 0 || baud == 0 {
        return Err(Error::OutOfRange);
    }
    let clock = u64::from(clock);
    let sampling = 16 * u64::from(baud);
    let nearest = clock
        .saturating_add(sampling / 2)
        .checked_div(sampling)
        .unwrap_or(0);
    let divisor = match u16::try_from(nearest) {
        Ok(0) | Err(_) => return Err(Error::BaudUnreachable),
        Ok(divisor) => divisor,
    };
    let exact = sampling.saturating_mul(u64::from(divisor));
    if clock.abs_diff(exact).saturating_mul(100) > exact.saturating_mul(3) {
        return Err(Error::BaudUnreachable);
    }
    Ok(divisor)
}

#[cfg(test)]
mod tests {
    use super::{Serial, divisor_of, wait_limit_for};
    use serial_contract::{Error, Parity, Services, Settings, StopBits, Trigger, Twin};

    /// A bus on which nothing answers.
    #[derive(Default)]
    struct Nothing;

    impl Services for Nothing {
        fn read(&mut self, _: u64, _: u32) -> u8 {
            0xff
        }

        fn write(&mut self, _: u64, _: u32, _: u8) {}
    }

    #[test]
    fn finds_nothing_on_an_empty_bus() {
        let settings = Settings {
            clock: 1_843_200,
            baud: 115_200,
            data_bits: 8,
            parity: Parity::None,
            stop_bits: StopBits::One,
            trigger: Trigger::Eight,
        };
        assert_eq!(
            Serial::<Nothing>::new().initialize(0, settings),
            Err(Error::DeviceAbsent)
        );
    }

    #[test]
    fn every_reachable_rate_is_within_three_percent() {
        for baud in 1..200_000u32 {
            if let Ok(divisor) = divisor_of(1_843_200, baud) {
                let rate = 1_843_200.0 / 16.0 / f64::from(divisor);
                assert!((rate / f64::from(baud) - 1.0).abs() < 0.0301, "{baud}");
            }
        }
        assert_eq!(divisor_of(1_843_200, 115_200), Ok(1));
        assert_eq!(divisor_of(u32::MAX, u32::MAX), Err(Error::BaudUnreachable));
    }

    #[test]
    fn waits_have_bounds() {
        assert_eq!(wait_limit_for(0), 10_000_000);
        assert_eq!(wait_limit_for(1), 10_000_000);
        assert_eq!(wait_limit_for(115_200), 65_536 + 17_708);
        assert_eq!(wait_limit_for(u32::MAX), 65_536);
    }
}
