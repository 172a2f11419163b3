//! What can go wrong when an enclosure is asked for.

use std::fmt;

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why no enclosure was returned. "Outside the domain" and "inside, but not found" are different answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The argument holds a point at which the function is not defined.
    Domain {
        /// Function that was called.
        function: &'static str,
        /// Name of the offending argument.
        argument: &'static str,
        /// The argument as given.
        given: String,
        /// What the function asks of it.
        needs: &'static str,
    },
    /// The function is defined there, but no enclosure was found within the stated limits.
    Unable {
        /// Function that was called.
        function: &'static str,
        /// What ran out.
        reason: String,
    },
    /// A text is not a number of the expected form.
    Parse {
        /// What was expected.
        what: &'static str,
        /// The text as given (shortened).
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl Error {
    /// A [`Error::Domain`] that quotes the argument.
    pub fn domain(
        function: &'static str,
        argument: &'static str,
        given: impl fmt::Display,
        needs: &'static str,
    ) -> Self {
        Self::Domain { function, argument, given: given.to_string(), needs }
    }

    /// A [`Error::Unable`].
    pub fn unable(function: &'static str, reason: impl Into<String>) -> Self {
        Self::Unable { function, reason: reason.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain { function, argument, given, needs } => {
                write!(f, "{function}: argument {argument} = {given}, but {needs}")
            }
            Self::Unable { function, reason } => {
                write!(f, "{function}: no enclosure found: {reason}")
            }
            Self::Parse { what, text, reason } => write!(f, "\"{text}\" is not {what}: {reason}"),
        }
    }
}

impl std::error::Error for Error {}
