//! Promises about the text of this repository that no compiler checks.

mod contract;
mod files;
mod floats;
mod theorems;
