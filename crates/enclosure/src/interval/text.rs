//! Decimal text in and out, always rounded outward.

use super::Interval;
use crate::{Error, Prec, Result};
use rug::Float;
use rug::float::Round;
use std::fmt;

/// Longest decimal literal accepted: nobody writes a longer one, and parsing costs grow with it.
const MAX_LITERAL: usize = 100_000;
/// Largest decimal exponent accepted, in absolute value.
const MAX_EXPONENT: i64 = 1_000_000;

/// Checks `[+-]digits[.digits][e[+-]digits]` so that nothing else (hex, "nan", underscores) reaches the parser.
fn check_literal(text: &str) -> std::result::Result<(), &'static str> {
    if text.len() > MAX_LITERAL {
        return Err("it is longer than 100000 characters");
    }
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((m, e)) => (m, Some(e)),
        None => (body, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err("it has no digit");
    }
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return Err("only digits, one point and an exponent are allowed");
    }
    match exponent {
        None => Ok(()),
        Some(e) => match e.parse::<i64>() {
            Ok(n) if n.abs() <= MAX_EXPONENT => Ok(()),
            Ok(_) => Err("its exponent is beyond 1000000"),
            Err(_) => Err("its exponent is not an integer"),
        },
    }
}

impl Interval {
    /// Encloses the decimal number written in `text`, such as `0.1`, `-3`, `1e-12`: at most 1 ulp wide.
    ///
    /// # Errors
    /// [`Error::Parse`] when the text is not a decimal number.
    pub fn decimal(text: &str, p: Prec) -> Result<Self> {
        let fail = |reason| Error::Parse { what: "a decimal number", text: text.chars().take(40).collect(), reason };
        check_literal(text).map_err(fail)?;
        let read = |r: Round| -> Result<Float> {
            let parsed = Float::parse(text).map_err(|_| fail("MPFR cannot read it"))?;
            Ok(Float::with_val_round(p.bits(), parsed, r).0)
        };
        Self::new(read(Round::Down)?, read(Round::Up)?)
    }

    /// Decimal lower and upper bounds with `digits` significant digits, rounded outward.
    #[must_use]
    pub fn to_decimal(&self, digits: usize) -> (String, String) {
        (decimal(&self.lo, digits, Round::Down), decimal(&self.hi, digits, Round::Up))
    }

    /// Number of significant digits that `p` bits can tell apart, plus one.
    #[must_use]
    pub fn digits_for(p: Prec) -> usize {
        // log10(2) < 0.30103
        (p.bits() as usize * 30_103).div_ceil(100_000) + 1
    }
}

/// `x` in decimal, rounded in direction `r`, plain notation for moderate exponents.
fn decimal(x: &Float, digits: usize, r: Round) -> String {
    if x.is_infinite() {
        return if x.is_sign_negative() { "-inf".into() } else { "inf".into() };
    }
    if x.is_zero() {
        return "0".into();
    }
    let (negative, mantissa, exp) = x.to_sign_string_exp_round(10, Some(digits.max(1)), r);
    let mantissa = mantissa.trim_end_matches('0');
    let mantissa = if mantissa.is_empty() { "0" } else { mantissa };
    let exp = i64::from(exp.unwrap_or(0));
    let len = mantissa.len() as i64;
    let sign = if negative { "-" } else { "" };
    let body = if (-3..=0).contains(&exp) {
        format!("0.{}{mantissa}", "0".repeat(exp.unsigned_abs() as usize))
    } else if (1..=21).contains(&exp) {
        if len <= exp {
            format!("{mantissa}{}", "0".repeat((exp - len).unsigned_abs() as usize))
        } else {
            let (a, b) = mantissa.split_at(exp.unsigned_abs() as usize);
            format!("{a}.{b}")
        }
    } else {
        let (a, b) = mantissa.split_at(1);
        let point = if b.is_empty() { "" } else { "." };
        format!("{a}{point}{b}e{}", exp - 1)
    };
    format!("{sign}{body}")
}

/// `[lo, hi]` with as many digits as the precision carries (the formatter's precision when given), rounded outward.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.lo.prec().max(self.hi.prec()).clamp(2, 1 << 20);
        let p = Prec::new(bits).unwrap_or(Prec::DOUBLE);
        let (lo, hi) = self.to_decimal(f.precision().unwrap_or_else(|| Self::digits_for(p)));
        if lo == hi { write!(f, "{lo}") } else { write!(f, "[{lo}, {hi}]") }
    }
}
