//! Identities, isotonicity and nesting of the special functions, with arguments drawn near the hard places.

use enclosure::functions::{
    beta_i, beta_i_complement, binet, digamma, erf_inv, erfc_inv, gamma, gamma_p, gamma_q, lgamma, log_beta, owen_t,
    polygamma,
};
use enclosure::rug::Float;
use enclosure::{Interval, Prec, Result};
use proptest::prelude::*;

fn point(x: f64) -> Interval {
    Interval::exact_f64(x).expect("finite")
}

fn value(x: Result<Interval>) -> Interval {
    x.unwrap_or_else(|e| panic!("{e}"))
}

/// Any two enclosures of one number share a point.
fn agree(what: &str, x: &Interval, y: &Interval) -> std::result::Result<(), TestCaseError> {
    prop_assert!(x.overlaps(y), "{}: {} and {}", what, x, y);
    Ok(())
}

/// Positive numbers: half-integers, near integers, any size, tiny and large.
fn positive() -> impl Strategy<Value = f64> {
    prop_oneof![
        (1u32..80).prop_map(|n| f64::from(n) / 2.0),
        (1u32..20, -1.0f64..1.0).prop_map(|(n, d)| f64::from(n) + d * 1e-9),
        0.01f64..60.0,
        (-40i32..14, 0.5f64..1.0).prop_map(|(e, m)| m * 2f64.powi(e)),
        (0.999f64..1.001).prop_map(|m| 2000.0 * m),
    ]
}

/// A pair `(a, x)` for P and Q: independent, next to the diagonal, or far to one side.
fn shape_and_argument() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![
        (positive(), positive()),
        (positive(), -1e-3f64..1e-3).prop_map(|(a, d)| (a, a * (1.0 + d))),
        (positive(), 20.0f64..200.0).prop_map(|(a, f)| (a, a + f)),
        (positive(), 1e-6f64..0.1).prop_map(|(a, f)| (a, a * f)),
    ]
}

/// `(x, a, b)` for I: independent, next to the mean, next to the ends.
fn beta_arguments() -> impl Strategy<Value = (f64, f64, f64)> {
    let x =
        prop_oneof![0.0f64..1.0, (1i32..50).prop_map(|e| 2f64.powi(-e)), (1i32..50).prop_map(|e| 1.0 - 2f64.powi(-e))];
    prop_oneof![
        (x, positive(), positive()),
        (positive(), positive(), -1e-3f64..1e-3).prop_map(|(a, b, d)| ((a / (a + b) * (1.0 + d)).min(1.0), a, b)),
    ]
}

fn precision() -> impl Strategy<Value = Prec> {
    prop_oneof![Just(53), Just(128), 2u32..400].prop_map(|p| Prec::new(p).expect("a valid precision"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn p_and_q((a, x) in shape_and_argument(), p in precision()) {
        let (ia, ix) = (point(a), point(x));
        let lower = value(gamma_p(&ia, &ix, p));
        let upper = value(gamma_q(&ia, &ix, p));
        prop_assert!(lower.add(&upper, p).contains(&Float::with_val(2, 1)));
        // P(a+1, x) = P(a, x) - x^a e^-x / Gamma(a+1)
        let next = ia.add(&Interval::one(), Prec::new(200).expect("valid"));
        let step = value(ix.pow(&ia, p)).mul(&ix.neg().exp(p), p);
        let step = value(step.div(&value(gamma(&next, p)), p));
        agree("P recurrence", &value(gamma_p(&next, &ix, p)), &lower.sub(&step, p))?;
        agree("Q recurrence", &value(gamma_q(&next, &ix, p)), &upper.add(&step, p))?;
    }

    #[test]
    fn beta_symmetry((x, a, b) in beta_arguments(), p in precision()) {
        let (ix, ia, ib) = (point(x), point(a), point(b));
        let lower = value(beta_i(&ix, &ia, &ib, p));
        let upper = value(beta_i_complement(&ix, &ia, &ib, p));
        prop_assert!(lower.add(&upper, p).contains(&Float::with_val(2, 1)));
        let y = Interval::one().sub(&ix, Prec::new(200).expect("valid"));
        agree("I_x(a,b) = 1 - I_(1-x)(b,a)", &value(beta_i_complement(&y, &ib, &ia, p)), &lower)?;
        agree("I_(1-x)(b,a)", &value(beta_i(&y, &ib, &ia, p)), &upper)?;
        if x > 0.0 && x < 1.0 {
            // I_x(a+1, b) = I_x(a, b) - x^a (1-x)^b / (a B(a, b))
            let q = Prec::new(p.bits() + 80).expect("valid");
            let power = ia.mul(&value(ix.ln(q)), q).add(&ib.mul(&value(y.ln(q)), q), q);
            let step = power.sub(&value(log_beta(&ia, &ib, q)), q).exp(q);
            let next = ia.add(&Interval::one(), Prec::new(200).expect("valid"));
            let step = value(step.div(&ia, q));
            agree("I recurrence", &value(beta_i(&ix, &next, &ib, p)), &lower.sub(&step, p))?;
        }
    }

    #[test]
    fn gamma_identities(x in positive(), p in precision()) {
        let q = Prec::new(p.bits() + 60).expect("valid");
        let ix = point(x);
        // Legendre: Gamma(x) Gamma(x + 1/2) = 2^(1-2x) sqrt(pi) Gamma(2x)
        let shifted = ix.add(&point(0.5), Prec::new(200).expect("valid"));
        if x < 1000.0 {
            let left = value(gamma(&ix, p)).mul(&value(gamma(&shifted, p)), p);
            let power = value(Interval::int(2).pow(&Interval::one().sub(&ix.mul_2exp(1), q), p));
            let right = power.mul(&value(Interval::pi(p).sqrt(p)), p).mul(&value(gamma(&ix.mul_2exp(1), p)), p);
            agree("duplication", &left, &right)?;
        }
        agree("ln", &value(lgamma(&ix, p)), &value(value(gamma(&ix, q)).ln(p)))?;
        // Gamma(x) Gamma(1 - x) = pi / sin(pi x)
        let reflected = Interval::one().sub(&ix, Prec::new(200).expect("valid"));
        if x < 100.0 && !ix.lo().is_integer() {
            let left = value(gamma(&ix, p)).mul(&value(gamma(&reflected, p)), p);
            let sine = ix.mul(&Interval::pi(q), q).sin(q);
            agree("reflection", &left, &value(Interval::pi(p).div(&sine, p)))?;
        }
        // J(x) = lgamma(x) - ((x - 1/2) ln x - x + ln(2 pi)/2) and 0 < J
        let main = ix.sub(&point(0.5), q).mul(&value(ix.ln(q)), q).sub(&ix, q);
        let main = main.add(&value(Interval::pi(q).mul_2exp(1).ln(q)).mul_2exp(-1), q);
        let j = value(binet(&ix, p));
        prop_assert!(j.is_positive());
        agree("Binet", &j, &value(lgamma(&ix, q)).sub(&main, q))?;
    }

    #[test]
    fn polygamma_recurrence(x in positive(), n in 0u32..40, p in precision()) {
        // psi^(n)(x+1) = psi^(n)(x) + (-1)^n n! / x^(n+1)
        let q = Prec::new(p.bits() + 60).expect("valid");
        let ix = point(x);
        let next = ix.add(&Interval::one(), Prec::new(200).expect("valid"));
        let factorial = (1..=i64::from(n)).fold(Interval::one(), |f, k| f.mul_int(k, q));
        let step = factorial.mul(&value(value(ix.recip(q)).powi(i64::from(n) + 1, q)), q);
        let step = if n % 2 == 0 { step } else { step.neg() };
        agree("polygamma", &value(polygamma(n, &next, p)), &value(polygamma(n, &ix, p)).add(&step, p))?;
        // The slope of psi^(n) on [x, x + 1/8] lies in the range of psi^(n+1).
        let end = ix.add(&point(0.125), Prec::new(200).expect("valid"));
        let slope = value(polygamma(n, &end, q)).sub(&value(polygamma(n, &ix, q)), q).mul_2exp(3);
        agree("mean value", &slope, &value(polygamma(n + 1, &ix.hull(&end), p)))?;
    }

    #[test]
    fn inverse_error_functions(x in prop_oneof![-5.0f64..5.0, -1e-6f64..1e-6, 5.0f64..26.0], p in precision()) {
        let ix = point(x);
        let q = Prec::new(p.bits() + 40).expect("valid");
        let y = ix.erf(q);
        if *y.lo() > -1 && *y.hi() < 1 {
            prop_assert!(value(erf_inv(&y, p)).contains(ix.lo()), "erf_inv(erf({}))", x);
        }
        let z = ix.erfc(q);
        if *z.hi() < 2 {
            let back = value(erfc_inv(&z, p));
            prop_assert!(back.contains(ix.lo()), "erfc_inv(erfc({}))", x);
            prop_assert!(x < 0.0 || back.accuracy_bits().is_none_or(|b| b >= i64::from(p.bits()) - 4));
        }
    }

    #[test]
    fn owen_identities(h in prop_oneof![0.0f64..6.0, 6.0f64..60.0, 1e-12f64..1e-3], a in positive(), p in precision()) {
        let q = Prec::new(p.bits() + 20).expect("valid");
        let (ih, ia) = (point(h), point(a));
        let t = value(owen_t(&ih, &ia, p));
        prop_assert!(t == value(owen_t(&ih.neg(), &ia, p)) && t == value(owen_t(&ih, &ia.neg(), p)).neg());
        // T(h, a) + T(ah, 1/a) = (q1 + q2)/2 - q1 q2
        let ah = ih.mul(&ia, q);
        let tail = |v: &Interval| value(v.div(&value(Interval::int(2).sqrt(q)), q)).erfc(q).mul_2exp(-1);
        let (q1, q2) = (tail(&ih), tail(&ah));
        let right = q1.add(&q2, q).mul_2exp(-1).sub(&q1.mul(&q2, q), q);
        let other = value(owen_t(&ah, &value(ia.recip(q)), q));
        agree("Owen's symmetry", &t.add(&other, q), &right)?;
        // T(h, 1) = q1 (1 - q1) / 2
        let one = value(owen_t(&ih, &Interval::one(), p));
        agree("T(h, 1)", &one, &q1.mul(&Interval::one().sub(&q1, q), q).mul_2exp(-1))?;
        // T(h, inf) = q1 / 2
        let whole = value(owen_t(&ih, &value(Interval::from_below(Float::with_val(53, a))), p));
        prop_assert!(whole.lo() == t.lo());
        prop_assert!(*whole.hi() >= *q1.mul_2exp(-1).lo());
    }
}

/// Every function of one to three arguments, by index, on boxes of valid arguments.
fn any_function(k: usize, v: &[Interval; 3], p: Prec) -> (&'static str, Result<Interval>) {
    let q = Prec::new(300).expect("valid");
    let unit = |x: &Interval| {
        // x/(1+x), increasing: maps the positive axis into (0, 1)
        let one = Interval::one();
        one.sub(&value(one.div(&one.add(x, q), q)), q)
    };
    match k {
        0 => ("gamma", gamma(&v[0], p)),
        1 => ("lgamma", lgamma(&v[0], p)),
        2 => ("digamma", digamma(&v[0], p)),
        3 => ("polygamma", polygamma(3, &v[0], p)),
        4 => ("binet", binet(&v[0], p)),
        5 => ("erf_inv", erf_inv(&unit(&v[0]), p)),
        6 => ("erfc_inv", erfc_inv(&unit(&v[0]), p)),
        7 => ("gamma_p", gamma_p(&v[0], &v[1], p)),
        8 => ("gamma_q", gamma_q(&v[0], &v[1], p)),
        9 => ("beta_i", beta_i(&unit(&v[0]), &v[1], &v[2], p)),
        10 => ("beta_i_complement", beta_i_complement(&unit(&v[0]), &v[1], &v[2], p)),
        11 => ("owen_t", owen_t(&v[0].sub(&Interval::int(3), q), &v[1].sub(&Interval::int(2), q), p)),
        _ => ("log_beta", log_beta(&v[0], &v[1], p)),
    }
}

/// `x` and a few ulp of its end points at `p` bits on either side.
fn loosened(x: &Interval, p: Prec) -> Interval {
    let ulp = |v: &Float| Interval::one().mul_2exp(v.get_exp().unwrap_or(-(1 << 28)) - p.bits() as i32 + 3);
    let q = Prec::new(p.bits() + 16).expect("valid");
    let grow = |v: &Float| if v.is_finite() { value(Interval::point(v.clone())) } else { x.clone() };
    let lo = grow(x.lo()).sub(&ulp(x.lo()), q);
    let hi = grow(x.hi()).add(&ulp(x.hi()), q);
    lo.hull(&hi)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A sub-box gives a sub-enclosure (up to a few ulp, since each end is rounded on its own), and so does twice the
    /// precision.
    #[test]
    fn isotone_and_nested(
        k in 0usize..13,
        ends in prop::array::uniform3((positive(), 1.0f64..1.5, 0.0f64..1.0, 0.0f64..1.0)),
        p in prop_oneof![Just(53u32), Just(128), 20u32..300],
    ) {
        let p = Prec::new(p).expect("valid");
        let wide = ends.map(|(l, f, ..)| point(l).hull(&point(l * f)));
        let part = ends.map(|(l, f, s, t)| {
            let at = |s: f64| (l + (l * f - l) * s).clamp(l, l * f);
            point(at(s.min(t))).hull(&point(at(s.max(t))))
        });
        let (name, whole) = any_function(k, &wide, p);
        let (whole, inner) = (value(whole), value(any_function(k, &part, p).1));
        prop_assert!(loosened(&whole, p).encloses(&inner), "{name} {wide:?} {part:?}: {whole} {inner}");
        let twice = value(any_function(k, &wide, p.double()).1);
        prop_assert!(loosened(&whole, p).encloses(&twice), "{name} {wide:?}: {whole} {twice}");
        let spot = part.clone().map(|x| value(Interval::point(x.lo().clone())));
        let narrow = value(any_function(k, &spot, p).1);
        let tight = value(any_function(k, &spot, p.double()).1);
        prop_assert!(loosened(&narrow, p).encloses(&tight), "{name} {spot:?}: {narrow} {tight}");
        prop_assert!(inner.overlaps(&tight) && whole.overlaps(&tight), "{name} {part:?}: {inner} {tight}");
    }
}
