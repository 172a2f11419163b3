//! Claims as data: the language they are written in, the deciders, verdicts and certificates.

pub mod tree;
