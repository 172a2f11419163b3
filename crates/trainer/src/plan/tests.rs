//! TP-01, TP-02. Expected constants: mpmath at 60 digits, `tests/reference/plan.py`.

use super::*;

#[test]
fn constants_against_mpmath() {
    // Equations (58), (59), (60), (62), by law and chain; (61) asks for 16 always.
    let cases = [
        (true, Chain::Printed, [6.32032974e21, 2.48970599e26, 3.06085152e56, 2.48970599e26]),
        (true, Chain::Sharp, [2.2995347e19, 3.18235353e23, 4.72978934e25, 3.18235353e23]),
        (false, Chain::Printed, [6.32032974e21, 2.48970599e26, 7.83577988e58, 2.48970599e26]),
        (false, Chain::Sharp, [2.2995347e19, 3.18235353e23, 7.22504752e26, 3.18235353e23]),
    ];
    for (compact, chain, want) in cases {
        let law = if compact { Assumption::compact(8) } else { Assumption::mixture(8) }.unwrap();
        let found = solve(&law, &law.nu().unwrap(), chain, prec().unwrap()).unwrap();
        let least: Vec<f64> = found.conditions.iter().map(|c| c.least.lo().to_f64()).collect();
        assert_eq!(least[3], 16.0);
        for (got, want) in [least[0], least[1], least[2], least[4]].iter().zip(want) {
            // The bisection ends 2^-20 of an octave above the root.
            assert!(*got >= want * (1.0 - 1e-8) && *got <= want * (1.0 + 3e-6), "{chain:?}: {got} {want}");
        }
        assert_eq!(found.binding, 60);
        assert!(found.conditions.iter().all(|c| c.ratio.certainly_le(&Interval::one())));
    }
}

/// The five inequalities themselves, at the width and sample of the plan, in doubles: they hold with room.
#[test]
fn the_plan_satisfies_the_inequalities() {
    for (eps, delta) in [(0.1, 0.01), (0.9, 0.9), (1e-3, 1e-12)] {
        for (law, chain) in [
            (Assumption::compact(8).unwrap(), Chain::Printed),
            (Assumption::compact(2).unwrap(), Chain::Sharp),
            (Assumption::mixture(3).unwrap(), Chain::Sharp),
        ] {
            let (e, d) = (Interval::exact_f64(eps).unwrap(), Interval::exact_f64(delta).unwrap());
            let plan = plan(&law, &e, &d, chain).unwrap();
            let (r, n, q) = (plan.r.to_f64(), plan.n.to_f64(), law.q.mid().to_f64());
            let nu = law.nu().unwrap().mid().to_f64();
            assert!(plan.r.is_even() && r >= 12_000f64.powi(4));
            let log = (64.0 * n / delta).ln();
            assert!(r >= 500f64.powi(4) * 1e4 * log * log, "(58)");
            let p = (1800.0 * q + 500.0 * log.sqrt()) / r.powf(0.25);
            assert!(((64.0 / delta).ln() / (2.0 * n)).sqrt() <= p && p <= eps / 80.0, "(59)");
            let root = ((8.0 * r + 8.0) * n.log2() / n).sqrt();
            assert!(4.0 * r * root + (2.0 * (8.0 / delta).ln() / n).sqrt() <= 2.0 * nu, "(60)");
            let tail = (2.0 * (16.0 / delta).ln() / n).sqrt();
            assert!(4.0 * (r / n).sqrt() + 4.0 * tail <= eps / 2.0, "(61)");
            assert!(40.0 * p + 2.0 / r + 8.0 * root + 2.0 * tail <= eps / 2.0, "(62)");
            let eta = plan.eta.hi().to_f64();
            assert!(eta < nu / (8.0 * r));
            let steps = 2.0 / (eta * nu) * (r / (8.0 * eps)).ln();
            assert!((plan.steps.to_f64() / steps - 1.0).abs() < 1e-9);
        }
    }
}

#[test]
fn bad_input_is_refused() {
    let law = Assumption::compact(3).unwrap();
    let half = Interval::one().mul_2exp(-1);
    for bad in [Interval::zero(), Interval::one(), Interval::int(-1)] {
        assert!(plan(&law, &bad, &half, Chain::Sharp).unwrap_err().to_string().contains("eps"));
        assert!(plan(&law, &half, &bad, Chain::Sharp).unwrap_err().to_string().contains("delta"));
    }
    assert!(Assumption::compact(1).unwrap_err().to_string().contains('d'));
}
