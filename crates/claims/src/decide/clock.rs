//! Deadlines and interruption.

use crate::eval::spent;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Work was stopped: time is up or the run was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// A deadline and an interrupt flag, asked in every loop. The limit is one of processor time of the thread that made the
/// clock and uses it: a busy machine makes a decision slower, not different.
#[derive(Clone, Debug)]
pub struct Clock {
    start: Instant,
    deadline: Cell<Duration>,
    interrupt: Arc<AtomicBool>,
}

impl Clock {
    /// A clock that runs out after `limit`.
    #[must_use]
    pub fn new(limit: Duration, interrupt: Arc<AtomicBool>) -> Self {
        Self { start: Instant::now(), deadline: Cell::new(spent().saturating_add(limit)), interrupt }
    }

    /// An error once time is up.
    ///
    /// # Errors
    /// [`Stopped`].
    pub fn check(&self) -> Result<(), Stopped> {
        if spent() >= self.deadline.get() || self.interrupted() { Err(Stopped) } else { Ok(()) }
    }

    /// Processor time left, seconds.
    #[must_use]
    pub fn left(&self) -> f64 {
        self.deadline.get().saturating_sub(spent()).as_secs_f64()
    }

    /// Runs `f` with at most `share` of the remaining time (never past the present deadline).
    pub fn within<T>(&self, share: f64, f: impl FnOnce() -> T) -> T {
        let outer = self.deadline.get();
        let now = spent();
        let left = outer.saturating_sub(now).mul_f64(share.clamp(0.0, 1.0));
        self.deadline.set(now.saturating_add(left).min(outer));
        let out = crate::eval::until(Some(self.deadline.get()), f);
        self.deadline.set(outer);
        out
    }

    /// As [`Self::within`], and at most `most` seconds.
    pub fn within_seconds<T>(&self, share: f64, most: f64, f: impl FnOnce() -> T) -> T {
        let left = self.left();
        self.within(if left > 0.0 { share.min(most / left) } else { 0.0 }, f)
    }

    /// Whether the run was interrupted from outside.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }

    /// Wall-clock seconds since the start.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }
}
