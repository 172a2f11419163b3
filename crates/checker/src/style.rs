//! Colour and width of the terminal.

use claims::decide::Verdict;
use std::io::IsTerminal;

/// Width assumed where there is no terminal.
const DEFAULT_WIDTH: usize = 140;

/// How text is shown.
pub struct Style {
    colour: bool,
    /// Characters a line may take.
    pub width: usize,
}

impl Style {
    /// Colour on a terminal unless `NO_COLOR` is set (to anything but the empty text); width from `COLUMNS`.
    #[must_use]
    pub fn of_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        Self { colour: !refused && std::io::stdout().is_terminal(), width: columns.unwrap_or(DEFAULT_WIDTH).max(60) }
    }

    /// The verdict's name padded to `width`, coloured by what it means.
    #[must_use]
    pub fn verdict(&self, verdict: Verdict, width: usize) -> String {
        let text = format!("{:width$}", verdict.name());
        if !self.colour {
            return text;
        }
        let code = match verdict {
            Verdict::Proved | Verdict::Verified => "32",
            Verdict::Refuted => "31",
            Verdict::Undecided => "33",
            Verdict::Argued | Verdict::Supported => "36",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}
