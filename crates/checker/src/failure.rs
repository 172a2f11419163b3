//! What ends a command early: a message for standard error and exit code 2.

use std::fmt;

/// Bad input. The message names the argument.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// A failure that names the command-line argument it is about.
    pub fn argument(name: &str, message: impl fmt::Display) -> Self {
        Self(format!("{name}: {message}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(format!("cannot write the result: {error}"))
    }
}

/// Result of a command: how it ended.
pub type Result<T = Ending> = std::result::Result<T, Failure>;

/// How a command that ran to its end ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Exit code 0.
    Good,
    /// Exit code 1: something is undecided, or a verdict that was denied occurred.
    Open,
}
