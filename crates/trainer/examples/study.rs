//! Learning curve of one run with the fresh-sample risk at its end.
//!
//! Usage: `study LAW D R N STEPS SEED STEP THREADS FRESH WEIGHT BIAS` (the last two: standard deviations of the random layer, 0.5 in
//! Assumption 7), LAW one of `compact`, `heavy`, `mixture`, STEP one of `fixed` (1.9/L), `remeasured` (1.9/L_t every 500 steps),
//! `nesterov` (1/L, accelerated); prints `Fhat` and the fraction of active samples at powers of two.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use trainer::config::{Method, StepSize, TrainConfig};
use trainer::law::NamedLaw;
use trainer::risk::fresh_risk;
use trainer::run::{Progress, train};
use trainer::sampler::PointSampler;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [law, d, r, n, steps, seed, step, threads, fresh, weight, bias] = &args[..] else {
        return Err("usage: study LAW D R N STEPS SEED fixed|remeasured|nesterov THREADS FRESH WEIGHT BIAS".into());
    };
    let mut config = TrainConfig::paper(d.parse()?, r.parse()?, n.parse()?, steps.parse()?, seed.parse()?);
    config.threads = threads.parse()?;
    (config.deviations.hidden, config.deviations.bias) = (weight.parse()?, bias.parse()?);
    match step.as_str() {
        "fixed" => {}
        "remeasured" => config.step = StepSize::Remeasured { factor: 1.9, every: 500 },
        "nesterov" => (config.method, config.step) = (Method::Nesterov, StepSize::Spectral { factor: 1.0 }),
        other => return Err(format!("no step rule {other:?}").into()),
    }
    let law = match law.as_str() {
        "compact" => NamedLaw::compact(config.d)?,
        "heavy" => NamedLaw::heavy(config.d, 1.0)?,
        "mixture" => NamedLaw::mixture(config.d, 1.0)?,
        other => return Err(format!("no law {other:?}").into()),
    };
    let clock = Instant::now();
    let mut next = 1;
    let mut show = |p: Progress| match p {
        Progress::Step { step, risk, active, rate } if step >= next => {
            println!("{step:8} risk {risk:.5} active {active:.3} {rate:7.1}/s {:7.1} s", clock.elapsed().as_secs_f64());
            next = (step + 1).next_power_of_two();
        }
        Progress::Step { .. } => {}
        other => println!("{other:?}"),
    };
    let found = train(&config, &law, &AtomicBool::new(false), &mut show)?;
    println!("{} steps, Fhat {:.5}, eta {:.3e}, {:.1} s", found.step, found.empirical_risk, found.eta, found.seconds);
    let sampler = PointSampler::new(config.d, law.law.clone(), config.seed)?;
    let risk = fresh_risk(
        &found.network,
        &sampler,
        config.lambda,
        fresh.parse()?,
        1e-9,
        &AtomicBool::new(false),
        &mut |_| {},
    )?;
    println!("{risk:?} {:.1} s", clock.elapsed().as_secs_f64());
    Ok(())
}
