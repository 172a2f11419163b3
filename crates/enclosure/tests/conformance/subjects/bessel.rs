//! `J_nu`, its derivative, the tables, and each method behind them, judged by the plain power series.

use super::arithmetic::integer;
use crate::harness::oracle::bessel_taylor as series_value;
use crate::harness::subject::Eval;
use crate::harness::{Arg, Judge, Subject, point, prec, values};
use enclosure::functions::bessel_j::variants::{backward, forward, hankel, series};
use enclosure::functions::bessel_j::{Order, bessel_j, bessel_j_prime, orders, points, taylor};
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// Entries of the tables under test.
const COUNT: u32 = 5;

fn twice(x: &Interval) -> u32 {
    integer(x) as u32
}

fn order(x: &Interval) -> Result<Order> {
    Order::half(twice(x))
}

/// Order `n/2` and a positive argument, around the turning points of the orders and the zeros of sine and cosine.
fn arguments() -> Vec<Arg> {
    let turning = [0.5, 1.841_183_781_340_659, 2.404_825_557_695_773, 3.831_705_970_207_512_3, 5.0, 10.0, 20.0];
    vec![Arg::integers(0, 60), Arg::between(0.0, 45.0, false).exponents(-40, 6).hard(&turning)]
}

fn judge(coefficient: u32) -> Judge {
    values(move |x, p| series_value(x[0].to_f64() as u32, &x[1], coefficient, p.plus(60)))
}

fn judge_orders() -> Judge {
    Judge::Value(Box::new(|x, p| {
        (0..COUNT).map(|k| series_value(x[0].to_f64() as u32 + 2 * k, &x[1], 0, p.plus(60))).collect()
    }))
}

/// A method for points; intervals and what it does not treat are "unable".
fn variant<F>(name: &'static str, f: F) -> Subject
where
    F: Fn(u32, &Float, u32) -> Option<Interval> + Sync + 'static,
{
    let eval: Eval = Box::new(move |x, p| {
        let found = if x[1].is_point() && x[1].is_positive() { f(twice(&x[0]), x[1].lo(), p.bits()) } else { None };
        found.map(|v| vec![v]).ok_or_else(|| Error::unable("variant", "not treated"))
    });
    let [n, x] = <[Arg; 2]>::try_from(arguments()).unwrap_or_else(|_| panic!("two arguments"));
    Subject::new(name, vec![n, x.points()], eval, judge(0)).containment_only().checks(300)
}

/// Ratios `J_k/J_base`, each with its relative error, for `base + 1 >= x`.
fn ratios(x: &[Interval], p: Prec) -> Result<Vec<Interval>> {
    let base = twice(&x[0]);
    let found = backward::backward(base, base + 2 * (COUNT - 1), x[1].lo(), p.bits());
    let found = found.ok_or_else(|| Error::unable("variant", "not treated"))?;
    let q = p.plus(64);
    let off = point(&found.relative.to_float());
    let factor = Interval::one().add(&off.neg().hull(&off), q);
    let first = point(&found.values[0]);
    found.values.iter().map(|v| Ok(point(v).div(&first, q)?.mul(&factor, q))).collect()
}

/// All orders from the parity of `n` up to `n/2`, the last of them.
fn climb(n: u32, x: &Float, goal: u32) -> Option<Interval> {
    let parity = n % 2;
    let start: Option<Vec<_>> = [parity, parity + 2].iter().map(|k| series::series(*k, x, goal + 40)).collect();
    forward::climb(parity, &start?, n, x, goal)?.last().map(|b| b.interval(prec(goal + 64)))
}

pub fn all() -> Vec<Subject> {
    let far = || vec![Arg::integers(0, 60), Arg::above(45.0, false).exponents(6, 30)];
    let points_only = || {
        let mut args = arguments();
        args[1] = args[1].clone().points();
        args
    };
    let wide = |f: Prec| prec(f.bits() + 64);
    vec![
        Subject::new("bessel_j", arguments(), |x, p| Ok(vec![bessel_j(order(&x[0])?, &x[1], p)?]), judge(0))
            .ulps(8)
            .isotone_up_to(4, 38)
            .checks(400),
        Subject::new(
            "bessel_j_prime",
            arguments(),
            |x, p| Ok(vec![bessel_j_prime(order(&x[0])?, &x[1], p)?]),
            judge(1),
        )
        .ulps(8)
        .isotone_up_to(4, 38)
        .max_bits(120)
        .checks(200),
        // Far out: J_n = (2 (n+1)/x) J_{n+1} - J_{n+2} at a higher precision.
        Subject::new(
            "bessel_far",
            far(),
            |x, p| Ok(vec![bessel_j(order(&x[0])?, &x[1], p)?]),
            values(|x, p| {
                let (n, q) = (x[0].to_f64() as u32, p.plus(40));
                let j = |k: u32| bessel_j(Order::half(n + 2 * k)?, &point(&x[1]), q);
                Ok(j(1)?.mul_int(i64::from(n) + 2, q).div(&point(&x[1]), q)?.sub(&j(2)?, q))
            }),
        )
        .ulps(8)
        .isotone_up_to(4, 38)
        .checks(200),
        Subject::new(
            "bessel_orders",
            arguments(),
            |x, p| orders(order(&x[0])?, COUNT as usize, &x[1], p),
            judge_orders(),
        )
        .ulps(8)
        .isotone_up_to(8, 30)
        .max_bits(120)
        .checks(100),
        Subject::new(
            "bessel_points",
            points_only(),
            |x, p| {
                let grid: Vec<Interval> =
                    (0..i64::from(COUNT)).map(|k| x[1].add(&Interval::int(k).mul_2exp(-4), prec(2000))).collect();
                points(order(&x[0])?, &grid, p)
            },
            Judge::Value(Box::new(|x, p| {
                let at = |k: u32| Float::with_val(2000, &x[1] + &(Float::with_val(53, k) / 16u32));
                (0..COUNT).map(|k| series_value(x[0].to_f64() as u32, &at(k), 0, p.plus(60))).collect()
            })),
        )
        .ulps(8)
        .max_bits(120)
        .checks(100),
        Subject::new(
            "bessel_taylor",
            arguments(),
            |x, p| taylor(order(&x[0])?, &x[1], COUNT as usize, p),
            Judge::Value(Box::new(|x, p| {
                (0..COUNT).map(|k| series_value(x[0].to_f64() as u32, &x[1], k, p.plus(300))).collect()
            })),
        )
        .containment_only()
        .max_bits(120)
        .checks(100),
        variant("bessel_series", move |n, x, goal| Some(series::series(n, x, goal)?.interval(wide(prec(goal))))),
        variant("bessel_hankel", move |n, x, goal| {
            hankel::hankel(n, 1, x, goal)?.first().map(|b| b.interval(wide(prec(goal))))
        }),
        variant("bessel_elementary", move |n, x, goal| {
            forward::elementary(n, 1, x, goal)?.first().map(|b| b.interval(wide(prec(goal))))
        }),
        variant("bessel_from_hankel", move |n, x, goal| {
            forward::from_hankel(n, 1, x, goal)?.first().map(|b| b.interval(wide(prec(goal))))
        })
        .max_bits(40),
        variant("bessel_climb", climb),
        Subject::new(
            "bessel_backward",
            {
                let mut args = points_only();
                args[1] = Arg::between(0.01, 45.0, false).exponents(-6, 6).hard(&[1.0, 5.0, 20.0]).points();
                args
            },
            ratios,
            Judge::Value(Box::new(|x, p| {
                let q = p.plus(800);
                let j = |k: u32| series_value(x[0].to_f64() as u32 + 2 * k, &x[1], 0, q);
                let first = j(0)?;
                (0..COUNT).map(|k| j(k)?.div(&first, q)).collect()
            })),
        )
        .containment_only()
        .max_bits(80)
        .checks(100),
    ]
}
