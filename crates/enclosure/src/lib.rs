//! Outward-rounded enclosures of real numbers.
//!
//! The inclusion principle: for every function `f` here and all `x` in the argument intervals, `f(x)` lies in the
//! returned [`Interval`]. Precision is always an argument ([`Prec`]); there is no global state. Arguments outside a
//! function's domain are an [`Error`], never a clipped or NaN result.

mod error;
pub mod functions;
pub mod integrate;
pub mod interval;
pub mod jet;
mod prec;
pub mod roots;
pub mod sum;

pub use error::{Error, Result};
pub use interval::Interval;
pub use jet::Jet;
pub use prec::Prec;
pub use rug;
