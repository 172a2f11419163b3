//! Shallow baselines on the compact law: every activation, one width.
//!
//! Usage: `baselines D WIDTH N STEPS ETA adam|gd RESTARTS`.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use trainer::law::NamedLaw;
use trainer::shallow::{Activation, Optimizer, ShallowConfig, train_shallow};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [d, width, n, steps, eta, optimizer, restarts] = &args[..] else {
        return Err("usage: baselines D WIDTH N STEPS ETA adam|gd RESTARTS".into());
    };
    let optimizer = match optimizer.as_str() {
        "adam" => Optimizer::Adam,
        "gd" => Optimizer::GradientDescent,
        other => return Err(format!("no optimizer {other:?}").into()),
    };
    let d: usize = d.parse()?;
    let law = NamedLaw::compact(d)?;
    for activation in Activation::ALL {
        let config = ShallowConfig {
            d,
            width: width.parse()?,
            activation,
            n: n.parse()?,
            test_points: 100_000,
            lambda: std::f64::consts::SQRT_2,
            seed: 1,
            optimizer,
            eta: eta.parse()?,
            steps: steps.parse()?,
            restarts: restarts.parse()?,
            threads: 0,
        };
        let clock = Instant::now();
        let found = train_shallow(&config, &law, &AtomicBool::new(false), &mut |_, _, _| {})?;
        println!(
            "{:9} risk {:.5} +- {:.5}, empirical {:.5}, restarts {:?}, {:.1} s",
            activation.name(),
            found.risk,
            found.standard_error,
            found.empirical_risk,
            found.all,
            clock.elapsed().as_secs_f64()
        );
    }
    Ok(())
}
