//! Jets of `J_nu` and integrals with them, against Arb.

mod reference_integrals;

use enclosure::functions::bessel_j::Order;
use enclosure::integrate::{Goal, Limits, integrate};
use enclosure::{Interval, Jet, Prec};
use reference_integrals::{dyadic, integrals, series};
use rug::Float;

type Failure = Box<dyn std::error::Error>;

#[test]
fn je_02_bessel_coefficients_contain_arbs_and_are_narrow() -> Result<(), Failure> {
    let mut checked = 0;
    for s in series()?.iter().filter(|s| s.name == "bessel_j") {
        let nu = Order::half(u32::try_from((s.args[0].clone() * 2u32).numer().to_i64().unwrap_or(-1))?)?;
        let x = Jet::variable(dyadic(&s.args[1])?, s.coefficients.len() - 1);
        for bits in [53, 128, 200] {
            let p = Prec::new(bits)?;
            let jet = x.bessel_j(nu, p)?;
            for (k, (c, want)) in jet.coefficients().iter().zip(&s.coefficients).enumerate() {
                checked += 1;
                assert!(c.overlaps(want), "nu={nu} x={} k={k} {bits} bits: {c} misses {want}", s.args[1]);
                let ulps = (c.width() << bits) / Float::with_val(64, c.mag());
                assert!(ulps <= 4096, "nu={nu} x={} k={k} {bits} bits: {c} is {ulps} ulp wide", s.args[1]);
            }
        }
    }
    assert!(checked >= 1_500, "{checked}");
    Ok(())
}

#[test]
fn in_01_bessel_integrals() -> Result<(), Failure> {
    let want: Vec<_> = integrals()?.into_iter().filter(|(name, _)| name.starts_with("bessel")).collect();
    assert_eq!(want.len(), 2);
    for (name, want) in want {
        for (bits, goal) in [(53, 30), (128, 100)] {
            let (p, limits) = (Prec::new(bits)?, Limits::default());
            let goal = Goal::relative_bits(goal);
            let r = if name == "bessel_square" {
                let f = |x: &Jet, p| Ok(x.bessel_j(Order::half(6)?, p)?.sqr(p));
                integrate(f, &Interval::zero(), &Interval::int(30), &goal, p, &limits)?
            } else {
                let f = |x: &Jet, p| Ok(x.bessel_j(Order::half(5)?, p)?.mul(x, p));
                integrate(f, &Interval::one(), &Interval::int(50), &goal, p, &limits)?
            };
            assert!(r.value.overlaps(&want), "{name}: {} misses {want}", r.value);
            assert!(r.reached(), "{name}: {:?} after {}", r.short, r.evaluations);
            println!("{name} {bits} {}", r.evaluations);
        }
    }
    Ok(())
}
