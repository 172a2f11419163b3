//! The keys of one TOML table, taken one by one; what is left over is reported.

use super::Problem;
use super::source::Source;
use crate::syntax::nearest;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A string and where its literal stands.
#[derive(Clone)]
pub(super) struct Text {
    pub value: String,
    pub span: Range<usize>,
}

/// A table being read.
pub(super) struct Fields<'a> {
    pub source: &'a Source,
    pub span: Range<usize>,
    what: &'static str,
    table: &'a DeTable<'a>,
    asked: RefCell<Vec<&'static str>>,
    pub problems: &'a RefCell<Vec<Problem>>,
}

impl<'a> Fields<'a> {
    pub fn new(
        source: &'a Source,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        what: &'static str,
        problems: &'a RefCell<Vec<Problem>>,
    ) -> Self {
        Self { source, span, what, table, asked: RefCell::new(Vec::new()), problems }
    }

    pub fn report(&self, span: Range<usize>, message: impl Into<String>) {
        self.problems.borrow_mut().push(self.source.problem(span, message));
    }

    pub fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue>, wanted: &str) {
        let message = format!("\"{key}\" must be {wanted}, not {}", value.get_ref().type_str());
        self.report(value.span(), message);
    }

    fn as_text(&self, key: &str, value: &Spanned<DeValue>) -> Option<Text> {
        match value.get_ref() {
            DeValue::String(text) => Some(Text { value: text.to_string(), span: value.span() }),
            _ => {
                self.wrong_type(key, value, "a string");
                None
            }
        }
    }

    /// An optional string.
    pub fn text(&self, key: &'static str) -> Option<Text> {
        self.get(key).and_then(|value| self.as_text(key, value))
    }

    /// A string that must be there and not be empty.
    pub fn required(&self, key: &'static str) -> Option<Text> {
        let Some(value) = self.get(key) else {
            self.report(self.span.clone(), format!("this {} has no \"{key}\"", self.what));
            return None;
        };
        let text = self.as_text(key, value)?;
        if text.value.trim().is_empty() {
            self.report(text.span.clone(), format!("\"{key}\" is empty"));
        }
        Some(text)
    }

    /// An optional array of strings; absent is empty.
    pub fn texts(&self, key: &'static str) -> Vec<Text> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|item| self.as_text(key, item)).collect(),
            _ => {
                self.wrong_type(key, value, "an array of strings");
                Vec::new()
            }
        }
    }

    /// An optional integer.
    pub fn integer(&self, key: &'static str) -> Option<i64> {
        let value = self.get(key)?;
        let parsed = match value.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
            _ => None,
        };
        if parsed.is_none() {
            self.wrong_type(key, value, "an integer");
        }
        parsed
    }

    /// An optional table.
    pub fn table(&self, key: &'static str, what: &'static str) -> Option<Fields<'a>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Fields::new(self.source, table, value.span(), what, self.problems)),
            _ => {
                self.wrong_type(key, value, "a table");
                None
            }
        }
    }

    /// An optional array of tables.
    pub fn tables(&self, key: &'static str, what: &'static str) -> Vec<Fields<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, &format!("an array of tables, [[{key}]]"));
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => {
                    found.push(Fields::new(self.source, table, item.span(), what, self.problems));
                }
                _ => self.wrong_type(key, item, "a table"),
            }
        }
        found
    }

    /// Every key with a string value, for tables whose keys are names.
    pub fn entries(&self) -> Vec<(Text, Text)> {
        let mut found = Vec::new();
        for (key, value) in self.table.iter() {
            let name = key.get_ref().to_string();
            if let Some(text) = self.as_text(&name, value) {
                found.push((Text { value: name, span: key.span() }, text));
            }
        }
        found
    }

    /// Reports the keys nobody asked for.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.iter() {
            let name = key.get_ref().as_ref();
            if !asked.contains(&name) {
                let help = nearest(name, asked.iter().copied()).map(|near| format!("; did you mean \"{near}\"?"));
                self.report(
                    key.span(),
                    format!("unknown key \"{name}\" in a {}{}", self.what, help.unwrap_or_default()),
                );
            }
        }
    }
}
