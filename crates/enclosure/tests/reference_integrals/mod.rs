//! Reader of `series.txt` and `integrals.txt` (made by `generate.py` with Arb).
#![allow(dead_code, reason = "every test target compiles this module and uses its own part of it")]

use enclosure::Interval;
use rug::{Float, Integer, Rational};
use std::path::PathBuf;

type Failure = Box<dyn std::error::Error>;

fn load(file: &str) -> Result<String, Failure> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "reference_integrals", file].iter().collect();
    Ok(std::fs::read_to_string(path)?)
}

/// `mantissa exponent`, exact.
fn exact(mantissa: &str, exponent: &str) -> Result<Float, Failure> {
    let m: Integer = mantissa.parse()?;
    let bits = m.significant_bits().max(2);
    let e: i32 = exponent.parse()?;
    Ok(Float::with_val(bits, m) << e)
}

fn enclosure_of(text: &str) -> Result<Interval, Failure> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    match parts.as_slice() {
        [a, b, c, d] => Ok(Interval::new(exact(a, b)?, exact(c, d)?)?),
        _ => Err(format!("four integers expected in {text:?}").into()),
    }
}

/// A dyadic rational as an exact point.
pub fn dyadic(q: &Rational) -> Result<Interval, Failure> {
    let (x, order) = Float::with_val_round(400, q, rug::float::Round::Nearest);
    if order == std::cmp::Ordering::Equal { Ok(Interval::point(x)?) } else { Err(format!("{q} is not dyadic").into()) }
}

/// Taylor coefficients of one function at one point.
pub struct Series {
    /// Function.
    pub name: String,
    /// Constants, then the expansion point.
    pub args: Vec<Rational>,
    /// Enclosures of the coefficients.
    pub coefficients: Vec<Interval>,
}

/// All rows of `series.txt`, grouped.
pub fn series() -> Result<Vec<Series>, Failure> {
    let mut out: Vec<Series> = Vec::new();
    for line in load("series.txt")?.lines() {
        let fields: Vec<&str> = line.split(" | ").collect();
        let [name, args, k, value] = fields.as_slice() else {
            return Err(format!("bad line {line:?}").into());
        };
        let args = args.split_whitespace().map(str::parse).collect::<Result<Vec<Rational>, _>>()?;
        if *k == "0" {
            out.push(Series { name: (*name).into(), args, coefficients: Vec::new() });
        }
        out.last_mut().ok_or("no series begun")?.coefficients.push(enclosure_of(value)?);
    }
    Ok(out)
}

/// All rows of `integrals.txt`.
pub fn integrals() -> Result<Vec<(String, Interval)>, Failure> {
    load("integrals.txt")?
        .lines()
        .map(|line| {
            let (name, value) = line.split_once(" | ").ok_or("bad line")?;
            Ok((name.to_string(), enclosure_of(value)?))
        })
        .collect()
}
