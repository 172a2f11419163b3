//! Reader of the reference values in `data/` (made by `generate.py` with Arb; see `README.md`).
//!
//! A test file of this crate says `mod reference;` and asks for a function by name:
//! `for row in reference::rows("erf")? { .. row.prec, row.args[0], row.lo, row.hi .. }`.
#![allow(dead_code, reason = "every test target compiles this module and uses its own part of it")]

use rug::float::{Round, Special};
use rug::{Assign, Float, Integer};
use std::fmt;
use std::path::PathBuf;

/// Functions with a data file of point arguments, and how many arguments each takes.
pub const FUNCTIONS: [(&str, usize); 16] = [
    ("exp", 1),
    ("ln", 1),
    ("sin", 1),
    ("cos", 1),
    ("atan", 1),
    ("erf", 1),
    ("erfc", 1),
    ("erfinv", 1),
    ("gamma", 1),
    ("lgamma", 1),
    ("gamma_p", 2),
    ("gamma_q", 2),
    ("beta_i", 3),
    ("owen_t", 2),
    ("bessel_j", 2),
    ("bessel_j_prime", 2),
];

/// Name of the file of intervals for `bessel_j`, read by [`wide_rows`].
pub const WIDE: &str = "bessel_j_wide";

/// The longest mantissa a data file may hold, in hexadecimal digits.
const MAX_DIGITS: usize = 1 << 14;

/// One point: the value of the function at `args` lies in `[lo, hi]`. All numbers are exact.
#[derive(Debug, Clone)]
pub struct Row {
    /// Target precision in bits; `hi - lo` is at most `2^-(prec + 16)` times the value.
    pub prec: u32,
    /// Exact arguments in the order that `README.md` states.
    pub args: Vec<Float>,
    /// Lower end of Arb's enclosure.
    pub lo: Float,
    /// Upper end of Arb's enclosure.
    pub hi: Float,
    /// Line number in the file, for messages.
    pub line: usize,
}

/// One interval `[a, b]` of arguments of `J_nu` with its range enclosed from inside and from outside.
#[derive(Debug, Clone)]
pub struct WideRow {
    /// Precision in bits at which the range is to be asked for.
    pub prec: u32,
    /// Order.
    pub nu: Float,
    /// Lower end of the argument.
    pub a: Float,
    /// Upper end of the argument.
    pub b: Float,
    /// `(lo, hi)`: values at least as extreme are attained, so every enclosure contains both.
    pub inner: (Float, Float),
    /// `(lo, hi)`: certified bounds of the range, widened by `2^-20` of its width.
    pub outer: (Float, Float),
    /// Line number in the file, for messages.
    pub line: usize,
}

/// What is wrong with a data file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// File name or path.
    pub file: String,
    /// Line number from 1; 0 when the file as a whole could not be read.
    pub line: usize,
    /// The defect.
    pub reason: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for ReadError {}

/// The points of the function called `name`, a name of [`FUNCTIONS`].
pub fn rows(name: &str) -> Result<Vec<Row>, ReadError> {
    let Some(&(_, arity)) = FUNCTIONS.iter().find(|(known, _)| *known == name) else {
        return Err(ReadError { file: name.to_string(), line: 0, reason: "no such function".to_string() });
    };
    parse_rows(name, &read(name)?, arity)
}

/// The intervals for `bessel_j`.
pub fn wide_rows() -> Result<Vec<WideRow>, ReadError> {
    parse_wide_rows(WIDE, &read(WIDE)?)
}

fn read(name: &str) -> Result<String, ReadError> {
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "tests", "reference", "data", &format!("{name}.txt")].iter().collect();
    std::fs::read_to_string(&path).map_err(|error| ReadError {
        file: path.display().to_string(),
        line: 0,
        reason: error.to_string(),
    })
}

/// Parses the text of a file of points with `arity` arguments a line.
pub fn parse_rows(file: &str, text: &str, arity: usize) -> Result<Vec<Row>, ReadError> {
    lines(file, text, arity + 2, |line, prec, mut numbers| {
        let (hi, lo) = (take(&mut numbers)?, take(&mut numbers)?);
        ordered(&lo, &hi)?;
        Ok(Row { prec, args: numbers, lo, hi, line })
    })
}

/// Parses the text of the file of intervals.
pub fn parse_wide_rows(file: &str, text: &str) -> Result<Vec<WideRow>, ReadError> {
    lines(file, text, 7, |line, prec, mut numbers| {
        let (outer_hi, outer_lo) = (take(&mut numbers)?, take(&mut numbers)?);
        let (inner_hi, inner_lo) = (take(&mut numbers)?, take(&mut numbers)?);
        let (b, a, nu) = (take(&mut numbers)?, take(&mut numbers)?, take(&mut numbers)?);
        for (low, high) in [(&a, &b), (&outer_lo, &inner_lo), (&inner_lo, &inner_hi), (&inner_hi, &outer_hi)] {
            ordered(low, high)?;
        }
        Ok(WideRow { prec, nu, a, b, inner: (inner_lo, inner_hi), outer: (outer_lo, outer_hi), line })
    })
}

/// Every line that is not a comment: a precision and `count` numbers, handed to `make`.
fn lines<T>(
    file: &str,
    text: &str,
    count: usize,
    make: impl Fn(usize, u32, Vec<Float>) -> Result<T, String>,
) -> Result<Vec<T>, ReadError> {
    let mut made = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split(' ').collect();
        let row = split_line(&fields, count).and_then(|(prec, numbers)| make(index + 1, prec, numbers));
        made.push(row.map_err(|reason| ReadError { file: file.to_string(), line: index + 1, reason })?);
    }
    Ok(made)
}

fn split_line(fields: &[&str], count: usize) -> Result<(u32, Vec<Float>), String> {
    if fields.len() != count + 1 {
        return Err(format!("{} fields instead of {}", fields.len(), count + 1));
    }
    let prec = fields[0].parse::<u32>().ok().filter(|prec| (2..=100_000).contains(prec));
    let prec = prec.ok_or_else(|| format!("`{}` is not a precision", fields[0]))?;
    let numbers = fields[1..].iter().map(|text| number(text)).collect::<Result<_, _>>()?;
    Ok((prec, numbers))
}

fn take(numbers: &mut Vec<Float>) -> Result<Float, String> {
    numbers.pop().ok_or_else(|| "too few numbers".to_string())
}

fn ordered(low: &Float, high: &Float) -> Result<(), String> {
    if low <= high { Ok(()) } else { Err(format!("bounds in the wrong order: {low} > {high}")) }
}

/// The exact number `-1a3fp-57`, that is -0x1a3f * 2^-57, with as many bits as its mantissa has.
pub fn number(text: &str) -> Result<Float, String> {
    let bad = |why: &str| Err(format!("`{text:.60}` is not a number: {why}"));
    let Some((mantissa, exponent)) = text.split_once('p') else { return bad("no `p`") };
    let digits = mantissa.strip_prefix('-').unwrap_or(mantissa);
    // Integer::from_str_radix also takes signs, spaces and underscores inside.
    if digits.is_empty() || digits.len() > MAX_DIGITS || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return bad("mantissa");
    }
    let (Ok(mantissa), Ok(exponent)) = (Integer::from_str_radix(mantissa, 16), exponent.parse::<i32>()) else {
        return bad("exponent");
    };
    let mut value = Float::new(mantissa.significant_bits().max(2));
    value.assign(&mantissa);
    let exact = value.to_integer().is_some_and(|back| back == mantissa);
    value <<= exponent;
    // Beyond MPFR's exponents the shift gives zero or infinity.
    if !exact || !value.is_finite() || value.is_zero() != mantissa.is_zero() {
        return bad("out of range");
    }
    Ok(value)
}

/// Width of `[lo, hi]` in units of the last place at `prec` bits, rounded up; the unit is that of the end point of
/// larger magnitude, 2^(e - prec) where 2^(e-1) <= |v| < 2^e. Infinite when an end is not finite, 0 for `[0, 0]`.
pub fn width_in_ulps(lo: &Float, hi: &Float, prec: u32) -> Float {
    if !lo.is_finite() || !hi.is_finite() {
        return Float::with_val(64, Special::Infinity);
    }
    let (mut width, _) = Float::with_val_round(64, hi - lo, Round::Up);
    if let Some(top) = lo.get_exp().into_iter().chain(hi.get_exp()).max() {
        width >>= top;
        width <<= prec;
    }
    width
}
