//! Step functions, limits and the statements for all dimensions.

use enclosure::rug::Float;
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

/// RB-11: on ranges the lower end lies below, the upper end above, the exact distances at many places; at `m` beyond the
/// exact range it stays close.
#[test]
fn rb_11_ranges_enclose_the_exact_distances() {
    let p = prec(80);
    let exact = |d: u32, m: u32| lemma17_step(d, m, p).unwrap().distance_squared(d, m, p).unwrap();
    let from = |a: i64| Interval::from_below(Interval::int(a).lo().clone()).unwrap();
    for d0 in [3u32, 4, 5, 12, 100, 4000] {
        for m0 in [1u32, 2, 3, 10] {
            let all = fbar_distance(&from(i64::from(d0)), &from(i64::from(m0)), p).unwrap();
            for d in [d0, d0 + 1, 3 * d0, 50 * d0] {
                for m in [m0, m0 + 1, 2 * m0] {
                    let value = exact(d, m);
                    assert!(all.encloses(&value), "d={d} m={m}: {all} {value}");
                    let thin = fbar_distance(&Interval::int(i64::from(d)), &from(i64::from(m)), p).unwrap();
                    assert!(thin.encloses(&value) && thin.width() < 0.03, "d={d} m={m}: {thin} {value}");
                }
            }
        }
    }
    // One degree beyond the exact range: the theorem and the expansion agree on where the value lies.
    let (d, m) = (7u32, 90u32);
    let theorem = fbar_distance(&Interval::int(7), &Interval::int(90), p).unwrap();
    assert!(theorem.encloses(&exact(d, m)) && theorem.width() < 2e-3, "{theorem}");
}

/// RB-11: the mass on ranges of dimensions encloses the masses in them, and those far out tend to `Phi(0) - Phi(-1/2)`.
#[test]
fn rb_11_masses() {
    let p = prec(80);
    let from = |a: i64| Interval::from_below(Interval::int(a).lo().clone()).unwrap();
    for d0 in [3i64, 4, 17, 1000] {
        let all = fbar_mass(&from(d0), p).unwrap();
        for d in [d0, d0 + 1, d0 + 7, 20 * d0, 900_000] {
            let one = fbar_mass(&Interval::int(d), p).unwrap();
            assert!(all.encloses(&one) && one.width() < 1e-20, "d={d}: {all} {one}");
            let few = fbar_mass(&Interval::int(d).hull(&Interval::int(d + 3)), p).unwrap();
            let last = fbar_mass(&Interval::int(d + 3), p).unwrap();
            let spread = last.sub(&one, p).add(&dec("0.006"), p);
            assert!(few.encloses(&one) && few.width() < *spread.lo(), "d={d}: {few} {one}");
        }
    }
    // Phi(0) - Phi(-1/2) = erf(1/(2 sqrt 2))/2
    let limit = dec("0.5").div(&Interval::int(2).sqrt(p).unwrap(), p).unwrap().erf(p).mul_2exp(-1);
    let far = fbar_mass(&from(900_000), p).unwrap();
    assert!(far.overlaps(&limit) && far.width() < 1e-5, "{far} {limit}");
}

/// RB-07: two-sided over ranges of dimensions.
#[test]
fn rb_07_ranges_enclose_single_values() {
    let p = prec(80);
    let two = Interval::int(2);
    for k in 0..=6u32 {
        for (a, b) in [(2i64, 9i64), (3, 4), (3, 50), (20, 21), (700, 1_000_000), (5, 4_000_000)] {
            let all = rank_bound_power(&Interval::int(a).hull(&Interval::int(b)), &two, k, p).unwrap();
            for d in [a, a + 1, (2 * a).min(b), b.min(900_000)] {
                let one = rank_bound_power(&Interval::int(d), &two, k, p).unwrap();
                assert!(all.overlaps(&one) && all.hi() >= one.lo() && all.lo() <= one.hi(), "k={k} d={d}: {all} {one}");
                let root2 = two.sqrt(prec(160)).unwrap();
                let width = Interval::int(d).powi(i64::from(k), prec(200)).unwrap();
                let direct = rank_bound(u32::try_from(d).unwrap(), &root2, &width, p).unwrap().value;
                assert!(one.overlaps(&direct), "k={k} d={d}: {one} {direct}");
            }
        }
    }
    let named = |e: enclosure::Error, argument: &str| {
        assert!(e.to_string().contains(argument) && e.to_string().contains("rank_bound_power"), "{e}");
    };
    let d = Interval::int(5);
    named(rank_bound_power(&dec("3.2"), &two, 1, p).unwrap_err(), "d");
    named(rank_bound_power(&Interval::whole(), &two, 1, p).unwrap_err(), "d");
    named(rank_bound_power(&d, &Interval::zero(), 1, p).unwrap_err(), "q");
    named(rank_bound_power(&d, &Interval::whole(), 1, p).unwrap_err(), "q");
    named(rank_bound_power(&d, &two, 13, p).unwrap_err(), "k");
    // Outside the support's range exactly 0; off the centre over several dimensions only the trivial bound.
    assert_eq!(rank_bound_power(&d, &Interval::int(4), 1, p).unwrap(), Interval::zero());
    let wide = rank_bound_power(&d.hull(&Interval::int(6)), &Interval::int(3), 1, p).unwrap();
    assert_eq!(wide, Interval::zero().hull(&Interval::one().mul_2exp(-2)));
}

/// RB-12: in small dimensions too the search ends at its tolerance, above every value of a scan.
#[test]
fn rb_12_best_radius_in_small_dimensions() {
    let p = prec(80);
    for d in [3u32, 4, 5, 6, 8, 12, 20] {
        for k in 1..=3i64 {
            let r = Interval::int(i64::from(d)).powi(k, p).unwrap();
            let best = best_lambda(d, &r).unwrap();
            assert!(best.reached, "d={d} k={k} {} boxes", best.boxes);
            let gap = best.supremum.width();
            assert!(gap <= Float::with_val(53, best.supremum.lo() * 1e-6), "d={d} k={k}");
            let here = rank_bound(d, &best.lambda, &r, p).unwrap().value;
            assert!(here.hi() >= best.supremum.lo(), "d={d} k={k}");
            for j in 0..=60 {
                let l = Interval::ratio(1000 + 7 * j, 1000, p).unwrap();
                let v = rank_bound(d, &l, &r, p).unwrap().value;
                assert!(v.lo() <= best.supremum.hi(), "d={d} k={k} lambda={l}");
            }
        }
    }
}
