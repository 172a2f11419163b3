//! Identities, isotonicity and agreement of the methods for `J_nu`, on arguments biased to the hard places.

use enclosure::functions::bessel_j::variants::{forward, hankel, series};
use enclosure::functions::bessel_j::{Order, bessel_j, bessel_j_prime, orders, points, taylor};
use enclosure::rug::Float;
use enclosure::{Interval, Prec};
use proptest::prelude::*;

fn order(n: u32) -> Order {
    Order::half(n).expect("order")
}

fn prec(bits: u32) -> Prec {
    Prec::new(bits).expect("precision")
}

/// Orders `n/2`: small ones, around 16 and 64, large ones.
fn orders_n() -> impl Strategy<Value = u32> {
    prop_oneof![0..8u32, 8..70u32, 100..140u32, 480..520u32, Just(2001), Just(4000)]
}

fn precisions() -> impl Strategy<Value = u32> {
    prop_oneof![2..40u32, Just(53), Just(128), 200..300u32, Just(640)]
}

/// Arguments for order `n/2`: tiny, below, at the turning point, above, far above, powers of two, multiples of pi.
fn argument(n: u32, kind: u32, t: f64) -> Float {
    let nu = 0.5 * f64::from(n);
    let x = match kind % 8 {
        0 => 2f64.powf(-60.0 * t),
        1 => (nu + 1.0) * t,
        2 => (nu + (t - 0.5) * 6.0 * (nu + 1.0).cbrt()).max(1e-3),
        3 => (nu + 1.0) * (1.0 + 5.0 * t),
        4 => 1000.0 * (1.0 + t),
        5 => 10f64.powf(3.0 + 5.0 * t),
        6 => 2f64.powi((20.0 * t) as i32 - 6),
        _ => ((nu * 0.637 + 40.0 * t).floor() + 1.0) * std::f64::consts::FRAC_PI_2,
    };
    Float::with_val(53, x.max(1e-30))
}

fn point(x: &Float) -> Interval {
    Interval::point(x.clone()).expect("finite")
}

prop_compose! {
    fn place()(n in orders_n(), kind in 0..8u32, t in 1e-6..1.0f64, bits in precisions()) -> (u32, Float, u32) {
        (n, argument(n, kind, t), bits)
    }
}

fn config() -> ProptestConfig {
    let cases = std::env::var("ENC_TEST_MULT").ok().and_then(|m| m.parse().ok()).unwrap_or(1u32).saturating_mul(192);
    ProptestConfig { cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn three_term_recurrence((n, x, bits) in place()) {
        // J_nu + J_{nu+2} = (2 (nu+1)/x) J_{nu+1}
        let (p, x) = (prec(bits), point(&x));
        let j = |k: u32| bessel_j(order(n + 2 * k), &x, p).expect("value");
        let right = j(1).mul_int(i64::from(n) + 2, p).div(&x, p).expect("x > 0");
        let left = j(0).add(&j(2), p);
        prop_assert!(left.overlaps(&right), "{left} {right}");
    }

    #[test]
    fn slope_is_difference_of_neighbours((n, x, bits) in place()) {
        // 2 J_{nu+1}' = J_nu - J_{nu+2}; the two sides share no formula with one another but the values.
        let (p, x) = (prec(bits), point(&x));
        let j = |k: u32| bessel_j(order(n + 2 * k), &x, p).expect("value");
        let slope = bessel_j_prime(order(n + 2), &x, p).expect("slope");
        let twice = j(0).sub(&j(2), p);
        prop_assert!(slope.mul_2exp(1).overlaps(&twice), "{slope} {twice}");
        prop_assert!(slope.accuracy_bits().is_none_or(|b| b >= i64::from(bits) - 12));
    }

    #[test]
    fn half_integer_wronskian(m in 0..60u32, kind in 0..8u32, t in 1e-6..1.0f64, bits in precisions()) {
        // J_{m+1/2} J_{m-1/2}' ... with Y_{m+1/2} = (-1)^(m+1) J_{-m-1/2}, built here from sin and cos:
        // J_{k+1} Y_k - J_k Y_{k+1} = 2/(pi x).
        let x = argument(2 * m + 1, kind, t);
        prop_assume!(x > 0.25 * f64::from(m));
        let p = prec(bits);
        let w = prec(bits + 64 + 12 * m);
        let x = point(&x);
        let amplitude = Interval::int(2).div(&Interval::pi(w).mul(&x, w), w).expect("x > 0").sqrt(w).expect("positive");
        let mut before = amplitude.mul(&x.sin(w), w);
        let mut here = amplitude.mul(&x.cos(w), w).neg();
        // before = Y_{-1/2} = J_{1/2}, here = Y_{1/2}
        for k in 0..m {
            let next = here.mul_int(2 * i64::from(k) + 1, w).div(&x, w).expect("x > 0").sub(&before, w);
            before = std::mem::replace(&mut here, next);
        }
        let above = here.mul_int(2 * i64::from(m) + 1, w).div(&x, w).expect("x > 0").sub(&before, w);
        let j = |k: u32| bessel_j(order(2 * (m + k) + 1), &x, p).expect("value");
        let wronskian = j(1).mul(&here, w).sub(&j(0).mul(&above, w), w);
        let exact = Interval::int(2).div(&Interval::pi(w).mul(&x, w), w).expect("x > 0");
        prop_assert!(wronskian.overlaps(&exact), "{wronskian} {exact}");
    }

    #[test]
    fn widening_keeps_inclusion((n, x, bits) in place(), out in 0.0..1.0f64, scale in 0..60i32) {
        let p = prec(bits);
        let inner = point(&x);
        let r = Float::with_val(53, out * x.to_f64() * 2f64.powi(-scale));
        let lo = Float::with_val(120, &x - &r);
        let hi = Float::with_val(120, &x + &r);
        let outer = Interval::new(lo, hi).expect("interval");
        for f in [bessel_j, bessel_j_prime] {
            let (small, big) = (f(order(n), &inner, p).expect("point"), f(order(n), &outer, p).expect("wide"));
            // The exact value is in both; up to the rounding of the point value it is inside.
            prop_assert!(small.overlaps(&big), "{small} {big}");
            for end in [outer.lo(), outer.hi()] {
                let end = f(order(n), &point(end), p).expect("end");
                prop_assert!(end.overlaps(&big), "{end} {big}");
            }
        }
    }

    #[test]
    fn doubling_the_precision_nests((n, x, bits) in place()) {
        for f in [bessel_j, bessel_j_prime] {
            let coarse = f(order(n), &point(&x), prec(bits)).expect("value");
            let fine = f(order(n), &point(&x), prec(2 * bits + 8)).expect("value");
            prop_assert!(coarse.encloses(&fine), "{coarse} {fine}");
        }
    }

    #[test]
    fn variants_agree((n, x, bits) in place()) {
        prop_assume!(x < 2000);
        let x = Float::with_val(60, &x);
        let p = prec(bits + 20);
        let goal = bits + 10;
        let truth = bessel_j(order(n), &point(&x), prec(bits + 40)).expect("value");
        let found = [
            series::series(n, &x, goal),
            hankel::hankel(n, 1, &x, goal).map(|v| v[0].clone()),
            forward::elementary(n, 1, &x, goal).map(|v| v[0].clone()),
            forward::from_hankel(n, 1, &x, goal).map(|v| v[0].clone()),
        ];
        prop_assert!(found[0].is_some() || x > 1500);
        for (i, ball) in found.iter().enumerate() {
            if let Some(ball) = ball {
                prop_assert!(ball.interval(p).overlaps(&truth), "variant {i}: {} {truth}", ball.interval(p));
                // Accurate against the size of J and its neighbours, so a useless ball cannot pass.
                let size = bessel_j(order(n), &point(&x), prec(20)).expect("value").mag()
                    + bessel_j(order(n + 2), &point(&x), prec(20)).expect("value").mag();
                // The variants for large x are accurate against the amplitude sqrt(2/(pi x)).
                let size = if i == 0 { size } else { size + Float::with_val(20, x.recip_sqrt_ref()) };
                let err = ball.err.to_float();
                prop_assert!(err <= Float::with_val(64, size) >> (goal - 6), "variant {i}: {err}");
            }
        }
    }

    #[test]
    fn table_of_orders_agrees((n, x, bits) in place(), count in 1..40usize) {
        let p = prec(bits);
        let table = orders(order(n), count, &point(&x), p).expect("table");
        prop_assert_eq!(table.len(), count);
        for (k, entry) in table.iter().enumerate() {
            let single = bessel_j(order(n + 2 * k as u32), &point(&x), prec(bits + 30)).expect("value");
            prop_assert!(entry.encloses(&single), "order {}/2: {entry} {single}", n + 2 * k as u32);
            prop_assert!(entry.accuracy_bits().is_none_or(|b| b >= i64::from(bits) - 4));
        }
    }

    #[test]
    fn table_of_orders_over_narrow_arguments((n, x, bits) in place(), scale in 4..70i32) {
        let r = Float::with_val(53, &x >> scale);
        let (lo, hi) = (Float::with_val(140, &x - &r), Float::with_val(140, &x + &r));
        let wide = Interval::new(lo.clone(), hi.clone()).expect("interval");
        let table = orders(order(n), 6, &wide, prec(bits)).expect("table");
        for (k, entry) in table.iter().enumerate() {
            for end in [&lo, &hi, &x] {
                let value = bessel_j(order(n + 2 * k as u32), &point(end), prec(bits + 90)).expect("value");
                prop_assert!(entry.encloses(&value), "order {}/2: {entry} {value}", n + 2 * k as u32);
            }
        }
    }

    #[test]
    fn table_of_points_agrees((n, x, bits) in place(), step in 1e-3..0.5f64, radius in 0..3i32) {
        let p = prec(bits);
        let xs: Vec<Interval> = (0..24).map(|k| {
            let c = Float::with_val(53, x.to_f64() + f64::from(k) * step);
            if radius == 0 { return point(&c); }
            let r = Float::with_val(53, 1) >> (200 + 20 * radius);
            Interval::new(Float::with_val(400, &c - &r), Float::with_val(400, &c + &r)).expect("interval")
        }).collect();
        let got = points(order(n), &xs, p).expect("points");
        prop_assert_eq!(got.len(), xs.len());
        for (x, entry) in xs.iter().zip(&got) {
            for end in [x.lo(), x.hi()] {
                let single = bessel_j(order(n), &point(end), prec(bits + 30)).expect("value");
                prop_assert!(entry.overlaps(&single), "{x}: {entry} {single}");
            }
            prop_assert!(!x.is_point() || entry.accuracy_bits().is_none_or(|b| b >= i64::from(bits) - 4));
        }
    }

    #[test]
    fn wide_range_holds_samples_and_is_attained(n in orders_n(), kind in 0..8u32, t in 1e-6..1.0f64, length in 0.0..1.0f64) {
        prop_assume!(n < 600);
        let p = prec(64);
        let a = argument(n, kind, t);
        prop_assume!(a < 1e6);
        let b = Float::with_val(80, &a + 60.0 * length * length * length);
        let x = Interval::new(a.clone(), b.clone()).expect("interval");
        for (f, samples) in [(bessel_j as fn(_, &_, _) -> _, 400u32), (bessel_j_prime, 60)] {
            let range: Interval = f(order(n), &x, p).expect("range");
            let (mut lo, mut hi) = (Float::with_val(64, 2), Float::with_val(64, -2));
            for i in 0..=samples {
                let s = Float::with_val(120, &b - &a) * i / samples + &a;
                let s = s.clamp(&a, &b);
                let v: Interval = f(order(n), &point(&s), p).expect("sample");
                prop_assert!(range.overlaps(&v), "{s}: {range} {v}");
                lo = lo.min(v.lo());
                hi = hi.max(v.hi());
            }
            // Samples at spacing h miss an extremum by at most h^2/8 sup|f''| <= h^2/4 (a <= 1/2: steeper, skip).
            let h = length * length * length * 60.0 / f64::from(samples);
            let slack = if a > 1.0 { h * h / 2.0 + 1e-9 } else { 2.0 };
            prop_assert!(*range.hi() <= Float::with_val(64, &hi + slack), "{range} {hi}");
            prop_assert!(*range.lo() >= Float::with_val(64, &lo - slack), "{range} {lo}");
        }
    }

    #[test]
    fn taylor_coefficients_predict_neighbours((n, x, bits) in place()) {
        prop_assume!(x > 0.5 && n < 600);
        // Sum of c_k h^k against J(x + h); the remainder by the bound |J^(12)| <= 4^12 for x > 1/2 is far below the margin.
        let p = prec(bits.min(300));
        let h = Interval::int(1).mul_2exp(-24);
        let c = taylor(order(n), &point(&x), 12, p).expect("taylor");
        prop_assert_eq!(c.len(), 12);
        let w = prec(400);
        let mut sum = Interval::zero();
        for c in c.iter().rev() {
            sum = sum.mul(&h, w).add(c, w);
        }
        let rest = Float::with_val(20, 1) >> 160u32;
        sum = sum.add(&Interval::new(Float::with_val(20, -&rest), rest).expect("interval"), w);
        let there = bessel_j(order(n), &point(&x).add(&h, w), w).expect("value");
        prop_assert!(sum.overlaps(&there), "{sum} {there}");
        prop_assert!(c[0].accuracy_bits().is_none_or(|b| b >= i64::from(p.bits()) - 4));
    }
}

#[test]
fn taylor_around_zero() {
    let p = prec(200);
    for nu in [0u32, 1, 2, 5, 9] {
        let x = Interval::new(Float::with_val(53, 0), Float::with_val(53, 0.75)).expect("interval");
        let c = taylor(order(2 * nu), &x, 6, p).expect("taylor");
        for s in [0.125, 0.5, 0.75] {
            let at = taylor(order(2 * nu), &Interval::exact_f64(s).expect("finite"), 6, p).expect("taylor");
            for (k, (wide, narrow)) in c.iter().zip(&at).enumerate() {
                assert!(wide.overlaps(narrow), "nu {nu} x {s} k {k}: {wide} {narrow}");
                assert!(wide.width() < 8, "nu {nu} k {k}: {wide}");
            }
        }
        let origin = taylor(order(2 * nu), &Interval::zero(), 8, p).expect("taylor");
        // (x/2)^nu/nu! (1 - x^2/(4 (nu+1)) ..)
        for (k, c) in origin.iter().enumerate() {
            let below = k < nu as usize || (k - nu as usize) % 2 == 1;
            assert_eq!(below, c.lo().is_zero() && c.hi().is_zero(), "nu {nu} k {k}: {c}");
        }
    }
    let x = Interval::new(Float::new(53), Float::with_val(53, 1)).expect("interval");
    assert!(taylor(order(5), &x, 3, p).is_ok());
    assert!(taylor(order(5), &x, 4, p).is_err(), "the third derivative of J_{{5/2}} is singular at 0");
}

#[test]
fn out_of_the_ordinary_arguments() {
    let p = prec(53);
    let below = Interval::new(Float::with_val(53, -1), Float::with_val(53, 1)).expect("interval");
    for result in [bessel_j(order(0), &below, p), bessel_j_prime(order(3), &below, p)] {
        let text = result.expect_err("x < 0").to_string();
        assert!(text.contains("bessel_j") && text.contains('x'), "{text}");
    }
    assert!(bessel_j_prime(order(1), &Interval::zero(), p).is_err());
    assert_eq!(bessel_j(order(0), &Interval::zero(), p).expect("J_0(0)"), Interval::one());
    assert_eq!(bessel_j(order(7), &Interval::zero(), p).expect("J(0)"), Interval::zero());
    assert_eq!(bessel_j_prime(order(2), &Interval::zero(), p).expect("J_1'(0)"), Interval::one().mul_2exp(-1));
    // Underflow and huge arguments end, with a valid enclosure.
    let tiny = Interval::point(Float::with_val(53, 1) >> (1u32 << 29)).expect("finite");
    let v = bessel_j(order(4000), &tiny, p).expect("tiny");
    assert!(*v.lo() >= 0 && v.width() < 1e-300);
    let huge = Interval::point(Float::with_val(53, 1) << (1u32 << 29)).expect("finite");
    let v = bessel_j(order(3), &huge, p).expect("huge");
    assert!(v.contains_zero() && v.width() < 1e-300);
    let all = Interval::from_below(Float::new(53)).expect("half line");
    let v = bessel_j(order(0), &all, prec(100)).expect("range");
    assert!(*v.hi() == 1 && *v.lo() > -0.402_759_4 && *v.lo() < -0.402_759_3, "{v}");
    let v = bessel_j_prime(order(0), &all, prec(100)).expect("range");
    assert!(*v.lo() > -0.581_865_3 && *v.lo() < -0.581_865_2 && *v.hi() < 0.346_127, "{v}");
}
