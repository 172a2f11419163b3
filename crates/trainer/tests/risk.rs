//! TR-03: the risk on fresh points and its confidence bound; the construction of Theorem 9; shallow baselines.

use std::sync::atomic::AtomicBool;

use trainer::config::TrainConfig;
use trainer::construct::{Construction, construct, margins, mean_group1, mean_group2, xi};
use trainer::features::{Deviations, FeatureMap, FeatureMatrix, initial_weights};
use trainer::kernel::Isa;
use trainer::law::NamedLaw;
use trainer::network::Network;
use trainer::risk::{empirical_bernstein, fresh_risk};
use trainer::run::train;
use trainer::sampler::PointSampler;
use trainer::shallow::{Activation, Optimizer, ShallowConfig, train_shallow};
use trainer::stream::{Purpose, Stream};

const LAMBDA: f64 = std::f64::consts::SQRT_2;

fn compact(d: usize) -> NamedLaw {
    NamedLaw::compact(d).unwrap()
}

/// By hand: ln(2/delta) = 4 at delta = 2 e^-4, V = 1/8, m = 101: 1/4 + sqrt(1/101) + 28/300.
#[test]
fn tr_03_formula() {
    let delta = 2.0 * (-4.0f64).exp();
    let got = empirical_bernstein(0.25, 0.125, 101, delta).unwrap();
    assert!((got - (0.25 + (1.0f64 / 101.0).sqrt() + 28.0 / 300.0)).abs() < 1e-14);
    assert_eq!(empirical_bernstein(0.9, 0.25, 10, 0.01).unwrap(), 1.0);
    for (name, e) in [
        ("m", empirical_bernstein(0.5, 0.1, 1, 0.1)),
        ("delta", empirical_bernstein(0.5, 0.1, 10, 0.0)),
        ("delta", empirical_bernstein(0.5, 0.1, 10, f64::NAN)),
        ("mean", empirical_bernstein(1.5, 0.1, 10, 0.1)),
        ("variance", empirical_bernstein(0.5, f64::NAN, 10, 0.1)),
    ] {
        assert!(e.unwrap_err().to_string().contains(&format!(": {name}: ")), "{name}");
    }
}

/// Coverage: for Bernoulli means and samples where the bound is informative it fails in at most `delta` of the trials.
#[test]
fn tr_03_coverage() {
    let (m, delta, trials) = (400, 0.1, 4000);
    for mean in [0.003, 0.05, 0.5] {
        let mut failures = 0;
        for t in 0..trials {
            let mut s = Stream::new(1, Purpose::Probe, t);
            let hits = (0..m).filter(|_| (s.bits() as f64) < mean * 2f64.powi(64)).count() as f64;
            let p = hits / m as f64;
            let variance = p * (1.0 - p) * m as f64 / (m as f64 - 1.0);
            if empirical_bernstein(p, variance, m, delta).unwrap() < mean {
                failures += 1;
            }
        }
        assert!(f64::from(failures) <= delta * trials as f64, "{mean}: {failures}");
    }
}

fn measure(network: &Network, d: usize, points: usize, threads: usize) -> trainer::risk::MeasuredRisk {
    let sampler = PointSampler::new(d, compact(d).law, 3).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| fresh_risk(network, &sampler, LAMBDA, points, 1e-9, &AtomicBool::new(false), &mut |_| {}))
        .unwrap()
        .unwrap()
}

/// The zero network has loss y, risk P(|x| <= sqrt 2) = 1/2 exactly; a network with output above 1 everywhere likewise.
#[test]
fn risk_of_a_constant_network() {
    let d = 6;
    let map = FeatureMap::random(d, 8, &Deviations::default(), 1).unwrap();
    let zero = Network::new(map, vec![0.0; 8], Isa::detect());
    let got = measure(&zero, d, 300_001, 2);
    let se = (0.25f64 / 300_001.0).sqrt();
    assert!((got.mean - 0.5).abs() < 5.0 * se, "{got:?}");
    assert!((got.variance - 0.25).abs() < 1e-4);
    assert!(got.upper > got.mean && got.upper < 0.5 + 8.0 * se, "{got:?}");
}

/// Trained risk on fresh points: the same bits for any number of threads, near the empirical risk of a small model on many
/// points, and equal to an `f64` evaluation of the same network on the first block.
#[test]
fn risk_of_a_trained_network() {
    let d = 4;
    let config = TrainConfig::paper(d, 150, 6000, 400, 3);
    let found = train(&config, &compact(d), &AtomicBool::new(false), &mut |_| {}).unwrap();
    let one = measure(&found.network, d, 100_000, 1);
    assert_eq!(one, measure(&found.network, d, 100_000, 4));
    assert!((one.mean - found.empirical_risk).abs() < 0.01, "{one:?} {}", found.empirical_risk);
    let sampler = PointSampler::new(d, compact(d).law, 3).unwrap();
    let mut points = trainer::sampler::Points::default();
    sampler.fill(Purpose::Fresh, 0, &mut points);
    let outputs = found.network.outputs(&points).unwrap();
    for (x, z) in points.coordinates().chunks_exact(d).zip(&outputs).take(50) {
        let x: Vec<f64> = x.iter().map(|v| f64::from(*v)).collect();
        let exact: f64 =
            found.network.features().features_f64(&x).iter().zip(found.network.weights()).map(|(a, b)| a * b).sum();
        assert!((z - exact).abs() < 1e-4 * (1.0 + exact.abs()), "{z} {exact}");
    }
}

#[test]
fn fresh_risk_can_be_interrupted_and_names_bad_arguments() {
    let map = FeatureMap::random(4, 8, &Deviations::default(), 1).unwrap();
    let network = Network::new(map, vec![], Isa::detect());
    let sampler = |d: usize| PointSampler::new(d, compact(d).law, 3).unwrap();
    let run = |d, lambda, points, delta, stop| {
        fresh_risk(&network, &sampler(d), lambda, points, delta, &AtomicBool::new(stop), &mut |_| {})
    };
    assert_eq!(run(4, 1.0, 1000, 0.1, true).unwrap(), None);
    for (name, result) in [
        ("points", run(4, 1.0, 1, 0.1, false)),
        ("lambda", run(4, 0.0, 10, 0.1, false)),
        ("delta", run(4, 1.0, 10, 1.0, false)),
        ("sampler", run(5, 1.0, 10, 0.1, false)),
    ] {
        assert!(result.unwrap_err().to_string().contains(&format!(": {name}: ")), "{name}");
    }
}

/// `xi_lambda` and the conditional means of Proposition 21 against mpmath (`reference/laws.py`).
#[test]
fn profile_against_reference() {
    for row in include_str!("reference/profile.tsv").lines() {
        let v: Vec<f64> = row.split('\t').map(|f| f.parse().unwrap()).collect();
        assert!((xi(v[0]).unwrap() - v[1]).abs() < 1e-12, "{row}");
        assert!((mean_group1(v[2]) - v[3]).abs() < 1e-13, "{row}");
        assert!((mean_group2(v[2]) - v[4]).abs() < 1e-12, "{row}");
    }
}

/// The printed v: survival fractions 1/4 and (1 - erf 1)/4 of the halves, norm below `r^-0.5`; outputs are near the mean of
/// the survivors. Balanced, they are near `r^0.25 f_xi`, within what Eq. (38) allows and within a few of their own standard
/// deviations; as printed they are not near `r^0.25 f_xi`.
#[test]
fn construction_of_theorem_9() {
    let (d, r) = (4, 40_000);
    let deviations = Deviations::default();
    let map = FeatureMap::random(d, r, &deviations, 5).unwrap();
    let w0 = initial_weights(r, &deviations, 5).unwrap();
    let sampler = PointSampler::new(d, compact(d).law, 5).unwrap();
    let matrix = FeatureMatrix::generate(&map, &sampler, 500, LAMBDA, Isa::detect()).unwrap();
    let half = r as f64 / 2.0;
    for which in [Construction::Printed, Construction::Balanced] {
        let target = construct(&map, &w0, LAMBDA, which).unwrap();
        let fractions = [0.25, 0.25 * libm::erfc(1.0)];
        for (count, p) in target.survivors.iter().zip(fractions) {
            assert!((*count as f64 - p * half).abs() < 5.0 * (p * (1.0 - p) * half).sqrt(), "{count}");
        }
        let m = margins(&target.v, LAMBDA, &matrix, 0.01).unwrap();
        // Each feature lies in (-1, 1); the deviation of a sum with weights v is at most |v| sqrt(2 ln(2 * 500/1e-6)).
        assert!(m.from_own_mean < target.norm_squared.sqrt() * 6.5, "{which:?} {m:?}");
        match which {
            Construction::Printed => {
                assert!(target.norm_squared <= (r as f64).powf(-0.5));
                assert!(target.distance_squared < target.norm_squared);
                assert!(m.deviation > 3.0 * m.from_own_mean, "{m:?}");
            }
            Construction::Balanced => {
                assert!(target.norm_squared > (r as f64).powf(-0.5));
                assert!(m.deviation < m.allowed, "{m:?}");
            }
        }
    }
    let odd = FeatureMap::random(d, 7, &deviations, 5).unwrap();
    let e = construct(&odd, &w0[..7], LAMBDA, Construction::Printed).unwrap_err().to_string();
    assert!(e.contains(": r: must be even"), "{e}");
    assert!(xi(2.5).unwrap_err().to_string().contains("lambda"));
    assert!(construct(&map, &w0[..7], LAMBDA, Construction::Printed).unwrap_err().to_string().contains("w0"));
}

fn shallow(activation: Activation, optimizer: Optimizer, eta: f64) -> ShallowConfig {
    ShallowConfig {
        d: 3,
        width: 20,
        activation,
        n: 1000,
        test_points: 2000,
        lambda: LAMBDA,
        seed: 1,
        optimizer,
        eta,
        steps: 150,
        restarts: 2,
        threads: 2,
    }
}

/// Every activation and optimizer beats the best constant (risk 1/4); the result does not depend on the threads.
#[test]
fn shallow_baselines_learn() {
    let never = AtomicBool::new(false);
    for activation in Activation::ALL {
        for (optimizer, eta) in [(Optimizer::GradientDescent, 0.02), (Optimizer::Adam, 0.02)] {
            let mut config = shallow(activation, optimizer, eta);
            let found = train_shallow(&config, &compact(3), &never, &mut |_, _, _| {}).unwrap();
            assert!(found.risk < 0.22, "{activation:?} {optimizer:?}: {}", found.risk);
            assert_eq!(found.all.len(), 2);
            assert!(found.all.contains(&found.risk) && found.all.iter().all(|r| *r >= found.risk));
            config.threads = 1;
            let again = train_shallow(&config, &compact(3), &never, &mut |_, _, _| {}).unwrap();
            assert_eq!(again.best, found.best);
        }
    }
}

#[test]
fn shallow_errors_are_named() {
    let never = AtomicBool::new(false);
    let base = shallow(Activation::Relu, Optimizer::GradientDescent, 0.05);
    for (name, config) in [
        ("d", ShallowConfig { d: 1, ..base.clone() }),
        ("width", ShallowConfig { width: 0, ..base.clone() }),
        ("width", ShallowConfig { width: usize::MAX, ..base.clone() }),
        ("n", ShallowConfig { n: 0, ..base.clone() }),
        ("eta", ShallowConfig { eta: f64::NAN, ..base.clone() }),
        ("restarts", ShallowConfig { restarts: 0, ..base.clone() }),
        ("eta", ShallowConfig { eta: 1e30, ..base.clone() }),
    ] {
        let e = train_shallow(&config, &compact(3), &never, &mut |_, _, _| {}).unwrap_err().to_string();
        assert!(e.contains(&format!(": {name}: ")), "{name}: {e}");
    }
}
