//! The laws against values from an independent program and against each other.

use enclosure::{Interval, Prec};
use proptest::prelude::*;
use radial::{GaussianNorm, HeavyTail, Law, Mixture, SphereSum, sine_integral_tail, unit_volume_radius};

fn p(bits: u32) -> Prec {
    Prec::new(bits).unwrap()
}

fn dec(text: &str) -> Interval {
    Interval::decimal(text, p(300)).unwrap()
}

/// Each line of the data: kind, d, alpha, x, value to 40 digits (mpmath; `reference/laws.py`).
#[test]
fn distribution_functions_meet_the_reference() {
    let mut lines = 0;
    for line in include_str!("reference/laws.txt").lines().filter(|l| !l.starts_with('#')) {
        let f: Vec<&str> = line.split_whitespace().collect();
        let [kind, d, alpha, x, lo, hi] = f[..] else { panic!("{line}") };
        let (d, x) = (d.parse().unwrap(), dec(x));
        let q = p(140);
        let got = match kind {
            "heavy_cdf" => HeavyTail::new(d, dec(alpha)).unwrap().norm_cdf(&x, q),
            "heavy_tail" => HeavyTail::new(d, dec(alpha)).unwrap().norm_tail(&x, q),
            "heavy_density" => HeavyTail::new(d, dec(alpha)).unwrap().norm_density(&x, q),
            "gauss_cdf" => GaussianNorm::new(d).unwrap().norm_cdf(&x, q),
            "gauss_density" => GaussianNorm::new(d).unwrap().norm_density(&x, q),
            "sphere_cdf" => SphereSum::new(d).unwrap().norm_cdf(&x, q),
            "sphere_density" => SphereSum::new(d).unwrap().norm_density(&x, q),
            _ => panic!("{line}"),
        }
        .unwrap();
        let want = dec(lo).hull(&dec(hi));
        assert!(got.overlaps(&want), "{line}: {got}");
        assert!(got.accuracy_bits().is_none_or(|b| b >= 100), "{line}: {got}");
        lines += 1;
    }
    assert!(lines >= 200, "{lines}");
}

#[test]
fn rl_02_the_sine_integral_meets_its_series() {
    // int_z^inf sin(t)/t dt by mpmath's si, 50 digits.
    for (z, want) in [
        ("40", "-0.016188792559887887544344270374890604040793185164796"),
        ("100", "0.0085708599058403258789765528352487648707597191464701"),
        ("1000.5", "0.000098052451807317502662864964160349105608771775643713"),
    ] {
        let got = sine_integral_tail(&dec(z), p(64)).unwrap();
        let want = dec(want);
        let gap = got.sub(&want, p(64)).abs();
        assert!(*gap.lo() < 1e-15, "{z}: {got} against {want}");
    }
}

#[test]
fn the_radius_solves_its_equation() {
    for d in [1, 2, 3, 10, 101, 1000, 100_000] {
        let r = unit_volume_radius(d, p(128)).unwrap();
        let v = radial::unit_ball_volume(d, p(160)).unwrap();
        let one = r.ln(p(160)).unwrap().mul_int(i64::from(d), p(160)).add(&v.ln(p(160)).unwrap(), p(160));
        assert!(one.contains_zero(), "d = {d}: {one}");
        assert!(one.width() < 1e-25, "d = {d}: {one}");
    }
}

#[test]
fn refuses_what_is_not_a_law() {
    assert!(HeavyTail::new(1, Interval::one()).is_err());
    assert!(HeavyTail::new(4, Interval::zero()).is_err());
    assert!(SphereSum::new(2).is_err());
    assert!(GaussianNorm::new(2_000_000).is_err());
    let law = SphereSum::new(5).unwrap();
    assert!(law.norm_cdf(&Interval::int(-1), p(53)).is_err());
    assert!(law.norm_quantile(&Interval::one(), p(53)).is_err());
    assert!(law.norm_quantile(&Interval::zero(), p(53)).is_err());
}

/// The laws under test in dimension `d`.
fn laws(d: u32) -> Vec<Box<dyn Law>> {
    vec![
        Box::new(HeavyTail::new(d, Interval::one()).unwrap()),
        Box::new(GaussianNorm::new(d).unwrap()),
        Box::new(Mixture::new(d, Interval::int(2)).unwrap()),
        Box::new(SphereSum::new(d.max(3)).unwrap()),
    ]
}

/// RL-03 against the sum itself: J_{mu+k}(A)^2 summed far out stays below the bound, by less than a factor of 8.
#[test]
fn rl_03_the_remainder_is_bounded() {
    use enclosure::functions::bessel_j::{Order, orders};
    for (twice_mu, a) in [(20, "10"), (21, "10.5"), (40, "3"), (101, "50"), (400, "199.5")] {
        let mu = Order::half(twice_mu).unwrap();
        let table = orders(mu, 200, &dec(a), p(128)).unwrap();
        let sum = table.iter().fold(Interval::zero(), |s, j| s.add(&j.sqr(p(128)), p(128))).mul_2exp(1);
        let gamma = mu.value().add(&Interval::one(), p(128)).lgamma(p(128)).unwrap();
        let log = dec(a).mul_2exp(-1).ln(p(128)).unwrap().mul(&mu.value(), p(128)).sub(&gamma, p(128));
        let bound = log.mul_2exp(1).exp(p(128)).mul(&Interval::ratio(8, 3, p(128)).unwrap(), p(128));
        assert!(sum.certainly_lt(&bound), "mu = {twice_mu}/2, A = {a}: {sum} against {bound}");
    }
}

/// A wide parameter or norm gives the hull of the ends, quickly.
#[test]
fn wide_arguments_use_monotonicity() {
    let alpha = Interval::from_below(Interval::one().lo().clone()).unwrap();
    let law = HeavyTail::new(16, alpha).unwrap();
    let c = law.norm_cdf(&Interval::one(), p(64)).unwrap();
    let least = HeavyTail::new(16, Interval::one()).unwrap().norm_cdf(&Interval::one(), p(64)).unwrap();
    assert!(
        c.encloses(&least)
            && *c.hi() == 1
            && Interval::point(c.lo().clone()).unwrap().sub(&least, p(64)).width() < 1e-15
    );
    let odd = HeavyTail::new(5, Interval::one()).unwrap();
    let far = odd.norm_tail(&dec("1e30"), p(64)).unwrap();
    assert!(far.is_positive() && far.accuracy_bits().is_none_or(|b| b > 50), "{far}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// (cdf(b) - cdf(a))/(b - a) is a value of the density on [a, b].
    #[test]
    fn the_density_is_the_derivative(d in 2u32..80, at in 1u32..400, step in 1u32..20) {
        let x = Interval::ratio(i64::from(at), 200, p(100)).unwrap().lo_point().unwrap();
        let h = Interval::ratio(i64::from(step), 100_000, p(100)).unwrap();
        let y = x.add(&h, p(100)).lo_point().unwrap();
        for law in laws(d) {
            let rise = law.norm_cdf(&y, p(128)).unwrap().sub(&law.norm_cdf(&x, p(128)).unwrap(), p(128));
            let slope = rise.div(&y.sub(&x, p(128)), p(128)).unwrap();
            let range = law.norm_density(&x.hull(&y), p(128)).unwrap();
            prop_assert!(slope.overlaps(&range), "d {} x {x}: slope {slope}, density {range}", law.dim());
        }
    }

    #[test]
    fn cdf_and_tail_add_to_one(d in 2u32..60, at in 0u32..4000) {
        let x = Interval::ratio(i64::from(at), 100, p(100)).unwrap();
        for law in laws(d) {
            let c = law.norm_cdf(&x, p(100)).unwrap();
            let sum = c.add(&law.norm_tail(&x, p(100)).unwrap(), p(100));
            prop_assert!(sum.contains(Interval::one().lo()));
            prop_assert!(sum.width() < 1e-20, "d {} x {x}: {sum}", law.dim());
        }
    }

    #[test]
    fn quantiles_invert(d in 2u32..40, num in 1i64..10_000) {
        let u = Interval::ratio(num, 10_000, p(80)).unwrap();
        let law = HeavyTail::new(d, Interval::one()).unwrap();
        let x = law.norm_quantile(&u, p(60)).unwrap();
        prop_assert!(law.norm_cdf(&x, p(100)).unwrap().overlaps(&u));
        prop_assert!(x.accuracy_bits().is_none_or(|b| b >= 40), "{x}");
        let law = SphereSum::new(d.max(3)).unwrap();
        let x = law.norm_quantile(&u, p(60)).unwrap();
        prop_assert!(law.norm_cdf(&x, p(100)).unwrap().overlaps(&u));
        prop_assert!(x.accuracy_bits().is_none_or(|b| b >= 40), "{x}");
    }
}
