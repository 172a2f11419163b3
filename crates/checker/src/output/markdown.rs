//! Cells of Markdown tables.

/// Running text: characters that mean something to Markdown or end a cell are escaped.
#[must_use]
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '<' | '>' | '~' | '#' => out.extend(['\\', c]),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Code. A bar would end the cell of a table even there, so it is escaped; empty stays empty.
#[must_use]
pub fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let body = text.replace('\n', " ").replace('|', "\\|");
    if body.contains('`') { format!("`` {body} ``") } else { format!("`{body}`") }
}

#[cfg(test)]
mod tests {
    use super::{code, text};

    #[test]
    fn escapes_what_ends_a_cell() {
        assert_eq!(text("|x|^2 <= a*b_1"), "\\|x\\|^2 \\<= a\\*b\\_1");
        assert_eq!(code("a | b"), "`a \\| b`");
        assert_eq!(code(""), "");
    }
}
