//! Special functions, judged by other expansions, recurrences and relations.

use super::arithmetic::integer;
use crate::harness::oracle;
use crate::harness::subject::inverse;
use crate::harness::{Arg, Judge, Subject, point, prec, values};
use enclosure::functions as f;
use enclosure::integrate::{Goal, Limits, integrate};
use enclosure::rug::{Float, Integer, Rational};
use enclosure::{Interval, Jet, Prec, Result};
use std::sync::OnceLock;

fn one(name: &'static str, arg: Arg, f: fn(&Interval, Prec) -> Result<Interval>, judge: Judge) -> Subject {
    Subject::new(name, vec![arg], move |x, p| Ok(vec![f(&x[0], p)?]), judge)
}

fn exponent(x: &Float) -> u32 {
    x.get_exp().map_or(0, |e| e.max(0).unsigned_abs())
}

/// The even Bernoulli numbers `B_0, B_2, ..`, exactly, by `sum_{j<=m} binom(m+1, j) B_j = 0`.
fn bernoulli() -> &'static [Rational] {
    static TABLE: OnceLock<Vec<Rational>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut all = vec![Rational::from(1)];
        for m in 1..=130u32 {
            let sum = (0..m)
                .fold(Rational::new(), |s, j| s + Rational::from(Integer::binomial_u(m + 1, j)) * &all[j as usize]);
            all.push(-sum / (m + 1));
        }
        all.into_iter().step_by(2).collect()
    })
}

/// `psi^(n)(x)` by recurrence up to `x + 400` and the asymptotic expansion there (DLMF 5.15.8 and 5.11.2), whose rest is
/// at most the first term left out.
fn polygamma(n: u32, x: &Float, p: Prec) -> Result<Interval> {
    let q = p.plus(2 * exponent(x) + 64);
    let n64 = i64::from(n);
    let factorial = |k: u32| Interval::integer(&Integer::from(Integer::factorial(k)), q);
    let shift = if *x > 400 { 0 } else { 400 };
    let mut head = Interval::zero();
    for k in 0..shift {
        let term = point(x).add(&Interval::int(k), q.plus(x.prec())).powi(-n64 - 1, q)?;
        head = head.add(&term.mul(&factorial(n), q), q);
    }
    let y = point(x).add(&Interval::int(shift), q.plus(x.prec()));
    let at = |power: i64| y.powi(-power, q);
    let mut tail = at(n64 + 1)?.mul(&factorial(n), q).mul_2exp(-1);
    tail = if n == 0 { tail.sub(&ln(&y, q)?, q) } else { tail.add(&at(n64)?.mul(&factorial(n - 1), q), q) };
    for (k, b) in (0u32..).zip(bernoulli()).skip(1) {
        let weight = factorial(2 * k + n - 1).div(&factorial(2 * k), q)?;
        let term = Interval::rational(b, q).mul(&weight, q).mul(&at(n64 + 2 * i64::from(k))?, q);
        if k == 64 {
            let size = term.abs();
            tail = tail.add(&size.neg().hull(&size), q);
            break;
        }
        tail = tail.add(&term, q);
    }
    let size = head.add(&tail, q);
    // (-1)^(n+1) psi^(n) = head + tail
    Ok(if n.is_multiple_of(2) { size.neg() } else { size })
}

/// `ln y` for a narrow `y > 0`: `ln hi <= ln lo + (hi - lo)/lo`.
fn ln(y: &Interval, p: Prec) -> Result<Interval> {
    let low = oracle::ln(y.lo(), p)?;
    let spread = Interval::point(y.width())?.div(&point(y.lo()), p)?;
    Ok(low.add(&Interval::zero().hull(&spread), p))
}

/// `ln Gamma(x)` for `x > 0` from Binet's function, which this crate computes without MPFR's gamma functions.
fn stirling(x: &Float, p: Prec) -> Result<Interval> {
    let q = p.plus(2 * exponent(x) + 32);
    let log = oracle::ln(x, q)?;
    let half = Interval::ratio(1, 2, q)?;
    let two_pi = oracle::pi(q)?.mul_2exp(1);
    let root = ln(&two_pi, q)?.mul_2exp(-1);
    let main = point(x).sub(&half, q.plus(x.prec())).mul(&log, q).sub(&point(x), q).add(&root, q);
    Ok(main.add(&f::binet(&point(x), q)?, q))
}

/// `Gamma(x)`: from Stirling's formula, and the reflection formula for `x < 0`.
fn gamma(x: &Float, p: Prec) -> Result<Interval> {
    let q = p.plus(100);
    if *x > 0 {
        return oracle::exp(&stirling(x, q)?, q);
    }
    // Gamma(x) Gamma(1-x) = pi / sin(pi x); sin(pi x) = (-1)^n sin(pi t) for x = t - n.
    let exact = x.prec() + 300;
    let floor = Float::with_val(exact, x.floor_ref());
    let t = Float::with_val(exact, x - &floor);
    let angle = oracle::pi(q)?.mul(&point(&t), q.plus(exact));
    let (s, _) = oracle::sin_cos_narrow(&angle, q.plus(200))?;
    let s = if floor.to_integer().is_some_and(|n| n.is_odd()) { s.neg() } else { s };
    oracle::pi(q)?.div(&s.mul(&gamma(&Float::with_val(exact, 1 - x), q)?, q), q)
}

/// `P(a, x)` by `x^a e^-x/Gamma(a+1) sum x^n/((a+1)..(a+n))` (DLMF 8.7.1).
fn gamma_p(a: &Float, x: &Float, p: Prec) -> Result<Interval> {
    if x.is_zero() {
        return Ok(Interval::zero());
    }
    let q = p.plus(64);
    let (mut sum, mut term) = (Interval::one(), Interval::one());
    for n in 1i64.. {
        let below = point(a).add(&Interval::int(n), q.plus(a.prec()));
        term = term.mul(&point(x), q).div(&below, q)?;
        sum = sum.add(&term, q);
        if n as f64 > 2.0 * x.to_f64() && term.mag().get_exp().is_none_or(|e| i64::from(e) < -i64::from(q.bits())) {
            // Later ratios are below 1/2.
            sum = sum.add(&Interval::zero().hull(&term.mul_2exp(1)), q);
            break;
        }
    }
    let above = Float::with_val(a.prec() + 300, a + 1u32);
    let log = oracle::ln(x, q)?.mul(&point(a), q).sub(&point(x), q).sub(&stirling(&above, q)?, q);
    Ok(oracle::exp(&log, q)?.mul(&sum, q))
}

/// `I_x(a, b)` for `x <= 0.9` by DLMF 8.17.8, else by the reflection `1 - I_{1-x}(b, a)`.
fn beta_i(x: &Float, a: &Float, b: &Float, p: Prec) -> Result<Interval> {
    if x.is_zero() || *x == 1 {
        return Ok(if x.is_zero() { Interval::zero() } else { Interval::one() });
    }
    let y = Float::with_val(x.prec() + 1100, 1 - x);
    if *x > 0.9 {
        return Ok(Interval::one().sub(&beta_i(&y, b, a, p)?, p.plus(700)));
    }
    let q = p.plus(64);
    let total = point(a).add(&point(b), prec(2400));
    let (mut sum, mut term) = (Interval::one(), Interval::one());
    for n in 1i64.. {
        let top = total.add(&Interval::int(n - 1), q);
        let bottom = point(a).add(&Interval::int(n), q);
        term = term.mul(&top, q).mul(&point(x), q).div(&bottom, q)?;
        sum = sum.add(&term, q);
        // For n > 30 (a + b), x <= 0.9 the later ratios are below 0.94.
        if n > 2600 && term.mag().get_exp().is_none_or(|e| i64::from(e) < -i64::from(q.bits())) {
            sum = sum.add(&Interval::zero().hull(&term.mul_int(17, q)), q);
            break;
        }
        if x.is_zero() || term.mag().get_exp().is_none_or(|e| i64::from(e) < -i64::from(q.bits()) - 4000) {
            // Terms this small decrease: the ratio is below 1/2 because x < 2^-8 or n is large.
            sum = sum.add(&Interval::zero().hull(&term.mul_int(1000, q)), q);
            break;
        }
    }
    let gammas = stirling(a, q)?.add(&stirling(b, q)?, q).sub(&stirling(total.lo(), q)?, q);
    let log = oracle::ln(x, q)?.mul(&point(a), q).add(&oracle::ln(&y, q)?.mul(&point(b), q), q).sub(&gammas, q);
    oracle::exp(&log, q)?.div(&point(a), q)?.mul(&sum, q).round(q).div(&Interval::one(), q)
}

/// `T(h, a) = 1/(2 pi) int_0^a e^(-h^2 (1+x^2)/2)/(1+x^2) dx` (Owen 1956), integrated by jets: the code's series and
/// reflection take no part. 220 bits absolute are 170 relative for `|h| <= 8` and `a` not small.
fn owen_t(h: &Float, a: &Float, p: Prec) -> Result<Interval> {
    let q = prec(p.bits().min(400));
    let half = point(h).sqr(p.plus(400)).mul_2exp(-1);
    let density = |x: &Jet, p: Prec| {
        let below = x.sqr(p).shift(&Interval::one(), p);
        below.scale(&half, p).neg().exp(p).div(&below, p)
    };
    let goal = Goal::absolute_bits(220).or(Goal::relative_bits(220));
    let limits = Limits { evaluations: 4000, order: None };
    let area = integrate(density, &Interval::zero(), &point(a), &goal, q, &limits)?.value;
    area.div(&Interval::pi(q).mul_2exp(1), q)
}

pub fn all() -> Vec<Subject> {
    let positive = || Arg::above(0.0, false);
    let parameter = || Arg::between(0.0, 40.0, false).exponents(-40, 5).hard(&[0.5, 1.0, 1.5, 10.0]);
    let unit = || Arg::between(0.0, 1.0, true).exponents(-60, 0);
    vec![
        one(
            "gamma",
            positive().exponents(-300, 9).hard(&[1.461_632_144_968_362_4]),
            f::gamma,
            values(|x, p| gamma(&x[0], p)),
        )
        .isotone_up_to(4, u32::MAX)
        .checks(1000),
        // Gamma between its poles: t - n for 0 < t < 1.
        Subject::new(
            "gamma_negative",
            vec![Arg::between(0.0, 1.0, false).exponents(-60, 0), Arg::integers(1, 60)],
            |x, p| Ok(vec![f::gamma(&x[0].sub(&x[1], prec(900)), p)?]),
            values(|x, p| gamma(&Float::with_val(900, &x[0] - &x[1]), p)),
        )
        .no_corners()
        .isotone_up_to(4, u32::MAX)
        .checks(1000),
        one(
            "lgamma",
            positive().exponents(-300, 60).hard(&[1.461_632_144_968_362_4, 2.0]),
            f::lgamma,
            values(|x, p| stirling(&x[0], p.plus(220))),
        )
        .isotone_up_to(4, u32::MAX)
        .checks(1000),
        one(
            "digamma",
            positive().exponents(-60, 60).hard(&[1.461_632_144_968_362_4]),
            f::digamma,
            values(|x, p| polygamma(0, &x[0], p)),
        )
        .max_bits(100)
        .checks(200),
        Subject::new(
            "polygamma",
            vec![Arg::integers(1, 9), positive().exponents(-40, 40)],
            |x, p| Ok(vec![f::polygamma(integer(&x[0]) as u32, &x[1], p)?]),
            values(|x, p| polygamma(x[0].to_f64() as u32, &x[1], p.plus(64 + 10 * exponent(&x[1])))),
        )
        .max_bits(100)
        .ulps(4)
        .checks(200),
        one(
            "binet",
            positive().exponents(-40, 40),
            f::binet,
            values(|x, p| {
                // The definition, with MPFR's ln Gamma.
                let q = p.plus(3 * exponent(&x[0]) + 64);
                let x0 = point(&x[0]);
                let half = Interval::ratio(1, 2, q)?;
                let root = Interval::pi(q).mul_2exp(1).ln(q)?.mul_2exp(-1);
                let main = x0.sub(&half, q.plus(x[0].prec())).mul(&x0.ln(q)?, q).sub(&x0, q).add(&root, q);
                Ok(f::lgamma(&x0, q)?.sub(&main, q))
            }),
        )
        .ulps(4)
        .checks(1000),
        one(
            "erf_inv",
            Arg::between(-1.0, 1.0, false).exponents(-200, 0).hard(&[0.0]),
            f::erf_inv,
            inverse(|y, p| Ok(y.erf(p.plus(240)))),
        )
        .ulps(4),
        one(
            "erfc_inv",
            Arg::between(0.0, 2.0, false).exponents(-900, 0),
            f::erfc_inv,
            inverse(|y, p| Ok(y.erfc(p.plus(240)))),
        )
        .ulps(4),
        Subject::new(
            "gamma_p",
            vec![parameter(), Arg::between(0.0, 60.0, true).exponents(-60, 5)],
            |x, p| Ok(vec![f::gamma_p(&x[0], &x[1], p)?]),
            values(|x, p| gamma_p(&x[0], &x[1], p)),
        )
        .ulps(8)
        .checks(500),
        Subject::new(
            "gamma_q",
            vec![parameter(), Arg::between(0.0, 60.0, true).exponents(-60, 5)],
            |x, p| Ok(vec![f::gamma_q(&x[0], &x[1], p)?]),
            values(|x, p| Ok(Interval::one().sub(&gamma_p(&x[0], &x[1], p.plus(300))?, p.plus(300)))),
        )
        .ulps(8)
        .checks(500),
        Subject::new(
            "beta_i",
            vec![unit(), parameter(), parameter()],
            |x, p| Ok(vec![f::beta_i(&x[0], &x[1], &x[2], p)?]),
            values(|x, p| beta_i(&x[0], &x[1], &x[2], p)),
        )
        .ulps(8)
        .max_bits(120)
        .checks(100),
        Subject::new(
            "beta_i_complement",
            vec![unit(), parameter(), parameter()],
            |x, p| Ok(vec![f::beta_i_complement(&x[0], &x[1], &x[2], p)?]),
            values(|x, p| Ok(Interval::one().sub(&beta_i(&x[0], &x[1], &x[2], p.plus(400))?, p.plus(400)))),
        )
        .ulps(8)
        .max_bits(120)
        .checks(100),
        Subject::new(
            "log_beta",
            vec![positive().exponents(-40, 40), positive().exponents(-40, 40)],
            |x, p| Ok(vec![f::log_beta(&x[0], &x[1], p)?]),
            values(|x, p| {
                let q = p.plus(200 + 2 * exponent(&x[0]).max(exponent(&x[1])));
                let total = point(&x[0]).add(&point(&x[1]), prec(2400));
                let parts = f::lgamma(&point(&x[0]), q)?.add(&f::lgamma(&point(&x[1]), q)?, q);
                Ok(parts.sub(&f::lgamma(&total, q)?, q))
            }),
        )
        .any_width()
        .checks(500),
        Subject::new(
            "owen_t",
            vec![
                Arg::between(-8.0, 8.0, true).hard(&[0.0, 1.0]),
                Arg::between(-20.0, 20.0, true).hard(&[0.0, 1.0, -1.0]),
            ],
            |x, p| Ok(vec![f::owen_t(&x[0], &x[1], p)?]),
            values(|x, p| owen_t(&x[0], &x[1], p)),
        )
        .ulps(8)
        .max_bits(64)
        .checks(100),
    ]
}
