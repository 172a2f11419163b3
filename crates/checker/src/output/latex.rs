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

/// A number or `[lower, upper]` without dollar signs, powers of ten set as such.
#[must_use]
pub fn bare_number(text: &str) -> String {
    let one = |part: &str| match part.split_once('e') {
        Some((mantissa, exponent)) => format!("{mantissa} \\cdot 10^{{{exponent}}}"),
        None => part.to_owned(),
    };
    match text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).and_then(|t| t.split_once(", ")) {
        Some((lower, upper)) => format!("[{},\\ {}]", one(lower), one(upper)),
        None => one(text),
    }
}

/// Running text with the characters that mean something to LaTeX replaced.
#[must_use]
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let pairs = [("<=", "$\\le$"), (">=", "$\\ge$"), ("!=", "$\\ne$")];
        if let Some((from, to)) = pairs.iter().find(|(from, _)| rest.starts_with(from)) {
            out.push_str(to);
            rest = &rest[from.len()..];
            continue;
        }
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '^' => out.push_str("\\^{}"),
            '~' => out.push_str("\\~{}"),
            '<' => out.push_str("$<$"),
            '>' => out.push_str("$>$"),
            '|' => out.push_str("$|$"),
            '"' => out.push_str("''"),
            '_' | '{' | '}' | '#' | '&' | '%' | '$' => out.extend(['\\', c]),
            '\u{2026}' => out.push_str("\\ldots{}"),
            '\u{2013}' => out.push_str("--"),
            c if c.is_ascii() || ('\u{a1}'..='\u{17f}').contains(&c) => out.push(c),
            // A character that no plain LaTeX font has is named rather than lost.
            c => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// An id in typewriter type that may be broken after its dots and hyphens.
#[must_use]
pub fn id(id: &str) -> String {
    let body = text(id).replace('.', ".\\allowbreak{}").replace('-', "-\\allowbreak{}");
    format!("\\texttt{{{body}}}")
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
        assert_eq!(super::expression("sqrt(2)"), "$\\sqrt{2}$");
        assert_eq!(super::bare_number("[1e-5, 2e-5]"), "[1 \\cdot 10^{-5},\\ 2 \\cdot 10^{-5}]");
    }

    #[test]
    fn escapes_text() {
        assert_eq!(super::text("|x|^2 <= a_1 & 5%"), "$|$x$|$\\^{}2 $\\le$ a\\_1 \\& 5\\%");
        assert_eq!(super::id("a.b-c"), "\\texttt{a.\\allowbreak{}b-\\allowbreak{}c}");
    }
}
