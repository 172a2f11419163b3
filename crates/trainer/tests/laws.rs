//! TR-02: norm laws, their tables, and the points drawn from them.

use std::sync::Arc;

use trainer::norm::{GaussianNorm, HeavyTail, NormLaw, NormTable, SphereSum};
use trainer::sampler::{NormMixture, PointSampler, Points};
use trainer::stream::{Purpose, Stream};

fn law(name: &str, d: usize) -> Arc<dyn NormLaw> {
    match name {
        "compact" => Arc::new(SphereSum::new(d).unwrap()),
        "gaussian" => Arc::new(GaussianNorm::new(d).unwrap()),
        "heavy" => Arc::new(HeavyTail::new(d, 1.0).unwrap()),
        other => panic!("no law {other}"),
    }
}

fn table(name: &str, d: usize) -> Arc<NormTable> {
    Arc::new(NormTable::build(law(name, d)).unwrap())
}

/// Both tails against mpmath (`reference/laws.py`): 2e-14 absolutely, 1e-10 relatively where below one half.
#[test]
fn tails_against_reference() {
    let rows = include_str!("reference/laws.tsv");
    let mut count = 0;
    for row in rows.lines() {
        let f: Vec<&str> = row.split('\t').collect();
        let (d, x): (usize, f64) = (f[1].parse().unwrap(), f[2].parse().unwrap());
        let l = law(f[0], d);
        for (got, exact) in [(l.lower(x), f[3]), (l.upper(x), f[4])] {
            let exact: f64 = exact.parse().unwrap();
            let error = (got - exact).abs();
            assert!(error < 2e-14, "{row}: {got}");
            // Beyond the smallest double there is no relative accuracy to ask for.
            assert!(!(1e-300..=0.5).contains(&exact) || error < 1e-10 * exact, "{row}: {got}");
        }
        count += 1;
    }
    assert_eq!(count, 150);
}

/// `|F(Q(p)) - p| < 1e-12` in both tails; the CDF is the law's own, tied to mpmath by the test above.
#[test]
fn tr_02_tables_are_exact_to_1e_12() {
    for (name, dims) in [
        ("compact", &[3, 4, 5, 8, 16, 32, 128][..]),
        ("gaussian", &[2, 3, 4, 16, 128][..]),
        ("heavy", &[2, 3, 4, 8, 16, 32][..]),
    ] {
        for &d in dims {
            let t = table(name, d);
            let l = law(name, d);
            let worst = t.audit(3000, |x| l.lower(x), |x| l.upper(x));
            assert!(worst < 1e-12, "{name} {d}: {worst:e}");
        }
    }
}

/// A table of one law audited against another is found out.
#[test]
fn audit_can_fail() {
    let other = law("compact", 9);
    assert!(table("compact", 8).audit(100, |x| other.lower(x), |x| other.upper(x)) > 1e-3);
}

/// The compact law in the plane: `|x| = 2 cos(phi/2)` with `phi` uniform on (0, pi); exact to a few units in the last
/// place up to the edge, where the density is infinite.
#[test]
fn tr_02_plane() {
    let t = table("compact", 2);
    for i in 1..20_000 {
        let p = 0.5 * f64::from(i) / 20_000.0;
        let half = std::f64::consts::FRAC_PI_2 * p;
        for (got, exact) in [(t.upper_quantile(p), 2.0 * half.cos()), (t.lower_quantile(p), 2.0 * half.sin())] {
            assert!((got - exact).abs() < 1e-13, "{p}: {got} {exact}");
        }
    }
}

/// Kolmogorov's statistic `sqrt(m) sup |F_m - F|` of a sample; above 2.4 with probability 2e-5.
fn kolmogorov(sample: &mut [f64], cdf: impl Fn(f64) -> f64) -> f64 {
    sample.sort_by(f64::total_cmp);
    let m = sample.len() as f64;
    let worst = sample.iter().enumerate().fold(0.0f64, |w, (i, x)| {
        let f = cdf(*x);
        w.max((f - i as f64 / m).abs()).max(((i + 1) as f64 / m - f).abs())
    });
    worst * m.sqrt()
}

fn norms(sampler: &PointSampler, blocks: u64) -> Vec<f64> {
    let mut all = Vec::new();
    let mut part = Vec::new();
    for block in 0..blocks {
        sampler.fill_norms(Purpose::Probe, block, &mut part);
        all.extend_from_slice(&part);
    }
    all
}

#[test]
fn norms_follow_their_law() {
    for (name, d) in [("compact", 4), ("compact", 16), ("gaussian", 8), ("heavy", 3), ("heavy", 4), ("heavy", 16)] {
        let sampler = PointSampler::new(d, NormMixture::single(table(name, d)), 11).unwrap();
        let mut sample = norms(&sampler, 200);
        let l = law(name, d);
        let statistic = kolmogorov(&mut sample, |x| l.lower(x));
        assert!(statistic < 2.4, "{name} {d}: {statistic}");
        let wrong = law(name, d + 4);
        assert!(kolmogorov(&mut sample, |x| wrong.lower(x)) > 5.0, "{name} {d}: the test does not see a wrong law");
    }
}

#[test]
fn mixture_follows_its_law() {
    let d = 8;
    let law_of = [law("heavy", d), law("gaussian", d)];
    let mixture = NormMixture::equal(vec![table("heavy", d), table("gaussian", d)]).unwrap();
    let mut sample = norms(&PointSampler::new(d, mixture, 5).unwrap(), 200);
    let statistic = kolmogorov(&mut sample, |x| 0.5 * (law_of[0].lower(x) + law_of[1].lower(x)));
    assert!(statistic < 2.4, "{statistic}");
    assert!(kolmogorov(&mut sample, |x| law_of[0].lower(x)) > 5.0);
}

/// `E |x|^2 = 2`, variance `4/d` for the compact law; 1 and `2/d` for the Gaussian one. Five standard errors.
#[test]
fn moments() {
    for (name, d, mean, variance) in [("compact", 8, 2.0, 0.5), ("gaussian", 8, 1.0, 0.25)] {
        let sample = norms(&PointSampler::new(d, NormMixture::single(table(name, d)), 3).unwrap(), 400);
        let m = sample.len() as f64;
        let first = sample.iter().map(|x| x * x).sum::<f64>() / m;
        let second = sample.iter().map(|x| (x * x - mean).powi(2)).sum::<f64>() / m;
        assert!((first - mean).abs() < 5.0 * (variance / m).sqrt(), "{name}: mean {first}");
        assert!((second - variance).abs() < 0.02 * variance, "{name}: variance {second}");
    }
}

/// The heavy tail is `d/(pi c x)` with `c = 2 pi sqrt(d) R_d`: about the right number of norms beyond 1e3 and 1e6, and the
/// quantiles of the smallest probabilities, up to 1e18, are finite, ordered and on the tail.
#[test]
fn heavy_tail_reaches_far() {
    let d = 4;
    let t = table("heavy", d);
    let l = law("heavy", d);
    let mut last = 0.0;
    for k in 2..64 {
        let p = 0.7 * 0.5f64.powi(k);
        let x = t.upper_quantile(p);
        assert!(x.is_finite() && x > last, "{p}: {x}");
        assert!((l.upper(x) / p - 1.0).abs() < 1e-8, "{p}: {x}");
        last = x;
    }
    assert!(last > 1e17, "{last}");
    let sample = norms(&PointSampler::new(d, NormMixture::single(t), 1).unwrap(), 4000);
    let m = sample.len() as f64;
    let beyond = sample.iter().filter(|x| **x > 1e3).count() as f64;
    let expected = m * l.upper(1e3);
    assert!((beyond - expected).abs() < 5.0 * expected.sqrt(), "{beyond} beyond 1e3, expected {expected}");
    assert!(sample.iter().copied().fold(0.0, f64::max) > 1e5);
}

#[test]
fn points_have_the_norm_drawn_and_a_uniform_direction() {
    for (name, d) in [("compact", 5), ("heavy", 5)] {
        let sampler = PointSampler::new(d, NormMixture::single(table(name, d)), 2).unwrap();
        let mut points = Points::default();
        let mut second = vec![0.0; d * d];
        let mut first = vec![0.0; d];
        let mut m = 0.0;
        for block in 0..100 {
            sampler.fill(Purpose::Probe, block, &mut points);
            for (x, norm) in points.coordinates().chunks_exact(d).zip(points.norms()) {
                let length = x.iter().map(|v| f64::from(*v).powi(2)).sum::<f64>().sqrt();
                assert!((length / norm - 1.0).abs() < 3e-7, "{name}: {length} {norm}");
                m += 1.0;
                for i in 0..d {
                    first[i] += f64::from(x[i]) / norm;
                    for j in 0..d {
                        second[i * d + j] += f64::from(x[i]) * f64::from(x[j]) / (norm * norm);
                    }
                }
            }
        }
        for i in 0..d {
            assert!((first[i] / m).abs() < 5.0 / (m * d as f64).sqrt());
            for j in 0..d {
                let expected = if i == j { 1.0 / d as f64 } else { 0.0 };
                assert!((second[i * d + j] / m - expected).abs() < 5.0 / (m.sqrt() * d as f64), "{name} {i} {j}");
            }
        }
    }
}

/// The first dimension's margins: a coordinate over the norm, squared, is Beta(1/2, (d-1)/2); for d = 3 the coordinate
/// itself is uniform.
#[test]
fn coordinate_of_a_direction_is_uniform_in_dimension_three() {
    let sampler = PointSampler::new(3, NormMixture::single(table("gaussian", 3)), 9).unwrap();
    let mut points = Points::default();
    let mut sample = Vec::new();
    for block in 0..100 {
        sampler.fill(Purpose::Probe, block, &mut points);
        sample.extend(points.coordinates().chunks_exact(3).zip(points.norms()).map(|(x, n)| f64::from(x[2]) / n));
    }
    assert!(kolmogorov(&mut sample, |t| 0.5 * (1.0 + t.clamp(-1.0, 1.0))) < 2.4);
}

#[test]
fn a_block_does_not_depend_on_what_was_drawn_before() {
    let sampler = PointSampler::new(4, NormMixture::single(table("compact", 4)), 2).unwrap();
    let (mut a, mut b) = (Points::default(), Points::default());
    for block in 0..5 {
        sampler.fill(Purpose::Train, block, &mut a);
    }
    sampler.fill(Purpose::Train, 4, &mut b);
    assert_eq!(a.coordinates(), b.coordinates());
    sampler.fill(Purpose::Fresh, 4, &mut b);
    assert_ne!(a.coordinates(), b.coordinates());
}

#[test]
fn bad_arguments_are_named() {
    let message = |e: trainer::Error| e.to_string();
    assert!(message(SphereSum::new(1).unwrap_err()).contains("SphereSum::new: d"));
    assert!(message(GaussianNorm::new(1).unwrap_err()).contains("GaussianNorm::new: d"));
    assert!(message(HeavyTail::new(4, f64::NAN).unwrap_err()).contains("HeavyTail::new: alpha"));
    assert!(message(NormMixture::equal(vec![]).unwrap_err()).contains("tables"));
    let single = NormMixture::single(table("compact", 4));
    assert!(message(PointSampler::new(1, single, 0).unwrap_err()).contains("PointSampler::new: d"));
}

#[test]
fn extreme_bits_give_finite_norms() {
    for t in [table("compact", 16), table("gaussian", 16), table("heavy", 16)] {
        for bits in [0, 1, 2, 3, u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) + 1] {
            let x = t.quantile(bits);
            assert!(x.is_finite() && x > 0.0, "{bits}: {x}");
        }
        let mut s = Stream::new(1, Purpose::Probe, 0);
        assert!((0..10_000).all(|_| t.quantile(s.bits()).is_finite()));
    }
}

/// The tables against the certified CDFs of `radial`: proved below 1e-12 at every point tried, for the laws of the papers.
#[test]
fn tr_02_tables_agree_with_certified_cdfs() {
    let one = || enclosure::Interval::one();
    for d in [3u32, 4, 8, 16, 33] {
        let dim = d as usize;
        let compact = radial::SphereSum::new(d).unwrap();
        let gaussian = radial::GaussianNorm::new(d).unwrap();
        let heavy = radial::HeavyTail::new(d, one()).unwrap();
        for (name, certified) in [("compact", &compact as &dyn radial::Law), ("gaussian", &gaussian), ("heavy", &heavy)]
        {
            let worst = table(name, dim).certify(certified, 300, 160).unwrap();
            assert!(worst < 1e-12, "{name} {d}: {worst:e}");
        }
        let wrong = radial::SphereSum::new(d + 1).unwrap();
        assert!(table("compact", dim).certify(&wrong, 50, 160).unwrap() > 1e-3);
    }
    let e = table("compact", 4).certify(&radial::SphereSum::new(4).unwrap(), 0, 160).unwrap_err();
    assert!(e.to_string().contains("points"));
}
