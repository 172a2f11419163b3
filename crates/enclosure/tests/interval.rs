//! The interval core: exact rational arithmetic as the judge of inclusion, directed rounding, and decimal text.

use enclosure::rug::float::Special;
use enclosure::rug::{Float, Rational};
use enclosure::{Error, Interval, Prec};
use proptest::prelude::*;

fn p(bits: u32) -> Prec {
    Prec::new(bits).unwrap()
}

/// Numbers where arithmetic goes wrong: tiny, huge, near powers of two, zero.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -100.0..100.0f64,
        1 => Just(0.0),
        1 => prop_oneof![Just(1.0), Just(-1.0), Just(2.0), Just(0.5)],
        1 => (-1000i32..1000, any::<bool>()).prop_map(|(e, s)| (if s { -1.0 } else { 1.0 }) * (f64::from(e)).exp2()),
        1 => (-60i32..60).prop_map(|e| 1.0 + f64::from(e) * f64::EPSILON),
    ]
}

fn interval() -> impl Strategy<Value = (Interval, Rational, Rational)> {
    (number(), number(), 0.0..=1.0f64, 0.0..=1.0f64).prop_map(|(a, b, s, t)| {
        let (lo, hi) = if a <= b { (a, b) } else { (b, a) };
        let q = |x: f64| Rational::from_f64(x).unwrap();
        let inside = |t: f64| q(lo) + (q(hi) - q(lo)) * q(t);
        let x = Interval::new(Float::with_val(53, lo), Float::with_val(53, hi)).unwrap();
        (x, inside(s), inside(t))
    })
}

/// Whether the exact rational lies inside.
fn holds(x: &Interval, q: &Rational) -> bool {
    *x.lo() <= *q && *x.hi() >= *q
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn arithmetic_includes((x, a, _) in interval(), (y, b, _) in interval(), bits in 2u32..80) {
        let p = p(bits);
        prop_assert!(holds(&x.add(&y, p), &(a.clone() + &b)));
        prop_assert!(holds(&x.sub(&y, p), &(a.clone() - &b)));
        prop_assert!(holds(&x.mul(&y, p), &(a.clone() * &b)));
        prop_assert!(holds(&x.sqr(p), &(a.clone() * &a)));
        prop_assert!(holds(&x.abs(), &a.clone().abs()));
        prop_assert!(holds(&x.neg(), &-a.clone()));
        prop_assert!(holds(&x.min(&y), &a.clone().min(b.clone())));
        prop_assert!(holds(&x.max(&y), &a.clone().max(b.clone())));
        prop_assert!(holds(&x.floor(), &a.clone().floor()));
        prop_assert!(holds(&x.ceil(), &a.clone().ceil()));
        match x.div(&y, p) {
            Ok(q) => prop_assert!(b != 0 && holds(&q, &(a / b))),
            Err(e) => {
                let refused = matches!(e, Error::Domain { function: "division", .. });
                prop_assert!(refused && y.contains_zero());
            }
        }
    }

    #[test]
    fn integer_powers_include((x, a, _) in interval(), n in -6i64..7) {
        match x.powi(n, p(60)) {
            Ok(v) => {
                let exact = if n >= 0 {
                    (0..n).fold(Rational::from(1), |r, _| r * &a)
                } else {
                    (0..-n).fold(Rational::from(1), |r, _| r / &a)
                };
                prop_assert!(holds(&v, &exact));
            }
            Err(_) => prop_assert!(n < 0 && x.contains_zero()),
        }
    }

    /// Point results are at most one ulp wide, and nested when the precision grows.
    #[test]
    fn rounding_is_tight_and_nested(a in number(), b in number(), bits in 2u32..200) {
        let (x, y) = (Interval::exact_f64(a).unwrap(), Interval::exact_f64(b).unwrap());
        for f in [Interval::add, Interval::sub, Interval::mul] {
            let (rough, fine) = (f(&x, &y, p(bits)), f(&x, &y, p(2 * bits)));
            prop_assert!(rough.encloses(&fine));
            prop_assert!(rough.accuracy_bits().is_none_or(|good| good >= i64::from(bits) - 1), "{rough}");
        }
    }

    /// Sums and products of wider intervals hold those of narrower ones.
    #[test]
    fn isotone((x, _, _) in interval(), (y, _, _) in interval(), (z, _, _) in interval()) {
        let wide = x.hull(&z);
        let p = p(53);
        prop_assert!(wide.add(&y, p).encloses(&x.add(&y, p)));
        prop_assert!(wide.mul(&y, p).encloses(&x.mul(&y, p)));
        prop_assert!(wide.sin(p).encloses(&x.sin(p)));
        prop_assert!(wide.cos(p).encloses(&x.cos(p)));
        prop_assert!(wide.exp(p).encloses(&x.exp(p)));
        prop_assert!(wide.atan(p).encloses(&x.atan(p)));
    }

    /// A point of the argument has its sine and cosine in the range, and the range is attained up to rounding.
    #[test]
    fn waves_over_intervals(a in -50.0..50.0f64, w in 0.0..8.0f64, t in 0.0..=1.0f64) {
        let x = Interval::new(Float::with_val(53, a), Float::with_val(53, a + w)).unwrap();
        let at = Float::with_val(53, (a + t * w).clamp(a, a + w));
        let q = p(60);
        let point = Interval::point(at).unwrap();
        prop_assert!(x.sin(q).encloses(&point.sin(p(200)).round(q)) || x.sin(q).overlaps(&point.sin(p(200))));
        let c = x.cos(q);
        let best = (0..=4000).map(|i| (a + w * f64::from(i) / 4000.0).cos()).fold((2.0f64, -2.0f64), |(l, h), v| (l.min(v), h.max(v)));
        prop_assert!(c.lo().to_f64() <= best.0 + 1e-12 && c.hi().to_f64() >= best.1 - 1e-12);
        prop_assert!(c.lo().to_f64() >= best.0 - 1e-5 && c.hi().to_f64() <= best.1 + 1e-5, "{c} {best:?}");
    }

    /// Decimal bounds hold the number and are read back around it.
    #[test]
    fn decimals_round_outward(a in number(), digits in 1usize..25) {
        let x = Interval::exact_f64(a).unwrap();
        let (lower, upper) = x.to_decimal(digits);
        let q = p(400);
        prop_assert!(Interval::decimal(&lower, q).unwrap().lo() <= x.lo());
        prop_assert!(Interval::decimal(&upper, q).unwrap().hi() >= x.hi());
    }

    #[test]
    fn decimal_literals_are_enclosed(n in -1_000_000i64..1_000_000, shift in 0u32..9, bits in 2u32..120) {
        let scale = 10i64.pow(shift);
        let text = format!("{n}e-{shift}");
        prop_assert!(holds(&Interval::decimal(&text, p(bits)).unwrap(), &Rational::from((n, scale))));
    }
}

#[test]
fn half_lines_are_numbers_and_nan_is_not() {
    let half = Interval::from_below(Float::with_val(53, 1)).unwrap();
    let q = p(53);
    assert_eq!(half.recip(q).unwrap(), Interval::new(Float::new(53), Float::with_val(53, 1)).unwrap());
    assert_eq!(half.mul(&Interval::zero(), q), Interval::zero());
    assert!(*half.sub(&half, q).lo() == f64::NEG_INFINITY && *half.sub(&half, q).hi() == f64::INFINITY);
    assert_eq!(half.neg().exp(q).lo().to_f64(), 0.0);
    assert!(half.ln(q).unwrap().lo().is_zero());
    assert!(Interval::new(Float::with_val(53, Special::Nan), Float::new(53)).is_err());
    assert!(Interval::new(Float::with_val(53, 2), Float::with_val(53, 1)).is_err());
    let inf = || Float::with_val(53, Special::Infinity);
    assert!(Interval::new(inf(), inf()).is_err());
    assert!(Interval::new(-inf(), -inf()).is_err());
    assert!(Interval::point(inf()).is_err());
    assert!(Interval::exact_f64(f64::NAN).is_err());
}

#[test]
fn errors_name_the_function_and_the_argument() {
    let below = Interval::int(-1);
    let q = p(53);
    for (error, function) in [
        (below.sqrt(q).unwrap_err(), "sqrt"),
        (below.ln(q).unwrap_err(), "ln"),
        (below.ln1p(q).unwrap_err(), "ln1p"),
        (Interval::int(2).asin(q).unwrap_err(), "asin"),
        (Interval::int(-2).acos(q).unwrap_err(), "acos"),
        (Interval::one().div(&Interval::zero(), q).unwrap_err(), "division"),
        (below.pow(&Interval::ratio(1, 2, q).unwrap(), q).unwrap_err(), "power"),
    ] {
        let text = error.to_string();
        assert!(text.starts_with(function), "{text}");
    }
    assert!(Prec::new(1).is_err() && Prec::new(2).is_ok() && Prec::new(u32::MAX).is_err());
    let tan = Interval::new(Float::with_val(53, 1), Float::with_val(53, 2)).unwrap().tan(q);
    assert!(tan.is_err(), "a pole at pi/2");
}

#[test]
fn literals_are_checked() {
    for text in ["", "+", ".", "1.2.3", "0x10", "nan", "inf", "1e", "1e1.5", "1e9999999", "1_000", " 1"] {
        assert!(matches!(Interval::decimal(text, p(53)), Err(Error::Parse { .. })), "{text:?}");
    }
    assert!(Interval::decimal(&"1".repeat(200_000), p(53)).is_err());
    assert!(Interval::decimal(".5", p(53)).unwrap().is_point());
    // One tenth is not a double: the enclosure is not a point, and the double lies outside the inner rational.
    assert!(!Interval::decimal("0.1", p(53)).unwrap().is_point());
    assert!(Interval::exact_f64(0.1).unwrap().is_point());
}

#[test]
fn powers_at_the_corners() {
    let q = p(53);
    let unit = Interval::zero().hull(&Interval::one());
    assert_eq!(unit.pow(&Interval::ratio(1, 2, q).unwrap(), q).unwrap(), unit);
    assert!(unit.pow(&Interval::ratio(-1, 2, q).unwrap(), q).is_err());
    let huge = Interval::int(2).pow(&Interval::decimal("1e15", q).unwrap(), q).unwrap();
    assert!(huge.is_positive());
    let base = Interval::new(Float::with_val(53, 0.5), Float::with_val(53, 2)).unwrap();
    let exponent = Interval::new(Float::with_val(53, -1), Float::with_val(53, 3)).unwrap();
    let v = base.pow(&exponent, q).unwrap();
    assert_eq!((v.lo().to_f64(), v.hi().to_f64()), (0.125, 8.0));
}
