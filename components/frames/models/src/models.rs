// SPDX-License-Identifier: MIT OR Apache-2.0
//! What threads do, and what must be true whatever they do first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use frames_contract::Zone;
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;

use crate::areas;
use crate::layout::{Layout, Local, TREE_COUNT, TREE_RESERVED};
use crate::trees::Trees;
use crate::weak::{Area, Cpu, Weakened, weaken};
use crate::words::{AreaWords, CpuWords, Word};

/// How many times a thread may be stopped where it could go on.
const PREEMPTIONS: usize = 3;

/// What a cell stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cells {
    /// A frame of the first row.
    Frames,
    /// A row, of which no two blocks are had at once.
    Rows,
}

/// A tree's areas, the CPUs, and cells for what can be had.
struct Machine {
    areas: Vec<Area>,
    cpus: Vec<Cpu>,
    cells: Cells,
    frames: Vec<UnsafeCell<u32>>,
}

impl Machine {
    /// One tree of areas with those first rows.
    fn new(rows: &[&[u64]], cpus: usize, cells: Cells) -> Self {
        let free: u64 = rows
            .iter()
            .flat_map(|rows| rows.iter())
            .map(|row| u64::from(row.count_zeros()))
            .sum();
        Self {
            areas: rows
                .iter()
                .enumerate()
                .map(|(index, rows)| Area::new(rows, if index == 0 { free } else { 0 }))
                .collect(),
            cpus: (0..cpus).map(|_| Cpu::new()).collect(),
            cells,
            frames: (0..rows.len() * 8).map(|_| UnsafeCell::new(0)).collect(),
        }
    }

    fn layout(&self) -> Layout<'_, Area, Cpu> {
        Layout {
            areas: &self.areas,
            cpus: &self.cpus,
            first_frame: 0x10_0000,
        }
    }

    fn trees(&self, cpu: usize) -> Trees<'_, Area, Cpu> {
        Trees::new(self.layout(), &self.cpus[cpu], cpu)
    }

    /// Writes to a block as its owner does: any other access that is not before or after is a race.
    fn write(&self, frame: u64, order: u32) {
        let offset = (frame - 0x10_0000) as usize;
        let (first, count) = match self.cells {
            Cells::Frames => (offset, 1),
            Cells::Rows => (offset / 64, 1 << order.saturating_sub(6)),
        };
        for cell in &self.frames[first..first + count] {
            cell.with_mut(|_| ());
        }
    }

    /// Takes a block, writes to it and gives it back.
    fn use_block(&self, cpu: usize, order: u32) -> bool {
        let Some(frame) = self.trees(cpu).take(order, Zone::Any) else {
            return false;
        };
        self.write(frame, order);
        self.trees(cpu).give(frame, order).expect("what was taken");
        true
    }

    /// Once all threads have ended: nothing is lost, and every promise is kept.
    fn expect_settled(&self, free: u64) {
        let sum: u64 = self.areas.iter().map(Area::settled).sum();
        assert_eq!(sum, free, "free frames");
        let tree = self.areas[0].tree().load();
        let own: u64 = self
            .cpus
            .iter()
            .map(|cpu| Local(cpu.local().load()).free())
            .sum();
        assert_eq!((tree & TREE_COUNT) + own, free, "promised frames");
        let owners = self
            .cpus
            .iter()
            .filter(|cpu| Local(cpu.local().load()).is_there())
            .count();
        assert_eq!(
            owners,
            usize::from(tree & TREE_RESERVED != 0),
            "owners of the tree"
        );
    }
}

fn run(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(PREEMPTIONS);
    builder.max_branches = 100_000;
    builder.check(model);
}

/// Two CPUs and as many frames of one row: each has one, whoever reserves the tree.
fn frames_of_one_row() {
    let machine = Arc::new(Machine::new(&[&[!0b11]], 2, Cells::Frames));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.use_block(1, 0));
    machine.use_block(0, 0);
    thread.join().expect("the other thread");
    machine.expect_settled(2);
}

/// One frame for two: nobody has it at the same time, and it is handed over.
fn one_frame_for_two() {
    let machine = Arc::new(Machine::new(&[&[!0b1]], 2, Cells::Frames));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || {
        other.use_block(1, 0);
        other.use_block(1, 0);
    });
    machine.use_block(0, 0);
    thread.join().expect("the other thread");
    machine.expect_settled(1);
}

/// Two rows as one block of order 7, and a frame of one of them.
fn rows_and_a_frame() {
    let machine = Arc::new(Machine::new(&[&[0, 0]], 2, Cells::Rows));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.use_block(1, 7));
    machine.use_block(0, 0);
    thread.join().expect("the other thread");
    machine.expect_settled(128);
}

/// An area as a whole and as two areas.
fn an_area_and_a_pair() {
    let whole: &[u64] = &[0; 8];
    let machine = Arc::new(Machine::new(&[whole, whole], 2, Cells::Rows));
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.use_block(1, 10));
    machine.use_block(0, 9);
    thread.join().expect("the other thread");
    machine.expect_settled(1024);
}

/// An area comes back while another CPU, which was promised a second one, looks for any: it finds the
/// first before anything but its counter says that it is free.
fn an_area_between_two() {
    let whole: &[u64] = &[0; 8];
    let machine = Arc::new(Machine::new(&[whole, whole], 2, Cells::Rows));
    let block = machine.trees(0).take(9, Zone::Any).expect("all is free");
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.use_block(1, 9));
    machine.write(block, 9);
    machine.trees(0).give(block, 9).expect("what was taken");
    assert!(thread.join().expect("the other thread"), "there were two");
    machine.expect_settled(1024);
}

/// A CPU gives up its tree while another takes from it.
fn release_and_steal() {
    let machine = Arc::new(Machine::new(&[&[!0b111]], 2, Cells::Frames));
    machine.use_block(0, 0);
    let other = Arc::clone(&machine);
    let thread = thread::spawn(move || other.use_block(1, 0));
    machine.trees(0).release_own();
    thread.join().expect("the other thread");
    machine.expect_settled(3);
}

/// The counter of an area alone, without trees: what was promised is there.
fn a_promise_is_kept() {
    let area = Arc::new(Area::new(&[!0b1], 0));
    let other = Arc::clone(&area);
    let cell = Arc::new(UnsafeCell::new(0));
    let others_cell = Arc::clone(&cell);
    assert!(areas::take_at(&*area, 0, 0));
    cell.with_mut(|_| ());
    let thread = thread::spawn(move || {
        // The counter says that there is one, so its bit is seen clear.
        if other.free().load() == 1 {
            let taken = areas::take(&*other, 0);
            assert_eq!(taken, Some(0), "a promised frame is found");
            others_cell.with_mut(|_| ());
        }
    });
    areas::give(&*area, 0, 0).expect("what was taken");
    thread.join().expect("the other thread");
}

const MODELS: [(&str, fn()); 7] = [
    ("frames of one row", frames_of_one_row),
    ("one frame for two", one_frame_for_two),
    ("rows and a frame", rows_and_a_frame),
    ("an area and a pair", an_area_and_a_pair),
    ("an area between two", an_area_between_two),
    ("release and steal", release_and_steal),
    ("a promise is kept", a_promise_is_kept),
];

/// What is weakened is the process's.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[test]
fn all_models_hold() {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    weaken(Weakened::Nothing);
    for (name, model) in MODELS {
        println!("{name}");
        run(model);
    }
}

#[test]
fn weaker_orders_are_seen() {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    for kind in [
        Weakened::Acquire,
        Weakened::Release,
        Weakened::Add,
        Weakened::AcquireRelease,
    ] {
        weaken(kind);
        let seen: Vec<&str> = MODELS
            .iter()
            .filter(|(_, model)| catch_unwind(AssertUnwindSafe(|| run(*model))).is_err())
            .map(|(name, _)| *name)
            .collect();
        weaken(Weakened::Nothing);
        println!("{kind:?}: {}", seen.join(", "));
        assert!(!seen.is_empty(), "{kind:?} can be weakened unseen");
    }
}
