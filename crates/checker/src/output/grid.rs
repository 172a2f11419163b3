//! A table for people and programs: one description, five formats.

use super::{csv, latex};
use crate::cli::GridFormat;
use crate::failure::Result;
use crate::output::number::{self, Toward};
use crate::output::table::Align;
use claims::print::Latex;
use claims::syntax::{Scope, parse_expr};
use serde_json::{Map, Value};
use std::io::Write;

/// A column.
#[derive(Clone, Copy)]
pub struct Column {
    /// Name in CSV and JSON.
    pub key: &'static str,
    /// Heading in text and Markdown.
    pub text: &'static str,
    /// Heading in LaTeX.
    pub latex: &'static str,
    /// How it is set.
    pub align: Align,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub const fn words(key: &'static str, head: &'static str) -> Self {
        Self { key, text: head, latex: head, align: Align::Left }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn numbers(key: &'static str, text: &'static str, latex: &'static str) -> Self {
        Self { key, text, latex, align: Align::Right }
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words.
    Words(String),
    /// An id or formula: set as code.
    Code(String),
    /// A decimal number that is printed as it stands.
    Number(String),
    /// An expression of the claim language, such as a radius.
    Expression(String),
}

impl Cell {
    fn plain(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Words(t) | Self::Code(t) | Self::Number(t) | Self::Expression(t) => t,
        }
    }

    fn markdown(&self) -> String {
        let text = clean(self.plain());
        match self {
            Self::Code(_) if !text.is_empty() => format!("`{}`", text.replace('|', "\\|").replace('`', "'")),
            _ => text.replace('\\', "\\\\").replace('|', "\\|").replace('*', "\\*").replace('<', "&lt;"),
        }
    }

    fn latex(&self) -> String {
        match self {
            Self::Empty => "--".into(),
            Self::Words(t) => latex::text(&clean(t)),
            Self::Code(t) => latex::id(&clean(t)),
            Self::Number(t) if number::round(t, 1, Toward::Down).is_some() => latex::number(t),
            Self::Number(t) => latex::text(&clean(t)),
            // Parsed and printed again: what was typed is no LaTeX, and a ledger may come from anybody.
            Self::Expression(t) => match parse_expr(t, &Scope::with_variables(["d"])) {
                Ok(expr) => format!("${}$", Latex::new().expr(&expr)),
                Err(_) => latex::text(&clean(t)),
            },
        }
    }
}

/// A table.
#[derive(Clone)]
pub struct Grid {
    /// What it shows, in one sentence.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// The first columns in this number become headings between rows, but columns in CSV and JSON.
    pub headings: usize,
    /// What a reader must know about the numbers.
    pub note: String,
    /// Column specification in LaTeX, where the columns' own alignment is not enough.
    pub latex: Option<&'static str>,
    /// May be longer than a page.
    pub long: bool,
}

impl Grid {
    /// Prints the table.
    ///
    /// # Errors
    /// When writing fails.
    pub fn print(&self, format: GridFormat, out: &mut impl Write) -> Result<()> {
        match format {
            GridFormat::Text => self.without_empty_columns().text(out),
            GridFormat::Markdown => self.without_empty_columns().markdown(out),
            GridFormat::Latex => self.without_empty_columns().latex(out),
            GridFormat::Csv => self.csv(out),
            GridFormat::Json => self.json(out),
        }
    }

    /// The table without columns that are empty in every row, for readers; programs get every column. A table with its own
    /// LaTeX columns keeps them all.
    fn without_empty_columns(&self) -> std::borrow::Cow<'_, Self> {
        let full = |i: usize| self.rows.is_empty() || self.rows.iter().any(|r| !matches!(r[i], Cell::Empty));
        let kept: Vec<usize> = (0..self.columns.len()).filter(|&i| i < self.headings || full(i)).collect();
        if kept.len() == self.columns.len() || self.latex.is_some() {
            return std::borrow::Cow::Borrowed(self);
        }
        std::borrow::Cow::Owned(Self {
            columns: kept.iter().map(|&i| self.columns[i]).collect(),
            rows: self.rows.iter().map(|r| kept.iter().map(|&i| r[i].clone()).collect()).collect(),
            ..self.clone()
        })
    }

    /// The rows in runs of equal headings.
    fn groups(&self) -> impl Iterator<Item = &[Vec<Cell>]> {
        let same = |a: &Vec<Cell>, b: &Vec<Cell>| (0..self.headings).all(|i| a[i].plain() == b[i].plain());
        self.rows.chunk_by(same)
    }

    fn heading(&self, row: &[Cell]) -> String {
        let parts: Vec<String> = row.iter().take(self.headings).map(|c| clean(c.plain()).into_owned()).collect();
        parts.join(": ")
    }

    fn text(&self, out: &mut impl Write) -> Result<()> {
        let shown = &self.columns[self.headings..];
        let mut widths: Vec<usize> = shown.iter().map(|c| c.text.chars().count()).collect();
        for row in &self.rows {
            for (w, cell) in widths.iter_mut().zip(&row[self.headings..]) {
                *w = (*w).max(cell.plain().chars().count());
            }
        }
        let mut line = String::new();
        let mut put = |cells: &mut dyn Iterator<Item = &str>, out: &mut dyn Write| -> Result<()> {
            line.clear();
            for ((cell, width), column) in cells.zip(&widths).zip(shown) {
                let cell = clean(cell);
                let pad = width.saturating_sub(cell.chars().count());
                if column.align == Align::Right {
                    line.extend(std::iter::repeat_n(' ', pad));
                }
                line.push_str(&cell);
                if column.align == Align::Left {
                    line.extend(std::iter::repeat_n(' ', pad));
                }
                line.push_str("  ");
            }
            Ok(writeln!(out, "{}", line.trim_end())?)
        };
        writeln!(out, "{}\n", self.caption)?;
        put(&mut shown.iter().map(|c| c.text), out)?;
        let rules: Vec<String> = widths.iter().map(|w| "-".repeat(*w)).collect();
        put(&mut rules.iter().map(String::as_str), out)?;
        for group in self.groups() {
            if self.headings > 0 {
                writeln!(out, "\n{}", self.heading(&group[0]))?;
            }
            for row in group {
                put(&mut row[self.headings..].iter().map(Cell::plain), out)?;
            }
        }
        if !self.note.is_empty() {
            writeln!(out, "\n{}", self.note)?;
        }
        Ok(())
    }

    fn markdown(&self, out: &mut impl Write) -> Result<()> {
        let shown = &self.columns[self.headings..];
        let head = |out: &mut dyn Write| -> Result<()> {
            let names: Vec<&str> = shown.iter().map(|c| c.text).collect();
            let rules: Vec<&str> = shown.iter().map(|c| if c.align == Align::Right { "---:" } else { "---" }).collect();
            Ok(writeln!(out, "| {} |\n|{}|", names.join(" | "), rules.join("|"))?)
        };
        writeln!(out, "{}\n", Cell::Words(self.caption.clone()).markdown())?;
        if self.headings == 0 {
            head(out)?;
        }
        for group in self.groups() {
            if self.headings > 0 {
                writeln!(out, "\n**{}**\n", Cell::Words(self.heading(&group[0])).markdown())?;
                head(out)?;
            }
            for row in group {
                let cells: Vec<String> = row[self.headings..].iter().map(Cell::markdown).collect();
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
        }
        if !self.note.is_empty() {
            writeln!(out, "\n{}", Cell::Words(self.note.clone()).markdown())?;
        }
        Ok(())
    }

    fn latex(&self, out: &mut impl Write) -> Result<()> {
        let shown = &self.columns[self.headings..];
        let own: String = shown.iter().map(|c| if c.align == Align::Right { 'r' } else { 'l' }).collect();
        let spec = self.latex.unwrap_or(&own);
        let heads: Vec<&str> = shown.iter().map(|c| c.latex).collect();
        writeln!(out, "% needs \\usepackage{{booktabs}}{}", if self.long { ", array and longtable" } else { "" })?;
        writeln!(out, "% {}", clean(&self.caption))?;
        if !self.note.is_empty() {
            writeln!(out, "% {}", clean(&self.note))?;
        }
        let (name, end) = if self.long { ("longtable", "\\endhead") } else { ("tabular", "\\midrule") };
        writeln!(out, "\\begin{{{name}}}{{{spec}}}\n\\toprule\n{} \\\\", heads.join(" & "))?;
        writeln!(out, "{}{end}", if self.long { "\\midrule\n" } else { "" })?;
        for (number, group) in self.groups().enumerate() {
            if self.headings > 0 {
                let title = latex::text(&self.heading(&group[0]));
                writeln!(out, "{}", if number > 0 { "\\addlinespace" } else { "" })?;
                writeln!(out, "\\multicolumn{{{}}}{{l}}{{\\textit{{{title}}}}} \\\\", shown.len())?;
            }
            for row in group {
                let cells: Vec<String> = row[self.headings..].iter().map(Cell::latex).collect();
                writeln!(out, "{} \\\\", cells.join(" & "))?;
            }
        }
        writeln!(out, "\\bottomrule\n\\end{{{name}}}")?;
        Ok(())
    }

    fn csv(&self, out: &mut impl Write) -> Result<()> {
        let keys: Vec<&str> = self.columns.iter().map(|c| c.key).collect();
        writeln!(out, "{}", keys.join(","))?;
        for row in &self.rows {
            let cells: Vec<&str> = row.iter().map(Cell::plain).collect();
            writeln!(out, "{}", csv::record(&cells))?;
        }
        Ok(())
    }

    fn json(&self, out: &mut impl Write) -> Result<()> {
        let rows = self.rows.iter().map(|row| {
            let pairs = self.columns.iter().zip(row).map(|(column, cell)| {
                let value = match cell {
                    Cell::Empty => Value::Null,
                    cell => Value::String(cell.plain().to_owned()),
                };
                (column.key.to_owned(), value)
            });
            Value::Object(pairs.collect::<Map<_, _>>())
        });
        writeln!(out, "{:#}", Value::Array(rows.collect()))?;
        Ok(())
    }
}

/// Text without control characters: a ledger may come from anybody, and a terminal obeys them.
fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    if text.chars().any(char::is_control) {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().into()
    } else {
        text.into()
    }
}
