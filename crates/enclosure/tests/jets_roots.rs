//! Isolation of roots, extrema and ranges against known answers.

use enclosure::functions::bessel_j::Order;
use enclosure::roots::{Limits, Root, infimum, isolate, range, supremum};
use enclosure::{Error, Interval, Jet, Prec, Result};
use rug::Float;

fn p128() -> Prec {
    Prec::new(128).unwrap_or(Prec::DOUBLE)
}

fn between(a: i64, b: i64) -> Interval {
    Interval::int(a).hull(&Interval::int(b))
}

fn tolerance(bits: u32) -> Float {
    Float::with_val(2, 1) >> bits
}

fn decimal(text: &str) -> Interval {
    Interval::decimal(text, p128()).unwrap_or_else(|e| panic!("{e}"))
}

fn assert_simple(roots: &[Root], want: &[Interval]) {
    assert_eq!(roots.len(), want.len(), "{roots:?}");
    for (r, w) in roots.iter().zip(want) {
        assert!(r.unique && r.enclosure.overlaps(w), "{r:?} for {w}");
        assert!(r.enclosure.width() <= tolerance(110), "{r:?} is wide");
    }
}

/// Integer roots 1..=12: `prod (x - k)`, ill conditioned in its coefficients but not as a product.
#[test]
fn ro_01_product_with_integer_roots() -> Result<()> {
    let f = |x: &Jet, p: Prec| {
        let mut y = x.constant_like(Interval::one());
        for k in 1..=12 {
            y = y.mul(&x.shift(&Interval::int(-k), p), p);
        }
        Ok(y)
    };
    let roots =
        isolate(f, &Interval::new(Float::with_val(53, 0.3), Float::with_val(53, 12.9))?, p128(), &Limits::default())?;
    let want: Vec<Interval> = (1..=12).map(Interval::int).collect();
    assert_simple(&roots, &want);
    Ok(())
}

/// Zeros of sine, with one exactly at the end of the interval and one exactly at a likely cut.
#[test]
fn ro_01_sine_and_roots_at_the_ends() -> Result<()> {
    let sine = |x: &Jet, p| Ok(x.sin(p));
    let roots = isolate(sine, &between(-10, 10), p128(), &Limits::default())?;
    let pi = Interval::pi(p128());
    let want: Vec<Interval> = (-3..=3).map(|k| pi.mul_int(k, p128())).collect();
    assert_simple(&roots, &want);
    assert_simple(&isolate(sine, &between(0, 1), p128(), &Limits::default())?, &[Interval::zero()]);
    assert_simple(&isolate(sine, &between(-2, 0), p128(), &Limits::default())?, &[Interval::zero()]);
    assert!(isolate(sine, &between(1, 3), p128(), &Limits::default())?.is_empty());
    Ok(())
}

/// First positive zeros of J_0 and of J_{3/2} (tan x = x); values by mpmath:
/// `mp.dps=45; besseljzero(0,k)`, `besseljzero(1.5,k)`.
#[test]
fn ro_01_zeros_of_bessel_functions() -> Result<()> {
    let zeros = |twice: u32| {
        let nu = Order::half(twice)?;
        isolate(move |x: &Jet, p| x.bessel_j(nu, p), &between(1, 12), p128(), &Limits::default())
    };
    let j0 = [
        "2.40482555769577276862163187932645464312424491",
        "5.52007811028631064959660411281302742522186548",
        "8.65372791291101221695419871266094668556579523",
        "11.7915344390142816137430449119254589220229247",
    ];
    assert_simple(&zeros(0)?, &j0.map(decimal));
    let j32 = [
        "4.49340945790906417530788092728032208221558387",
        "7.7252518369377071641950689330629866263781593",
        "10.9041216594288998271487027901886838720948589",
    ];
    assert_simple(&zeros(3)?, &j32.map(decimal));
    Ok(())
}

/// A double root is reported, not certified; the interval left over is narrow.
#[test]
fn ro_01_double_root_is_reported_undecided() -> Result<()> {
    let f = |x: &Jet, p| Ok(x.sqr(p).sub(&x.mul_2exp(1), p).shift(&Interval::one(), p));
    let roots = isolate(f, &between(-3, 4), p128(), &Limits::default())?;
    assert_eq!(roots.len(), 1, "{roots:?}");
    assert!(!roots[0].unique && roots[0].enclosure.contains(&Float::with_val(2, 1)));
    assert!(roots[0].enclosure.width() <= tolerance(50));
    Ok(())
}

/// Attack: nothing may be dropped when the boxes run out, and two close roots may not be certified as one.
#[test]
fn ro_01_limits_lose_no_root_and_close_roots_stay_apart() -> Result<()> {
    let sine = |x: &Jet, p| Ok(x.sin(p));
    for boxes in [0, 1, 3, 10, 30] {
        let found = isolate(sine, &between(-10, 10), p128(), &Limits { boxes })?;
        for k in -3..=3 {
            let root = Interval::pi(p128()).mul_int(k, p128());
            assert!(found.iter().any(|r| r.enclosure.overlaps(&root)), "{boxes} boxes lose {root}: {found:?}");
        }
        for r in found.iter().filter(|r| r.unique) {
            assert!(r.enclosure.width() < 3, "{r:?} holds two roots");
        }
    }
    // Roots at 1 and 1 + 2^-40.
    let gap = Interval::one().mul_2exp(-40);
    let f = |x: &Jet, p| {
        let y = x.shift(&Interval::int(-1), p);
        Ok(y.mul(&y.shift(&gap.neg(), p), p))
    };
    let found = isolate(f, &between(0, 3), p128(), &Limits::default())?;
    assert_eq!(found.iter().filter(|r| r.unique).count(), 2, "{found:?}");
    Ok(())
}

/// `x^2 e^-x = 1/10` on an unbounded interval: two roots (mpmath: `findroot`), and what is left far out is reported.
#[test]
fn ro_01_half_line() -> Result<()> {
    let tenth = Interval::ratio(1, 10, p128())?;
    let f = |x: &Jet, p| Ok(x.neg().exp(p).mul(&x.sqr(p), p).shift(&tenth.neg(), p));
    let found = isolate(f, &Interval::from_below(Float::with_val(53, 0.01))?, p128(), &Limits::default())?;
    assert_simple(
        &found,
        &[decimal("0.38296577268409124"), decimal("5.82789779586883828")].map(|x| {
            let slack = decimal("1e-15");
            x.sub(&slack, p128()).hull(&x.add(&slack, p128()))
        }),
    );
    Ok(())
}

/// `sup x sin x` on [-8, 9] is attained twice; `sup x e^-x = 1/e` on a half line; `inf cos = -1`.
#[test]
fn ro_02_extrema() -> Result<()> {
    let limits = Limits::default();
    let e = supremum(|x: &Jet, p| Ok(x.sin(p).mul(x, p)), &between(-8, 9), &tolerance(100), p128(), &limits)?;
    // mpmath: x = findroot(tan(x) + x, 8), x sin x
    assert!(e.reached && e.value.width() <= tolerance(100));
    assert!(e.value.overlaps(&decimal("7.91672737158778184978858107246612779950122135")), "{}", e.value);
    assert_eq!(e.location.len(), 2, "{:?}", e.location);
    let e = supremum(
        |x: &Jet, p| Ok(x.neg().exp(p).mul(x, p)),
        &Interval::from_below(Float::new(53))?,
        &tolerance(60),
        p128(),
        &limits,
    )?;
    assert!(e.reached && e.value.encloses(&Interval::int(-1).exp(p128())), "{}", e.value);
    assert!(e.location.iter().any(|x| x.contains(&Float::with_val(2, 1))));
    let e = infimum(|x: &Jet, p| Ok(x.cos(p)), &between(0, 10), &tolerance(100), p128(), &limits)?;
    assert!(e.reached && e.value.contains(&Float::with_val(2, -1)));
    // pi and 3 pi
    assert_eq!(e.location.len(), 2, "{:?}", e.location);
    Ok(())
}

/// The maximum at a corner of pieces, at an end, and of a function with a kink.
#[test]
fn ro_02_ends_and_kinks() -> Result<()> {
    let limits = Limits::default();
    let (r, reached) =
        range(|x: &Jet, p| Ok(x.powi(3, p)?.sub(x, p)), &between(-1, 2), &tolerance(90), p128(), &limits)?;
    // x^3 - x: minimum -2/(3 sqrt 3) at 1/sqrt 3, maximum 6 at 2.
    let low = Interval::int(-2).div(&Interval::int(3).sqrt(p128())?.mul_int(3, p128()), p128())?;
    assert!(reached && r.contains(low.lo()) && r.contains(&Float::with_val(8, 6)), "{r}");
    assert!(r.width() <= Float::with_val(53, 6.384900179459751) + tolerance(40));
    // A constant is attained everywhere: the location is the whole interval.
    let e =
        supremum(|x: &Jet, _| Ok(x.constant_like(Interval::one())), &between(-1, 2), &tolerance(60), p128(), &limits)?;
    assert!(e.reached && e.location == [between(-1, 2)], "{e:?}");
    let e = infimum(|x: &Jet, _| x.abs(), &between(-3, 5), &tolerance(60), p128(), &limits)?;
    assert!(e.reached && e.value.contains(&Float::new(2)));
    assert!(e.location.iter().any(|x| x.contains_zero()));
    Ok(())
}

/// Bad input and functions without an enclosure are errors, not panics or endless searches.
#[test]
fn errors_name_the_function() -> Result<()> {
    let limits = Limits { boxes: 2_000 };
    let ln = |x: &Jet, p| x.ln(p);
    assert!(matches!(isolate(ln, &between(-1, 5), p128(), &limits), Err(Error::Domain { function: "ln", .. })));
    assert!(supremum(ln, &between(-1, 5), &tolerance(10), p128(), &limits).is_err());
    let nan = Float::with_val(53, rug::float::Special::Nan);
    let e = supremum(|x: &Jet, _| Ok(x.clone()), &between(0, 1), &nan, p128(), &limits);
    assert!(matches!(e, Err(Error::Domain { argument: "tolerance", .. })));
    // Unbounded above: an honest enclosure, not reached.
    let e = supremum(
        |x: &Jet, p| x.recip(p),
        &Interval::new(Float::new(2), Float::with_val(2, 1))?,
        &tolerance(5),
        p128(),
        &limits,
    );
    assert!(e.is_err() || e.is_ok_and(|e| !e.reached));
    Ok(())
}
