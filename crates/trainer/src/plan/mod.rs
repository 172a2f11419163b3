//! What the learning theorem asks for, in numbers: Theorem 8 of Safran & Lee 2022 with its constant c solved from the
//! inequalities (58)-(62) of its proof. Unlike the rest of this crate, these are enclosures, rounded to the safe side;
//! statement and proof are TP-01 and TP-02 of `docs/theory/trainer-plan.md`.

mod constant;

pub use constant::{Chain, Condition, Constant, solve};

use enclosure::rug::float::Round;
use enclosure::rug::{Float, Integer};
use enclosure::{Error, Interval, Prec, Result};

/// Working precision: widths have about 150 bits.
const PREC: u32 = 512;

/// A sequence of laws with the constants of Assumption 6.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// `P[|x| <= 2]` is at least this.
    pub c: Interval,
    /// The tail bound `c2/x` holds from here on.
    pub c1: Interval,
    /// `P[|x| >= x] <= c2/x`; at least 1 here.
    pub c2: Interval,
    /// `q(d) >= 1`, a bound of the density of the norm on [0.9, 2.05] in the dimension asked about.
    pub q: Interval,
}

impl Assumption {
    /// The compact law in dimension `d`: C = 1, q = sqrt(d), c1 = 2, c2 = 1 (Section 4).
    ///
    /// # Errors
    /// `d < 2`.
    pub fn compact(d: u32) -> Result<Self> {
        dimension(d)?;
        let q = Interval::int(i64::from(d)).sqrt(prec()?)?;
        Ok(Self { c: Interval::one(), c1: Interval::int(2), c2: Interval::one(), q })
    }

    /// The mixture in dimension `d` with `alpha = 1`: C = 1/4, q = pi^2 d^3/8 + d, c1 = 2, c2 = 1 (Appendix B.1).
    ///
    /// # Errors
    /// `d < 2`.
    pub fn mixture(d: u32) -> Result<Self> {
        dimension(d)?;
        let p = prec()?;
        let d = Interval::int(i64::from(d));
        let q = Interval::pi(p).sqr(p).mul_2exp(-3).mul(&d.powi(3, p)?, p).add(&d, p);
        Ok(Self { c: Interval::one().mul_2exp(-2), c1: Interval::int(2), c2: Interval::one(), q })
    }

    /// `nu = alpha^4 beta/840 = C/(840 * 9^4 * 10^6)`.
    ///
    /// # Errors
    /// None that the constants here can cause.
    pub fn nu(&self) -> Result<Interval> {
        self.c.div(&Interval::int(840 * 6561 * 1_000_000), prec()?)
    }
}

/// What Theorem 8 asks for at one (d, eps, delta).
#[derive(Clone, Debug)]
pub struct Plan {
    /// The constant c with what bounds it.
    pub constant: Constant,
    /// The width: the least even integer the theorem admits for this c.
    pub r: Integer,
    /// Encloses the term of the width that does not depend on c, `12000^4`, over the one that does.
    pub floor_share: Interval,
    /// Training points.
    pub n: Integer,
    /// Encloses `nu`.
    pub nu: Interval,
    /// Encloses the step size `0.99 nu/(8r)`.
    pub eta: Interval,
    /// Steps, rounded up.
    pub steps: Integer,
}

/// Solves c along `chain` and evaluates the theorem at `eps`, `delta`.
///
/// # Errors
/// `eps` or `delta` not inside (0, 1); constants for which no c below 2^1024 does.
pub fn plan(law: &Assumption, eps: &Interval, delta: &Interval, chain: Chain) -> Result<Plan> {
    let p = prec()?;
    for (name, v) in [("eps", eps), ("delta", delta)] {
        if !(v.is_positive() && v.certainly_lt(&Interval::one())) {
            return Err(Error::domain("plan", name, v.to_decimal(8).0, "be greater than 0 and less than 1"));
        }
    }
    let nu = law.nu()?;
    let constant = solve(law, &nu, chain, p)?;
    let log = delta.ln(p)?.neg();
    let free = Interval::int(12_000).powi(4, p)?;
    let size = law.q.powi(4, p)?.add(&log.sqr(p), p);
    let bound = constant.c.mul(&size, p).div(&eps.powi(5, p)?, p)?;
    let floor_share = free.div(&bound, p)?;
    let mut r = up(&free.max(&bound))?;
    if r.is_odd() {
        r += 1;
    }
    let width = Interval::integer(&r, p);
    let samples = constant.c.mul(&width.powi(3, p)?, p).mul(&width.log2(p)?.sqr(p), p);
    let n = up(&samples)?;
    let eta = nu.mul_int(99, p).div(&width.mul_int(800, p), p)?;
    let ln = width.div(&eps.mul_int(8, p), p)?.ln(p)?;
    let steps = up(&ln.mul_2exp(1).div(&eta.mul(&nu, p), p)?)?;
    Ok(Plan { constant, r, floor_share, n, nu, eta, steps })
}

fn prec() -> Result<Prec> {
    Prec::new(PREC)
}

fn dimension(d: u32) -> Result<()> {
    if d >= 2 { Ok(()) } else { Err(Error::domain("plan", "d", d, "be at least 2")) }
}

/// The least integer not below any number of the interval.
fn up(x: &Interval) -> Result<Integer> {
    let bound: &Float = x.hi();
    bound
        .to_integer_round(Round::Up)
        .map(|(n, _)| n)
        .ok_or_else(|| Error::unable("plan", "a quantity has no finite upper bound"))
}

#[cfg(test)]
mod tests;
