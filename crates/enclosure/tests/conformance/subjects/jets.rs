//! Taylor coefficients over intervals, judged by those at points, which Taylor's theorem in turn ties to the values of
//! the function itself a little to the left and to the right.

use super::arithmetic::integer;
use crate::harness::{Arg, Judge, Subject, point};
use enclosure::functions as f;
use enclosure::functions::bessel_j::{Order, bessel_j};
use enclosure::rug::Float;
use enclosure::{Error, Interval, Jet, Prec, Result};

/// Order of the jets under test.
const ORDER: usize = 5;
/// Order of the judge's jets.
const JUDGE_ORDER: usize = 10;

type OnJet = fn(&Jet, &[Interval], Prec) -> Result<Jet>;
type OnInterval = fn(&Interval, &[Interval], Prec) -> Result<Interval>;

/// Taylor's theorem with Lagrange's remainder at `x + h`: every coefficient takes part, so a wrong one shows.
fn consistent(
    jet: OnJet,
    value: OnInterval,
    x: &Float,
    rest: &[Interval],
    h: &Float,
    c: &Jet,
    q: Prec,
) -> Result<bool> {
    let y = Float::with_val(x.prec() + h.prec() + 64, x + h);
    let step = point(&y).sub(&point(x), q);
    let hull = point(x).hull(&point(&y));
    let remainder = jet(&Jet::variable(hull, JUDGE_ORDER), rest, q)?;
    let last = remainder.coefficients().last().cloned().unwrap_or_else(Interval::whole);
    let head = c.truncate(JUDGE_ORDER - 1).polynomial_at(&step, q);
    let sum = head.add(&last.mul(&step.powi(JUDGE_ORDER as i64, q)?, q), q);
    Ok(sum.overlaps(&value(&point(&y), rest, q)?))
}

fn subject(name: &'static str, args: Vec<Arg>, jet: OnJet, value: OnInterval) -> Subject {
    let judge = Judge::Value(Box::new(move |x: &[Float], p: Prec| {
        let q = p.plus(160);
        let rest: Vec<Interval> = x[1..].iter().map(point).collect();
        let c = jet(&Jet::variable(point(&x[0]), JUDGE_ORDER), &rest, q)?;
        let size = if x[0].is_zero() { Float::with_val(53, 1) } else { x[0].clone().abs() };
        for sign in [-1, 1] {
            let h = Float::with_val(53, &size * sign) >> 14u32;
            if !consistent(jet, value, &x[0], &rest, &h, &c, q)? {
                return Err(Error::unable("judge", format!("{name}: Taylor's theorem fails at {} + {h}", x[0])));
            }
        }
        Ok(c.coefficients()[..=ORDER].to_vec())
    }));
    let eval = move |x: &[Interval], p: Prec| {
        Ok(jet(&Jet::variable(x[0].clone(), ORDER), &x[1..], p)?.coefficients().to_vec())
    };
    Subject::new(name, args, eval, judge).containment_only().max_bits(120).checks(80)
}

pub fn all() -> Vec<Subject> {
    let line = || Arg::line().exponents(-30, 4);
    let positive = || Arg::above(0.0, false).exponents(-12, 8);
    let inside = || Arg::between(-0.9, 0.9, true).exponents(-30, 0).hard(&[0.0]);
    let parameter = || Arg::between(0.25, 20.0, true).exponents(-1, 4).hard(&[0.5, 1.0, 3.0]);
    let one = |name, arg: Arg, jet: OnJet, value: OnInterval| subject(name, vec![arg], jet, value);
    vec![
        one("jet_exp", line(), |x, _, p| Ok(x.exp(p)), |x, _, p| Ok(x.exp(p))),
        one("jet_ln", positive(), |x, _, p| x.ln(p), |x, _, p| x.ln(p)),
        one("jet_sin", line(), |x, _, p| Ok(x.sin(p)), |x, _, p| Ok(x.sin(p))),
        one("jet_cos", line(), |x, _, p| Ok(x.cos(p)), |x, _, p| Ok(x.cos(p))),
        one("jet_tan", Arg::between(-1.25, 1.25, true).hard(&[0.0]), |x, _, p| x.tan(p), |x, _, p| x.tan(p)),
        one("jet_sinh", line(), |x, _, p| Ok(x.sinh(p)), |x, _, p| Ok(x.sinh(p))),
        one("jet_cosh", line(), |x, _, p| Ok(x.cosh(p)), |x, _, p| Ok(x.cosh(p))),
        one("jet_tanh", line(), |x, _, p| Ok(x.tanh(p)), |x, _, p| Ok(x.tanh(p))),
        one("jet_asin", inside(), |x, _, p| x.asin(p), |x, _, p| x.asin(p)),
        one("jet_acos", inside(), |x, _, p| x.acos(p), |x, _, p| x.acos(p)),
        one("jet_atan", line(), |x, _, p| Ok(x.atan(p)), |x, _, p| Ok(x.atan(p))),
        one("jet_sqrt", positive(), |x, _, p| x.sqrt(p), |x, _, p| x.sqrt(p)),
        one("jet_recip", positive(), |x, _, p| x.recip(p), |x, _, p| x.recip(p)),
        subject(
            "jet_powi",
            vec![positive(), Arg::integers(-6, 9)],
            |x, r, p| x.powi(integer(&r[0]), p),
            |x, r, p| x.powi(integer(&r[0]), p),
        ),
        subject(
            "jet_pow_const",
            vec![positive(), Arg::line().exponents(-4, 3).bounded()],
            |x, r, p| x.pow_const(&r[0], p),
            |x, r, p| x.pow(&r[0], p),
        ),
        one("jet_pow", positive().exponents(-6, 4), |x, _, p| x.pow(&x.neg(), p), |x, _, p| x.pow(&x.neg(), p)),
        one("jet_erf", line().exponents(-30, 3), |x, _, p| x.erf(p), |x, _, p| Ok(x.erf(p))),
        one("jet_erfc", line().exponents(-30, 3), |x, _, p| x.erfc(p), |x, _, p| Ok(x.erfc(p))),
        one("jet_erf_inv", inside(), |x, _, p| x.erf_inv(p), |x, _, p| x.erf_inv(p)),
        one(
            "jet_erfc_inv",
            Arg::between(0.05, 1.9, true).hard(&[1.0]),
            |x, _, p| x.erfc_inv(p),
            |x, _, p| x.erfc_inv(p),
        ),
        one("jet_gamma", positive().exponents(-6, 5).bounded(), |x, _, p| x.gamma(p), |x, _, p| x.gamma(p)),
        one("jet_lgamma", positive(), |x, _, p| x.lgamma(p), |x, _, p| x.lgamma(p)),
        one("jet_digamma", positive(), |x, _, p| x.digamma(p), |x, _, p| f::digamma(x, p)),
        // At 2^(+-2^29) its derivatives take minutes (all precision is spent on an underflow), so no corners.
        one("jet_binet", positive(), |x, _, p| x.binet(p), |x, _, p| f::binet(x, p)).no_corners(),
        subject(
            "jet_gamma_p",
            vec![Arg::between(0.01, 40.0, true), parameter().points()],
            |x, r, p| x.gamma_p(&r[0], p),
            |x, r, p| f::gamma_p(&r[0], x, p),
        ),
        subject(
            "jet_gamma_q",
            vec![Arg::between(0.01, 40.0, true), parameter().points()],
            |x, r, p| x.gamma_q(&r[0], p),
            |x, r, p| f::gamma_q(&r[0], x, p),
        ),
        subject(
            "jet_beta_i",
            vec![Arg::between(0.01, 0.99, true), parameter().points(), parameter().points()],
            |x, r, p| x.beta_i(&r[0], &r[1], p),
            |x, r, p| f::beta_i(x, &r[0], &r[1], p),
        )
        .checks(30),
        one(
            "jet_owen_t",
            Arg::between(-3.0, 3.0, true).hard(&[0.0]),
            |x, _, p| Jet::owen_t(x, &x.sqr(p), p),
            |x, _, p| f::owen_t(x, &x.sqr(p), p),
        )
        .max_bits(80)
        .checks(30),
        subject(
            "jet_bessel_j",
            vec![Arg::between(0.0625, 30.0, true), Arg::integers(0, 20)],
            |x, r, p| x.bessel_j(Order::half(integer(&r[0]) as u32)?, p),
            |x, r, p| bessel_j(Order::half(integer(&r[0]) as u32)?, x, p),
        )
        .max_bits(80)
        .checks(30),
        // x (x - 3)^2/(x^2 + 1) + |x^2 + 1| by add, sub, mul, div, sqr, scale, shift, neg, abs, max and min.
        one(
            "jet_polynomial",
            line().bounded(),
            |x, _, p| {
                let below = x.sqr(p).shift(&Interval::one(), p);
                let top = x.mul(&x.shift(&Interval::int(-3), p).sqr(p), p).neg();
                let size = below.neg().abs()?.max(&x.constant_like(Interval::int(-1)))?;
                let size = size.min(&x.constant_like(Interval::int(i64::MAX)))?;
                Ok(size.sub(&top.div(&below, p)?, p).add(&x.scale(&Interval::int(5), p), p))
            },
            |x, _, p| {
                let q = p.plus(64);
                let below = x.sqr(q).add(&Interval::one(), q);
                let top = x.mul(&x.sub(&Interval::int(3), q).sqr(q), q);
                Ok(below.add(&top.div(&below, q)?, q).add(&x.mul_int(5, q), q))
            },
        )
        // Beyond 2^31 the smaller of the two functions is not decided.
        .no_corners(),
    ]
}
