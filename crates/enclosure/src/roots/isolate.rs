//! Root isolation: bisection, and the interval Newton operator to certify and to refine.

use super::{Limits, cut, evaluate};
use crate::rug::Float;
use crate::{Interval, Jet, Prec, Result};

/// Newton steps in one refinement; each at least halves the width or is the last.
const MAX_STEPS: u32 = 4_096;

/// A place where a root may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// Every root of the searched interval lies in one of the enclosures.
    pub enclosure: Interval,
    /// `true`: exactly one root lies in the enclosure, and it is simple. `false`: not decided (a multiple root, a cluster, a root at the very
    /// end of the interval, or the search ran out of boxes).
    pub unique: bool,
}

/// One application of the Newton operator.
enum Newton {
    /// No root in the interval.
    Empty,
    /// Exactly one root, in this part.
    Unique(Interval),
    /// Roots, if any, lie in this part (perhaps all of it).
    Part(Interval),
}

/// `N = m - f(m)/f'(X)`: all roots of `X` lie in `N`; `N` inside `X` proves exactly one (RO-01).
fn newton<F>(f: &F, x: &Interval, slope: &Interval, p: Prec) -> Result<Newton>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    if slope.contains_zero() {
        return Ok(Newton::Part(x.clone()));
    }
    let m = Interval::point(Float::with_val(p.bits(), x.mid()))?;
    let m = if x.encloses(&m) { m } else { Interval::point(x.mid())? };
    let at_m = f(&Jet::variable(m.clone(), 0), p)?;
    let n = m.sub(&at_m.value().div(slope, p)?, p);
    Ok(match n.intersect(x) {
        None => Newton::Empty,
        Some(part) if x.encloses(&n) => Newton::Unique(part),
        Some(part) => Newton::Part(part),
    })
}

/// What the signs at the ends say about a monotone piece.
enum Ends {
    /// No root.
    Empty,
    /// Exactly one root: inside, or (`Some`) at an end point where the function is exactly 0.
    One(Option<Interval>),
    /// An end value is too close to 0 to tell.
    Unclear,
}

/// Reads the signs at the ends of a piece on which `f` is strictly monotone.
fn ends<F>(f: &F, x: &Interval, p: Prec) -> Result<Ends>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let (Some(a), Some(b)) = (x.lo_point(), x.hi_point()) else {
        return Ok(Ends::Unclear);
    };
    let (fa, fb) = (f(&Jet::variable(a.clone(), 0), p)?, f(&Jet::variable(b.clone(), 0), p)?);
    let (fa, fb) = (fa.value(), fb.value());
    if *fa == Interval::zero() {
        return Ok(Ends::One(Some(a)));
    }
    if *fb == Interval::zero() {
        return Ok(Ends::One(Some(b)));
    }
    let same = (fa.is_positive() && fb.is_positive()) || (fa.is_negative() && fb.is_negative());
    let opposite = (fa.is_positive() && fb.is_negative()) || (fa.is_negative() && fb.is_positive());
    Ok(if same {
        Ends::Empty
    } else if opposite {
        Ends::One(None)
    } else {
        Ends::Unclear
    })
}

/// Isolates the roots of `f` in `x`: a list, from left to right, of disjoint enclosures that together hold every root.
///
/// Simple roots inside `x` come out `unique` and refined to rounding (about `p` bits less the conditioning). Multiple roots come out
/// undecided, about `2^(-p/2)` wide.
///
/// # Errors
/// The function's own error where it has no enclosure however small the box.
pub fn isolate<F>(f: F, x: &Interval, p: Prec, limits: &Limits) -> Result<Vec<Root>>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let scale = if x.is_bounded() { x.width() } else { Float::with_val(53, 1) };
    let finest = scale >> (p.bits() / 2);
    let mut found: Vec<Root> = Vec::new();
    let mut stack = vec![x.clone()];
    let mut looked = 0usize;
    while let Some(b) = stack.pop() {
        looked += 1;
        if looked > limits.boxes {
            found.push(Root { enclosure: b, unique: false });
            continue;
        }
        let jet = match evaluate(&f, &b, 1, p) {
            Ok(jet) => jet,
            // Not defined on the box as a whole: cut, until it is so small that the error is the answer.
            Err(e) => match cut(&b, p) {
                Some((left, right)) if b.width() > finest => {
                    stack.extend([right, left]);
                    continue;
                }
                _ => return Err(e),
            },
        };
        if !jet.value().contains_zero() {
            continue;
        }
        let slope = jet.coefficient(1).cloned().unwrap_or_else(Interval::whole);
        let mut rest = b.clone();
        if !slope.contains_zero() {
            match newton(&f, &b, &slope, p)? {
                Newton::Empty => continue,
                Newton::Unique(part) => {
                    found.push(refine(&f, &Root { enclosure: part, unique: true }, p)?);
                    continue;
                }
                Newton::Part(part) => match ends(&f, &b, p)? {
                    Ends::Empty => continue,
                    Ends::One(at) => {
                        let enclosure = at.unwrap_or(part);
                        found.push(refine(&f, &Root { enclosure, unique: true }, p)?);
                        continue;
                    }
                    Ends::Unclear => rest = part,
                },
            }
            // At most one root, and it is too close to an end to be seen: narrow down while that helps.
            if rest.width() < b.width() * 0.75f64 {
                stack.push(rest);
                continue;
            }
        }
        match cut(&rest, p.plus(8)) {
            Some((left, right)) if rest.width() > finest => stack.extend([right, left]),
            _ => found.push(Root { enclosure: rest, unique: false }),
        }
    }
    merge(&f, x, found, p)
}

/// Joins touching enclosures, and certifies the undecided ones on a slightly larger interval inside `x` where possible.
fn merge<F>(f: &F, x: &Interval, found: Vec<Root>, p: Prec) -> Result<Vec<Root>>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let mut out: Vec<Root> = Vec::new();
    for root in found {
        match out.last_mut() {
            Some(last) if last.enclosure.overlaps(&root.enclosure) => {
                let hull = last.enclosure.hull(&root.enclosure);
                // Two certified roots are one when the function is monotone on both together: it lies in the common part.
                let one = last.unique && root.unique && is_monotone(f, &hull, p);
                last.enclosure = match last.enclosure.intersect(&root.enclosure) {
                    Some(common) if one => common,
                    _ => hull,
                };
                last.unique = one;
            }
            _ => out.push(root),
        }
    }
    for root in out.iter_mut().filter(|r| !r.unique && r.enclosure.is_bounded()) {
        if let Some(better) = certify(f, x, &root.enclosure, p) {
            *root = better;
        }
    }
    Ok(out)
}

fn is_monotone<F>(f: &F, x: &Interval, p: Prec) -> bool
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let slope = f(&Jet::variable(x.clone(), 1), p).ok().and_then(|j| j.coefficient(1).cloned());
    slope.is_some_and(|s| !s.contains_zero())
}

/// Newton on `y` widened by its own width on both sides, when that stays inside `x`.
fn certify<F>(f: &F, x: &Interval, y: &Interval, p: Prec) -> Option<Root>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let tiny = y.mag() >> p.bits();
    let margin = Interval::new(Float::new(2), y.width() + tiny).ok()?;
    let wide = y.sub(&margin, p).hull(&y.add(&margin, p));
    if !x.encloses(&wide) {
        return None;
    }
    let slope = f(&Jet::variable(wide.clone(), 1), p).ok()?.coefficient(1)?.clone();
    match newton(f, &wide, &slope, p).ok()? {
        Newton::Unique(part) if !slope.contains_zero() => {
            // The only root of the wide interval; those of `y` lie in both.
            let enclosure = part.intersect(y).unwrap_or(part);
            refine(f, &Root { enclosure, unique: true }, p).ok().filter(|r| x.encloses(&r.enclosure))
        }
        _ => None,
    }
}

/// Narrows a root by Newton steps until rounding stops it. The flag is kept: narrowing loses no root.
///
/// # Errors
/// The function's own errors on the enclosure.
pub fn refine<F>(f: &F, root: &Root, p: Prec) -> Result<Root>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let mut x = root.enclosure.clone();
    for _ in 0..MAX_STEPS {
        let jet = evaluate(f, &x, 1, p)?;
        let Some(slope) = jet.coefficient(1).filter(|s| !s.contains_zero()) else {
            break;
        };
        let next = match newton(f, &x, slope, p)? {
            Newton::Unique(part) | Newton::Part(part) => part,
            // Contradicts a root inside: only possible when none was certified.
            Newton::Empty => break,
        };
        let stalled = next.width() * 2u32 > x.width();
        x = next;
        if stalled {
            break;
        }
    }
    Ok(Root { enclosure: x, unique: root.unique })
}
