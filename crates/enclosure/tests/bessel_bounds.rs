//! One attack on each bound of `docs/theory/bessel.md`: arguments where it is nearly reached, against a plain power
//! series in interval arithmetic that shares nothing with the variants.

use enclosure::functions::bessel_j::variants::{backward, forward, hankel, series};
use enclosure::functions::bessel_j::{Order, bessel_j, bessel_j_prime, bounds, points, taylor};
use enclosure::rug::Float;
use enclosure::{Interval, Prec};

fn prec(bits: u32) -> Prec {
    Prec::new(bits).expect("precision")
}

fn order(n: u32) -> Order {
    Order::half(n).expect("order")
}

fn float(x: f64) -> Float {
    Float::with_val(53, x)
}

fn point(x: &Float) -> Interval {
    Interval::point(x.clone()).expect("finite")
}

/// Coefficient `k` of the Taylor expansion of `J_{n/2}` at `x > 0`, term by term from DLMF 10.2.2:
/// `sum_j (-1)^j binom(nu+2j, k) (x/2)^(nu+2j) x^-k / (j! Gamma(nu+j+1))`.
fn oracle_taylor(n: u32, x: &Float, k: u32, digits: u32) -> Interval {
    let w = prec(digits + 3 * x.to_f64() as u32 + 200);
    let x = point(x);
    let half = x.mul_2exp(-1);
    // (x/2)^nu / Gamma(nu+1), built factor by factor from nu = 0 or nu = 1/2.
    let (mut term, mut at) = if n.is_multiple_of(2) {
        (Interval::one(), 0)
    } else {
        (x.mul_2exp(1).div(&Interval::pi(w), w).expect("pi").sqrt(w).expect("positive"), 1)
    };
    while at < n {
        at += 2;
        term = term.mul(&half, w).mul_2exp(1).div_int(i64::from(at), w).expect("order");
    }
    let square = half.sqr(w);
    let mut sum = Interval::zero();
    for j in 0i64.. {
        // binom(nu + 2j, k) = prod_{i<k} (nu + 2j - i)/(i + 1)
        let mut weight = Interval::one();
        for i in 0..i64::from(k) {
            weight = weight.mul_int(i64::from(n) + 4 * j - 2 * i, w).div_int(2 * (i + 1), w).expect("k");
        }
        sum = sum.add(&term.mul(&weight, w), w);
        let (up, down) = (j + 1, i64::from(n) + 2 * j + 2);
        term = term.mul(&square, w).mul_2exp(1).div_int(up, w).expect("j").div_int(down, w).expect("j").neg();
        // 2^k bounds the growth of the weight from one term to the next once 2j > 8k.
        if 2 * j > 8 * i64::from(k) && term.mag() < Float::with_val(64, 1) >> (w.bits() + 16 * k) {
            break;
        }
    }
    let slack = Float::with_val(64, 1) >> (w.bits() - 60);
    sum = sum.add(&Interval::new(Float::with_val(64, -&slack), slack).expect("interval"), w);
    sum.div(&x.powi(i64::from(k), w).expect("power"), w).expect("x > 0")
}

fn oracle(n: u32, x: &Float, digits: u32) -> Interval {
    oracle_taylor(n, x, 0, digits)
}

/// A ball around `mid` of radius `err` must hold the oracle's value.
macro_rules! holds {
    ($ball:expr, $truth:expr, $($context:tt)*) => {{
        let got = $ball.interval(prec(6000));
        assert!(got.encloses(&$truth), "{got} misses {}: {}", $truth, format!($($context)*));
    }};
}

/// Orders and arguments around every boundary between methods.
fn places() -> Vec<(u32, Float)> {
    let mut out = Vec::new();
    for n in [0u32, 1, 2, 3, 7, 16, 33, 64, 129, 200] {
        let nu = 0.5 * f64::from(n);
        for x in [
            0.01,
            0.3,
            0.9,
            1.1,
            2.9,
            0.5 * nu,
            0.97 * nu,
            nu,
            nu + 0.9,
            nu + 1.1,
            1.5 * nu,
            3.1 * nu,
            47.7,
            99.3,
            160.1,
        ] {
            if x > 0.0 {
                out.push((n, float(x)));
            }
        }
    }
    out
}

#[test]
fn bj_01_rounding_and_tail_of_the_series() {
    for (n, x) in places() {
        let truth = oracle(n, &x, 500 + 20 * n);
        for goal in [2, 5, 11, 24, 53, 64, 113, 200] {
            let ball = series::series(n, &x, goal).expect("the series reaches everything here");
            holds!(ball, truth, "n {n} x {x} goal {goal}");
        }
    }
}

#[test]
fn bj_02_prefactor() {
    // At tiny x the prefactor is the value.
    for n in (0..400).chain([1001, 2000, 3999]) {
        let x = float(1e-3);
        let digits = 400 + 20 * n;
        let truth = oracle(n, &x, digits);
        for goal in [4, 31, 90] {
            let ball = series::series(n, &x, goal).expect("series");
            let got = ball.interval(prec(digits));
            assert!(got.overlaps(&truth), "n {n} goal {goal}");
            assert!(ball.good_bits() >= i64::from(goal) - 1, "n {n} goal {goal}: {}", ball.good_bits());
        }
    }
}

#[test]
fn bj_03_rounding_of_hankels_sums() {
    // Half-integer orders: the sum is finite, so rounding is the only error; low x makes the terms large.
    for (n, x) in places() {
        if n % 2 == 1 && x > 1 {
            let truth = oracle(n, &x, 600);
            for goal in [6, 20, 53, 100, 180] {
                if let Some(v) = hankel::hankel(n, 2, &x, goal) {
                    holds!(v[0], truth, "n {n} x {x} goal {goal}");
                }
            }
        }
    }
}

#[test]
fn bj_04_remainder_of_hankels_expansion() {
    // Each goal up to the last one that succeeds: there the remainder is as large as it can be.
    let mut reached = 0;
    for n in [0u32, 2, 4, 8, 16, 32] {
        for x in [5.3, 9.9, 17.7, 33.3, 60.1] {
            let x = float(x);
            let truth = oracle(n, &x, 400);
            for goal in 1..220 {
                if let Some(v) = hankel::hankel(n, 1, &x, goal) {
                    reached += 1;
                    holds!(v[0], truth, "n {n} x {x} goal {goal}");
                }
            }
        }
    }
    assert!(reached > 500, "{reached}");
}

#[test]
fn bj_05_growth_of_forward_errors() {
    // The highest order below x, from starts whose error is as large as they admit.
    for x in [3.2, 10.4, 40.9, 99.6, 220.3] {
        let x = float(x);
        let last = (2.0 * x.to_f64()).floor() as u32;
        for goal in [4, 20, 53, 120] {
            let n = last - (last + 1) % 2;
            let truth = oracle(n, &x, 500);
            let got = forward::elementary(n, 1, &x, goal).expect("odd order below x");
            holds!(got[0], truth, "n {n} x {x} goal {goal}");
            let n = last - last % 2;
            let truth = oracle(n, &x, 500);
            let start: Vec<_> = [0, 2].iter().map(|k| series::series(*k, &x, goal).expect("series")).collect();
            if n >= 4 {
                let got = forward::climb(0, &start, n, &x, goal + 30).expect("even order below x");
                holds!(got.last().expect("last"), truth, "n {n} x {x} goal {goal}");
                assert_eq!(got.len(), n as usize / 2 + 1);
            }
        }
        assert!(forward::elementary(last + 3 - last % 2, 1, &x, 53).is_none(), "orders above x are refused");
    }
}

#[test]
fn bj_06_range_from_two_critical_points() {
    for n in [0u32, 1, 2, 3, 11, 40] {
        let nu = 0.5 * f64::from(n);
        for a in [0.0, 0.4, nu, nu + 1.0, nu + 2.5, nu + 4.1, nu + 7.3] {
            for length in [0.5, 2.9, 3.2, 7.0, 40.0] {
                let x = Interval::new(float(a), float(a + length)).expect("interval");
                let range = bessel_j(order(n), &x, prec(64)).expect("range");
                let (mut lo, mut hi) = (float(2.0), float(-2.0));
                for i in 0..=80 {
                    let s = float(a + length * f64::from(i) / 80.0);
                    let at_zero = if n == 0 { Interval::one() } else { Interval::zero() };
                    let v = if s.is_zero() { at_zero } else { oracle(n, &s, 64) };
                    assert!(range.overlaps(&v), "n {n} [{a}, {a}+{length}]: {range} misses {v}");
                    lo = lo.min(v.lo());
                    hi = hi.max(v.hi());
                }
                // Between samples an extremum beyond nu rises by at most h^2/8 max|J''|, |J''| <= 3 there.
                let h = length / 80.0;
                let slack = Float::with_val(53, 0.5 * h * h + 1e-12);
                assert!(*range.hi() <= hi + &slack && *range.lo() >= lo - &slack, "n {n} [{a}, +{length}]: {range}");
            }
        }
    }
}

#[test]
fn bj_07_backward_ratios() {
    for x in [0.2, 1.0, 5.5, 30.0, 77.7] {
        let x = float(x);
        let least = (2.0 * x.to_f64()).floor() as u32;
        for base in [least, least + 1, least + 9] {
            for top in [base, base + 2, base + 6, base + 60] {
                for goal in [3, 20, 60] {
                    let r = backward::backward(base, top, &x, goal).expect("orders above x");
                    assert_eq!(r.values.len() as u32, (top - base) / 2 + 1);
                    let allowed = point(&r.relative.to_float());
                    let digits = 600 + 20 * top;
                    let w = prec(digits);
                    let bottom = oracle(base, &x, digits);
                    let truth = oracle(top, &x, digits).div(&bottom, w).expect("not 0");
                    let y = point(r.values.last().expect("top")).div(&point(&r.values[0]), w).expect("not 0");
                    let off = y.div(&truth, w).expect("not 0").sub(&Interval::one(), w).abs();
                    assert!(off.certainly_le(&allowed), "x {x} {base}..{top} goal {goal}: {off} > {allowed}");
                }
            }
        }
    }
    assert!(backward::backward(10, 20, &float(6.5), 53).is_none(), "x above base + 1 is refused");
}

#[test]
fn bj_08_envelope() {
    for n in [0u32, 1, 2, 5, 20, 101] {
        let nu = 0.5 * f64::from(n);
        let mut closest = float(1.0);
        for i in 0..300 {
            let x = float(nu + 0.003 + 0.1 * f64::from(i));
            let value = oracle(n, &x, 80).abs();
            let bound = bounds::envelope(n, &x);
            assert!(*value.hi() <= bound, "n {n} x {x}: {value} > {bound}");
            closest = closest.min(&Float::with_val(53, bound - value.hi()));
        }
        assert!(closest < 1e-2, "n {n}: the bound is nearly attained, or the test is blind: {closest}");
    }
}

#[test]
fn bj_09_coefficients_by_the_equation() {
    for n in [0u32, 1, 2, 3, 9, 30] {
        for x in [0.4, 1.7, 8.8, 30.2] {
            let x = float(x);
            let got = taylor(order(n), &point(&x), 14, prec(90)).expect("taylor");
            for (k, c) in got.iter().enumerate() {
                let truth = oracle_taylor(n, &x, k as u32, 300);
                assert!(c.encloses(&truth), "n {n} x {x} k {k}: {c} misses {truth}");
                assert!(c.accuracy_bits().is_none_or(|b| b > 40), "n {n} x {x} k {k}: {c}");
            }
        }
    }
}

#[test]
fn bj_10_coefficients_around_zero() {
    for n in [0u32, 2, 4, 10] {
        for top in [0.5, 3.0, 12.0] {
            let x = Interval::new(Float::new(53), float(top)).expect("interval");
            let got = taylor(order(n), &x, 9, prec(80)).expect("taylor");
            for s in [0.01, 0.3, 0.77, 1.0] {
                for (k, c) in got.iter().enumerate() {
                    let truth = oracle_taylor(n, &float(s * top), k as u32, 200);
                    assert!(c.overlaps(&truth), "n {n} x {} k {k}: {c} misses {truth}", s * top);
                }
            }
        }
    }
}

#[test]
fn bj_11_tail_of_the_derivative() {
    for n in [0u32, 1, 2, 3, 8, 41] {
        for i in 0..200 {
            let x = float(0.5 * f64::from(n) + 1.01 + 0.15 * f64::from(i));
            let slope = oracle_taylor(n, &x, 1, 80).abs();
            assert!(*slope.hi() <= bounds::tail_bound(n, &x), "n {n} x {x}: {slope}");
        }
    }
}

#[test]
fn bj_12_fourth_derivative() {
    for n in 0..12u32 {
        for a in [0.05, 0.3, 1.0, 2.0, 4.0] {
            let bound = bounds::fourth_bound(n, &float(a)).to_float();
            for i in 0..40 {
                let x = float(a + 0.1 * f64::from(i));
                let fourth = oracle_taylor(n, &x, 4, 80).mul_int(24, prec(80)).abs();
                assert!(*fourth.hi() <= bound, "n {n} x {x}: {fourth} > {bound}");
            }
        }
    }
}

#[test]
fn bj_13_where_the_derivative_increases() {
    for n in 3..60u32 {
        let square = f64::from(n) * f64::from(n - 2) / 4.0;
        for part in [0.01, 0.5, 0.9, 0.999] {
            let second = oracle_taylor(n, &float(part * square.sqrt()), 2, 200);
            assert!(second.is_positive(), "n {n} at {part}: {second}");
        }
        let x = Interval::new(float(0.1), float(0.999 * square.sqrt())).expect("interval");
        let range = bessel_j_prime(order(n), &x, prec(53)).expect("range");
        let ends = [x.lo(), x.hi()].map(|e| oracle_taylor(n, e, 1, 200));
        assert!(range.overlaps(&ends[0]) && range.overlaps(&ends[1]), "n {n}: {range}");
    }
}

#[test]
fn bj_14_polynomial_of_a_cell() {
    for n in [0u32, 1, 2, 15, 64, 201] {
        for centre in [7.0, 9.0, 31.0, 55.0, 101.0] {
            if f64::from(n) > 8.0 * centre {
                continue;
            }
            let xs: Vec<Interval> =
                [-1.0, -0.999, -0.5, -0.01, 0.0, 0.3, 0.99].iter().map(|h| point(&float(centre + h))).collect();
            for bits in [2, 9, 30, 53, 128, 400] {
                let got = points(order(n), &xs, prec(bits)).expect("points");
                for (x, v) in xs.iter().zip(&got) {
                    let truth = oracle(n, x.lo(), 700);
                    assert!(v.encloses(&truth), "n {n} x {x} bits {bits}: {v} misses {truth}");
                }
            }
        }
    }
}

#[test]
fn bj_15_uniform_bounds() {
    for n in 0..40u32 {
        for i in 1..120 {
            let x = float(0.25 * f64::from(i));
            assert!(*oracle(n, &x, 80).abs().hi() <= 1, "n {n} x {x}");
            let slope = oracle_taylor(n, &x, 1, 80).abs();
            assert!(*slope.hi() <= bounds::slope_bound(n, &x).to_float(), "n {n} x {x}: {slope}");
            let second = oracle_taylor(n, &x, 2, 80).mul_2exp(1).abs();
            assert!(*second.hi() <= bounds::second_bound(n, &x).to_float(), "n {n} x {x}: {second}");
        }
    }
}
