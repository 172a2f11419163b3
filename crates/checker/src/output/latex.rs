//! LaTeX tables with booktabs rules.

/// A `tabular` whose cells are already LaTeX; `columns` is the column specification.
#[must_use]
pub fn tabular(columns: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("\\begin{{tabular}}{{{columns}}}\n\\toprule\n{} \\\\\n\\midrule\n", heads.join(" & "));
    for row in rows {
        out.push_str(&row.join(" & "));
        out.push_str(" \\\\\n");
    }
    out.push_str("\\bottomrule\n\\end{tabular}");
    out
}

/// A decimal such as `1.5e-7` in math mode.
#[must_use]
pub fn number(text: &str) -> String {
    match text.split_once('e') {
        Some((mantissa, exponent)) => format!("${mantissa} \\cdot 10^{{{exponent}}}$"),
        None => format!("${text}$"),
    }
}

/// Text in which TeX's special characters stand for themselves.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => out.extend(['\\', c]),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '"' => out.push_str("''"),
            '\u{2026}' => out.push_str("\\ldots{}"),
            '\u{2013}' => out.push_str("--"),
            '\u{2264}' => out.push_str("$\\leq$"),
            '\u{2265}' => out.push_str("$\\geq$"),
            c if c.is_ascii() || ('\u{a1}'..='\u{17f}').contains(&c) => out.push(c),
            // A character that no plain LaTeX font has is named rather than lost.
            c => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    out
}

/// The same for ids and formulas, with places where a line may break.
#[must_use]
pub fn breakable(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split_inclusive(['.', '-', ' ', ')']).enumerate() {
        if i > 0 {
            out.push_str("\\allowbreak{}");
        }
        out.push_str(&escape(part));
    }
    out
}

/// An expression of the claim language as typed, in math mode: enough for radii and widths.
#[must_use]
pub fn expression(text: &str) -> String {
    let mut body = text.replace("sqrt(2)", "\\sqrt{2}").replace('*', " ");
    // Exponents of one number or one pair of brackets.
    if let Some((base, exponent)) = body.clone().split_once('^') {
        body = format!("{base}^{{{}}}", exponent.trim_matches(|c| c == '(' || c == ')'));
    }
    format!("${body}$")
}

#[cfg(test)]
mod tests {
    #[test]
    fn sets_numbers_and_expressions() {
        assert_eq!(super::number("1.5e-7"), "$1.5 \\cdot 10^{-7}$");
        assert_eq!(super::expression("2^(d/2)"), "$2^{d/2}$");
        assert_eq!(super::escape("50% of a_b^2 & {x}"), "50\\% of a\\_b\\textasciicircum{}2 \\& \\{x\\}");
        assert_eq!(super::breakable("a.b"), "a.\\allowbreak{}b");
        assert_eq!(super::expression("sqrt(2)"), "$\\sqrt{2}$");
    }
}
