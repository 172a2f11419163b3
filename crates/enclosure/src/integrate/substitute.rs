//! Substitutions that remove an algebraic singularity at an end point.

use super::{Goal, Integral, Limits, integrate};
use crate::{Error, Interval, Jet, Prec, Result};

/// `u -> f(base +- u^k) k u^(k-1)`.
fn pulled_back<'a, F>(f: &'a F, base: &'a Interval, sign: i64, k: i64) -> impl Fn(&Jet, Prec) -> Result<Jet> + 'a
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    move |u: &Jet, p: Prec| {
        let step = u.powi(k, p)?.scale(&Interval::int(sign), p);
        let slope = u.powi(k - 1, p)?.scale(&Interval::int(k), p);
        Ok(f(&step.shift(base, p), p)?.mul(&slope, p))
    }
}

/// `(b - a)^(1/k)`.
fn upper_limit(a: &Interval, b: &Interval, k: i64, p: Prec) -> Result<Interval> {
    if k < 1 {
        return Err(Error::domain("integral", "k", k, "it must be >= 1"));
    }
    let q = p.plus(16);
    b.sub(a, q).pow(&Interval::one().div_int(k, q)?, p)
}

/// `int_a^b f` for `a <= b` with `x = a + u^k`: smooths `f(x) ~ (x - a)^(m/k)` at `a`.
///
/// # Errors
/// [`Error::Domain`] for `k < 1` or `a > b`; otherwise as [`integrate`].
pub fn from_left_power<F>(
    f: F,
    a: &Interval,
    b: &Interval,
    k: i64,
    goal: &Goal,
    p: Prec,
    limits: &Limits,
) -> Result<Integral>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let end = upper_limit(a, b, k, p)?;
    integrate(pulled_back(&f, a, 1, k), &Interval::zero(), &end, goal, p, limits)
}

/// `int_a^b f` for `a <= b` with `x = b - u^k`: smooths `f(x) ~ (b - x)^(m/k)` at `b`.
///
/// # Errors
/// [`Error::Domain`] for `k < 1` or `a > b`; otherwise as [`integrate`].
pub fn from_right_power<F>(
    f: F,
    a: &Interval,
    b: &Interval,
    k: i64,
    goal: &Goal,
    p: Prec,
    limits: &Limits,
) -> Result<Integral>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let end = upper_limit(a, b, k, p)?;
    integrate(pulled_back(&f, b, -1, k), &Interval::zero(), &end, goal, p, limits)
}
