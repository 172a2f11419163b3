//! Branch and bound (`DE-03`): a formula is true on a box when an enclosure over each part of a subdivision says so.
//!
//! On a part three enclosures of a sign are tried: the natural one, the one with each variable of certain slope put at its
//! end, and the mean value form. Parts on which a condition of the scope is certainly false hold no point.

use super::clock::Clock;
use super::enclose::{Values, eval, truth};
use super::kernel::{Goal, Refusal, rational, symbol};
use super::scope::Hull;
use super::step::Split;
use crate::algebra::substitute::free_variables;
use crate::algebra::{NoFacts, Normalizer, derivative, to_expr};
use crate::eval::Truth;
use crate::tree::{Expr, Formula, Symbol};
use enclosure::rug::{Float, Rational};
use enclosure::{Interval, Prec};

/// What evaluation on parts needs, prepared once.
struct Prepared<'a> {
    claim: &'a Formula,
    ties: Vec<Formula>,
    sign: Option<(Expr, bool)>,
    slopes: Vec<(Symbol, Expr)>,
    prec: Prec,
}

/// Outcome on one part.
enum Part {
    Proved,
    Open,
    Violated,
}

fn prepare(goal: &Goal, prec: Prec) -> Prepared<'_> {
    let names = goal.scope.names();
    // Conditions that tie variables together or are hypotheses; plain bounds are already in the hull.
    let ties = goal
        .scope
        .conditions()
        .into_iter()
        .filter(|f| {
            crate::algebra::substitute::free_in_formula(f).intersection(&names).count() > 1
                || goal.scope.given.contains(f)
        })
        .collect();
    let sign = goal.sign();
    let mut slopes = Vec::new();
    if let Some((e, _)) = &sign {
        for x in &names {
            if !free_variables(e).contains(x) {
                continue;
            }
            if let Ok(d) = derivative(e, x) {
                let tidy = Normalizer::new(&NoFacts).poly(&d).map_or_else(|_| d.clone(), |p| to_expr(&p));
                slopes.push((x.clone(), tidy));
            }
        }
    }
    Prepared { claim: &goal.claim, ties, sign, slopes, prec }
}

/// `Some(true)` when the sign is proved from an enclosure, `Some(false)` when it is certainly violated.
fn settled(i: &Interval, strict: bool) -> Option<bool> {
    let proved = if strict { i.is_positive() } else { i.is_non_negative() };
    let violated = if strict { i.is_non_positive() } else { i.is_negative() };
    if proved {
        Some(true)
    } else if violated {
        Some(false)
    } else {
        None
    }
}

impl Prepared<'_> {
    fn part(&self, values: &Values) -> Part {
        if self.ties.iter().any(|f| truth(f, values, self.prec) == Truth::False) {
            return Part::Proved;
        }
        match truth(self.claim, values, self.prec) {
            Truth::True => return Part::Proved,
            Truth::False if self.ties.iter().all(|f| truth(f, values, self.prec) == Truth::True) => {
                return Part::Violated;
            }
            _ => {}
        }
        let Some((e, strict)) = &self.sign else { return Part::Open };
        if eval(e, values, self.prec).is_err() {
            return Part::Open;
        }
        let mut at_end = values.clone();
        let mut slopes = Vec::new();
        for (x, d) in &self.slopes {
            let Some(range) = values.get(x) else { continue };
            if range.is_point() {
                continue;
            }
            let Ok(s) = eval(d, values, self.prec) else { continue };
            let end = if s.is_non_negative() {
                range.lo_point()
            } else if s.is_non_positive() {
                range.hi_point()
            } else {
                None
            };
            if let Some(end) = end {
                at_end.insert(x.clone(), end);
            }
            slopes.push((x, s));
        }
        if at_end != *values
            && let Ok(i) = eval(e, &at_end, self.prec)
            && settled(&i, *strict) == Some(true)
        {
            return Part::Proved;
        }
        let moving = values.iter().filter(|(x, r)| !r.is_point() && free_variables(e).contains(*x)).count();
        if slopes.len() == moving && values.values().all(Interval::is_bounded) {
            let mut middle = values.clone();
            for (x, _) in &slopes {
                if let Some(m) = values.get(*x).and_then(|r| Interval::point(r.mid()).ok()) {
                    middle.insert((*x).clone(), m);
                }
            }
            if let Ok(mut i) = eval(e, &middle, self.prec) {
                for (x, s) in &slopes {
                    if let (Some(r), Some(m)) = (values.get(*x), middle.get(*x)) {
                        i = i.add(&s.mul(&r.sub(m, self.prec), self.prec), self.prec);
                    }
                }
                if settled(&i, *strict) == Some(true) {
                    return Part::Proved;
                }
            }
        }
        Part::Open
    }
}

/// Where to cut a range: the middle, or a doubled bound of an unbounded one. Short rationals, so that certificates are short.
fn middle(r: &Interval, integer: bool) -> Option<Rational> {
    let two = |x: &Float| {
        let m = Float::with_val(53, x.abs_ref()) + 1u32;
        m * 2u32
    };
    let m = match (r.lo().is_finite(), r.hi().is_finite()) {
        (true, true) => {
            let (a, b) = (r.lo(), r.hi());
            // A wide positive range is cut at its geometric mean.
            if *a > 0 && Float::with_val(53, b / a) > 64 {
                Float::with_val(53, a * b).sqrt()
            } else if a.is_zero() && *b > 64 {
                Float::with_val(53, b).sqrt()
            } else {
                Float::with_val(53, a + b) / 2u32
            }
        }
        (true, false) => {
            if *r.lo() < 0 {
                Float::with_val(53, 1)
            } else {
                two(r.lo())
            }
        }
        (false, true) => {
            if *r.hi() > 0 {
                Float::with_val(53, -1)
            } else {
                -two(r.hi())
            }
        }
        (false, false) => Float::new(53),
    };
    if m.get_exp().is_some_and(|e| e > 400) {
        return None;
    }
    let mut short = Float::with_val(12, &m);
    if !r.contains(&short) || short == *r.lo() || short == *r.hi() {
        short = m;
    }
    if integer {
        short = short.floor();
    }
    let q = short.to_rational()?;
    let inside = q >= *r.lo() && q <= *r.hi();
    (inside && (integer || (q > *r.lo() && q < *r.hi()))).then_some(q)
}

/// The two parts of a box.
fn divide(values: &Values, x: &Symbol, at: &Rational, integer: bool) -> Option<(Option<Values>, Option<Values>)> {
    let r = values.get(x)?;
    let up = Interval::rational(at, Prec::new(128).ok()?);
    let (lower_end, upper_start) = if integer {
        (up.hi().clone(), Interval::rational(&Rational::from(at + 1u32), Prec::new(128).ok()?).into_bounds().0)
    } else {
        (up.hi().clone(), up.lo().clone())
    };
    let with = |lo: Float, hi: Float| {
        Interval::new(lo, hi).ok().map(|i| {
            let mut v = values.clone();
            v.insert(x.clone(), i);
            v
        })
    };
    Some((with(r.lo().clone(), lower_end.min(r.hi())), with(upper_start.max(r.lo()), r.hi().clone())))
}

/// Why branch and bound gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Boxes or time ran out, or ranges cannot be cut further.
    Open,
    /// The claim is false on a whole part.
    Violated,
}

/// Searches for a subdivision.
///
/// # Errors
/// [`Failure`].
pub fn search(goal: &Goal, prec: Prec, max_boxes: usize, clock: &Clock) -> Result<Split, Failure> {
    let Hull::Box(values) = goal.scope.hull(prec) else { return Ok(Split::Leaf) };
    let prepared = prepare(goal, prec);
    let mut left = max_boxes;
    subdivide(goal, &prepared, &values, 0, &mut left, clock)
}

const MAX_DEPTH: usize = 60;

fn subdivide(
    goal: &Goal,
    prepared: &Prepared<'_>,
    values: &Values,
    depth: usize,
    left: &mut usize,
    clock: &Clock,
) -> Result<Split, Failure> {
    if *left == 0 || depth > MAX_DEPTH || clock.check().is_err() {
        return Err(Failure::Open);
    }
    *left -= 1;
    match prepared.part(values) {
        Part::Proved => return Ok(Split::Leaf),
        Part::Violated => return Err(Failure::Violated),
        Part::Open => {}
    }
    // The widest range, relative to its size, that the claim depends on; each variable in turn when none is bounded.
    let mut best: Option<(f64, Symbol, Rational, bool)> = None;
    for v in &goal.scope.variables {
        let Some(r) = values.get(&v.name).filter(|r| !r.is_point()) else { continue };
        let Some(at) = middle(r, v.integer) else { continue };
        let size = 1.0 + r.mig().to_f64();
        let width = r.width().to_f64() / size;
        let weight = if width.is_finite() { width } else { 1e9 / (1.0 + r.mig().to_f64().ln_1p()) };
        if best.as_ref().is_none_or(|(w, ..)| weight > *w) {
            best = Some((weight, v.name.clone(), at, v.integer));
        }
    }
    let Some((_, x, at, integer)) = best else { return Err(Failure::Open) };
    let Some((below, above)) = divide(values, &x, &at, integer) else { return Err(Failure::Open) };
    let mut go = |v: Option<Values>| match v {
        None => Ok(Split::Leaf),
        Some(v) => subdivide(goal, prepared, &v, depth + 1, left, clock),
    };
    let (below, above) = (go(below)?, go(above)?);
    Ok(Split::Cut { variable: x.to_string(), at: at.to_string(), below: Box::new(below), above: Box::new(above) })
}

/// Checks a subdivision.
///
/// # Errors
/// When some part is not decided.
pub fn replay(goal: &Goal, split: &Split, prec: Prec) -> Result<(), Refusal> {
    let Hull::Box(values) = goal.scope.hull(prec) else { return Ok(()) };
    let prepared = prepare(goal, prec);
    check(goal, &prepared, &values, split, 0)
}

fn check(goal: &Goal, prepared: &Prepared<'_>, values: &Values, split: &Split, depth: usize) -> Result<(), Refusal> {
    if depth > MAX_DEPTH + 2 {
        return Err("subdivision too deep");
    }
    match split {
        Split::Leaf => match prepared.part(values) {
            Part::Proved => Ok(()),
            _ => Err("a part is not decided"),
        },
        Split::Cut { variable, at, below, above } => {
            let x = symbol(variable);
            let integer = goal.scope.find(&x).ok_or("unknown variable")?.integer;
            let (b, a) = divide(values, &x, &rational(at)?, integer).ok_or("cannot cut")?;
            for (v, s) in [(b, below), (a, above)] {
                if let Some(v) = v {
                    check(goal, prepared, &v, s, depth + 1)?;
                }
            }
            Ok(())
        }
    }
}
