//! CSV as in RFC 4180.

/// One CSV record.
#[must_use]
pub fn record<S: AsRef<str>>(fields: &[S]) -> String {
    let quoted: Vec<String> = fields.iter().map(|f| field(f.as_ref())).collect();
    quoted.join(",")
}

/// Quotes a field where it must be.
fn field(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn quotes_only_what_needs_it() {
        assert_eq!(super::record(&["a", "b,c", "say \"x\""]), "a,\"b,c\",\"say \"\"x\"\"\"");
    }
}
