//! The feature matrix, the gradient, and whole runs.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use trainer::config::{CheckpointTo, Method, StepSize, TrainConfig, theorem_steps};
use trainer::features::{Deviations, FeatureMap, FeatureMatrix, initial_weights};
use trainer::gd::Objective;
use trainer::kernel::Isa;
use trainer::law::NamedLaw;
use trainer::run::{Ended, Outcome, Progress, train};
use trainer::sampler::{PointSampler, Points};
use trainer::stream::Purpose;

const LAMBDA: f64 = std::f64::consts::SQRT_2;

fn compact(d: usize) -> NamedLaw {
    NamedLaw::compact(d).unwrap()
}

fn sampler(d: usize, seed: u64) -> PointSampler {
    PointSampler::new(d, compact(d).law, seed).unwrap()
}

fn quiet(config: &TrainConfig) -> trainer::Result<Outcome> {
    train(config, &compact(config.d), &AtomicBool::new(false), &mut |_| {})
}

fn bits(w: &[f64]) -> Vec<u64> {
    w.iter().map(|v| v.to_bits()).collect()
}

/// Entries against `f64` evaluation of the same neurons, widths and counts that do not fill a tile or a panel included.
#[test]
fn matrix_holds_the_features() {
    for isa in Isa::available() {
        for (d, r, n) in [(2, 1, 1), (3, 63, 5), (5, 64, 1030), (16, 130, 9)] {
            let map = FeatureMap::random(d, r, &Deviations::default(), 3).unwrap();
            let source = if d == 2 { sampler_of_dimension_two() } else { sampler(d, 4) };
            let matrix = FeatureMatrix::generate(&map, &source, n, LAMBDA, isa).unwrap();
            let mut points = Points::default();
            for i in (0..n).rev().take(6) {
                source.fill(Purpose::Train, (i / 1024) as u64, &mut points);
                let at = i % 1024;
                let x: Vec<f64> = points.coordinates()[at * d..][..d].iter().map(|v| f64::from(*v)).collect();
                let exact = map.features_f64(&x);
                let row: Vec<f32> = matrix.row(i).iter().flat_map(|l| l.0).collect();
                for (got, exact) in row.iter().zip(&exact) {
                    // 4 ulp of erf and d + 1 roundings of a sum of size at most 8.
                    assert!((f64::from(*got) - exact).abs() < 4e-6, "{} {d} {r} row {i}", isa.name());
                }
                assert!(row[r..].iter().all(|v| *v == 0.0), "padding");
                assert_eq!(matrix.labels()[i], if points.norms()[at] <= LAMBDA { 1.0 } else { 0.0 });
            }
        }
    }
}

fn sampler_of_dimension_two() -> PointSampler {
    PointSampler::new(2, NamedLaw::mixture(2, 1.0).unwrap().law, 4).unwrap()
}

/// Assumption 7: means, variances, and their options, over 4000 neurons (five standard errors).
#[test]
fn initialisation_has_the_variances_of_assumption_7() {
    let r = 4000;
    for deviations in [Deviations::default(), Deviations { hidden: 1.5, bias: 0.25, output_times_r: 2.0 }] {
        let map = FeatureMap::random(3, r, &deviations, 8).unwrap();
        let check = |values: Vec<f64>, deviation: f64, what: &str| {
            let m = values.len() as f64;
            let mean = values.iter().sum::<f64>() / m;
            let second = values.iter().map(|v| v * v).sum::<f64>() / m;
            assert!(mean.abs() < 5.0 * deviation / m.sqrt(), "{what} mean {mean}");
            assert!((second / deviation.powi(2) - 1.0).abs() < 5.0 * (2.0 / m).sqrt(), "{what} second moment {second}");
        };
        check((0..r).map(|j| f64::from(map.bias(j))).collect(), deviations.bias, "bias");
        check((0..3 * r).map(|j| f64::from(map.weight(j / 3, j % 3))).collect(), deviations.hidden, "weight");
        check(initial_weights(r, &deviations, 8).unwrap(), deviations.output_times_r / r as f64, "output");
    }
}

/// Risk and gradient of (6) in the paper's convention against a direct `f64` evaluation on the stored features.
#[test]
fn gradient_follows_the_paper() {
    for isa in Isa::available() {
        for (r, n) in [(40, 3), (100, 261), (64, 1100)] {
            let map = FeatureMap::random(4, r, &Deviations::default(), 1).unwrap();
            let matrix = FeatureMatrix::generate(&map, &sampler(4, 1), n, LAMBDA, isa).unwrap();
            // Large weights, so that outputs fall on both sides of [0, 1] too.
            let w: Vec<f64> = (0..r).map(|j| f64::from((j as f32 * 0.9).sin() * 0.2)).collect();
            let mut got = vec![0.0; r];
            let value = Objective::new(&matrix, isa).evaluate(&w, &mut got).unwrap();
            let (mut risk, mut active, mut exact) = (0.0, 0, vec![0.0; r]);
            for i in 0..n {
                let row: Vec<f64> = matrix.row(i).iter().flat_map(|l| l.0).take(r).map(f64::from).collect();
                let z: f64 = w.iter().zip(&row).map(|(a, b)| f64::from(*a as f32) * b).sum();
                let y = f64::from(matrix.labels()[i]);
                risk += (z.clamp(0.0, 1.0) - y).powi(2) / n as f64;
                if z > 0.0 && z < 1.0 {
                    active += 1;
                    for (e, x) in exact.iter_mut().zip(&row) {
                        *e += 2.0 / n as f64 * (z - y) * x;
                    }
                }
            }
            assert!((value.risk - risk).abs() < 1e-5, "{} {n}: {} {risk}", isa.name(), value.risk);
            assert_eq!(value.active, active);
            assert!(active > 0 && (n < 100 || active < n as u64));
            for (g, e) in got.iter().zip(&exact) {
                assert!((g - e).abs() < 2e-5, "{} {n}: {g} {e}", isa.name());
            }
        }
    }
}

#[test]
fn top_eigenvalue_of_a_rank_one_matrix() {
    // One sample: (2/1) x x^T has the eigenvalue 2 |x|^2.
    let isa = Isa::detect();
    let map = FeatureMap::random(3, 50, &Deviations::default(), 1).unwrap();
    let matrix = FeatureMatrix::generate(&map, &sampler(3, 1), 1, LAMBDA, isa).unwrap();
    let exact: f64 = 2.0 * matrix.row(0).iter().flat_map(|l| l.0).map(|v| f64::from(v).powi(2)).sum::<f64>();
    let mut objective = Objective::new(&matrix, isa);
    let got = objective.top_eigenvalue(1, 1e-6, 100).unwrap();
    assert!((got / exact - 1.0).abs() < 1e-5, "{got} {exact}");
    // All rows saturated: no Hessian. Weights that put the output inside (0, 1): the whole one.
    let (mut g, row) =
        (vec![0.0; 50], matrix.row(0).iter().flat_map(|l| l.0).map(f64::from).take(50).collect::<Vec<_>>());
    objective.evaluate(&row, &mut g).unwrap();
    assert_eq!(objective.active_eigenvalue(1, 1e-6, 100).unwrap(), 0.0);
    objective.evaluate(&row.iter().map(|x| x / exact).collect::<Vec<_>>(), &mut g).unwrap();
    assert!((objective.active_eigenvalue(1, 1e-6, 100).unwrap() / exact - 1.0).abs() < 1e-5);
    assert!(objective.evaluate(&row[1..], &mut g).unwrap_err().to_string().contains(": w: "));
    assert!(matrix.row(1).is_empty() && map.bias(50).is_nan() && map.weight(0, 3).is_nan());
    assert!(objective.top_eigenvalue(1, f64::NAN, 100).unwrap_err().to_string().contains("tolerance"));
}

#[test]
fn same_weights_for_any_number_of_threads() {
    let run = |threads| {
        let mut config = TrainConfig::paper(5, 200, 1500, 40, 7);
        config.threads = threads;
        bits(quiet(&config).unwrap().network.weights())
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(5));
}

#[test]
fn stops_as_the_paper_says() {
    let mut config = TrainConfig::paper(4, 300, 2000, 100_000, 1);
    config.stop.empirical_risk = Some(0.1);
    let found = quiet(&config).unwrap();
    assert_eq!(found.ended, Ended::Risk);
    assert!(found.empirical_risk <= 0.1 && found.step > 10);
    // One step earlier the risk is still above.
    config.stop.steps = found.step - 1;
    let before = quiet(&config).unwrap();
    assert_eq!((before.ended, before.step), (Ended::Steps, found.step - 1));
    assert!(before.empirical_risk > 0.1);
    config.stop.time = Some(Duration::ZERO);
    assert_eq!(quiet(&config).unwrap().ended, Ended::Time);
}

#[test]
fn step_sizes() {
    let mut config = TrainConfig::paper(4, 100, 500, 3, 1);
    let spectral = quiet(&config).unwrap();
    assert!((spectral.eta * spectral.top_eigenvalue.unwrap() - 1.9).abs() < 1e-12);
    config.step = StepSize::Given(0.01);
    assert_eq!(quiet(&config).unwrap().eta, 0.01);
    config.step = StepSize::Theorem { nu: 0.5 };
    let eta = quiet(&config).unwrap().eta;
    assert!(eta < 0.5 / 800.0 && eta > 0.9 * 0.5 / 800.0);
    // T = (2/(eta nu)) ln(r/(8 eps)) at eta = nu/(8 r), nu = 1/2, r = 100, eps = 1/8: 6400 ln 100 = 29473.09...
    assert_eq!(theorem_steps(100, 0.5 / 800.0, 0.5, 0.125).unwrap(), 29474.0);
}

/// Accelerated variants descend, are named as such, and differ from the paper's method.
#[test]
fn variants_reach_a_lower_risk() {
    let mut config = TrainConfig::paper(4, 200, 1000, 60, 1);
    let plain = quiet(&config).unwrap().empirical_risk;
    for method in [Method::HeavyBall { momentum: 0.9 }, Method::Nesterov] {
        config.method = method;
        config.step = StepSize::Spectral { factor: 1.0 };
        assert!(quiet(&config).unwrap().empirical_risk < plain, "{method:?}");
        assert!(method.name().contains("accelerated"));
    }
}

/// A run cut at every save and resumed, for each method, gives the bits of the run in one piece.
#[test]
fn resume_is_exact() {
    let fixed = StepSize::Spectral { factor: 1.9 };
    for (method, step) in [
        (Method::GradientDescent, fixed),
        (Method::GradientDescent, StepSize::Remeasured { factor: 1.9, every: 3 }),
        (Method::HeavyBall { momentum: 0.5 }, fixed),
        (Method::Nesterov, fixed),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let mut config = TrainConfig::paper(4, 120, 600, 12, 3);
        (config.method, config.step) = (method, step);
        let whole = quiet(&config).unwrap();
        config.checkpoint = Some(CheckpointTo { path: dir.path().join("a.ckpt"), every: Duration::ZERO });
        // "kill -9" after the save of step 5: keep that file, and let a new run start from it.
        let kept = dir.path().join("kept.ckpt");
        let mut on = |p: Progress| {
            if p == (Progress::Saved { step: 5 }) {
                std::fs::copy(dir.path().join("a.ckpt"), &kept).unwrap();
            }
        };
        train(&config, &compact(4), &AtomicBool::new(false), &mut on).unwrap();
        config.checkpoint = Some(CheckpointTo::each_minute(kept));
        config.threads = 3;
        let mut resumed = None;
        let mut on = |p: Progress| {
            if let Progress::Resumed { step } = p {
                resumed = Some(step);
            }
        };
        let again = train(&config, &compact(4), &AtomicBool::new(false), &mut on).unwrap();
        assert_eq!(resumed, Some(5));
        assert_eq!((again.step, again.eta.to_bits()), (12, whole.eta.to_bits()));
        assert_eq!(bits(again.network.weights()), bits(whole.network.weights()), "{method:?}");
    }
}

#[test]
fn an_interrupted_run_saves_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut config = TrainConfig::paper(4, 120, 600, 12, 3);
    let whole = quiet(&config).unwrap();
    config.checkpoint = Some(CheckpointTo::each_minute(dir.path().join("run.ckpt")));
    let stopped = train(&config, &compact(4), &AtomicBool::new(true), &mut |_| {}).unwrap();
    assert_eq!((stopped.ended, stopped.step, stopped.not_saved), (Ended::Interrupted, 0, None));
    let done = quiet(&config).unwrap();
    assert_eq!(bits(done.network.weights()), bits(whole.network.weights()));
}

#[test]
fn a_checkpoint_of_another_run_is_refused_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("run.ckpt");
    let mut config = TrainConfig::paper(4, 64, 300, 5, 3);
    config.checkpoint = Some(CheckpointTo::each_minute(path.clone()));
    quiet(&config).unwrap();
    let before = std::fs::read(&path).unwrap();
    let others: [fn(&mut TrainConfig); 6] = [
        |c| c.seed = 4,
        |c| c.n = 301,
        |c| c.r = 65,
        |c| c.lambda = 1.5,
        |c| c.step = StepSize::Given(0.1),
        |c| c.method = Method::Nesterov,
    ];
    for change in others {
        let mut other = config.clone();
        change(&mut other);
        let e = quiet(&other).unwrap_err().to_string();
        assert!(e.contains("other settings") && e.contains("run.ckpt"), "{e}");
    }
    let e = train(&config, &NamedLaw { name: "another".into(), ..compact(4) }, &AtomicBool::new(false), &mut |_| {});
    assert!(e.unwrap_err().to_string().contains("other settings"));
    std::fs::write(&path, b"no checkpoint").unwrap();
    assert!(quiet(&config).unwrap_err().to_string().contains("not a checkpoint"));
    std::fs::write(&path, before).unwrap();
    assert_eq!(quiet(&config).unwrap().step, 5);
}

/// The folder is tried before the work: no `Generated` follow-up steps are lost.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_file_is_found_out_at_the_start() {
    for path in ["/proc/run.ckpt", "/no/such/folder/run.ckpt"] {
        let mut config = TrainConfig::paper(4, 64, 300, 1_000_000_000, 3);
        config.checkpoint = Some(CheckpointTo::each_minute(path.into()));
        let e = quiet(&config).unwrap_err().to_string();
        assert!(e.contains(path), "{e}");
    }
}

#[test]
fn bad_settings_are_named() {
    type Case = (&'static str, fn(&mut TrainConfig));
    let cases: [Case; 16] = [
        ("d", |c| c.d = 1),
        ("r", |c| c.r = 0),
        ("n", |c| c.n = 0),
        ("lambda", |c| c.lambda = -1.0),
        ("lambda", |c| c.lambda = f64::NAN),
        ("hidden", |c| c.deviations.hidden = 0.0),
        ("bias", |c| c.deviations.bias = f64::INFINITY),
        ("eta", |c| c.step = StepSize::Given(0.0)),
        ("eta", |c| c.step = StepSize::Given(f64::NAN)),
        ("factor", |c| c.step = StepSize::Spectral { factor: -1.9 }),
        ("every", |c| c.step = StepSize::Remeasured { factor: 1.9, every: 0 }),
        ("nu", |c| c.step = StepSize::Theorem { nu: 1.5 }),
        ("momentum", |c| c.method = Method::HeavyBall { momentum: 1.0 }),
        ("empirical_risk", |c| c.stop.empirical_risk = Some(f64::NAN)),
        ("checkpoint", |c| c.checkpoint = Some(CheckpointTo::each_minute("/".into()))),
        ("n", |c| c.n = usize::MAX),
    ];
    for (name, change) in cases {
        let mut config = TrainConfig::paper(4, 10, 10, 1, 0);
        change(&mut config);
        let e = train(&config, &compact(4), &AtomicBool::new(false), &mut |_| {}).unwrap_err().to_string();
        assert!(e.contains(&format!(": {name}: ")), "{name}: {e}");
    }
}
