//! Jets against exact rational arithmetic, and the laws every jet must obey.

use enclosure::roots::{Limits, range};
use enclosure::{Error, Interval, Jet, Prec, Result};
use proptest::prelude::*;
use rug::{Float, Rational};

const ORDER: usize = 12;

fn prec(bits: u32) -> Prec {
    Prec::new(bits).unwrap_or(Prec::DOUBLE)
}

/// Truncated power series in exact rationals: the independent twin of the jet arithmetic.
type Exact = Vec<Rational>;

fn exact_mul(a: &Exact, b: &Exact) -> Exact {
    let mut out = vec![Rational::new(); a.len()];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate().take(a.len() - i) {
            out[i + j] += Rational::from(x * y);
        }
    }
    out
}

/// Long division; the caller checks `b[0] != 0`.
fn exact_div(a: &Exact, b: &Exact) -> Exact {
    let mut rest = a.clone();
    let mut out = Vec::new();
    for k in 0..a.len() {
        let q = Rational::from(&rest[k] / &b[0]);
        for j in 0..a.len() - k {
            rest[k + j] -= Rational::from(&q * &b[j]);
        }
        out.push(q);
    }
    out
}

/// `c[0] + c[1] x + c[2] x^2 + ...` at `x + t`, exactly and as a jet.
fn exact_polynomial(c: &[i64], x: &Rational) -> Exact {
    let mut v = vec![Rational::new(); ORDER + 1];
    v[0] = x.clone();
    v[1] = Rational::from(1);
    let mut out = vec![Rational::new(); ORDER + 1];
    for &a in c.iter().rev() {
        out = exact_mul(&out, &v);
        out[0] += a;
    }
    out
}

fn jet_polynomial(c: &[i64], x: &Jet, p: Prec) -> Jet {
    let mut out = x.constant_like(Interval::zero());
    for &a in c.iter().rev() {
        out = out.mul(x, p).shift(&Interval::int(a), p);
    }
    out
}

fn contains_rational(c: &Interval, q: &Rational) -> bool {
    c.lo().to_rational().is_none_or(|lo| lo <= *q) && c.hi().to_rational().is_none_or(|hi| *q <= hi)
}

/// A function built from the operations, chosen by `which`, with everything in its domain for `x` in `[1/4, 4]`.
fn sample(which: u8, x: &Jet, p: Prec) -> Result<Jet> {
    let one = Interval::one();
    match which % 20 {
        0 => Ok(x.exp(p)),
        1 => x.ln(p),
        2 => Ok(x.sin(p).mul(x, p)),
        3 => x.cos(p).shift(&Interval::int(2), p).recip(p),
        4 => Ok(x.sqr(p).atan(p)),
        5 => x.neg().erf(p),
        6 => x.sqr(p).erfc(p),
        7 => x.pow_const(&Interval::ratio(-7, 3, p)?, p),
        8 => x.pow(x, p),
        9 => x.powi(5, p),
        10 => x.sqr(p).shift(&one, p).sqrt(p),
        11 => Ok(x.tanh(p)),
        12 => x.mul_2exp(-3).asin(p),
        13 => x.lgamma(p),
        14 => x.gamma_p(&Interval::ratio(5, 2, p)?, p),
        15 => x.gamma_p(&Interval::int(3), p),
        16 => x.mul_2exp(-3).beta_i(&Interval::int(2), &Interval::ratio(7, 2, p)?, p),
        17 => Jet::owen_t(x, &x.sqr(p), p),
        18 => x.mul_2exp(-3).erf_inv(p),
        _ => x.sqr(p).binet(p),
    }
}

/// Points of `[1/4, 4]` and intervals around them, often exact, narrow or ending at a special number.
fn arguments() -> impl Strategy<Value = (f64, f64)> {
    let centre = prop_oneof![2 => 0.25..4.0f64, 1 => prop::sample::select(vec![0.25, 0.5, 1.0, 2.0, 4.0])];
    let radius = prop_oneof![Just(0.0), 1e-18..1e-9f64, 0.0..0.5f64];
    (centre, radius).prop_map(|(c, r)| ((c - r).max(0.25), (c + r).min(4.0)))
}

fn interval(lo: f64, hi: f64) -> Interval {
    Interval::new(Float::with_val(53, lo), Float::with_val(53, hi)).unwrap_or_else(|e| panic!("{e}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// JE-01 on rational functions: every coefficient contains the exact one, and is narrow.
    #[test]
    fn je_01_rational_functions(
        a in prop::collection::vec(-9i64..=9, 1..6),
        b in prop::collection::vec(-9i64..=9, 1..5),
        num in -40i64..40, shift in 0u32..6,
    ) {
        let x = Rational::from((num, 1i64 << shift));
        let (ea, eb) = (exact_polynomial(&a, &x), exact_polynomial(&b, &x));
        let p = prec(128);
        let jet = Jet::variable(Interval::rational(&x, p), ORDER);
        let (ja, jb) = (jet_polynomial(&a, &jet, p), jet_polynomial(&b, &jet, p));
        let product = ja.mul(&jb, p);
        for (c, q) in product.coefficients().iter().zip(exact_mul(&ea, &eb)) {
            prop_assert!(contains_rational(c, &q), "{c} misses {q}");
        }
        for (c, q) in ja.sqr(p).coefficients().iter().zip(exact_mul(&ea, &ea)) {
            prop_assert!(contains_rational(c, &q), "square: {c} misses {q}");
        }
        match ja.div(&jb, p) {
            Ok(quotient) => {
                prop_assert!(eb[0] != 0);
                for (c, q) in quotient.coefficients().iter().zip(exact_div(&ea, &eb)) {
                    prop_assert!(contains_rational(c, &q), "{c} misses {q}");
                }
            }
            Err(e) => prop_assert!(eb[0] == 0 && matches!(e, Error::Domain { .. }), "{e}"),
        }
    }

    /// JE-01, inclusion isotonicity: the jet over an interval contains the jet at each of its points.
    #[test]
    fn je_01_wide_jets_contain_point_jets(which in 0u8..20, (lo, hi) in arguments(), t in 0.0..=1.0f64) {
        let p = prec(100);
        let wide = sample(which, &Jet::variable(interval(lo, hi), ORDER), p);
        let x = (lo + t * (hi - lo)).clamp(lo, hi);
        let point = sample(which, &Jet::variable(interval(x, x), ORDER), p);
        prop_assert!(point.is_ok() && wide.is_ok(), "function {which} at {x}: {point:?}, {wide:?}");
        if let (Ok(wide), Ok(point)) = (wide, point) {
            for (k, (w, c)) in wide.coefficients().iter().zip(point.coefficients()).enumerate() {
                prop_assert!(w.overlaps(c), "function {which}, k={k}, x={x} in [{lo}, {hi}]: {w} misses {c}");
            }
        }
    }

    /// More bits give a result that meets the coarser one and is no wider.
    #[test]
    fn precision_doubling_is_nested(which in 0u8..20, (x, _) in arguments()) {
        let jet = Jet::variable(interval(x, x), ORDER);
        if let (Ok(coarse), Ok(fine)) = (sample(which, &jet, prec(64)), sample(which, &jet, prec(128))) {
            for (k, (a, b)) in coarse.coefficients().iter().zip(fine.coefficients()).enumerate() {
                prop_assert!(a.overlaps(b), "function {which}, k={k}: {a} and {b} are disjoint");
                prop_assert!(b.width() <= a.width() || b.width() <= Float::with_val(53, a.mag()) >> 100u32, "{b} wider than {a}");
            }
        }
    }

    /// The value of a Taylor polynomial plus the remainder from the jet over the hull holds the function: IN-01's core.
    #[test]
    fn in_01_taylor_with_remainder_holds_the_function(which in 0u8..20, x in 0.5..3.5f64, h in -0.2..0.2f64) {
        let p = prec(100);
        let centre = Jet::variable(interval(x, x), ORDER);
        let y = x + h;
        let hull = interval(x.min(y), x.max(y));
        let step = interval(y, y).sub(&interval(x, x), p);
        let (c, w) = (sample(which, &centre, p), sample(which, &Jet::variable(hull, ORDER), p));
        let at = sample(which, &Jet::variable(interval(y, y), 0), p);
        prop_assert!(c.is_ok() && w.is_ok() && at.is_ok(), "function {which}: {c:?}, {w:?}, {at:?}");
        if let (Ok(c), Ok(w), Ok(at)) = (c, w, at) {
            for n in 0..=ORDER {
                let head = if n == 0 { Interval::zero() } else { c.truncate(n - 1).polynomial_at(&step, p) };
                let rest = step.powi(i64::try_from(n).unwrap_or(0), p).map(|s| s.mul(&w.coefficients()[n], p));
                let sum = rest.map(|r| head.add(&r, p));
                prop_assert!(sum.as_ref().is_ok_and(|s| s.overlaps(at.value())), "function {which}, n={n}: {sum:?} misses {}", at.value());
            }
        }
    }

    /// JE-02: composing with an inner jet agrees with the function applied to it; identities between functions.
    #[test]
    fn je_02_identities((x, _) in arguments()) {
        let p = prec(128);
        let jet = Jet::variable(interval(x, x), ORDER);
        let inner = jet.sqr(p).shift(&Interval::one(), p);
        let zero = |j: Jet| j.coefficients().iter().all(Interval::contains_zero);
        let outer = Jet::variable(inner.value().clone(), ORDER);
        let composed = outer.ln(p).map(|o| inner.compose(o.coefficients(), p));
        let direct = inner.ln(p);
        prop_assert!(matches!((&composed, &direct), (Ok(a), Ok(b)) if zero(a.sub(b, p))), "{composed:?} {direct:?}");
        let (s, c) = inner.sin_cos(p);
        prop_assert!(zero(s.sqr(p).add(&c.sqr(p), p).shift(&Interval::int(-1), p)));
        let (sh, ch) = inner.sinh_cosh(p);
        prop_assert!(zero(ch.sqr(p).sub(&sh.sqr(p), p).shift(&Interval::int(-1), p)));
        let back = inner.ln(p).map(|l| l.exp(p).sub(&inner, p));
        prop_assert!(back.is_ok_and(zero));
        let root = inner.sqrt(p).map(|r| r.sqr(p).sub(&inner, p));
        prop_assert!(root.is_ok_and(zero));
        let tan = jet.mul_2exp(-2).tan(p).map(|t| t.atan(p).sub(&jet.mul_2exp(-2), p));
        prop_assert!(tan.is_ok_and(zero));
        let erf = jet.mul_2exp(-2).erf(p).and_then(|e| e.erf_inv(p)).map(|y| y.sub(&jet.mul_2exp(-2), p));
        prop_assert!(erf.is_ok_and(zero));
        let both = jet.gamma_p(&Interval::ratio(7, 2, p).unwrap_or_else(|_| Interval::one()), p)
            .and_then(|a| Ok(a.add(&jet.gamma_q(&Interval::ratio(7, 2, p)?, p)?, p).shift(&Interval::int(-1), p)));
        prop_assert!(both.is_ok_and(zero));
        let recurrence = jet.shift(&Interval::one(), p).gamma(p).and_then(|g| Ok(g.sub(&jet.gamma(p)?.mul(&jet, p), p)));
        prop_assert!(recurrence.is_ok_and(zero));
    }

    /// Attack on JE-04: the closed form over wide ranges on both sides of 0 holds the recurrence at points, and stays tight.
    #[test]
    fn je_04_arctan_over_wide_ranges(centre in -50.0..50.0f64, radius in 0.0..5.0f64, t in 0.0..=1.0f64) {
        let (lo, hi) = (centre - radius, centre + radius);
        let x = (lo + 2.0 * t * radius).clamp(lo, hi);
        let wide = Jet::variable(interval(lo, hi), 20).atan(prec(90));
        let point = Jet::variable(interval(x, x), 20).atan(prec(150));
        for (k, (w, c)) in wide.coefficients().iter().zip(point.coefficients()).enumerate() {
            prop_assert!(w.overlaps(c), "k={k} at {x} in [{lo}, {hi}]: {w} misses {c}");
            // |atan_k| <= 1/k everywhere.
            prop_assert!(k == 0 || w.mag() <= Float::with_val(53, 1.0001) / u32::try_from(k).unwrap_or(1), "k={k}: {w}");
        }
    }

    /// Attack on JE-06: end points bound every derivative of Binet's function over intervals and half lines.
    #[test]
    fn je_06_binet_between_end_points(lo in 0.05..30.0f64, radius in 0.0..20.0f64, t in 0.0..=1.0f64, far in 1.0..1e6f64) {
        let p = prec(100);
        let bounded = Jet::variable(interval(lo, lo + radius), 10).binet(p);
        let unbounded = Interval::from_below(Float::with_val(53, lo)).and_then(|x| Jet::variable(x, 10).binet(p));
        for (wide, x) in [(bounded, (lo + t * radius).min(lo + radius)), (unbounded, lo * far)] {
            let point = Jet::variable(interval(x, x), 10).binet(prec(160));
            prop_assert!(wide.is_ok() && point.is_ok());
            if let (Ok(wide), Ok(point)) = (wide, point) {
                for (k, (w, c)) in wide.coefficients().iter().zip(point.coefficients()).enumerate() {
                    prop_assert!(w.overlaps(c), "k={k} at {x}, from {lo}: {w} misses {c}");
                    let sign_holds = if k.is_multiple_of(2) { w.is_non_negative() } else { w.is_non_positive() };
                    prop_assert!(sign_holds, "k={k}: {w}");
                }
            }
        }
    }

    /// RO-02: the range by branch and bound holds every value and is no wider than plain evaluation.
    #[test]
    fn ro_02_ranges_hold_every_value(which in 0u8..12, (lo, hi) in arguments(), t in 0.0..=1.0f64) {
        let p = prec(80);
        let f = |x: &Jet, p| sample(which, x, p);
        let tolerance = Float::with_val(2, 1) >> 30u32;
        let found = range(f, &interval(lo, hi), &tolerance, p, &Limits { boxes: 2_000 });
        prop_assert!(found.is_ok(), "{found:?}");
        if let Ok((r, _)) = found {
            let x = (lo + t * (hi - lo)).clamp(lo, hi);
            let value = f(&Jet::variable(interval(x, x), 0), p);
            prop_assert!(value.is_ok_and(|v| r.overlaps(v.value())), "function {which} at {x}");
            let plain = f(&Jet::variable(interval(lo, hi), 0), p);
            let slack = Float::with_val(80, plain.as_ref().map_or(Float::new(53), |v| v.value().width())) + &tolerance * Float::with_val(53, 3);
            prop_assert!(r.width() <= slack, "{r} against {plain:?}");
        }
    }
}

/// Pieces: jets exist exactly where the piece is decided.
#[test]
fn je_07_kinks_and_jumps() -> Result<()> {
    let x = Jet::variable(interval(-1.0, 1.0), 3);
    let domain = |r: Result<Jet>| matches!(r, Err(Error::Domain { .. }));
    assert!(domain(x.abs()) && domain(x.floor()) && domain(x.ceil()) && domain(x.sign()));
    assert!(domain(x.max(&x.neg())) && domain(x.min(&x.neg())));
    assert_eq!(*x.truncate(0).abs()?.value(), interval(0.0, 1.0));
    assert_eq!(*x.truncate(0).max(&x.neg().truncate(0))?.value(), interval(-1.0, 1.0));
    let left = Jet::variable(interval(-2.75, -2.5), 3);
    assert_eq!(left.abs()?, left.neg());
    assert_eq!(left.floor()?, left.constant_like(Interval::int(-3)));
    assert_eq!(left.ceil()?, left.constant_like(Interval::int(-2)));
    assert_eq!(left.max(&left.neg())?, left.neg());
    assert_eq!(left.min(&left.neg())?, left);
    // A point on a jump has a value but no derivative.
    let at = Jet::variable(Interval::int(2), 1);
    assert!(domain(at.floor()) && *at.truncate(0).floor()?.value() == Interval::int(2));
    // sqrt at 0: a range, no derivative.
    let edge = Jet::variable(interval(0.0, 4.0), 1);
    assert!(domain(edge.sqrt(prec(53))) && *edge.truncate(0).sqrt(prec(53))?.value() == interval(0.0, 2.0));
    assert!(domain(edge.truncate(0).ln(prec(53))) && domain(edge.recip(prec(53))));
    Ok(())
}

/// Orders, empty coefficient lists and extreme requests are harmless.
#[test]
fn limits_of_orders() {
    assert_eq!(Jet::variable(Interval::one(), usize::MAX).order(), Jet::MAX_ORDER);
    assert!(Jet::from_coefficients(Vec::new()).is_none());
    let x = Jet::variable(Interval::one(), 2);
    assert_eq!(*x.compose(&[], prec(53)).value(), Interval::whole());
    assert!(
        x.derivative_value(3, prec(53)).is_none() && Jet::variable(Interval::one(), 0).derivative(prec(53)).is_none()
    );
    let y = x.powi(i64::MAX, prec(53));
    assert!(y.is_ok_and(|y| y.order() == 2));
    let y = Jet::variable(interval(0.5, 2.0), 2).powi(i64::MIN, prec(53));
    assert!(y.is_ok_and(|y| y.order() == 2));
    // 100 derivatives of e^(x^2) over an interval across 0, and over the whole line.
    for x in [interval(-1.0, 1.0), Interval::whole()] {
        assert_eq!(Jet::variable(x, 100).sqr(prec(53)).exp(prec(53)).order(), 100);
    }
}
