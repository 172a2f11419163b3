//! Claims as data: the language they are written in, the deciders, verdicts and certificates.

pub mod algebra;
pub mod certificate;
pub mod decide;
pub mod eval;
pub mod load;
pub mod mutate;
pub mod print;
pub mod syntax;
pub mod tree;
