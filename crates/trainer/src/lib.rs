//! Gradient descent over random erf features.
