//! Deadlines and interruption.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Work was stopped: time is up or the run was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// A deadline and an interrupt flag, asked in every loop.
#[derive(Clone, Debug)]
pub struct Clock {
    start: Instant,
    deadline: Cell<Option<Instant>>,
    interrupt: Arc<AtomicBool>,
}

impl Clock {
    /// A clock that runs out after `limit`.
    #[must_use]
    pub fn new(limit: Duration, interrupt: Arc<AtomicBool>) -> Self {
        let start = Instant::now();
        Self { start, deadline: Cell::new(start.checked_add(limit)), interrupt }
    }

    /// An error once time is up.
    ///
    /// # Errors
    /// [`Stopped`].
    pub fn check(&self) -> Result<(), Stopped> {
        let late = self.deadline.get().is_some_and(|d| Instant::now() >= d);
        if late || self.interrupt.load(Ordering::Relaxed) { Err(Stopped) } else { Ok(()) }
    }

    /// Runs `f` with at most `share` of the remaining time (never past the present deadline).
    pub fn within<T>(&self, share: f64, f: impl FnOnce() -> T) -> T {
        let outer = self.deadline.get();
        if let Some(d) = outer {
            let left = d.saturating_duration_since(Instant::now()).mul_f64(share.clamp(0.0, 1.0));
            self.deadline.set(Instant::now().checked_add(left).map(|e| e.min(d)));
        }
        let out = crate::eval::until(self.deadline.get(), f);
        self.deadline.set(outer);
        out
    }

    /// As [`Self::within`], and at most `most` seconds.
    pub fn within_seconds<T>(&self, share: f64, most: f64, f: impl FnOnce() -> T) -> T {
        let left = self.deadline.get().map_or(most, |d| d.saturating_duration_since(Instant::now()).as_secs_f64());
        self.within(if left > 0.0 { share.min(most / left) } else { 0.0 }, f)
    }

    /// Whether the run was interrupted from outside.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }

    /// Seconds since the start.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }
}
