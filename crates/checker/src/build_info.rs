//! What this program was built from.

/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Commit it was built from, or `unknown`.
pub const COMMIT: &str = env!("DEPTHSEP_COMMIT");
/// Version and fingerprint of the sources that a verdict, bound or risk depends on: what ledgers call the engine.
pub const ENGINE: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("DEPTHSEP_ENGINE"));
/// What `--version` prints.
pub const LONG: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (commit ",
    env!("DEPTHSEP_COMMIT"),
    ", engine ",
    env!("DEPTHSEP_ENGINE"),
    ", ",
    env!("DEPTHSEP_TARGET"),
    ")"
);
