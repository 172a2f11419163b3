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
    }
}
