//! Claims as data.
