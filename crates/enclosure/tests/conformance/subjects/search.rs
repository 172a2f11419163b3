//! Integration, ranges, roots and sums, judged by closed forms.

use super::arithmetic::integer;
use crate::harness::{Arg, Judge, Subject, point, values};
use enclosure::integrate as int;
use enclosure::roots;
use enclosure::rug::Float;
use enclosure::sum;
use enclosure::{Interval, Jet, Prec, Result};

fn goal(p: Prec) -> int::Goal {
    int::Goal::absolute_bits(p.bits().min(60))
}

fn limits() -> int::Limits {
    int::Limits { evaluations: 300, order: None }
}

fn rough(subject: Subject) -> Subject {
    subject.containment_only().max_bits(80).checks(60)
}

pub fn all() -> Vec<Subject> {
    let end = || Arg::between(-3.0, 3.0, true).exponents(-20, 1).hard(&[0.0]);
    let start = || Arg::between(0.0, 5.0, true).exponents(-20, 2);
    let ratio = || Arg::between(0.0, 0.9, true).exponents(-20, 0);
    vec![
        rough(Subject::new(
            "integrate",
            vec![end(), end()],
            |x, p| Ok(vec![int::integrate(|x: &Jet, p| Ok(x.exp(p)), &x[0], &x[1], &goal(p), p, &limits())?.value]),
            values(|x, p| Ok(point(&x[1]).exp(p).sub(&point(&x[0]).exp(p), p))),
        )),
        rough(Subject::new(
            "integrate_to_infinity",
            vec![start().points()],
            |x, p| {
                let f = |x: &Jet, p: Prec| Ok(x.neg().exp(p).mul(x, p));
                Ok(vec![int::integrate_to_infinity(f, &x[0], &goal(p), p, &limits())?.value])
            },
            values(|x, p| Ok(point(&x[0]).neg().exp(p).mul(&point(&x[0]).add(&Interval::one(), p), p))),
        )),
        rough(Subject::new(
            "integrate_with_tail",
            vec![start().points()],
            |x, p| {
                // int_x^inf e^-t/(1+t) dt lies in [0, e^-x]; the judge: between e^-x/(x+2) and e^-x/(x+1).
                let f = |x: &Jet, p: Prec| x.neg().exp(p).div(&x.shift(&Interval::one(), p), p);
                let tail = |x: &Float, p: Prec| Ok(Interval::zero().hull(&point(x).neg().exp(p)));
                Ok(vec![int::integrate_with_tail(f, tail, &x[0], &goal(p), p, &limits())?.value])
            },
            values(|x, p| {
                let (x, e) = (point(&x[0]), point(&x[0]).neg().exp(p));
                Ok(e.div(&x.add(&Interval::int(2), p), p)?.hull(&e.div(&x.add(&Interval::one(), p), p)?))
            }),
        )),
        // int_a^b (x - a)^(-1/2) dx = 2 sqrt(b - a), and the mirror image.
        rough(Subject::new(
            "integrate_left_weight",
            vec![start().points(), Arg::between(0.0, 4.0, false).exponents(-20, 1).points()],
            |x, p| {
                let (a, b) = (&x[0], x[0].add(&x[1], p.plus(300)));
                let s = Interval::int(-1).mul_2exp(-1);
                let one = |x: &Jet, _: Prec| Ok(x.constant_like(Interval::one()));
                let left = int::with_left_weight(one, &s, a, &b, &goal(p), p, &limits())?.value;
                Ok(vec![left, int::with_right_weight(one, &s, a, &b, &goal(p), p, &limits())?.value])
            },
            Judge::Value(Box::new(|x, p| Ok(vec![point(&x[1]).sqrt(p)?.mul_2exp(1); 2]))),
        )),
        rough(Subject::new(
            "range",
            vec![end()],
            |x, p| {
                let f = |x: &Jet, p: Prec| Ok(x.sin(p).mul(x, p));
                let tolerance = Float::with_val(2, 1) >> 20u32;
                Ok(vec![roots::range(f, &x[0], &tolerance, p, &roots::Limits { boxes: 500 })?.0])
            },
            values(|x, p| Ok(point(&x[0]).sin(p).mul(&point(&x[0]), p))),
        )),
        // The roots of x^2 = c on [-4, 4].
        rough(Subject::new(
            "isolate",
            vec![Arg::between(0.01, 9.0, true).exponents(-5, 3).points()],
            |x, p| {
                let c = x[0].neg();
                let f = |x: &Jet, p: Prec| Ok(x.sqr(p).shift(&c, p));
                let on = Interval::int(-4).hull(&Interval::int(4));
                let found = roots::isolate(f, &on, p, &roots::Limits::default())?;
                Ok(found.into_iter().map(|r| r.enclosure).collect())
            },
            Judge::Holds(Box::new(|x, y, p| {
                let root = point(&x[0]).sqrt(p)?;
                let holds = |r: &Interval| y.iter().any(|y| y.overlaps(r));
                Ok(holds(&root) && holds(&root.neg()))
            })),
        )),
        // sum_{k >= n} x^k = x^n/(1 - x)
        rough(Subject::new(
            "by_ratio",
            vec![ratio(), Arg::integers(0, 6)],
            |x, p| {
                let term = |k: u64, p: Prec| x[0].powi(k as i64, p);
                let ratio = |_: u64, _: Prec| Ok(x[0].clone());
                Ok(vec![sum::by_ratio(term, ratio, integer(&x[1]) as u64, &goal(p), p, 400)?.value])
            },
            values(|x, p| {
                let gap = Interval::one().sub(&point(&x[0]), p.plus(300));
                point(&x[0]).powi(integer(&point(&x[1])), p)?.div(&gap, p)
            }),
        )),
        // sum_k (-1)^k x^(2k+1)/(2k+1) = atan x
        rough(Subject::new(
            "alternating",
            vec![ratio().points()],
            |x, p| {
                let term = |k: u64, p: Prec| -> Result<Interval> {
                    let n = 2 * k as i64 + 1;
                    let size = x[0].powi(n, p)?.div_int(n, p)?;
                    Ok(if k.is_multiple_of(2) { size } else { size.neg() })
                };
                Ok(vec![sum::alternating(term, 0, &goal(p), p, 400)?.value])
            },
            values(|x, p| Ok(point(&x[0]).atan(p))),
        )),
    ]
}
