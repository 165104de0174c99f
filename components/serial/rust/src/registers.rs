// SPDX-License-Identifier: MIT OR Apache-2.0
//! The registers of a 16550: offsets and bits, after the PC16550D data sheet.

use serial_contract::Services;

/// The device that the services reach under a handle.
#[derive(Default)]
pub struct Device<S> {
    handle: u64,
    services: S,
}

impl<S: Services> Device<S> {
    /// The device that has that handle.
    pub fn new(handle: u64) -> Self {
        Self {
            handle,
            services: S::default(),
        }
    }

    /// Reads the register at `offset`, 0 to 7.
    pub fn read(&mut self, offset: u32) -> u8 {
        self.services.read(self.handle, offset)
    }

    /// Writes the register at `offset`, 0 to 7.
    pub fn write(&mut self, offset: u32, value: u8) {
        self.services.write(self.handle, offset, value);
    }
}

pub(crate) mod offset {
    pub const DATA: u32 = 0;
    pub const INTERRUPT_ENABLE: u32 = 1;
    /// When read.
    pub const INTERRUPT_IDENTIFICATION: u32 = 2;
    /// When written.
    pub const FIFO_CONTROL: u32 = 2;
    pub const LINE_CONTROL: u32 = 3;
    pub const MODEM_CONTROL: u32 = 4;
    pub const LINE_STATUS: u32 = 5;
    pub const MODEM_STATUS: u32 = 6;
    pub const SCRATCH: u32 = 7;
    /// While `line_control::DIVISOR_ACCESS` is set.
    pub const DIVISOR_LOW: u32 = 0;
    /// While `line_control::DIVISOR_ACCESS` is set.
    pub const DIVISOR_HIGH: u32 = 1;
}

pub(crate) mod interrupt_enable {
    pub const RECEIVED: u8 = 0x01;
    pub const TRANSMITTER_EMPTY: u8 = 0x02;
    pub const LINE_STATUS: u8 = 0x04;
    pub const ALL: u8 = 0x0f;
}

pub(crate) mod interrupt_identification {
    pub const NONE: u8 = 0x01;
    pub const REASON: u8 = 0x0e;
    pub const MODEM: u8 = 0x00;
    pub const TRANSMITTER_EMPTY: u8 = 0x02;
    pub const RECEIVED: u8 = 0x04;
    pub const LINE_STATUS: u8 = 0x06;
    pub const RECEIVE_TIMEOUT: u8 = 0x0c;
    pub const FIFOS_WORK: u8 = 0xc0;
}

pub(crate) mod fifo_control {
    pub const DISABLE: u8 = 0x00;
    pub const ENABLE_AND_CLEAR: u8 = 0x07;
    pub const TRIGGER_ONE: u8 = 0x00;
    pub const TRIGGER_FOUR: u8 = 0x40;
    pub const TRIGGER_EIGHT: u8 = 0x80;
    pub const TRIGGER_FOURTEEN: u8 = 0xc0;
}

pub(crate) mod line_control {
    pub const TWO_STOP_BITS: u8 = 0x04;
    pub const PARITY_ODD: u8 = 0x08;
    pub const PARITY_EVEN: u8 = 0x18;
    pub const PARITY_MARK: u8 = 0x28;
    pub const PARITY_SPACE: u8 = 0x38;
    pub const DIVISOR_ACCESS: u8 = 0x80;
}

pub(crate) mod modem_control {
    pub const TERMINAL_READY: u8 = 0x01;
    pub const REQUEST_TO_SEND: u8 = 0x02;
    pub const OUTPUT_1: u8 = 0x04;
    /// Output 2, which gates the interrupt on a PC.
    pub const INTERRUPT_GATE: u8 = 0x08;
    pub const LOOPBACK: u8 = 0x10;
}

pub(crate) mod line_status {
    pub const DATA_READY: u8 = 0x01;
    pub const OVERRUN: u8 = 0x02;
    pub const PARITY: u8 = 0x04;
    pub const FRAMING: u8 = 0x08;
    pub const LINE_BREAK: u8 = 0x10;
    /// The FIFO is.
    pub const TRANSMITTER_EMPTY: u8 = 0x20;
    /// The shift register is, too.
    pub const TRANSMITTER_IDLE: u8 = 0x40;
    pub const ERRORS: u8 = OVERRUN | PARITY | FRAMING | LINE_BREAK;
}

pub(crate) mod modem_status {
    pub const CLEAR_TO_SEND: u8 = 0x10;
    pub const DATA_SET_READY: u8 = 0x20;
    pub const RING_INDICATOR: u8 = 0x40;
    pub const CARRIER_DETECT: u8 = 0x80;
    pub const LINES: u8 = 0xf0;
}

/// What every register of a device that is not there reads as.
pub(crate) const FLOATING_BUS: u8 = 0xff;
