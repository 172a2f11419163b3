//! The sphere module: identities, the rank argument in small cases, attempts to break the bounds, bad input.

use enclosure::rug::{Float, Integer};
use enclosure::{Error, Interval, Prec};
use fourier::sphere::*;

fn prec(bits: u32) -> Prec {
    Prec::new(bits).unwrap()
}

fn dec(text: &str) -> Interval {
    Interval::decimal(text, prec(128)).unwrap()
}

fn root2() -> Interval {
    Interval::int(2).sqrt(prec(160)).unwrap()
}

/// `n choose k` by Pascal's rule.
fn pascal(n: u32, k: i64) -> Integer {
    let mut row = vec![Integer::from(1)];
    for _ in 0..n {
        let mut next = vec![Integer::from(1)];
        next.extend(row.windows(2).map(|w| Integer::from(&w[0] + &w[1])));
        next.push(Integer::from(1));
        row = next;
    }
    usize::try_from(k).ok().and_then(|k| row.get(k).cloned()).unwrap_or_default()
}

#[test]
fn harmonic_dimensions_are_differences_of_binomials() {
    for d in 2..=9u32 {
        for n in 0..=12u32 {
            // Homogeneous polynomials of degree n minus those of degree n - 2.
            let want = pascal(n + d - 1, i64::from(n))
                - if n >= 2 { pascal(n + d - 3, i64::from(n) - 2) } else { Integer::new() };
            assert_eq!(harmonic_dim(d, n).unwrap(), want, "d={d} n={n}");
            let log = ln_harmonic_dim(d, u64::from(n), prec(100)).unwrap();
            let exact = Interval::integer(&want, prec(100)).ln(prec(100)).unwrap();
            assert!(log.overlaps(&exact) && log.width() < 1e-25, "d={d} n={n}");
        }
    }
    assert_eq!(harmonic_dim(1_000_000, 1).unwrap(), 1_000_000);
}

#[test]
fn legendre_known_values_and_wide_arguments() {
    let p = prec(100);
    let x = dec("0.3");
    // Dimension 2: cos(n acos x); dimension 3: (5x^3 - 3x)/2; dimension 4: sin((n+1)a)/((n+1) sin a).
    let a = x.acos(p).unwrap();
    assert!(legendre_d(2, 7, &x, p).unwrap().overlaps(&a.mul_int(7, p).cos(p)));
    let cubic = dec("-0.3825");
    assert!(legendre_d(3, 3, &x, p).unwrap().overlaps(&cubic));
    let four = a.mul_int(9, p).sin(p).div(&a.sin(p).mul_int(9, p), p).unwrap();
    assert!(legendre_d(4, 8, &x, p).unwrap().overlaps(&four));
    assert!(legendre_d(4, 8, &x, p).unwrap().width() < 1e-28);
    // Beyond 1: T_3(2) = 26, and P_n(1) = 1, P_n(-1) = (-1)^n.
    assert!(legendre_d(2, 3, &Interval::int(2), p).unwrap().overlaps(&Interval::int(26)));
    assert_eq!(legendre_d(9, 5, &Interval::int(-1), p).unwrap(), Interval::int(-1));
    // A wide argument covers the values at its points.
    let wide = dec("-1.2").hull(&dec("0.9"));
    let image = legendre_d(5, 6, &wide, p).unwrap();
    for k in 0..=21 {
        let y = Interval::ratio(k - 12, 10, p).unwrap();
        assert!(image.encloses(&legendre_d(5, 6, &y, prec(60)).unwrap().intersect(&image).unwrap()));
        assert!(image.overlaps(&legendre_d(5, 6, &y, p).unwrap()));
    }
}

#[test]
fn cap_probability_closed_forms() {
    let p = prec(120);
    for text in ["-0.999", "-0.75", "-0.2", "0", "0.01", "0.6", "0.99"] {
        let t = dec(text);
        // d = 3 uniform, d = 5: (2 + 3t - t^3)/4, d = 2: 1 - acos(t)/pi.
        let uniform = Interval::one().add(&t, p).mul_2exp(-1);
        let cubic = Interval::int(2).add(&t.mul_int(3, p), p).sub(&t.powi(3, p).unwrap(), p).mul_2exp(-2);
        let arc = Interval::one().sub(&t.acos(p).unwrap().div(&Interval::pi(p), p).unwrap(), p);
        for (d, want) in [(3, uniform), (5, cubic), (2, arc)] {
            let got = cap_probability(d, &t, p).unwrap();
            assert!(got.overlaps(&want) && got.width() < 1e-30, "d={d} t={text}: {got} {want}");
        }
    }
    // Both series agree where the choice between them changes (precision moves the switch).
    for d in [20u32, 1000, 100_000] {
        let t = Interval::point(Float::with_val(53, -(60.0 / f64::from(d)).sqrt().min(0.7))).unwrap();
        let (a, b) = (cap_probability(d, &t, prec(60)).unwrap(), cap_probability(d, &t, prec(400)).unwrap());
        assert!(a.encloses(&b), "d={d}");
        assert!(b.accuracy_bits().unwrap() > 380, "d={d} {b}");
    }
}

/// RB-04 against a plain partial sum, whose remainder is at most `sum_(k>K) P_k^2`, decreasing in `K`.
#[test]
fn rb_04_zonal_sum_exceeds_every_partial_sum() {
    let p = prec(80);
    for d in [7u32, 8, 12, 21] {
        for t in [-0.92, -0.71, -0.7, -0.3, 0.0] {
            let x = Interval::exact_f64(t).unwrap();
            let total = zonal_sum(d, &Float::with_val(53, t), p).unwrap();
            let mut sum = Interval::zero();
            for k in 0..120 {
                sum = sum.add(&legendre_d(d + 2, k, &x, p).unwrap().sqr(p), p);
                assert!(sum.lo() <= total.hi(), "d={d} t={t} k={k}");
            }
            let gap = Float::with_val(53, total.hi() - sum.lo());
            assert!(gap < 1e-6 && total.accuracy_bits().unwrap() > 70, "d={d} t={t} gap {gap}");
        }
    }
}

/// `d = 3`: `sum_(n>=0) mu_n^2 = (sin h - h cos h)/pi`, `h = acos(-t)`, the self-energy of a spherical cap.
#[test]
fn three_dimensions_have_an_elementary_rank_loss() {
    let p = prec(150);
    for (lambda, r) in [("1.2", 1), ("1.2", 2), ("1.7", 1), ("0.5", 2), ("1.9", 1)] {
        let l = dec(lambda);
        let t = l.sqr(p).mul_2exp(-1).sub(&Interval::one(), p);
        let h = t.neg().acos(p).unwrap();
        let energy = h.sin(p).sub(&h.mul(&h.cos(p), p), p).div(&Interval::pi(p), p).unwrap();
        let mass = Interval::one().add(&t, p).mul_2exp(-1);
        // r < 3 = N_1: every degree counts, bound = P - P^2 - r (energy - P^2).
        let loss = energy.sub(&mass.sqr(p), p).mul_int(r, p);
        let want = mass.sub(&mass.sqr(p), p).sub(&loss, p);
        let got = rank_bound(3, &l, &Interval::int(r), p).unwrap();
        assert!(got.value.overlaps(&want) && got.value.width() < 1e-30, "{lambda} {r}: {} {want}", got.value);
        assert_eq!(got.certificate.method, Method::ClosedForm);
    }
}

/// RB-02: the certificate's bracket holds the value, and the closed form and truncation agree where both apply.
#[test]
fn rb_02_certificates_add_up() {
    let p = prec(100);
    for (d, k) in [(3u32, 2), (7, 1), (16, 3), (64, 2), (300, 3)] {
        let r = Interval::int(i64::from(d).pow(k));
        let b = rank_bound(d, &dec("1.45"), &r, p).unwrap();
        let c = &b.certificate;
        let again = c.partial.add(&c.remainder, p).sub(&c.loss, p);
        assert!(again.overlaps(&b.value), "d={d}");
        let next = harmonic_dim(d, c.last_degree.to_u32().unwrap() + 1).unwrap();
        assert!(next >= *r.hi());
        let most = c.remainder.mul(&r, p).div(&Interval::integer(&next, p), p).unwrap();
        assert!(c.loss.lo() <= most.hi(), "d={d}: the loss is at most r T/N");
    }
    // The closed form is forced by high precision.
    let (low, high) = (prec(60), prec(700));
    for d in [20u32, 25, 40] {
        let at = |p| rank_bound(d, &dec("1.25"), &Interval::int(500), p).unwrap();
        let (a, b) = (at(low), at(high));
        assert_ne!(a.certificate.method, b.certificate.method, "d={d}");
        assert!(a.value.overlaps(&b.value), "d={d}: {} {}", a.value, b.value);
    }
}

/// RB-06 against the direct sum on both sides of the switch: the bound decreases in the width.
#[test]
fn rb_06_continues_the_direct_values() {
    let p = prec(80);
    for (d, direct, beyond) in [(3u32, "16300", "16500"), (4, "67000000", "67200000")] {
        for lambda in ["1.2", "1.41421356", "1.9", "0.4"] {
            let a = rank_bound(d, &dec(lambda), &dec(direct), p).unwrap();
            let b = rank_bound(d, &dec(lambda), &dec(beyond), p).unwrap();
            assert_eq!(b.certificate.method, Method::Asymptotic);
            assert_ne!(a.certificate.method, Method::Asymptotic);
            assert!(b.value.lo() <= a.value.hi(), "d={d} {lambda}");
            // One degree more or less is 1 in 8192; the values must be that close and the bracket must hold the next.
            let shrunk = a.value.mul(&dec("0.98"), p);
            assert!(b.value.hi() >= shrunk.lo(), "d={d} {lambda}: {} {}", a.value, b.value);
            assert!(b.value.is_positive(), "d={d} {lambda}");
        }
    }
    let huge = Interval::point(Float::with_val(20, 1) << 200_000).unwrap();
    let b = rank_bound(3, &dec("1.3"), &huge, p).unwrap();
    assert!(b.value.is_non_negative() && *b.upper() < 1e-300);
}

#[test]
fn symmetric_in_lambda_squared() {
    let p = prec(120);
    let (a, b) = (dec("1.2"), dec("1.6"));
    for (d, r) in [(3u32, 5), (10, 30), (50, 3000)] {
        let r = Interval::int(r);
        let (x, y) = (rank_bound(d, &a, &r, p).unwrap(), rank_bound(d, &b, &r, p).unwrap());
        assert!(x.value.overlaps(&y.value), "d={d}");
        assert!(x.value.accuracy_bits().unwrap() > 90);
    }
}

#[test]
fn radius_intervals_hold_the_values_inside() {
    let p = prec(90);
    for d in [3u32, 8, 64, 1000] {
        for (a, b) in [("1.2", "1.3"), ("1.4", "1.42"), ("0.9", "1.9"), ("1.95", "2.1")] {
            let wide = rank_bound(d, &dec(a).hull(&dec(b)), &Interval::int(40), p).unwrap().value;
            for k in 0..=5 {
                let s = Interval::ratio(k, 5, p).unwrap();
                let x = dec(a).add(&dec(b).sub(&dec(a), p).mul(&s, p), p);
                let inner = rank_bound(d, &x, &Interval::int(40), p).unwrap().value;
                assert!(wide.overlaps(&inner), "d={d} [{a}, {b}] k={k}: {wide} {inner}");
            }
        }
    }
}

/// The width interval: decreasing in the width, real widths between integers.
#[test]
fn decreasing_in_the_width() {
    let p = prec(90);
    let mut last = Interval::one();
    for r in ["1", "1.5", "2", "2.999", "3", "3.001", "5", "17.3", "400", "1e4", "1e6", "1e12", "1e40"] {
        let b = rank_bound(3, &dec("1.35"), &dec(r), p).unwrap().value;
        assert!(b.certainly_le(&last) || b.overlaps(&last), "{r}");
        assert!(b.is_positive(), "{r}");
        last = b;
    }
}

#[test]
fn outside_the_support_is_an_exact_zero() {
    let p = prec(64);
    for l in ["2", "2.5", "1e9"] {
        let b = rank_bound(10, &dec(l), &Interval::int(3), p).unwrap();
        assert!(b.value.lo().is_zero() && b.value.hi().is_zero());
        assert!(matches!(b.certificate.method, Method::Zero(_)));
    }
    let b = rank_bound(2, &dec("1.3"), &Interval::int(2), p).unwrap();
    assert!(b.upper().is_zero() && matches!(b.certificate.method, Method::Zero(_)));
    // d = 2, r = 1, lambda = 1: P = 1/3, bound = (2/9)/2.
    let b = rank_bound(2, &dec("1"), &Interval::int(1), prec(100)).unwrap();
    assert!(b.value.overlaps(&Interval::ratio(1, 9, prec(200)).unwrap()) && b.value.width() < 1e-25);
}

#[test]
fn bad_input_names_the_argument() {
    let p = prec(64);
    let (l, r) = (root2(), Interval::int(5));
    let named = |e: Error, want: &str| match e {
        Error::Domain { argument, .. } => assert_eq!(argument, want),
        other => panic!("{other}"),
    };
    named(rank_bound(1, &l, &r, p).unwrap_err(), "d");
    named(rank_bound(0, &l, &r, p).unwrap_err(), "d");
    named(rank_bound(1_000_001, &l, &r, p).unwrap_err(), "d");
    for bad in ["0", "-1", "-1e30"] {
        named(rank_bound(5, &dec(bad), &r, p).unwrap_err(), "lambda");
    }
    named(rank_bound(5, &Interval::whole(), &r, p).unwrap_err(), "lambda");
    for bad in ["0", "0.999", "-3"] {
        named(rank_bound(5, &l, &dec(bad), p).unwrap_err(), "width");
    }
    named(rank_bound(5, &l, &Interval::whole(), p).unwrap_err(), "width");
    named(smallest_width_for(5, &l, &Interval::zero(), p).unwrap_err(), "eps");
    named(polynomial_upper_bound(5, &l, &Interval::zero(), p).unwrap_err(), "width");
    named(legendre_d(1, 3, &l, p).unwrap_err(), "d");
    named(legendre_d(3, 30_000, &l, p).unwrap_err(), "n");
    named(harmonic_dim(1, 3).unwrap_err(), "d");
    assert!(matches!(harmonic_dim(1_000_000, u32::MAX), Err(Error::Unable { .. })));
    named(lemma17_step(4, 0, p).unwrap_err(), "m");
    named(hermite_tail(13, &l, p).unwrap_err(), "k");
    named(large_dimensions(1, 2, p).unwrap_err(), "d0");
    named(best_lambda(2, &r).unwrap_err(), "d");
    named(zonal_sum(5, &Float::with_val(53, 1), p).unwrap_err(), "t");
    // Radii next to the ends of the range neither panic nor run away.
    for tiny in ["1e-30", "1e-300", "1.99999999999999999999"] {
        assert!(rank_bound(30, &dec(tiny), &r, p).unwrap().value.is_non_negative(), "{tiny}");
    }
    assert!(rank_bound(30, &dec("1e-50000"), &r, p).is_err());
}

#[test]
fn smallest_width_is_where_the_bound_crosses() {
    let p = prec(90);
    for (d, eps) in [(3u32, "0.05"), (8, "0.02"), (64, "0.01"), (30, "0.07")] {
        let s = smallest_width_for(d, &root2(), &dec(eps), p).unwrap();
        let at = |w: Integer| rank_bound(d, &root2(), &Interval::integer(&w, prec(400)), prec(140)).unwrap().value;
        assert!(s.width > 1);
        assert!(dec(eps).certainly_lt(&at(s.width.clone() - 1u32)), "d={d}");
        // A width of more digits than the precision cannot be pinned down to the last unit.
        assert!(s.sharp || s.width.significant_bits() > 80, "d={d} {s:?}");
        assert!(!s.sharp || at(s.width.clone()).certainly_le(&dec(eps)), "d={d}");
    }
    assert_eq!(smallest_width_for(64, &root2(), &dec("0.3"), p).unwrap().width, 1);
}

/// RB-10: explicit networks lie above the bound; `d` squares come within `d sum_(n>=2) mu_n^2`.
#[test]
fn explicit_networks_lie_above() {
    let p = prec(90);
    for d in [3u32, 4, 10, 64, 500] {
        let n = i64::from(d);
        for r in [1, 2, n - 1, n, n * n, n * (2 * n * n - 3 * n + 4) / 3, n.pow(4)] {
            for l in ["1.3", "1.41421356", "1.5"] {
                let r = Interval::int(r);
                let up = polynomial_upper_bound(d, &dec(l), &r, p).unwrap();
                let low = rank_bound(d, &dec(l), &r, p).unwrap();
                assert!(low.lower() <= up.error.hi(), "d={d} {l} {r}: {} {}", low.value, up.error);
            }
        }
        let (up, low) = (
            polynomial_upper_bound(d, &root2(), &Interval::int(n), p).unwrap().error,
            rank_bound(d, &root2(), &Interval::int(n), p).unwrap().value,
        );
        let gap = up.sub(&low, p);
        let most = Interval::ratio(6, 4 * (n - 1) * (n + 4), p).unwrap();
        assert!(gap.certainly_lt(&most), "d={d} {gap}");
    }
}

/// Networks found by optimisation (`reference/networks.py`) never beat the bound.
#[test]
fn rb_01_trained_networks_stay_above() {
    let p = prec(80);
    let mut rows = 0;
    for line in include_str!("reference/networks.txt").lines() {
        let f: Vec<&str> = line.split_whitespace().collect();
        let lambda = if f[0] == "sqrt(2)" { root2() } else { dec(f[0]) };
        let bound = rank_bound(3, &lambda, &dec(f[1]), p).unwrap();
        assert!(bound.value.certainly_lt(&dec(f[3])), "{line}: {}", bound.value);
        rows += 1;
    }
    assert_eq!(rows, 24);
}
