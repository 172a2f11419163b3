//! TR-01: the error of the `f32` erf kernel over the whole range of `f32`, on every instruction set of the machine.

use rug::Float;
use trainer::kernel::{Isa, LANES, Lanes};

/// Distance of `got` from `exact` in units of the last place of the `f32` nearest to `exact`.
fn ulps(got: f32, exact: f64) -> f64 {
    let near = exact as f32;
    let ulp = if near.abs() < f32::MIN_POSITIVE {
        f64::from(f32::from_bits(1))
    } else {
        // Spacing below a power of two would be half of this; taking the smaller one is the harder test.
        f64::from(near.abs()) - f64::from(f32::from_bits(near.abs().to_bits() - 1))
    };
    (f64::from(got) - exact).abs() / ulp
}

fn kernel(isa: Isa, xs: &[f32]) -> Vec<f32> {
    let mut lanes: Vec<Lanes> = xs
        .chunks(LANES)
        .map(|c| {
            let mut l = Lanes::ZERO;
            l.0[..c.len()].copy_from_slice(c);
            l
        })
        .collect();
    isa.erf_slice(&mut lanes);
    lanes.iter().flat_map(|l| l.0).take(xs.len()).collect()
}

/// The whole range of positive floats against the `f64` erf of libm (error below 1e-15): each one from 2^-14 to 4.1, where
/// the polynomials work, every 997th elsewhere, infinity included; a sample of negative ones.
#[test]
fn tr_01_below_four_ulps_exhaustively() {
    let (from, to) = (6.1e-5f32.to_bits(), 4.1f32.to_bits());
    let mut worst = vec![(0.0f64, 0.0f32); Isa::available().len()];
    let mut check = |xs: &[f32]| {
        let exact: Vec<f64> = xs.iter().map(|x| libm::erf(f64::from(*x))).collect();
        for (isa, worst) in Isa::available().into_iter().zip(&mut worst) {
            for ((x, y), e) in xs.iter().zip(kernel(isa, xs)).zip(&exact) {
                let e = ulps(y, *e);
                if e > worst.0 {
                    *worst = (e, *x);
                }
            }
        }
    };
    for start in (from..=to).step_by(1 << 20) {
        check(&(start..=to.min(start + (1 << 20) - 1)).map(f32::from_bits).collect::<Vec<_>>());
    }
    let outside = (0..from).chain(to..=f32::INFINITY.to_bits()).step_by(997).map(f32::from_bits);
    check(&outside.chain([f32::INFINITY]).collect::<Vec<_>>());
    check(&(from..to).step_by(9973).map(|b| -f32::from_bits(b)).collect::<Vec<_>>());
    for (isa, (e, x)) in Isa::available().iter().zip(&worst) {
        println!("{}: {e:.3} ulp at {x}", isa.name());
        assert!(*e < 4.0, "{}: {e} ulp at {x}", isa.name());
    }
}

/// The same against MPFR at 80 bits, on a coarser grid and around the joints of the pieces.
#[test]
fn tr_01_below_four_ulps_against_mpfr() {
    let mut xs: Vec<f32> = (0..=5.0f32.to_bits()).step_by(9973).map(f32::from_bits).collect();
    for joint in [1.5f32, 4.0] {
        xs.extend((joint.to_bits() - 500..joint.to_bits() + 500).map(f32::from_bits));
    }
    let exact: Vec<f64> = xs.iter().map(|x| Float::with_val(80, *x).erf().to_f64()).collect();
    for isa in Isa::available() {
        for ((x, y), e) in xs.iter().zip(kernel(isa, &xs)).zip(&exact) {
            assert!(ulps(y, *e) < 4.0, "{} at {x}: {y} against {e}", isa.name());
        }
    }
}

#[test]
fn special_values() {
    for isa in Isa::available() {
        let y = kernel(isa, &[0.0, -0.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, 4.0, 3.0e38, -5.0]);
        assert!(y[0] == 0.0 && y[0].is_sign_positive() && y[1].is_sign_negative());
        assert_eq!((y[2], y[3], y[5], y[6], y[7]), (1.0, -1.0, 1.0, 1.0, -1.0));
        assert!(y[4].is_nan());
    }
}
