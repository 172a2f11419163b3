//! Errors with a place.

use std::fmt;
use std::ops::Range;

/// Longest excerpt of a line shown around an error.
const MAX_EXCERPT: usize = 160;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// What might be meant.
    pub help: Option<String>,
    /// Bytes of the text it is about.
    pub span: Range<usize>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line, shortened around the place when it is long.
    pub excerpt: String,
    /// Where in `excerpt` the carets go: first character and number of them.
    pub carets: (usize, usize),
}

impl SyntaxError {
    /// An error about `span` of `text`.
    #[must_use]
    pub fn new(text: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        let start = floor_boundary(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let line = text[..start].bytes().filter(|&b| b == b'\n').count() + 1;
        let column = text[line_start..start].chars().count() + 1;
        let marked = text[start..floor_boundary(text, span.end.clamp(start, line_end))].chars().count().max(1);
        let (excerpt, carets) = shorten(&text[line_start..line_end], column - 1, marked);
        Self { message: message.into(), help: None, span, line, column, excerpt, carets }
    }

    /// Adds what might be meant.
    #[must_use]
    pub fn with_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// The message with its help, on one line.
    #[must_use]
    pub fn summary(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// The excerpt and a line of carets under it, each after `margin`.
    #[must_use]
    pub fn pointer(&self, margin: &str) -> String {
        let (first, count) = self.carets;
        format!("{margin}{}\n{margin}{}{}", self.excerpt, " ".repeat(first), "^".repeat(count))
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "line {}, column {}: {}", self.line, self.column, self.summary())?;
        f.write_str(&self.pointer("  | "))
    }
}

impl std::error::Error for SyntaxError {}

/// Largest character boundary at most `i`.
fn floor_boundary(text: &str, i: usize) -> usize {
    (0..=i.min(text.len())).rev().find(|&j| text.is_char_boundary(j)).unwrap_or(0)
}

/// The part of `line` around the marked characters, and where the mark is in it. Control characters become spaces.
fn shorten(line: &str, first: usize, count: usize) -> (String, (usize, usize)) {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let before = first.min(MAX_EXCERPT / 2);
    let shown = count.min(MAX_EXCERPT / 2);
    let skipped = first - before;
    let mut text: String = line.chars().skip(skipped).take(MAX_EXCERPT).map(clean).collect();
    let cut_end = line.chars().nth(skipped + MAX_EXCERPT).is_some();
    let mut at = before;
    if skipped > 0 {
        text.insert_str(0, "...");
        at += 3;
    }
    if cut_end {
        text.push_str("...");
    }
    (text, (at, shown))
}
