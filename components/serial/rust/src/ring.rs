// SPDX-License-Identifier: MIT OR Apache-2.0
//! A queue of bytes in place.

/// Positions run freely and wrap; their difference is the length. `CAPACITY` is a power of two.
pub struct Ring<const CAPACITY: usize> {
    written: u32,
    read: u32,
    bytes: [u8; CAPACITY],
}

impl<const CAPACITY: usize> Ring<CAPACITY> {
    const MASK: usize = CAPACITY - 1;
    const VALID: () = assert!(
        CAPACITY.is_power_of_two() && CAPACITY <= 1 << 31,
        "positions wrap with the integer"
    );

    /// Where in `bytes` a position is.
    fn slot(position: u32) -> usize {
        position as usize & Self::MASK
    }

    /// An empty ring.
    pub const fn new() -> Self {
        let () = Self::VALID;
        Self {
            written: 0,
            read: 0,
            bytes: [0; CAPACITY],
        }
    }

    /// How many bytes wait.
    pub fn length(&self) -> usize {
        self.written.wrapping_sub(self.read) as usize
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.written == self.read
    }

    /// Whether no byte fits any more.
    pub fn is_full(&self) -> bool {
        self.length() == CAPACITY
    }

    /// Whether the positions are possible.
    pub fn is_consistent(&self) -> bool {
        self.length() <= CAPACITY
    }

    /// Appends one byte, or does nothing when full.
    pub fn push(&mut self, byte: u8) {
        if self.is_full() {
            return;
        }
        if let Some(slot) = self.bytes.get_mut(Self::slot(self.written)) {
            *slot = byte;
            self.written = self.written.wrapping_add(1);
        }
    }

    /// Takes the oldest byte.
    pub fn pop(&mut self) -> Option<u8> {
        if self.is_empty() {
            return None;
        }
        let byte = self.bytes.get(Self::slot(self.read)).copied();
        self.read = self.read.wrapping_add(1);
        byte
    }

    /// Appends from the front of `source` what fits, and returns how many bytes that was.
    pub fn push_slice(&mut self, source: &[u8]) -> usize {
        let count = source.len().min(CAPACITY.saturating_sub(self.length()));
        let start = Self::slot(self.written);
        let (front, back) = self.bytes.split_at_mut_checked(start).unwrap_or_default();
        let (first, second) = source
            .get(..count)
            .unwrap_or_default()
            .split_at_checked(back.len().min(count))
            .unwrap_or_default();
        copy(back, first);
        copy(front, second);
        self.written = advanced(self.written, count);
        count
    }

    /// Moves the oldest bytes into the front of `target`, and returns how many there were.
    pub fn pop_slice(&mut self, target: &mut [u8]) -> usize {
        let count = target.len().min(self.length());
        let start = Self::slot(self.read);
        let (front, back) = self.bytes.split_at_checked(start).unwrap_or_default();
        let (first, second) = target
            .get_mut(..count)
            .unwrap_or_default()
            .split_at_mut_checked(back.len().min(count))
            .unwrap_or_default();
        copy(first, back);
        copy(second, front);
        self.read = advanced(self.read, count);
        count
    }
}

/// The position `count` bytes on.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count is at most CAPACITY, which fits"
)]
fn advanced(position: u32, count: usize) -> u32 {
    position.wrapping_add(count as u32)
}

/// Copies as many bytes as both have.
fn copy(target: &mut [u8], source: &[u8]) {
    for (slot, byte) in target.iter_mut().zip(source) {
        *slot = *byte;
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "bytes count up and wrap")]
mod tests {
    use super::Ring;

    #[test]
    fn wraps_and_keeps_order() {
        let mut ring = Ring::<8>::new();
        let mut next_in = 0u8;
        let mut next_out = 0u8;
        for step in 0..1000usize {
            let wanted: std::vec::Vec<u8> = (0..step % 11)
                .map(|i| next_in.wrapping_add(i as u8))
                .collect();
            let room = 8 - ring.length();
            let taken = ring.push_slice(&wanted);
            assert_eq!(taken, wanted.len().min(room));
            next_in = next_in.wrapping_add(taken as u8);
            let mut target = [0u8; 5];
            let length = ring.length();
            let moved = ring.pop_slice(&mut target[..step % 6]);
            assert_eq!(moved, length.min(step % 6));
            for byte in &target[..moved] {
                assert_eq!(*byte, next_out);
                next_out = next_out.wrapping_add(1);
            }
            assert!(ring.is_consistent());
        }
    }

    #[test]
    fn full_and_empty() {
        let mut ring = Ring::<4>::new();
        assert_eq!(ring.pop(), None);
        assert_eq!(ring.push_slice(&[1, 2, 3, 4, 5]), 4);
        assert!(ring.is_full());
        ring.push(9);
        assert_eq!(ring.pop(), Some(1));
        ring.push(6);
        let mut target = [0; 8];
        assert_eq!(ring.pop_slice(&mut target), 4);
        assert_eq!(target[..4], [2, 3, 4, 6]);
        assert!(ring.is_empty());
    }
}
