//! Reader of the ITL vectors: `operation argument.. = result;` a line.

/// An argument or a result.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// An interval of doubles, perhaps unbounded.
    Interval(f64, f64),
    /// The empty interval.
    Empty,
    /// "Not an interval".
    NaI,
    /// A number.
    Number(f64),
    /// A truth value.
    Bool(bool),
    /// Anything else, as written.
    Other(String),
}

/// One vector.
#[derive(Clone, Debug)]
pub struct Vector {
    /// Name of the operation.
    pub operation: String,
    /// Arguments.
    pub args: Vec<Term>,
    /// Expected result.
    pub expected: Term,
    /// The line as written.
    pub text: String,
}

/// `-0x1.8p-3`, `1.5`, `infinity`.
fn number(text: &str) -> Option<f64> {
    let (sign, body) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if body.eq_ignore_ascii_case("infinity") || body.eq_ignore_ascii_case("inf") {
        return Some(sign * f64::INFINITY);
    }
    let lower = body.to_ascii_lowercase();
    let Some(hex) = lower.strip_prefix("0x") else { return body.parse::<f64>().ok().map(|x| sign * x) };
    let (mantissa, exponent) = hex.split_once('p').unwrap_or((hex, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = u64::from_str_radix(&format!("{whole}{fraction}"), 16).ok()?;
    let exponent = exponent.parse::<i32>().ok()? - 4 * i32::try_from(fraction.len()).ok()?;
    // Exact in two steps, also for subnormal doubles: the digits are fewer than 53 bits long.
    let half = exponent / 2;
    Some(sign * digits as f64 * 2f64.powi(half) * 2f64.powi(exponent - half))
}

/// One term; decorations are dropped, for they say nothing about the bare interval.
fn term(text: &str) -> Term {
    let bare = text.split_once(']').map_or(text, |(inside, _)| inside);
    if let Some(inside) = bare.strip_prefix('[') {
        return match inside.trim() {
            "empty" | "" => Term::Empty,
            "entire" => Term::Interval(f64::NEG_INFINITY, f64::INFINITY),
            "nai" => Term::NaI,
            pair => match pair.split_once(',').map(|(a, b)| (number(a.trim()), number(b.trim()))) {
                Some((Some(a), Some(b))) => Term::Interval(a, b),
                _ => Term::Other(text.into()),
            },
        };
    }
    match text {
        "true" => Term::Bool(true),
        "false" => Term::Bool(false),
        _ => number(text).map_or_else(|| Term::Other(text.into()), Term::Number),
    }
}

/// Cuts at white space outside brackets.
fn split(text: &str) -> Vec<String> {
    let (mut out, mut depth) = (vec![String::new()], 0);
    for c in text.chars() {
        depth += i32::from(c == '[') - i32::from(c == ']');
        if c.is_whitespace() && depth == 0 {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out.retain(|s| !s.is_empty());
    out
}

/// All vectors of a file.
pub fn read(text: &str) -> Vec<Vector> {
    let mut out = Vec::new();
    let mut comment = false;
    for line in text.lines().map(str::trim) {
        comment |= line.starts_with("/*");
        if comment {
            comment = !line.contains("*/");
            continue;
        }
        if line.is_empty() || line.starts_with("//") || line.starts_with("testcase") || line == "}" {
            continue;
        }
        let vector = line.split_once(';').and_then(|(body, _)| {
            let (left, right) = body.split_once(" = ")?;
            let mut words = split(left).into_iter();
            let operation = words.next()?;
            let args = words.map(|w| term(&w)).collect();
            Some(Vector { operation, args, expected: term(right.trim()), text: line.into() })
        });
        out.push(vector.unwrap_or_else(|| panic!("cannot read the vector {line}")));
    }
    out
}
