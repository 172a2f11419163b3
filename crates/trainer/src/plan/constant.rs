//! The constant c of Theorem 8 (TP-01).

use super::Assumption;
use enclosure::{Error, Interval, Prec, Result};

/// Largest exponent tried: c is at most `2^1024`.
const MAX_EXPONENT: i32 = 1024;
/// Halvings of the last octave: c is known to 2^-20 relative.
const HALVINGS: u32 = 20;

/// How the terms in n and r are bounded by c.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// The constants of the proof's displays: 21 in (63), 48 in the display before (60).
    Printed,
    /// The same displays with the logarithms kept and taken at the smallest width admitted.
    Sharp,
}

/// An inequality of the proof as a condition on c.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its number in the paper.
    pub equation: u32,
    /// The least c found at which it holds.
    pub least: Interval,
    /// Encloses left side over right side at the c that was chosen; at most 1.
    pub ratio: Interval,
}

/// The constant and what bounds it.
#[derive(Clone, Debug)]
pub struct Constant {
    /// The constant, a point.
    pub c: Interval,
    /// The conditions in the order of the paper.
    pub conditions: Vec<Condition>,
    /// The equation that binds.
    pub binding: u32,
}

const EQUATIONS: [u32; 5] = [58, 59, 60, 61, 62];

/// The least c found (2^-20 relative) at which every condition holds; that they hold there is certified.
///
/// # Errors
/// When none below 2^1024 does, or `c2 < 1`, `q < 1`.
pub fn solve(law: &Assumption, nu: &Interval, chain: Chain, p: Prec) -> Result<Constant> {
    for (name, v) in [("c2", &law.c2), ("q", &law.q)] {
        if !Interval::one().certainly_le(v) {
            return Err(Error::domain("plan", name, v.to_decimal(8).0, "be at least 1"));
        }
    }
    let holds = |equation, c: &Interval| -> Result<bool> {
        Ok(ratio(equation, law, nu, c, chain, p)?.certainly_le(&Interval::one()))
    };
    let mut least = Vec::new();
    for equation in EQUATIONS {
        least.push(bisect(|c| holds(equation, c), p)?);
    }
    let (mut c, mut binding) = (Interval::one(), EQUATIONS[0]);
    for (value, equation) in least.iter().zip(EQUATIONS) {
        if c.certainly_lt(value) {
            (c, binding) = (value.clone(), equation);
        }
    }
    let mut conditions = Vec::new();
    for (least, equation) in least.into_iter().zip(EQUATIONS) {
        let ratio = ratio(equation, law, nu, &c, chain, p)?;
        if !ratio.certainly_le(&Interval::one()) {
            return Err(Error::unable(
                "plan",
                format!("inequality ({equation}) fails at the largest of the constants"),
            ));
        }
        conditions.push(Condition { equation, least, ratio });
    }
    Ok(Constant { c, conditions, binding })
}

/// Least c >= 1 found with `holds`: the first power of two, then bisection of the octave below it.
fn bisect(holds: impl Fn(&Interval) -> Result<bool>, p: Prec) -> Result<Interval> {
    for e in 0..=MAX_EXPONENT {
        let mut hi = Interval::one().mul_2exp(e);
        if !holds(&hi)? {
            continue;
        }
        if e > 0 {
            let mut lo = hi.mul_2exp(-1);
            for _ in 0..HALVINGS {
                let mid = lo.add(&hi, p).mul_2exp(-1);
                if holds(&mid)? { hi = mid } else { lo = mid }
            }
        }
        return Ok(hi);
    }
    Err(Error::unable("plan", "no c up to 2^1024 is large enough"))
}

/// Left side over right side of the condition that stands for an inequality (TP-01).
fn ratio(equation: u32, law: &Assumption, nu: &Interval, c: &Interval, chain: Chain, p: Prec) -> Result<Interval> {
    let a = logarithm(c, chain, p)?;
    let recip = c.recip(p)?;
    // p <= eps * share.
    let quarter = c.sqrt(p)?.sqrt(p)?;
    let share = Interval::int(1800).div(&quarter, p)?.add(&law.c2.mul_int(500, p).mul(&a.sqrt(p)?, p), p);
    match equation {
        58 => {
            let m = law.c1.max(&Interval::int(10)).mul_int(500, p);
            Ok(a.mul(&m.sqr(p), p))
        }
        59 => Ok(share.mul_int(80, p)),
        60 => deviation(c, chain, p)?.add(&recip, p).div(&nu.mul_2exp(1), p),
        61 => Ok(recip.mul_int(16, p)),
        _ => {
            let rest = deviation(c, chain, p)?.mul_int(2, p).add(&Interval::int(4), p).mul(&recip, p);
            Ok(share.mul_int(40, p).add(&rest, p).mul_int(2, p))
        }
    }
}

/// `A(c)` with `ln(64n/delta)/sqrt(r) <= eps^2 A(c)`, eq. (63).
fn logarithm(c: &Interval, chain: Chain, p: Prec) -> Result<Interval> {
    let root = c.sqrt(p)?.recip(p)?;
    let power = |x: &Interval, e: (i64, i64)| -> Result<Interval> { x.pow(&Interval::ratio(e.0, e.1, p)?, p) };
    let factor = match chain {
        Chain::Printed => Interval::int(21),
        Chain::Sharp => {
            let r = least_width(c, p)?;
            let ln = r.ln(p)?;
            let logs = c.mul_int(64, p).ln(p)?.add(&ln.mul_int(3, p), p);
            let logs = logs.add(&r.log2(p)?.ln(p)?.mul_2exp(1), p).add(&slack(), p);
            logs.div(&power(&r, (1, 10))?, p)?
        }
    };
    Ok(factor.mul(&power(c, (-2, 5))?, p).add(&root, p))
}

/// `G(c)` with `4r sqrt((8r+8) log2(n)/n) <= G(c)`.
fn deviation(c: &Interval, chain: Chain, p: Prec) -> Result<Interval> {
    if chain == Chain::Printed {
        return Interval::int(48).div(&c.sqrt(p)?.sqrt(p)?, p);
    }
    let r = least_width(c, p)?;
    let x = r.log2(p)?;
    let logs = c.log2(p)?.add(&x.mul_int(3, p), p).add(&x.log2(p)?.mul_2exp(1), p).add(&slack(), p);
    let one_more = Interval::one().add(&r.recip(p)?, p).mul_int(128, p);
    one_more.mul(&logs, p).div(&c.mul(&x.sqr(p), p), p)?.sqrt(p)
}

/// `max(12000^4, c)`: no width that the theorem admits is smaller.
fn least_width(c: &Interval, p: Prec) -> Result<Interval> {
    Ok(Interval::int(12_000).powi(4, p)?.max(c))
}

/// What the rounding of n up to an integer adds to its logarithms: far less than `2^-40`.
fn slack() -> Interval {
    Interval::one().mul_2exp(-40)
}
