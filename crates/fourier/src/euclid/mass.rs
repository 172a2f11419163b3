//! Spectral mass below and above a radius.

use super::kernel::Kernel;
use super::sweep::Sweep;
use super::tail::{Tail, start};
use super::target::Target;
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// Most repetitions at a higher precision.
const MAX_ROUNDS: u32 = 8;
/// Highest working precision.
const MAX_BITS: u32 = 1 << 16;

/// `int_T^inf M` by panels up to where the tail expansion holds, then by that expansion.
fn from_above(kernel: &Kernel, sweep: &mut Sweep<'_>, t: &Float, far: f64) -> Result<Interval> {
    let p = kernel.prec();
    let end = Float::with_val(53, far).max(t);
    let near = if end > *t { sweep.mass(t, &end)? } else { Interval::zero() };
    Ok(near.add(&Tail::new(kernel, &end)?.integral(&Interval::zero())?, p))
}

/// Below (`true`) or above `t`, at the working precision `p`.
fn at(target: &Target, t: &Float, below: bool, p: Prec) -> Result<Interval> {
    let kernel = Kernel::new(target, p)?;
    let total = target.total(kernel.radius(), kernel.tail_orders(), p)?;
    if t.is_zero() {
        return Ok(if below { Interval::zero() } else { total });
    }
    let mut sweep = Sweep::new(&kernel);
    let x = t.to_f64();
    let far = start(&kernel, x);
    // A side that may be small is integrated by itself, not formed as a difference.
    let direct = if below { far.is_none_or(|f| x < f) } else { x < 1.0 };
    if direct {
        let value = sweep.mass(&Float::new(2), t)?;
        return Ok(if below { value } else { total.sub(&value, p) });
    }
    let above = match far {
        Some(far) if sweep.cost(x, far) < 4.0 * sweep.cost(0.0, x) + 1000.0 => from_above(&kernel, &mut sweep, t, far)?,
        _ => total.sub(&sweep.mass(&Float::new(2), t)?, p),
    };
    Ok(if below { total.sub(&above, p) } else { above })
}

/// Repeats until about `p` bits are good, on both ends of a wide `t`.
fn refine(function: &'static str, target: &Target, t: &Interval, below: bool, p: Prec) -> Result<Interval> {
    if !t.is_non_negative() || !t.is_bounded() {
        return Err(Error::domain(function, "t", t, "it must be >= 0 and bounded"));
    }
    let one = |x: &Float| -> Result<Interval> {
        let mut q = p.plus(48);
        let mut best = Interval::whole();
        for _ in 0..MAX_ROUNDS {
            let value = at(target, x, below, q)?;
            let before = best.width();
            best = best.intersect(&value).unwrap_or(value);
            if best.accuracy_bits().is_none_or(|b| b > i64::from(p.bits()) + 1) || q.bits() >= MAX_BITS {
                break;
            }
            // The target itself is known to so many bits only.
            if best.width() * 8u32 > before {
                break;
            }
            q = q.plus(q.bits() / 2 + 32);
        }
        let positive = Interval::new(Float::new(2), best.hi().clone())?;
        Ok(best.intersect(&positive).unwrap_or(positive).round(p))
    };
    let first = one(t.lo())?;
    if t.is_point() { Ok(first) } else { Ok(first.hull(&one(t.hi())?)) }
}

/// Encloses the mass `int_0^t M` of the spectral density below the radius `t R_d`; increasing in `t`. A few ulp wide at a
/// point unless the mass is below `2^-65536`.
///
/// # Errors
/// [`Error::Domain`] unless `t >= 0` is bounded; [`Error::Unable`] when `A` is too large.
pub fn mass_below(target: &Target, t: &Interval, p: Prec) -> Result<Interval> {
    refine("mass_below", target, t, true, p)
}

/// Encloses the mass `int_t^inf M` above the radius `t R_d`; decreasing in `t`. Otherwise as [`mass_below`].
///
/// # Errors
/// As [`mass_below`].
pub fn mass_above(target: &Target, t: &Interval, p: Prec) -> Result<Interval> {
    refine("mass_above", target, t, false, p)
}
