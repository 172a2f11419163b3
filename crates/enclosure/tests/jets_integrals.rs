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
    Interval::ratio(a, b, Prec::MAX.min(prec(400))).unwrap_or_else(|_| Interval::whole())
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
            let now = std::time::Instant::now();
            let r = evaluate(name, &Goal::relative_bits(goal), prec(bits)).map_err(|e| format!("{name}: {e}"))?;
            if std::env::var_os("SHOW").is_some() {
                println!("{name} {bits} {} {:?}", r.evaluations, now.elapsed());
            }
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
