//! Jets at points against Taylor coefficients computed by Arb: containment and width.

mod reference_integrals;

use enclosure::{Error, Interval, Jet, Prec};
use reference_integrals::{Series, dyadic, series};
use rug::Float;

type Failure = Box<dyn std::error::Error>;

/// The jet of the named function; the last argument is the expansion point.
fn evaluate(s: &Series, p: Prec) -> Result<Jet, Failure> {
    let n = s.coefficients.len() - 1;
    let args = s.args.iter().map(dyadic).collect::<Result<Vec<_>, _>>()?;
    let constant = |i: usize| args.get(i).cloned().ok_or("argument missing");
    let x = Jet::variable(args.last().cloned().ok_or("no argument")?, n);
    Ok(match s.name.as_str() {
        "exp" => x.exp(p),
        "sin" => x.sin(p),
        "cos" => x.cos(p),
        "tan" => x.tan(p)?,
        "sinh" => x.sinh(p),
        "cosh" => x.cosh(p),
        "tanh" => x.tanh(p),
        "atan" => x.atan(p),
        "erf" => x.erf(p)?,
        "erfc" => x.erfc(p)?,
        "asin" => x.asin(p)?,
        "acos" => x.acos(p)?,
        "ln" => x.ln(p)?,
        "sqrt" => x.sqrt(p)?,
        "recip" => x.recip(p)?,
        "gamma" => x.gamma(p)?,
        "lgamma" => x.lgamma(p)?,
        "digamma" => x.digamma(p)?,
        "binet" => x.binet(p)?,
        "erf_inv" => x.erf_inv(p)?,
        "erfc_inv" => x.erfc_inv(p)?,
        "pow" => x.pow_const(&constant(0)?, p)?,
        "gamma_p" => x.gamma_p(&constant(0)?, p)?,
        "gamma_q" => x.gamma_q(&constant(0)?, p)?,
        "beta_i" => x.beta_i(&constant(0)?, &constant(1)?, p)?,
        "owen_t_a" => Jet::owen_t(&x.constant_like(constant(0)?), &x, p)?,
        "owen_t_h" => Jet::owen_t(&Jet::variable(constant(0)?, n), &Jet::constant(constant(1)?, n), p)?,
        "bessel_j" => return Ok(x),
        name => return Err(Error::unable("test", format!("no function {name}")).into()),
    })
}

/// Whether `c` is at most `2^12` units in the last place wide at `p` bits. Where Arb's own enclosure holds 0, so that the
/// coefficient vanishes by cancellation, the unit is that of the coefficient before.
fn narrow(c: &Interval, want: &Interval, before: &Interval, p: Prec) -> bool {
    let size = if want.contains_zero() { before.mag() } else { c.mag() };
    c.width() <= (Float::with_val(64, size) * 4096u32) >> p.bits()
}

#[test]
fn je_01_coefficients_at_points_contain_arbs_and_are_narrow() -> Result<(), Failure> {
    let (mut checked, mut bad) = (0u32, Vec::new());
    for s in series()? {
        if s.name == "bessel_j" {
            continue;
        }
        for bits in [53, 128, 200] {
            let p = Prec::new(bits)?;
            let jet = evaluate(&s, p).map_err(|e| format!("{} {:?}: {e}", s.name, s.args))?;
            assert_eq!(jet.order(), s.coefficients.len() - 1, "{}", s.name);
            for (k, (c, want)) in jet.coefficients().iter().zip(&s.coefficients).enumerate() {
                checked += 1;
                if !c.overlaps(want) {
                    bad.push(format!("{} {:?} k={k} {bits} bits: {c} misses {want}", s.name, s.args));
                } else if !narrow(c, want, &jet.coefficients()[k.saturating_sub(1)], p) {
                    bad.push(format!("{} {:?} k={k} {bits} bits: {c} is wide", s.name, s.args));
                }
            }
        }
    }
    assert!(checked > 10_000, "only {checked} coefficients");
    assert!(bad.is_empty(), "{} of {checked}:\n{}", bad.len(), bad[..bad.len().min(60)].join("\n"));
    Ok(())
}
