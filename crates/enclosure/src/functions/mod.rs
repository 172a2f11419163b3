//! Special functions, one file or folder each: the variants, one error bound each, and a dispatcher.

pub mod bessel_j;
