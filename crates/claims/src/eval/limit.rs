//! A deadline for evaluations: an expression may hold integrals and sums whose cost is not known beforehand.

use std::cell::Cell;
use std::time::Instant;

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Restores the previous deadline, also when the work panics.
struct Restore(Option<Instant>);

impl Drop for Restore {
    fn drop(&mut self) {
        DEADLINE.set(self.0);
    }
}

/// Runs `f`; evaluations of this thread that are still going at `deadline` end with [`super::EvalError::Unable`]. An earlier
/// deadline already in force stays in force.
pub fn until<T>(deadline: Option<Instant>, f: impl FnOnce() -> T) -> T {
    let outer = DEADLINE.get();
    let restore = Restore(outer);
    DEADLINE.set(match (outer, deadline) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    });
    let out = f();
    drop(restore);
    out
}

/// Whether the deadline in force has passed.
pub(super) fn passed() -> bool {
    DEADLINE.get().is_some_and(|d| Instant::now() >= d)
}
