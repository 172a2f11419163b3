//! Elementary functions (MPFR's), judged by series in interval arithmetic and by inverse functions.

use crate::harness::oracle;
use crate::harness::subject::inverse;
use crate::harness::{Arg, Judge, Subject, point, values};
use enclosure::rug::Float;
use enclosure::{Interval, Prec, Result};
use std::f64::consts::{FRAC_PI_2, PI};

fn total(name: &'static str, arg: Arg, f: fn(&Interval, Prec) -> Interval, judge: Judge) -> Subject {
    Subject::new(name, vec![arg], move |x, p| Ok(vec![f(&x[0], p)]), judge)
}

fn partial(name: &'static str, arg: Arg, f: fn(&Interval, Prec) -> Result<Interval>, judge: Judge) -> Subject {
    Subject::new(name, vec![arg], move |x, p| Ok(vec![f(&x[0], p)?]), judge)
}

/// The images of both ends under a monotone function; infinite ends are left alone (they hold).
fn ends(y: &Interval, f: impl Fn(&Float) -> Result<Interval>) -> Result<Interval> {
    let mut out: Option<Interval> = None;
    for end in [y.lo_point(), y.hi_point()].into_iter().flatten() {
        let value = f(end.lo())?;
        out = Some(out.map_or(value.clone(), |o: Interval| o.hull(&value)));
    }
    match (out, y.is_bounded()) {
        (Some(out), true) => Ok(out),
        _ => Ok(Interval::whole()),
    }
}

/// Hull with `value` when the number enclosed by `at` may lie in `y`: the turning points of sine and cosine.
fn turn(image: Interval, y: &Interval, at: &Interval, value: i64) -> Interval {
    if y.overlaps(at) { image.hull(&Interval::int(value)) } else { image }
}

fn exp_at(x: &Float, p: Prec) -> Result<Interval> {
    oracle::exp(&point(x), p.plus(140))
}

pub fn all() -> Vec<Subject> {
    let exponent = || Arg::line().exponents(-200, 12);
    let wave = || Arg::line().exponents(-200, 90).hard(&[PI, FRAC_PI_2, -PI]);
    vec![
        total("exp", exponent(), Interval::exp, values(|x, p| exp_at(&x[0], p))),
        total(
            "expm1",
            exponent(),
            Interval::expm1,
            values(|x, p| Ok(exp_at(&x[0], p.plus(240))?.sub(&Interval::one(), p.plus(400)))),
        ),
        total(
            "sinh",
            exponent(),
            Interval::sinh,
            values(|x, p| {
                let e = exp_at(&x[0], p.plus(240))?;
                Ok(e.sub(&e.recip(p.plus(400))?, p.plus(400)).mul_2exp(-1))
            }),
        ),
        total(
            "cosh",
            exponent(),
            Interval::cosh,
            values(|x, p| {
                let e = exp_at(&x[0], p)?;
                Ok(e.add(&e.recip(p.plus(100))?, p.plus(100)).mul_2exp(-1))
            }),
        ),
        total(
            "tanh",
            exponent(),
            Interval::tanh,
            values(|x, p| {
                // (e^2x - 1)/(e^2x + 1)
                let q = p.plus(400);
                let double = Float::with_val(x[0].prec(), &x[0] << 1u32);
                let e = exp_at(&double, q)?;
                e.sub(&Interval::one(), q).div(&e.add(&Interval::one(), q), q)
            }),
        ),
        partial("ln", Arg::above(0.0, false).exponents(-900, 900), Interval::ln, values(|x, p| oracle::ln(&x[0], p))),
        partial(
            "ln1p",
            Arg::above(-1.0, false).exponents(-200, 900),
            Interval::ln1p,
            values(|x, p| {
                // 1 + x exactly
                oracle::ln(&Float::with_val(x[0].prec() + 1300, &x[0] + 1u32), p.plus(240))
            }),
        ),
        partial(
            "log2",
            Arg::above(0.0, false).exponents(-900, 900),
            Interval::log2,
            values(|x, p| oracle::ln(&x[0], p.plus(20))?.div(&oracle::ln2(p.plus(20))?, p.plus(20))),
        ),
        total("sin", wave(), Interval::sin, values(|x, p| Ok(oracle::sin_cos(&x[0], p.plus(200))?.0))),
        total("cos", wave(), Interval::cos, values(|x, p| Ok(oracle::sin_cos(&x[0], p)?.1))),
        partial(
            "tan",
            Arg::between(-1.57, 1.57, true).exponents(-200, 0),
            Interval::tan,
            values(|x, p| {
                let (s, c) = oracle::sin_cos(&x[0], p.plus(200))?;
                s.div(&c, p.plus(200))
            }),
        ),
        total(
            "atan",
            Arg::line().exponents(-200, 200),
            Interval::atan,
            values(|x, p| oracle::atan(&x[0], p.plus(200))),
        ),
        partial(
            "asin",
            Arg::between(-1.0, 1.0, true).exponents(-200, 0),
            Interval::asin,
            inverse(|y, p| {
                let right = oracle::pi(p)?.mul_2exp(-1);
                let image = ends(y, |e| Ok(oracle::sin_cos(e, p.plus(240))?.0))?;
                Ok(turn(turn(image, y, &right, 1), y, &right.neg(), -1))
            }),
        ),
        partial(
            "acos",
            Arg::between(-1.0, 1.0, true).exponents(-200, 0),
            Interval::acos,
            inverse(|y, p| {
                let image = ends(y, |e| Ok(oracle::sin_cos(e, p.plus(240))?.1))?;
                Ok(turn(turn(image, y, &Interval::zero(), 1), y, &oracle::pi(p)?, -1))
            }),
        ),
        total(
            "cbrt",
            Arg::line().exponents(-900, 900),
            Interval::cbrt,
            inverse(|y, p| {
                let q = p.plus(4096);
                ends(y, |e| Ok(point(e).mul(&point(e), q).mul(&point(e), q)))
            }),
        ),
        total(
            "erf",
            Arg::line().exponents(-200, 3),
            Interval::erf,
            values(|x, p| {
                if x[0].get_exp().is_some_and(|e| e > 4) {
                    // 1 - erf(16) < 2^-370: only the sign matters to the judge.
                    return Ok(tail_of_one(&x[0]));
                }
                oracle::erf(&x[0], p.plus(220))
            }),
        )
        .max_bits(150),
        total(
            "erfc",
            Arg::line().exponents(-200, 3),
            Interval::erfc,
            values(|x, p| {
                let q = p.plus(900);
                if x[0].get_exp().is_some_and(|e| e > 4) {
                    return Ok(Interval::one().sub(&tail_of_one(&x[0]), q));
                }
                Ok(Interval::one().sub(&oracle::erf(&x[0], q)?, q))
            }),
        )
        .max_bits(150)
        .checks(1000),
    ]
}

/// `erf x` for `|x| >= 16`: `1 - erf x <= e^(-x^2)`, and `x^2 >= 256 > 369 ln 2`.
fn tail_of_one(x: &Float) -> Interval {
    let gap = Interval::one().mul_2exp(-369);
    let near = Interval::one().sub(&Interval::zero().hull(&gap), Prec::new(400).unwrap_or(Prec::DOUBLE));
    if x.is_sign_negative() { near.neg() } else { near }
}
