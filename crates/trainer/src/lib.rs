//! Gradient descent over random erf features: the positive half of the paper.
//!
//! - [`law`], [`norm`], [`sampler`]: laws of the norm, their inverse-CDF tables, seeded points in blocks;
//! - [`features`], [`kernel`]: the random hidden layer of Assumption 7 and its `f32` kernels;
//! - [`gd`], [`run`], [`config`], [`presets`]: full-batch gradient descent on the output neuron, with checkpoints;
//! - [`risk`]: risk on fresh points with a one-sided confidence bound;
//! - [`construct`]: the vector v of the proof of Theorem 9;
//! - [`shallow`]: shallow baselines;
//! - [`plan`]: what the learning theorem asks for, certified.
//!
//! Everything is a function of its seed: the same numbers for any number of threads, on one instruction set. Nothing here
//! but [`plan`] is an enclosure; what a run yields is evidence at a stated confidence. Bounds: `docs/theory/trainer.md`.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//! use trainer::{config::TrainConfig, law::NamedLaw, risk, run, sampler};
//!
//! let law = NamedLaw::compact(3)?;
//! let never = AtomicBool::new(false);
//! let config = TrainConfig::paper(3, 100, 1000, 200, 1);
//! let found = run::train(&config, &law, &never, &mut |_| {})?;
//! let points = sampler::PointSampler::new(3, law.law, config.seed)?;
//! let measured = risk::fresh_risk(&found.network, &points, config.lambda, 50_000, 1e-9, &never, &mut |_| {})?.unwrap();
//! assert!(measured.mean < 0.15 && measured.upper > measured.mean);
//! # Ok::<(), trainer::Error>(())
//! ```

mod checkpoint;
pub mod config;
pub mod construct;
pub mod error;
pub mod features;
pub mod gd;
pub mod kernel;
pub mod law;
pub mod network;
pub mod norm;
pub mod plan;
pub mod presets;
pub mod risk;
pub mod run;
pub mod sampler;
pub mod shallow;
pub mod stream;

pub use error::{Error, Result};
