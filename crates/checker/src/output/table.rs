//! Plain-text tables for a terminal.

/// How a column is set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Flush left.
    Left,
    /// Flush right.
    Right,
}

/// A table under construction: headings, then rows of the same length.
pub struct Table {
    heads: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    #[must_use]
    pub fn new(heads: &[(&'static str, Align)]) -> Self {
        Self { heads: heads.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Sets the table with columns two spaces apart; the last column is not padded.
    #[must_use]
    pub fn render(&self) -> String {
        let width = |i: usize, head: &str| {
            let cells = self.rows.iter().filter_map(|r| r.get(i)).map(|c| c.chars().count());
            cells.chain([head.chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = self.heads.iter().enumerate().map(|(i, (h, _))| width(i, h)).collect();
        let line = |cells: &[String]| -> String {
            let mut out = String::new();
            for ((cell, w), (_, align)) in cells.iter().zip(&widths).zip(&self.heads) {
                let pad = " ".repeat(w.saturating_sub(cell.chars().count()));
                match align {
                    Align::Left => out.extend([cell.as_str(), &pad, "  "]),
                    Align::Right => out.extend([pad.as_str(), cell, "  "]),
                }
            }
            out.trim_end().to_owned()
        };
        let heads: Vec<String> = self.heads.iter().map(|(h, _)| (*h).to_owned()).collect();
        let rule: Vec<String> = widths.iter().map(|w| "-".repeat(*w)).collect();
        let mut lines = vec![line(&heads), line(&rule)];
        lines.extend(self.rows.iter().map(|r| line(r)));
        lines.join("\n")
    }
}

/// Cuts `text` to `width` characters, marking the cut.
#[must_use]
pub fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::{Align, Table, clip};

    #[test]
    fn aligns_columns() {
        let mut t = Table::new(&[("d", Align::Right), ("verdict", Align::Left)]);
        t.push(vec!["2".into(), "proved".into()]);
        t.push(vec!["16".into(), "no".into()]);
        assert_eq!(t.render(), " d  verdict\n--  -------\n 2  proved\n16  no");
        assert_eq!(clip("abcdef", 4), "abc…");
    }
}
