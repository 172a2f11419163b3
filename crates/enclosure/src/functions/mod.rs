//! Special functions, one file or folder each: the variants, one error bound each, and a dispatcher.

pub mod bessel_j;
pub mod erf_inv;
pub mod gamma;
pub mod incomplete_beta;
pub mod incomplete_gamma;
mod methods;
pub mod owen_t;
mod rounding;

pub use erf_inv::{erf_inv, erfc_inv};
pub use gamma::{binet, digamma, gamma, lgamma, polygamma};
pub use incomplete_beta::{beta_i, beta_i_complement, log_beta};
pub use incomplete_gamma::{gamma_p, gamma_q};
pub use owen_t::owen_t;
