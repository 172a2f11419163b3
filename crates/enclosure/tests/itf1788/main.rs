//! The interval core against the public IEEE 1788 test vectors at 53 bits; see `README.md` for source and licence.

mod vectors;

use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Interval, Prec, Result};
use std::collections::BTreeMap;
use vectors::{Term, Vector, read};

const FILES: [(&str, &str); 4] = [
    ("elem", include_str!("libieeep1788_elem.itl")),
    ("set", include_str!("libieeep1788_set.itl")),
    ("bool", include_str!("libieeep1788_bool.itl")),
    ("num", include_str!("libieeep1788_num.itl")),
];

/// Operations of the standard that this crate does not have (or defines otherwise), and why.
const SKIPPED: &[(&str, &str)] = &[
    ("pos", "identity"),
    ("fma", "no such operation"),
    ("exp2", "no such operation"),
    ("exp10", "no such operation"),
    ("log10", "no such operation"),
    ("atan2", "no such operation"),
    ("asinh", "no such operation"),
    ("acosh", "no such operation"),
    ("atanh", "no such operation"),
    ("sign", "no such operation"),
    ("trunc", "no such operation"),
    ("roundTiesToEven", "no such operation"),
    ("roundTiesToAway", "no such operation"),
    ("rad", "no such operation"),
    ("midRad", "no such operation"),
    ("interior", "no such relation"),
    ("less", "no such relation"),
    ("strictLess", "no such relation"),
    ("isEntire", "no such relation"),
    ("isNaI", "no such value: constructors refuse"),
    ("mid", "a heuristic choice here"),
];

/// What one operation gives.
enum Got {
    Value(Interval),
    Number(Float, Round),
    Bool(bool),
}

fn interval(term: &Term) -> Result<Interval> {
    let (a, b) = match term {
        Term::Interval(a, b) => (*a, *b),
        Term::Number(x) => (*x, *x),
        // The empty set and NaI: what a caller would have to write is refused.
        Term::Empty => (f64::INFINITY, f64::NEG_INFINITY),
        _ => (f64::NAN, f64::NAN),
    };
    Interval::new(Float::with_val(53, a), Float::with_val(53, b))
}

/// The operation by its name in the standard; `None` when it is not known here.
fn evaluate(name: &str, x: &[Interval]) -> Option<Result<Got>> {
    let p = Prec::DOUBLE;
    let v = |i: Interval| Ok(Got::Value(i));
    let integer = |x: &Interval| x.lo().to_integer().and_then(|n| n.to_i64()).unwrap_or_else(|| panic!("{x}"));
    Some(match name {
        "neg" => v(x[0].neg()),
        "abs" => v(x[0].abs()),
        "add" => v(x[0].add(&x[1], p)),
        "sub" => v(x[0].sub(&x[1], p)),
        "mul" => v(x[0].mul(&x[1], p)),
        "div" => x[0].div(&x[1], p).map(Got::Value),
        "recip" => x[0].recip(p).map(Got::Value),
        "sqr" => v(x[0].sqr(p)),
        "sqrt" => x[0].sqrt(p).map(Got::Value),
        "pown" => x[0].powi(integer(&x[1]), p).map(Got::Value),
        "pow" => x[0].pow(&x[1], p).map(Got::Value),
        "exp" => v(x[0].exp(p)),
        "log" => x[0].ln(p).map(Got::Value),
        "log2" => x[0].log2(p).map(Got::Value),
        "sin" => v(x[0].sin(p)),
        "cos" => v(x[0].cos(p)),
        "tan" => x[0].tan(p).map(Got::Value),
        "asin" => x[0].asin(p).map(Got::Value),
        "acos" => x[0].acos(p).map(Got::Value),
        "atan" => v(x[0].atan(p)),
        "sinh" => v(x[0].sinh(p)),
        "cosh" => v(x[0].cosh(p)),
        "tanh" => v(x[0].tanh(p)),
        "min" => v(x[0].min(&x[1])),
        "max" => v(x[0].max(&x[1])),
        "floor" => v(x[0].floor()),
        "ceil" => v(x[0].ceil()),
        "convexHull" => v(x[0].hull(&x[1])),
        "inf" => Ok(Got::Number(x[0].lo().clone(), Round::Down)),
        "sup" => Ok(Got::Number(x[0].hi().clone(), Round::Up)),
        "wid" => Ok(Got::Number(x[0].width(), Round::Up)),
        "mag" => Ok(Got::Number(x[0].mag(), Round::Up)),
        "mig" => Ok(Got::Number(x[0].mig(), Round::Down)),
        "equal" => Ok(Got::Bool(x[0] == x[1])),
        "subset" => Ok(Got::Bool(x[1].encloses(&x[0]))),
        "disjoint" => Ok(Got::Bool(!x[0].overlaps(&x[1]))),
        "precedes" => Ok(Got::Bool(x[0].certainly_le(&x[1]))),
        "strictPrecedes" => Ok(Got::Bool(x[0].certainly_lt(&x[1]))),
        "isEmpty" => Ok(Got::Bool(false)),
        _ => return None,
    })
}

/// Whether the arguments leave the domain; decided from the vector, not from the answer.
fn leaves_domain(name: &str, x: &[Interval], expected: &Term) -> bool {
    let zero = |x: &Interval| x.contains_zero();
    match name {
        "div" => zero(&x[1]),
        "recip" => zero(&x[0]),
        "sqrt" => *x[0].lo() < 0,
        "log" | "log2" => *x[0].lo() <= 0,
        "asin" | "acos" => *x[0].lo() < -1 || *x[0].hi() > 1,
        "pown" => zero(&x[0]) && *x[1].lo() < 0,
        "pow" => *x[0].lo() < 0 || (zero(&x[0]) && *x[1].lo() <= 0),
        // Tangent takes every value exactly when a pole is inside.
        "tan" => *expected == Term::Interval(f64::NEG_INFINITY, f64::INFINITY),
        _ => false,
    }
}

#[derive(Default)]
struct Count {
    tightest: u32,
    wider: u32,
    refused: u32,
    superset: u32,
    empty: u32,
}

/// Next double in the direction of `r`.
fn step(x: f64, up: bool) -> f64 {
    if up { x.next_up() } else { x.next_down() }
}

/// Compares with the tightest double interval: a superset, and at most two doubles wider at each end.
fn compare(v: &Vector, got: &Interval, a: f64, b: f64, inside: bool, count: &mut Count) {
    let (lo, hi) = (got.lo().to_f64_round(Round::Down), got.hi().to_f64_round(Round::Up));
    assert!(lo <= a && b <= hi, "{}: [{lo:e}, {hi:e}] is not a superset", v.text);
    if !inside {
        count.superset += 1;
    } else if lo == a && hi == b {
        count.tightest += 1;
    } else {
        assert!(
            lo >= step(step(a, false), false) && hi <= step(step(b, true), true),
            "{}: [{lo:e}, {hi:e}] is wide",
            v.text
        );
        count.wider += 1;
    }
}

fn check(v: &Vector, x: &[Interval], count: &mut Count) {
    let inside = !leaves_domain(&v.operation, x, &v.expected);
    let got = evaluate(&v.operation, x).unwrap_or_else(|| panic!("{}", v.text));
    match (got, &v.expected) {
        (Err(e), _) => {
            assert!(!inside, "{}: refused inside the domain: {e}", v.text);
            count.refused += 1;
        }
        (Ok(Got::Value(y)), Term::Interval(a, b)) => compare(v, &y, *a, *b, inside, count),
        (Ok(Got::Value(_)), Term::Empty) => {
            // The function has no value there; an enclosure of nothing may be anything, but here it comes as an error.
            assert!(!inside, "{}: a value where there is none", v.text);
            count.superset += 1;
        }
        (Ok(Got::Number(y, r)), Term::Number(want)) => {
            assert_eq!(y.to_f64_round(r), *want, "{}", v.text);
            count.tightest += 1;
        }
        (Ok(Got::Bool(y)), Term::Bool(want)) => {
            assert_eq!(y, *want, "{}", v.text);
            count.tightest += 1;
        }
        (Ok(_), want) => panic!("{}: cannot be compared with {want:?}", v.text),
    }
}

#[test]
fn vectors_hold() {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut skipped: BTreeMap<String, u32> = BTreeMap::new();
    let (mut total, mut checked) = (0, 0);
    for (_, text) in FILES {
        for v in read(text) {
            total += 1;
            if v.operation == "intersection" {
                checked += 1;
                intersection(&v, counts.entry(v.operation.clone()).or_default());
                continue;
            }
            if let Some((_, why)) = SKIPPED.iter().find(|(name, _)| *name == v.operation) {
                *skipped.entry(format!("{why}: {}", v.operation)).or_default() += 1;
                continue;
            }
            checked += 1;
            let count = counts.entry(v.operation.clone()).or_default();
            let args: Vec<Result<Interval>> = v.args.iter().map(interval).collect();
            if v.args.iter().any(|a| matches!(a, Term::Empty | Term::NaI | Term::Other(_))) {
                assert!(!v.args.iter().any(|a| matches!(a, Term::Other(_))), "{}: argument not read", v.text);
                assert!(args.iter().any(Result::is_err), "{}: an interval that is none was accepted", v.text);
                count.empty += 1;
                continue;
            }
            let args: Vec<Interval> =
                args.into_iter().map(|a| a.unwrap_or_else(|e| panic!("{}: {e}", v.text))).collect();
            check(&v, &args, count);
        }
    }
    for (name, c) in &counts {
        println!(
            "itf1788 {name:<16} {:>4} tightest, {:>3} up to 2 ulp wider, {:>3} refused outside the domain, {:>3} superset there, {:>3} empty or NaI refused",
            c.tightest, c.wider, c.refused, c.superset, c.empty
        );
    }
    for (why, n) in &skipped {
        println!("itf1788 skipped {n:>4}  {why}");
    }
    let left: u32 = skipped.values().sum();
    println!("itf1788 {total} vectors: {checked} checked, {left} skipped");
    assert_eq!(total, checked + left);
    assert!(checked >= 2500, "only {checked} vectors");
    assert!(counts.values().all(|c| c.tightest + c.empty + c.refused + c.superset + c.wider > 0));
}

/// The common part as an option: `None` for the empty set.
fn intersection(v: &Vector, count: &mut Count) {
    let (Ok(x), Ok(y)) = (interval(&v.args[0]), interval(&v.args[1])) else {
        assert_eq!(v.expected, Term::Empty, "{}", v.text);
        count.empty += 1;
        return;
    };
    match (x.intersect(&y), &v.expected) {
        (Some(z), Term::Interval(a, b)) => compare(v, &z, *a, *b, true, count),
        (None, Term::Empty) => count.tightest += 1,
        (z, want) => panic!("{}: {z:?} instead of {want:?}", v.text),
    }
}

/// The comparison itself can fail: an end point one double inside, and one three doubles outside.
#[test]
fn wrong_results_are_noticed() {
    let v = &read("exp [1.0,1.0] = [0x1.5bf0a8b145769p1,0x1.5bf0a8b14576ap1];")[0];
    let Term::Interval(a, b) = v.expected else { panic!("{v:?}") };
    let tight = |lo: f64, hi: f64| Interval::new(Float::with_val(53, lo), Float::with_val(53, hi)).unwrap();
    let outcome = |y: Interval| {
        std::panic::catch_unwind(move || {
            let v = &read("exp [1.0,1.0] = [0x1.5bf0a8b145769p1,0x1.5bf0a8b14576ap1];")[0];
            compare(v, &y, a, b, true, &mut Count::default());
        })
    };
    assert!(outcome(tight(a, b)).is_ok());
    assert!(outcome(tight(b, b)).is_err(), "inward");
    assert!(outcome(tight(a, b.next_up().next_up().next_up())).is_err(), "wide");
}
