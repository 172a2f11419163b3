//! Integrals against Arb's values and closed forms.

mod reference_integrals;

use enclosure::integrate::{
    Goal, Integral, Limits, Shortfall, integrate, integrate_to_infinity, integrate_with_tail, with_left_weight,
};
use enclosure::{Error, Interval, Jet, Prec, Result};
use reference_integrals::integrals;
use rug::Float;

type Failure = Box<dyn std::error::Error>;

fn ratio(a: i64, b: i64) -> Interval {
    Interval::ratio(a, b, prec(400)).unwrap_or_else(|_| Interval::whole())
}

fn prec(bits: u32) -> Prec {
    Prec::new(bits).unwrap_or(Prec::DOUBLE)
}

/// Runs the named integral of the data file.
fn evaluate(name: &str, goal: &Goal, p: Prec) -> Result<Integral> {
    let limits = Limits::default();
    let on = |f: &dyn Fn(&Jet, Prec) -> Result<Jet>, a: Interval, b: Interval| integrate(f, &a, &b, goal, p, &limits);
    let from =
        |f: &dyn Fn(&Jet, Prec) -> Result<Jet>, a: i64| integrate_to_infinity(f, &Interval::int(a), goal, p, &limits);
    let (int, one) = (Interval::int, Interval::one());
    match name {
        "gauss" => on(&|x, p| Ok(x.sqr(p).neg().exp(p)), int(0), int(10)),
        "sine_100" => on(&|x, p| Ok(x.sin(p)), int(0), int(100)),
        "root" => on(&|x, p| x.sqrt(p), int(0), int(1)),
        "witch" => on(&|x, p| x.sqr(p).shift(&one, p).recip(p), int(-5), int(5)),
        "rump" => on(&|x, p| Ok(x.exp(p).mul(&x.sin(p), p).cos(p)), int(0), int(4)),
        "moment" => on(&|x, p| Ok(x.sqr(p).mul_2exp(-1).neg().exp(p).mul(&x.powi(8, p)?, p)), int(-3), int(7)),
        "log" => on(&|x, p| x.ln(p), int(1), int(100)),
        "self_power" => on(&|x, p| x.pow(x, p), ratio(1, 8), int(3)),
        "atan_over_x" => on(&|x, p| x.atan(p).div(x, p), int(1), int(9)),
        "sin_inverse" => on(&|x, p| Ok(x.recip(p)?.sin(p)), ratio(1, 16), int(1)),
        "erf_exp" => on(&|x, p| Ok(x.erf(p)?.mul(&x.neg().exp(p), p)), int(0), int(5)),
        "gamma" => on(&|x, p| x.gamma(p), int(1), int(6)),
        "lgamma" => on(&|x, p| x.lgamma(p), ratio(1, 2), int(20)),
        "digamma" => on(&|x, p| x.digamma(p), ratio(1, 4), int(9)),
        "peak" => {
            on(&|x, p| x.shift(&ratio(-1, 3), p).sqr(p).scale(&int(10_000), p).shift(&one, p).recip(p), int(0), int(1))
        }
        "step" => on(&|x, p| Ok(x.shift(&ratio(-1, 2), p).scale(&int(20), p).tanh(p).mul(x, p)), int(0), int(1)),
        "half_power" => on(&|x, p| x.sqr(p).neg().shift(&one, p).pow_const(&ratio(7, 2), p), int(-1), int(1)),
        "abs_sine" => on(&|x, p| x.sin(p).abs(), int(0), int(10)),
        "quarter_disc" => on(&|x, p| x.neg().shift(&one, p).mul(&x.shift(&one, p), p).sqrt(p), int(0), int(1)),
        "inverse_root" => with_left_weight(
            |x: &Jet, _| Ok(x.constant_like(one.clone())),
            &ratio(-1, 2),
            &int(0),
            &int(1),
            goal,
            p,
            &limits,
        ),
        "gamma_q" => on(&|x, p| x.gamma_q(&ratio(5, 2), p), int(0), int(20)),
        "beta_i" => on(&|x, p| x.beta_i(&ratio(5, 2), &ratio(7, 2), p), int(0), int(1)),
        "owen_t" => on(&|x, p| Jet::owen_t(x, &x.constant_like(ratio(1, 2)), p), int(0), int(3)),
        "erf_inv" => on(&|x, p| x.erf_inv(p), ratio(-1, 2), ratio(3, 4)),
        "inf_gauss" => from(&|x, p| Ok(x.sqr(p).neg().exp(p)), 0),
        "inf_moment" => from(&|x, p| Ok(x.powi(5, p)?.mul(&x.neg().exp(p), p)), 0),
        "inf_witch" => from(&|x, p| x.sqr(p).shift(&one, p).recip(p), 0),
        "inf_log" => from(&|x, p| x.ln(p)?.div(&x.sqr(p), p), 1),
        "inf_wave" => from(&|x, p| Ok(x.sin(p).mul(&x.neg().exp(p), p)), 0),
        "inf_erfc" => from(&|x, p| x.erfc(p), 0),
        "inf_logistic" => from(&|x, p| x.neg().exp(p).div(&x.neg().exp(p).shift(&one, p), p), 0),
        "inf_power" => from(&|x, p| x.pow_const(&ratio(-7, 2), p), 1),
        "inf_sech" => from(&|x, p| x.exp(p).add(&x.neg().exp(p), p).recip(p), 0),
        "inf_slow_exp" => from(&|x, p| Ok(x.scale(&ratio(-1, 1000), p).exp(p).mul(&x.shift(&one, p), p)), 0),
        _ => Err(Error::unable("test", format!("no integral {name}"))),
    }
}

/// Integrals that need the Bessel plug-in are in `jets_bessel.rs`.
fn is_bessel(name: &str) -> bool {
    name.starts_with("bessel")
}

#[test]
fn in_01_integrals_contain_arbs_and_reach_their_goal() -> std::result::Result<(), Failure> {
    let mut bad = Vec::new();
    let mut checked = 0;
    for (name, want) in integrals()?.iter().filter(|(name, _)| !is_bessel(name)) {
        for (bits, goal) in [(53, 30), (128, 100), (200, 140)] {
            let r = evaluate(name, &Goal::relative_bits(goal), prec(bits)).map_err(|e| format!("{name}: {e}"))?;
            checked += 1;
            let wide = r.value.width() > Float::with_val(53, want.mag()) >> goal;
            if !r.value.overlaps(want) || !r.reached() || wide {
                bad.push(format!(
                    "{name} at {bits}: {} ({:?}, {} evaluations) for {want}",
                    r.value, r.short, r.evaluations
                ));
            }
        }
    }
    assert!(checked >= 90, "{checked}");
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    Ok(())
}

fn between(a: i64, b: i64) -> Interval {
    Interval::int(a).hull(&Interval::int(b))
}

/// Attack on IN-01: whatever the limits, the order and the precision, the enclosure holds the integral, and "reached" is only said
/// when the width shows it.
#[test]
fn in_01_starved_searches_still_enclose() -> Result<()> {
    let truth = Interval::int(10).sin(prec(300)).mul_int(2, prec(300));
    let f = |x: &Jet, p| Ok(x.cos(p));
    for evaluations in [0, 1, 2, 5, 20, 100] {
        for order in [None, Some(0), Some(1), Some(2), Some(7), Some(30)] {
            for bits in [2, 10, 53, 200] {
                let goal = Goal::absolute_bits(40);
                let r = integrate(
                    f,
                    &Interval::int(-10),
                    &Interval::int(10),
                    &goal,
                    prec(bits),
                    &Limits { evaluations, order },
                )?;
                assert!(r.value.encloses(&truth) || r.value.overlaps(&truth), "{r:?}");
                assert_eq!(r.reached(), r.value.width() <= Float::with_val(2, 1) >> 40u32, "{r:?}");
                if bits < 40 {
                    assert!(!r.reached(), "{r:?}");
                }
            }
        }
    }
    let starved = integrate(
        f,
        &Interval::int(-10),
        &Interval::int(10),
        &Goal::absolute_bits(90),
        prec(128),
        &Limits { evaluations: 20, order: None },
    )?;
    assert_eq!(starved.short, Some(Shortfall::Evaluations));
    assert!(matches!(starved.required(), Err(Error::Unable { function: "integral", .. })));
    let coarse =
        integrate(f, &Interval::int(-10), &Interval::int(10), &Goal::absolute_bits(90), prec(53), &Limits::default())?;
    assert!(!coarse.reached());
    Ok(())
}

/// End points: reversed, equal, intervals, infinite.
#[test]
fn in_01_end_points() -> Result<()> {
    let (p, limits, goal) = (prec(128), Limits::default(), Goal::absolute_bits(90));
    let f = |x: &Jet, p| Ok(x.exp(p));
    let (a, b) = (ratio(1, 3), ratio(7, 3));
    let truth = b.exp(prec(300)).sub(&a.exp(prec(300)), prec(300));
    let forward = integrate(f, &a, &b, &goal, p, &limits)?;
    let back = integrate(f, &b, &a, &goal, p, &limits)?;
    assert!(forward.reached() && forward.value.overlaps(&truth));
    assert!(back.reached() && back.value.neg().overlaps(&truth));
    assert_eq!(integrate(f, &Interval::one(), &Interval::one(), &goal, p, &limits)?.value, Interval::zero());
    // Every choice of the ends inside the intervals is covered, and the width says that the goal is out of reach.
    let wide = integrate(f, &between(0, 1), &between(2, 3), &goal, p, &limits)?;
    for (x, y) in [(0, 2), (0, 3), (1, 2), (1, 3)] {
        let exact = Interval::int(y).exp(p).sub(&Interval::int(x).exp(p), p);
        assert!(wide.value.encloses(&exact), "{} misses {exact}", wide.value);
    }
    assert!(!wide.reached());
    let e = integrate(f, &Interval::whole(), &Interval::one(), &goal, p, &limits);
    assert!(matches!(e, Err(Error::Domain { argument: "a", .. })));
    let e = integrate_to_infinity(f, &Interval::whole(), &goal, p, &limits);
    assert!(matches!(e, Err(Error::Domain { argument: "a", .. })));
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(Goal::width(Float::with_val(53, bad)).is_err());
    }
    Ok(())
}

/// An integral that is 0 has no relative width; a divergent one has no enclosure; a pole inside is an error that names the cause.
#[test]
fn in_02_no_false_success() -> Result<()> {
    let (p, limits) = (prec(64), Limits { evaluations: 3_000, order: None });
    // int_0^pi cos = 0 with an upper end that is not exact.
    let (wave, pi) = (|x: &Jet, p| Ok(x.cos(p)), Interval::pi(p));
    let r = integrate(wave, &Interval::zero(), &pi, &Goal::relative_bits(10), p, &limits)?;
    assert!(!r.reached() && r.value.contains_zero(), "{r:?}");
    let goal = Goal::relative_bits(10).or(Goal::absolute_bits(40));
    let r = integrate(wave, &Interval::zero(), &pi, &goal, p, &limits)?;
    assert!(r.reached() && r.value.contains_zero(), "{r:?}");
    let pole = |x: &Jet, p| x.recip(p);
    for a in [0, -1] {
        let e = integrate(pole, &Interval::int(a), &Interval::one(), &Goal::absolute_bits(20), p, &limits);
        assert!(matches!(e, Err(Error::Domain { function: "division", .. })), "{e:?}");
    }
    let e = integrate_to_infinity(pole, &Interval::one(), &Goal::absolute_bits(20), p, &limits);
    assert!(matches!(e, Err(Error::Unable { .. })), "{e:?}");
    let constant = |x: &Jet, _| Ok(x.constant_like(Interval::one()));
    assert!(integrate_to_infinity(constant, &Interval::one(), &Goal::absolute_bits(20), p, &limits).is_err());
    // A jump: only the range rule applies at 1, and it is enough.
    let step = |x: &Jet, _| x.floor();
    let r = integrate(step, &ratio(1, 2), &ratio(3, 2), &Goal::absolute_bits(40), p, &limits)?;
    assert!(r.reached() && r.value.overlaps(&ratio(1, 2)), "{r:?}");
    Ok(())
}

/// Attack on IN-03 and JE-05: the tail at many cuts, against closed forms of the exact tail.
#[test]
fn in_03_tails_hold_the_exact_tail() -> Result<()> {
    type Closed = fn(&Interval, Prec) -> Result<Interval>;
    type Function = fn(&Jet, Prec) -> Result<Jet>;
    let cases: [(&str, Function, Closed); 8] = [
        ("e^-x", |x, p| Ok(x.neg().exp(p)), |y, p| Ok(y.neg().exp(p))),
        ("x e^-x", |x, p| Ok(x.neg().exp(p).mul(x, p)), |y, p| Ok(y.neg().exp(p).mul(&y.add(&Interval::one(), p), p))),
        ("1/(1+x^2)", |x, p| x.sqr(p).shift(&Interval::one(), p).recip(p), |y, p| Ok(y.recip(p)?.atan(p))),
        ("x^-5/2", |x, p| x.pow_const(&ratio(-5, 2), p), |y, p| Ok(y.pow(&ratio(-3, 2), p)?.mul(&ratio(2, 3), p))),
        ("ln x/x^2", |x, p| x.ln(p)?.div(&x.sqr(p), p), |y, p| y.ln(p)?.add(&Interval::one(), p).div(y, p)),
        ("x e^-x^2", |x, p| Ok(x.sqr(p).neg().exp(p).mul(x, p)), |y, p| Ok(y.sqr(p).neg().exp(p).mul_2exp(-1))),
        (
            "erfc",
            |x, p| x.erfc(p),
            |y, p| {
                let bell = y.sqr(p).neg().exp(p).div(&Interval::pi(p).sqrt(p)?, p)?;
                Ok(bell.sub(&y.mul(&y.erfc(p), p), p))
            },
        ),
        (
            "x/(1+x^4)^(3/4)/x^(3/2)",
            |x, p| {
                let low = x.powi(4, p)?.shift(&Interval::one(), p).pow_const(&ratio(3, 4), p)?;
                x.div(&low.mul(&x.pow_const(&ratio(3, 2), p)?, p), p)
            },
            |y, p| Ok(y.pow(&ratio(-5, 2), p)?.mul(&ratio(2, 5), p).hull(&Interval::zero())),
        ),
    ];
    let p = prec(150);
    for (name, f, closed) in cases {
        for y in [1.0, 1.5, 2.0, 3.75, 10.0, 57.0, 1000.5, 1e9] {
            let start = Interval::exact_f64(y)?;
            let half_line = Interval::from_below(Float::with_val(53, y))?;
            let exact = closed(&start, p)?;
            let tail = f(&Jet::variable(half_line, 1), p)?.tail_integral();
            // The last case only has an upper bound as its closed form: the tail bound must not be below half of it (it is sharp to 2^(3/4)).
            let least = if name.contains("x^4") { exact.mul_2exp(-1) } else { exact.clone() };
            match tail {
                Some(t) => assert!(t.contains_zero() && t.hi() >= least.hi(), "{name} from {y}: {t} against {exact}"),
                None => assert!(y < 2.0, "{name} from {y}: no tail"),
            }
        }
    }
    // To the left, by symmetry.
    let left = Interval::from_above(Float::with_val(53, -5))?;
    let tail = Jet::variable(left, 1).exp(p).tail_integral();
    assert!(tail.is_some_and(|t| *t.hi() >= *Interval::int(-5).exp(p).lo() && *t.hi() < 0.00674));
    Ok(())
}

/// Attack on JE-05: ranges and derivatives over half lines hold every point, also far out and for growing functions.
#[test]
fn je_05_half_lines_hold_their_points() -> Result<()> {
    type Function = fn(&Jet, Prec) -> Result<Jet>;
    let functions: [Function; 12] = [
        |x, p| Ok(x.neg().exp(p).mul(&x.powi(3, p)?, p)),
        |x, p| Ok(x.sqr(p).sub(&x.mul_2exp(2), p)),
        |x, p| x.sub(&x.sqr(p), p).recip(p),
        |x, p| x.sqr(p).sub(&x.scale(&ratio(1, 2), p), p).shift(&Interval::one(), p).recip(p),
        |x, p| x.exp(p).add(&x.neg().exp(p), p).recip(p),
        |x, p| {
            x.ln(p)?
                .mul(&x.pow_const(&ratio(-1, 3), p)?, p)
                .neg()
                .exp(p)
                .mul(&x.recip(p)?, p)
                .shift(&Interval::one(), p)
                .ln(p)
        },
        |x, p| x.sqrt(p)?.neg().exp(p).mul(x, p).div(&x.shift(&Interval::one(), p), p),
        |x, p| Ok(x.erfc(p)?.mul(&x.sqr(p), p).sub(&x.sin(p).div(x, p)?, p)),
        |x, p| x.mul_2exp(1).scale(&ratio(1, 3), p).exp(p).powi(2, p)?.recip(p),
        |x, p| x.powi(5, p)?.div(&x.powi(7, p)?.shift(&Interval::one(), p), p)?.sqrt(p),
        |x, p| Ok(x.cos(p).mul(&x.sqr(p).neg().exp(p), p).sub(&x.recip(p)?.mul_2exp(-3), p)),
        |x, p| x.shift(&Interval::one(), p).ln(p)?.div(&x.pow_const(&ratio(3, 2), p)?, p),
    ];
    let p = prec(120);
    for (i, f) in functions.iter().enumerate() {
        for y in [2.0, 3.5, 40.0, 1e6] {
            let Ok(wide) = f(&Jet::variable(Interval::from_below(Float::with_val(53, y))?, 4), p) else {
                // A difference of growing functions may hold 0, and a root of a function that tends to 0 has no derivative bound.
                assert!([2, 3, 9].contains(&i), "function {i} from {y} has no jet");
                continue;
            };
            for t in [1.0, 1.001, 1.7, 3.0, 41.0, 1e5] {
                let point = f(&Jet::variable(Interval::exact_f64(y * t)?, 4), p)?;
                for (k, (w, c)) in wide.coefficients().iter().zip(point.coefficients()).enumerate() {
                    assert!(w.overlaps(c), "function {i} from {y}, at {}, k={k}: {w} misses {c}", y * t);
                }
            }
        }
    }
    Ok(())
}

/// A caller's own tail: `int_0^inf e^-sqrt(x) dx = 2`, whose tail from `x` is `2 (sqrt(x) + 1) e^-sqrt(x)`.
#[test]
fn in_03_tail_of_the_caller() -> Result<()> {
    let f = |x: &Jet, p| Ok(x.sqrt(p)?.neg().exp(p));
    let tail = |x: &Float, p: Prec| {
        let root = Interval::point(x.clone())?.sqrt(p)?;
        Ok(root.add(&Interval::one(), p).mul_2exp(1).mul(&root.neg().exp(p), p))
    };
    let r = integrate_with_tail(f, tail, &Interval::zero(), &Goal::relative_bits(80), prec(128), &Limits::default())?;
    assert!(r.reached() && r.value.contains(&Float::with_val(8, 2)), "{r:?}");
    Ok(())
}

/// IN-04: weights infinite at either end; `int_0^1 x^-1/2 (1-x)^0 cos x` and Beta(1/3, 2) from the right.
#[test]
fn in_04_weights() -> Result<()> {
    let (p, limits, goal) = (prec(128), Limits::default(), Goal::relative_bits(90));
    // int_0^1 (1-x)^(-2/3) x dx = B(2, 1/3) = 9/4.
    let r = enclosure::integrate::with_right_weight(
        |x: &Jet, _| Ok(x.clone()),
        &ratio(-2, 3),
        &Interval::zero(),
        &Interval::one(),
        &goal,
        p,
        &limits,
    )?;
    assert!(r.reached() && r.value.overlaps(&ratio(9, 4)), "{r:?}");
    // int_2^6 (x-2)^(1/2) x dx = 16/3 * 2 + 2/5 * 32 = 352/15.
    let r = with_left_weight(
        |x: &Jet, _| Ok(x.clone()),
        &ratio(1, 2),
        &Interval::int(2),
        &Interval::int(6),
        &goal,
        p,
        &limits,
    )?;
    assert!(r.value.overlaps(&ratio(352, 15)), "{r:?}");
    let e = with_left_weight(
        |x: &Jet, _| Ok(x.clone()),
        &Interval::int(-1),
        &Interval::zero(),
        &Interval::one(),
        &goal,
        p,
        &limits,
    );
    assert!(matches!(e, Err(Error::Domain { argument: "s", .. })));
    Ok(())
}
