//! The Bessel function of the first kind, orders `n/2`, arguments `x >= 0`.

mod order;

pub use order::Order;
