//! Arithmetic, judged by exact sums and products.

use crate::harness::subject::inverse;
use crate::harness::{Arg, Judge, Subject, point, values};
use enclosure::rug::Float;
use enclosure::rug::ops::Pow;
use enclosure::{Interval, Prec, Result};

/// Enough bits for the exact sum or product of two arguments.
const EXACT: u32 = 4096;

fn real() -> Arg {
    Arg::line().exponents(-900, 900)
}

fn exact(f: impl Fn(&[Float]) -> Float + Sync + 'static) -> Judge {
    values(move |x, _| Interval::point(f(x)))
}

fn unary(name: &'static str, f: fn(&Interval, Prec) -> Interval, judge: Judge) -> Subject {
    Subject::new(name, vec![real()], move |x, p| Ok(vec![f(&x[0], p)]), judge)
}

fn binary(name: &'static str, f: fn(&Interval, &Interval, Prec) -> Interval, judge: Judge) -> Subject {
    Subject::new(name, vec![real(), real()], move |x, p| Ok(vec![f(&x[0], &x[1], p)]), judge)
}

/// An integer argument of a function that takes it as such.
pub fn integer(x: &Interval) -> i64 {
    x.lo().to_integer().and_then(|n| n.to_i64()).unwrap_or_else(|| panic!("{x} is not an integer"))
}

/// The quotient times the divisor meets the dividend.
fn quotient(x: &[Float], y: &[Interval], p: Prec) -> Result<bool> {
    Ok(y[0].mul(&point(&x[1]), p.plus(EXACT)).contains(&x[0]))
}

pub fn all() -> Vec<Subject> {
    let nonzero = || Arg::above(0.0, false).exponents(-900, 900);
    let small = |a, b| Arg::integers(a, b);
    vec![
        binary("add", Interval::add, exact(|x| Float::with_val(EXACT, &x[0] + &x[1]))),
        binary("sub", Interval::sub, exact(|x| Float::with_val(EXACT, &x[0] - &x[1]))),
        binary("mul", Interval::mul, exact(|x| Float::with_val(EXACT, &x[0] * &x[1]))),
        Subject::new(
            "div",
            vec![real(), nonzero()],
            |x, p| Ok(vec![x[0].div(&x[1], p)?]),
            Judge::Holds(Box::new(quotient)),
        ),
        unary("neg", |x, _| x.neg(), exact(|x| Float::with_val(EXACT, -&x[0]))),
        unary("abs", |x, _| x.abs(), exact(|x| Float::with_val(EXACT, x[0].abs_ref()))),
        unary("sqr", Interval::sqr, exact(|x| Float::with_val(EXACT, x[0].square_ref()))),
        unary("floor", |x, _| x.floor(), exact(|x| Float::with_val(EXACT, x[0].floor_ref()))),
        unary("ceil", |x, _| x.ceil(), exact(|x| Float::with_val(EXACT, x[0].ceil_ref()))),
        unary("round", Interval::round, exact(|x| x[0].clone())),
        binary("min", |x, y, _| x.min(y), exact(|x| if x[0] < x[1] { x[0].clone() } else { x[1].clone() })),
        binary("max", |x, y, _| x.max(y), exact(|x| if x[0] > x[1] { x[0].clone() } else { x[1].clone() })),
        binary(
            "hull",
            |x, y, _| x.hull(y),
            Judge::Holds(Box::new(|x, y, _| Ok(x.iter().all(|x| y[0].contains(x)) && y[0].contains(&x[0])))),
        )
        .any_width(),
        Subject::new(
            "recip",
            vec![nonzero()],
            |x, p| Ok(vec![x[0].recip(p)?]),
            Judge::Holds(Box::new(|x, y, p| {
                Ok(y[0].mul(&point(&x[0]), p.plus(EXACT)).contains(&Float::with_val(2, 1)))
            })),
        ),
        Subject::new(
            "sqrt",
            vec![Arg::above(0.0, true).exponents(-900, 900)],
            |x, p| Ok(vec![x[0].sqrt(p)?]),
            inverse(|y, p| Ok(if y.is_non_negative() { y.mul(y, p.plus(EXACT)) } else { Interval::int(-1) })),
        ),
        Subject::new(
            "mul_int",
            vec![real(), small(-1000, 1000)],
            |x, p| Ok(vec![x[0].mul_int(integer(&x[1]), p)]),
            exact(|x| Float::with_val(EXACT, &x[0] * &x[1])),
        ),
        Subject::new(
            "div_int",
            vec![real(), small(1, 1000)],
            |x, p| Ok(vec![x[0].div_int(integer(&x[1]), p)?]),
            Judge::Holds(Box::new(quotient)),
        ),
        Subject::new(
            "mul_2exp",
            vec![real(), small(-2000, 2000)],
            |x, _| Ok(vec![x[0].mul_2exp(integer(&x[1]) as i32)]),
            exact(|x| Float::with_val(EXACT, &x[0] * &Float::with_val(2, 2).pow(x[1].to_f64() as i32))),
        ),
        Subject::new(
            "powi",
            vec![Arg::above(0.0, false).exponents(-60, 60), small(-7, 12)],
            |x, p| Ok(vec![x[0].powi(integer(&x[1]), p)?]),
            Judge::Holds(Box::new(|x, y, p| {
                // x^n by repeated multiplication, exactly; for n < 0 the result times x^|n| is 1.
                let n = integer(&point(&x[1]));
                let power = (0..n.abs()).fold(Interval::one(), |y, _| y.mul(&point(&x[0]), p.plus(EXACT)));
                let one = Float::with_val(2, 1);
                Ok(if n >= 0 { y[0].encloses(&power) } else { y[0].mul(&power, p.plus(EXACT)).contains(&one) })
            })),
        )
        .checks(1000),
        Subject::new(
            "pow",
            vec![Arg::above(0.0, false).exponents(-40, 40), Arg::line().exponents(-40, 6)],
            |x, p| Ok(vec![x[0].pow(&x[1], p)?]),
            values(|x, p| {
                let size = x[1].get_exp().map_or(0, |e| e.max(0).unsigned_abs());
                let q = p.plus(64 + size);
                let log = crate::harness::oracle::ln(&x[0], q)?.mul(&point(&x[1]), q);
                crate::harness::oracle::exp(&log, q)
            }),
        )
        .checks(1000),
    ]
}
