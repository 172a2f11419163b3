//! A deadline for evaluations: an expression may hold integrals and sums whose cost is not known beforehand. It is counted
//! in processor time of the thread, so that what is decided within a limit does not depend on what else the machine does.

use std::cell::Cell;
use std::time::Duration;

thread_local! {
    static DEADLINE: Cell<Option<Duration>> = const { Cell::new(None) };
}

/// Processor time that this thread has used.
#[must_use]
pub fn spent() -> Duration {
    let t = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(t.tv_sec).unwrap_or(0), u32::try_from(t.tv_nsec).unwrap_or(0))
}

/// Restores the previous deadline, also when the work panics.
struct Restore(Option<Duration>);

impl Drop for Restore {
    fn drop(&mut self) {
        DEADLINE.set(self.0);
    }
}

/// Runs `f`; evaluations of this thread that are still going when it has [`spent`] so much processor time end with
/// [`super::EvalError::Unable`]. An earlier deadline already in force stays in force.
pub fn until<T>(deadline: Option<Duration>, f: impl FnOnce() -> T) -> T {
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
#[must_use]
pub fn passed() -> bool {
    DEADLINE.get().is_some_and(|d| spent() >= d)
}
