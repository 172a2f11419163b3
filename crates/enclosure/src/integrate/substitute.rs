//! Algebraic weights at an end point, removed by substitution.

use super::{Goal, Integral, Limits, integrate};
use crate::{Error, Interval, Jet, Prec, Result};

/// `int_a^b (x - a)^s g(x) dx` for `a <= b` and `s > -1`, also where the weight is infinite at `a`. With
/// `u = (x - a)^(s+1)` it is `1/(s+1) int_0^((b-a)^(s+1)) g(a + u^(1/(s+1))) du`, smooth when `1/(s+1)` is an integer (IN-04).
///
/// # Errors
/// [`Error::Domain`] for `s <= -1` or `a > b`; otherwise as [`integrate`].
pub fn with_left_weight<G>(
    g: G,
    s: &Interval,
    a: &Interval,
    b: &Interval,
    goal: &Goal,
    p: Prec,
    limits: &Limits,
) -> Result<Integral>
where
    G: Fn(&Jet, Prec) -> Result<Jet>,
{
    weighted(|step: &Jet, p| g(&step.shift(a, p), p), s, &b.sub(a, p.plus(16)), goal, p, limits)
}

/// `int_a^b (b - x)^s g(x) dx` for `a <= b` and `s > -1`: as [`with_left_weight`], at the right end.
///
/// # Errors
/// As [`with_left_weight`].
pub fn with_right_weight<G>(
    g: G,
    s: &Interval,
    a: &Interval,
    b: &Interval,
    goal: &Goal,
    p: Prec,
    limits: &Limits,
) -> Result<Integral>
where
    G: Fn(&Jet, Prec) -> Result<Jet>,
{
    weighted(|step: &Jet, p| g(&step.neg().shift(b, p), p), s, &b.sub(a, p.plus(16)), goal, p, limits)
}

/// `int_0^length t^s g(t) dt`.
fn weighted<G>(g: G, s: &Interval, length: &Interval, goal: &Goal, p: Prec, limits: &Limits) -> Result<Integral>
where
    G: Fn(&Jet, Prec) -> Result<Jet>,
{
    let q = p.plus(16);
    let power = s.add(&Interval::one(), q);
    if !power.is_positive() {
        return Err(Error::domain("integral", "s", s, "the exponent of a weight must be > -1"));
    }
    let inverse = power.recip(q)?;
    let end = length.pow(&power, q)?;
    let pulled_back = |u: &Jet, p: Prec| Ok(g(&u.pow_const(&inverse, p)?, p)?.scale(&inverse, p));
    integrate(pulled_back, &Interval::zero(), &end, goal, p, limits)
}
