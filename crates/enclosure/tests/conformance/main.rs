//! Conformance of every function of this crate that returns an enclosure; see `harness` for the checks.
//! Nightly: `DEPTHSEP_CHECKS=1000 ./run test conformance -- --nocapture` prints the counts.

mod harness;
mod subjects;

mod broken;
mod coverage;
mod regressions;
