//! Files as text, and places in them.

use super::{MAX_FILE, Problem};
use crate::syntax::SyntaxError;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A file that was read.
pub(super) struct Source {
    pub path: PathBuf,
    pub text: String,
}

impl Source {
    /// Reads a file of at most [`MAX_FILE`] bytes of UTF-8.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let fail = |message: String| Problem { file: path.into(), position: None, message, excerpt: String::new() };
        let size = fs::metadata(path).map_err(|e| fail(format!("cannot read the file: {e}")))?.len();
        if size > MAX_FILE {
            return Err(fail(format!("the file has {size} bytes, more than the limit of {MAX_FILE}")));
        }
        let bytes = fs::read(path).map_err(|e| fail(format!("cannot read the file: {e}")))?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { path: path.into(), text }),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let bytes = error.as_bytes();
                let line = bytes[..good].iter().filter(|&&b| b == b'\n').count() + 1;
                let start = bytes[..good].iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
                let column = String::from_utf8_lossy(&bytes[start..good]).chars().count() + 1;
                let message = format!("the file is not UTF-8: byte 0x{:02x} cannot stand here", bytes[good]);
                Err(Problem { position: Some((line, column)), ..fail(message) })
            }
        }
    }

    /// Line of a byte offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.text.as_bytes()[..offset.min(self.text.len())].iter().filter(|&&b| b == b'\n').count() + 1
    }

    /// A problem at `span`.
    pub fn problem(&self, span: Range<usize>, message: impl Into<String>) -> Problem {
        let placed = SyntaxError::new(&self.text, span, message);
        let number = placed.line.to_string();
        let gutter = " ".repeat(number.len());
        let (first, count) = placed.carets;
        let excerpt =
            format!("{gutter} |\n{number} | {}\n{gutter} | {}{}", placed.excerpt, " ".repeat(first), "^".repeat(count));
        Problem {
            file: self.path.clone(),
            position: Some((placed.line, placed.column)),
            message: placed.message,
            excerpt,
        }
    }

    /// A syntax error inside the string literal at `span` whose value is `value`, placed in the file.
    pub fn inside(&self, span: &Range<usize>, value: &str, error: &SyntaxError) -> Problem {
        let raw = self.text.get(span.clone()).unwrap_or("");
        let quotes = ["\"\"\"\n", "\"\"\"", "'''\n", "'''", "\"", "'"].iter().find(|q| raw.starts_with(**q));
        let start = span.start + quotes.map_or(0, |q| q.len());
        // With escapes in the literal the offsets do not carry over; then the whole literal is marked.
        let plain = self.text.get(start..start + value.len()) == Some(value);
        let place =
            if plain { start + error.span.start..start + error.span.end.max(error.span.start) } else { span.clone() };
        let mut problem = self.problem(place, error.summary());
        if !plain {
            problem.excerpt.push('\n');
            problem.excerpt.push_str(&error.pointer("  = "));
        }
        problem
    }
}
