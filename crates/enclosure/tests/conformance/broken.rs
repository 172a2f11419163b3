//! The harness itself under test: functions broken on purpose, and the check that must notice.

use crate::harness::checks::{Check, run};
use crate::harness::{Arg, Judge, Subject, corners};
use crate::subjects;
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Interval, Prec, Result};

/// The subject with its function replaced; judge and promises stay.
fn broken<F>(name: &str, f: F) -> Subject
where
    F: Fn(&[Interval], Prec) -> Result<Vec<Interval>> + Sync + 'static,
{
    Subject { f: Box::new(f), ..subjects::named(name) }
}

/// The checks that fail within the usual number of checks.
fn failures(subject: &Subject) -> Vec<Check> {
    run(subject, 1, 0).violations.iter().map(|v| v.check).collect()
}

fn noticed(subject: &Subject, check: Check) {
    let found = failures(subject);
    assert!(found.contains(&check), "{}: {check:?} did not fail, only {found:?}", subject.name);
}

/// Both ends one unit in the last place further inside (a wide interval) or to the right (a point).
fn inward(x: &Interval) -> Interval {
    let (mut lo, mut hi) = x.clone().into_bounds();
    lo.next_up();
    hi.next_down();
    if lo <= hi { Interval::new(lo, hi) } else { Interval::new(lo.clone(), lo) }.unwrap_or_else(|_| x.clone())
}

fn ends(x: &Interval, p: Prec, f: impl Fn(&Float, Round) -> Float) -> Interval {
    let _ = p;
    let (a, b) = (f(x.lo(), Round::Down), f(x.hi(), Round::Up));
    if a <= b { Interval::new(a, b) } else { Interval::new(b, a) }.unwrap_or_else(|_| Interval::whole())
}

#[test]
fn one_ulp_inward_is_noticed() {
    for name in
        ["sin", "exp", "ln", "add", "mul", "sqrt", "gamma", "bessel_j", "erf_inv", "pow", "pi", "polygamma", "owen_t"]
    {
        let whole = subjects::named(name).f;
        noticed(&broken(name, move |x, p| Ok(whole(x, p)?.iter().map(inward).collect())), Check::Containment);
    }
}

#[test]
fn rounding_to_nearest_is_noticed() {
    let add = broken("add", |x, p| {
        let lo = Float::with_val(p.bits(), x[0].lo() + x[1].lo());
        let hi = Float::with_val(p.bits(), x[0].hi() + x[1].hi());
        Ok(vec![Interval::new(lo, hi)?])
    });
    noticed(&add, Check::Containment);
    // Rounded to nearest first, then outward: the mistake of an owned operand.
    let mul = broken("sqr", |x, p| {
        let square = |x: &Float, r: Round| Float::with_val_round(p.bits(), Float::with_val(p.bits(), x * x), r).0;
        Ok(vec![ends(&x[0].abs(), p, square)])
    });
    noticed(&mul, Check::Containment);
}

#[test]
fn a_missed_turning_point_is_noticed() {
    // Sine as if it were monotone: right at points, wrong over pi/2.
    noticed(
        &broken("sin", |x, p| Ok(vec![ends(&x[0], p, |x, r| Float::with_val_round(p.bits(), x.sin_ref(), r).0)])),
        Check::Containment,
    );
    for name in ["gamma", "lgamma", "bessel_j", "cosh"] {
        let f = subjects::named(name).f;
        let by_ends = broken(name, move |x, p| {
            let last = x.len() - 1;
            let at = |end: Option<Interval>| {
                let mut args = x.to_vec();
                args[last] = end.unwrap_or_else(|| x[last].clone());
                f(&args, p)
            };
            Ok(at(x[last].lo_point())?.iter().zip(at(x[last].hi_point())?).map(|(a, b)| a.hull(&b)).collect())
        });
        noticed(&by_ends, Check::Containment);
    }
}

#[test]
fn a_wrong_sign_far_out_is_noticed() {
    let far = |x: &Interval| *x.lo() > 6;
    noticed(
        &broken("erf", move |x, p| Ok(vec![if far(&x[0]) { x[0].erf(p).neg() } else { x[0].erf(p) }])),
        Check::Containment,
    );
    let f = subjects::named("bessel_far").f;
    let flipped = broken("bessel_far", move |x, p| {
        let y = f(x, p)?;
        Ok(if *x[1].lo() > 1_000_000 { y.iter().map(Interval::neg).collect() } else { y })
    });
    noticed(&flipped, Check::Containment);
}

#[test]
fn a_wrong_table_entry_is_noticed() {
    let f = subjects::named("bessel_orders").f;
    noticed(
        &broken("bessel_orders", move |x, p| {
            let mut y = f(x, p)?;
            y[3] = y[3].mul_2exp(1);
            Ok(y)
        }),
        Check::Containment,
    );
    // A factorial off by one in the fourth Taylor coefficient.
    let f = subjects::named("jet_sin").f;
    noticed(
        &broken("jet_sin", move |x, p| {
            let mut y = f(x, p)?;
            y[4] = y[4].mul_int(5, p).mul_2exp(-2);
            Ok(y)
        }),
        Check::Containment,
    );
}

#[test]
fn a_function_that_is_not_nested_is_noticed() {
    // Sound, but wider at more bits.
    let lazy = broken("exp", |x, p| Ok(vec![x[0].exp(if p.bits() > 60 { Prec::MIN } else { p })]));
    noticed(&lazy, Check::Nested);
    noticed(&lazy, Check::Width);
}

#[test]
fn a_function_that_is_not_isotone_is_noticed() {
    // Sound, but a point is rounded more coarsely than an interval.
    let crude = broken("atan", |x, p| {
        let y = x[0].atan(p.plus(64));
        Ok(vec![if x[0].is_point() { y.round(p) } else { y }])
    });
    noticed(&crude, Check::Isotone);
}

#[test]
fn a_wide_point_value_and_a_refusal_are_noticed() {
    noticed(&broken("cos", |x, p| Ok(vec![x[0].cos(prec_less(p))])), Check::Width);
    let picky = broken("ln", |x, p| {
        if x[0].contains(&Float::with_val(2, 1)) { Interval::zero().ln(p) } else { x[0].ln(p) }.map(|y| vec![y])
    });
    noticed(&picky, Check::Refused);
}

fn prec_less(p: Prec) -> Prec {
    Prec::new(p.bits().saturating_sub(4)).unwrap_or(Prec::MIN)
}

#[test]
fn corners_notice() {
    // Wrong only for huge arguments and unbounded ones, where the random arguments do not go.
    let wrong = broken("atan", |x, p| {
        let huge = x[0].mag().get_exp().is_none_or(|e| e > 1 << 20) && !x[0].contains_zero();
        Ok(vec![if huge { Interval::one().round(p).mul_2exp(-(p.bits() as i32)) } else { x[0].atan(p) }])
    });
    assert!(!corners::check(&wrong).is_empty());
    let refusing = broken("cbrt", |x, p| {
        if x[0].is_bounded() { Ok(vec![x[0].cbrt(p)]) } else { Interval::int(-1).sqrt(p).map(|y| vec![y]) }
    });
    assert!(!corners::check(&refusing).is_empty());
    assert!(corners::check(&subjects::named("atan")).is_empty());
}

#[test]
fn a_judge_that_finds_nothing_is_noticed() {
    let silent = Subject {
        judge: Judge::Holds(Box::new(|_, _, p| Interval::int(-1).sqrt(p).map(|_| true))),
        ..subjects::named("exp")
    };
    noticed(&silent, Check::Judge);
    // A function that is always unable does not pass for one that was checked.
    let unable = Subject::new(
        "unable",
        vec![Arg::line()],
        |_, _| Err(enclosure::Error::unable("test", "never")),
        Judge::Holds(Box::new(|_, _, _| Ok(true))),
    );
    noticed(&unable, Check::Refused);
}
