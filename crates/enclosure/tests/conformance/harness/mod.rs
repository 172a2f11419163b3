//! One harness for every function that returns enclosures: random arguments biased to the hard places, and the promises
//! of `docs/CONTRACT.md` as checks. It shares no code with the functions; `broken.rs` shows that each check can fail.
#![allow(dead_code, reason = "every test target compiles this module and uses its own part of it")]

pub mod arguments;
pub mod checks;
pub mod corners;
pub mod oracle;
pub mod random;
pub mod subject;

pub use arguments::Arg;
pub use checks::run;
pub use subject::{Judge, Subject, values};

use enclosure::rug::Float;
use enclosure::{Interval, Prec};

/// The precision of `bits` bits.
pub fn prec(bits: u32) -> Prec {
    Prec::new(bits).unwrap_or_else(|e| panic!("{e}"))
}

/// The one-point interval.
pub fn point(x: &Float) -> Interval {
    Interval::point(x.clone()).unwrap_or_else(|e| panic!("{e}"))
}

/// How many times the usual number of checks is asked for (`DEPTHSEP_CHECKS`, 1 when not set).
pub fn multiplier() -> u64 {
    match std::env::var("DEPTHSEP_CHECKS") {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("DEPTHSEP_CHECKS = {text} is not a whole number")),
        Err(_) => 1,
    }
}

/// Seed of the random arguments: fixed unless `DEPTHSEP_SEED` is set, so that a failure comes back.
pub fn seed() -> u64 {
    match std::env::var("DEPTHSEP_SEED") {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("DEPTHSEP_SEED = {text} is not a whole number")),
        Err(_) => 0,
    }
}

/// Runs all checks on one function and fails with the violations.
pub fn assert_conforms(subject: &Subject) {
    let report = run(subject, multiplier(), seed());
    println!("{report}");
    assert!(report.violations.is_empty(), "{}", report.failures());
    let start = std::time::Instant::now();
    let corners = corners::check(subject);
    println!("corners {:<22} {:>7.1} s", subject.name, start.elapsed().as_secs_f64());
    assert!(corners.is_empty(), "{}: {}", subject.name, corners.join("\n"));
}
