//! Deciders: from a claim to a verdict with the evidence for it.

mod analysis;
mod bessel;
mod boxes;
mod claim;
mod clock;
mod dimensions;
pub mod enclose;
mod facts;
mod kernel;
mod monotone;
mod outcome;
mod parts;
mod sample;
mod scope;
mod search;
mod shift;
mod step;
mod suprema;
mod witness;

pub use claim::{compose, decide};
pub use clock::{Clock, Stopped};
pub use facts::{ScopeFacts, Sign};
pub use kernel::{Goal, apply, replay};
pub use outcome::{DimVerdict, Evidence, Options, Outcome, Verdict, Witness};
pub use sample::{Point, Random, contains, draw, refutes, values as point_values};
pub use scope::{Bound, Hull, Scope, Variable};
pub use search::Prover;
pub use step::{BesselBound, Known, Proof, Split, Step};
pub use witness::{failing, relation_text};
