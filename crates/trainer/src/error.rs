//! The one error type of the crate: which function, which argument, why.

use std::fmt;

/// Why a call was refused or a run stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// An argument is outside its domain.
    Argument {
        /// Function that was called.
        function: &'static str,
        /// Name of the argument.
        argument: &'static str,
        /// What was wrong with it.
        reason: String,
    },
    /// A file could not be read or written.
    File {
        /// Function that was called.
        function: &'static str,
        /// The file.
        path: std::path::PathBuf,
        /// What the system said, or what was wrong with the content.
        reason: String,
    },
    /// A numerical search did not reach its tolerance.
    Accuracy {
        /// Function that was called.
        function: &'static str,
        /// What was reached and what was asked for.
        reason: String,
    },
}

impl Error {
    /// A bad argument.
    pub fn argument(function: &'static str, argument: &'static str, reason: impl Into<String>) -> Self {
        Self::Argument { function, argument, reason: reason.into() }
    }

    pub(crate) fn file(function: &'static str, path: &std::path::Path, reason: impl fmt::Display) -> Self {
        Self::File { function, path: path.to_path_buf(), reason: reason.to_string() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument { function, argument, reason } => write!(f, "{function}: {argument}: {reason}"),
            Self::File { function, path, reason } => write!(f, "{function}: {}: {reason}", path.display()),
            Self::Accuracy { function, reason } => write!(f, "{function}: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

/// Result of this crate's functions.
pub type Result<T> = std::result::Result<T, Error>;

/// `Ok` if `value >= least`, else an error that names the argument.
pub(crate) fn at_least(function: &'static str, argument: &'static str, value: usize, least: usize) -> Result<()> {
    if value >= least {
        return Ok(());
    }
    Err(Error::argument(function, argument, format!("must be at least {least}, got {value}")))
}

/// `Ok` if `value` is finite and positive.
pub(crate) fn positive(function: &'static str, argument: &'static str, value: f64) -> Result<()> {
    if value.is_finite() && value > 0.0 {
        return Ok(());
    }
    Err(Error::argument(function, argument, format!("must be finite and positive, got {value}")))
}
