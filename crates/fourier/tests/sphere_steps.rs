//! Step functions, limits and the statements for all dimensions.

use enclosure::{Interval, Prec};
use fourier::sphere::*;

fn prec(bits: u32) -> Prec {
    Prec::new(bits).unwrap()
}

fn dec(text: &str) -> Interval {
    Interval::decimal(text, prec(128)).unwrap()
}

/// The distance of a cap indicator from degree `m` is the Parseval tail of the spectrum: two independent routes.
#[test]
fn rb_09_indicator_distance_is_the_parseval_tail() {
    let p = prec(100);
    for d in [3u32, 7, 40] {
        let lambda = dec("1.3");
        let t = lambda.sqr(p).mul_2exp(-1).sub(&Interval::one(), p);
        let step = Step::indicator(&t).unwrap();
        for (m, r) in [(1u32, i64::from(d)), (2, i64::from(d * d))] {
            let upper = polynomial_upper_bound(d, &lambda, &Interval::int(r), p).unwrap();
            assert!(matches!(upper.construction, Construction::Polynomial(k, _) if k == m));
            let distance = step.distance_squared(d, m, p).unwrap();
            assert!(distance.overlaps(&upper.error) && distance.width() < 1e-25, "d={d} m={m}");
        }
    }
}

/// d = 3, m = 0, 1 by hand: f = 1 on [0, 1/2]: |f|^2 = 1/4, mean 1/4, <f, s> = 1/16, N_1 = 3.
#[test]
fn rb_09_by_hand() {
    let p = prec(100);
    let step = Step::new(vec![Interval::zero(), dec("0.5")], vec![1]).unwrap();
    let want = |num, den| Interval::ratio(num, den, p).unwrap();
    assert!(step.distance_squared(3, 0, p).unwrap().overlaps(&want(3, 16)));
    assert!(step.distance_squared(3, 1, p).unwrap().overlaps(&want(45, 256)));
    assert!(step.distance_squared(3, 1, p).unwrap().width() < 1e-27);
}

/// fbar_m changes sign where the sine does: compare with the sine itself between breakpoints.
#[test]
fn lemma_17_step_has_the_signs_of_the_sine() {
    let p = prec(120);
    for d in [4u32, 5, 9, 10, 101, 4096] {
        for m in [1u32, 2, 3, 7, 30] {
            let step = lemma17_step(d, m, p).unwrap();
            let scale =
                Interval::int(i64::from(d)).sqrt(p).unwrap().mul_int(4 * i64::from(m), p).mul(&Interval::pi(p), p);
            for (z, &v) in step.breaks().windows(2).zip(step.values()) {
                let mid = z[0].add(&z[1], p).mul_2exp(-1);
                let sine = scale.mul(&Interval::one().add(&mid, p), p).sin(p);
                assert!(if v == 1 { sine.is_positive() } else { sine.is_negative() }, "d={d} m={m} {mid} {sine} {v}");
            }
            assert!(step.pieces() as u32 >= 2 * m, "d={d} m={m}: {} pieces", step.pieces());
            let norm = step.norm_squared(d, p).unwrap();
            let cap = |t: &Interval| cap_probability(d, t, p).unwrap();
            let whole = cap(&Interval::zero()).sub(&cap(&step.breaks()[0]), p);
            assert!(norm.overlaps(&whole));
        }
    }
}

#[test]
fn step_rejects_bad_shapes() {
    let z = || Interval::zero();
    assert!(Step::new(vec![z()], vec![]).is_err());
    assert!(Step::new(vec![z(), z(), z()], vec![1]).is_err());
    assert!(Step::new(vec![z(), Interval::int(2)], vec![1]).is_err());
    assert!(Step::new(vec![Interval::one(), z()], vec![1]).is_err());
}

/// RB-07 at tau = 0: 1/4, 1/4 - 1/(2 pi), and 1/(12 pi) less again.
#[test]
fn hermite_limits_in_closed_form() {
    let p = prec(100);
    let pi = Interval::pi(prec(140));
    let one = Interval::one();
    let first = one.div(&pi.mul_int(2, p), p).unwrap();
    let third = one.div(&pi.mul_int(12, p), p).unwrap();
    let quarter = one.mul_2exp(-2);
    let want = [quarter.clone(), quarter.sub(&first, p), quarter.sub(&first, p), quarter.sub(&first, p).sub(&third, p)];
    for (k, want) in want.iter().enumerate() {
        let got = hermite_tail(k as u32, &Interval::zero(), p).unwrap();
        assert!(got.overlaps(want) && got.width() < 1e-28, "k={k} {got} {want}");
    }
}

/// RB-07: the bound for all large dimensions lies below the computed values at many of them.
#[test]
fn rb_07_large_dimensions_lie_below_single_values() {
    let p = prec(80);
    let root2 = Interval::int(2).sqrt(prec(160)).unwrap();
    for k in 0..=4u32 {
        for d0 in [3u32, 10, 100, 5000] {
            let all = large_dimensions(k, d0, p).unwrap();
            for d in [d0, d0 + 1, 2 * d0, 10 * d0, 200_000] {
                let r = Interval::int(i64::from(d)).powi(i64::from(k), prec(200)).unwrap();
                let v = rank_bound(d, &root2, &r, p).unwrap().value;
                assert!(*all.lo() <= *v.hi(), "k={k} d0={d0} d={d}: {all} {v}");
            }
        }
        let late = large_dimensions(k, 1_000_000, p).unwrap();
        assert!(late.width() < 1e-3, "k={k} {late}");
    }
}

/// The improved theorem for every dimension from 3 on: the infimum is the value at d = 3, far above 1/400.
#[test]
fn rb_07_holds_for_all_dimensions() {
    let p = prec(80);
    for (k, least) in [(1, "0.045"), (2, "0.018"), (3, "0.0058")] {
        let all = all_dimensions(k, 64, p).unwrap();
        assert_eq!(all.finite.0, 3, "k={k}");
        assert!(dec(least).certainly_lt(&all.infimum), "k={k} {}", all.infimum);
        assert!(all.finite.1.certainly_lt(&all.rest), "k={k}");
    }
}

#[test]
fn best_radius_beats_a_scan() {
    for (d, r) in [(64u32, 262_144), (1000, 1_000_000)] {
        let r = Interval::int(r);
        let best = best_lambda(d, &r).unwrap();
        assert!(best.reached);
        assert!(best.maximisers.overlaps(&best.lambda));
        for k in 0..=40 {
            let l = Interval::ratio(100 + k * 5 / 2, 100, prec(60)).unwrap();
            let v = rank_bound(d, &l, &r, prec(60)).unwrap().value;
            assert!(v.lo() <= best.supremum.hi(), "d={d} {l}");
        }
    }
}
