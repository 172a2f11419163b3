//! Radial laws of the separation papers.
