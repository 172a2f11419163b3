//! The search: which pieces, which order, when to stop. Deterministic, bounded by [`Limits`].

use super::piece::{Piece, Remainder};
use super::{Goal, Integral, Limits, Shortfall};
use crate::rug::Float;
use crate::{Interval, Jet, Prec, Result};

/// Sample points from which sizes are guessed. A wrong guess costs time, never correctness.
const SAMPLES: u32 = 16;
/// Pieces that may each use up this fraction of the goal, however short they are: ends a chain of cuts at a singularity.
const SPECIAL: u32 = 256;
/// A relative goal is turned into a width by an estimate; this often the estimate may be corrected.
const ROUNDS: usize = 3;

/// Guesses of `|int f|` and `int |f|` from a few points, `None` when nothing can be said.
fn guess_size<F>(f: &F, whole: &Piece, p: Prec) -> Option<(Float, Float)>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let length = Float::with_val(53, &whole.b - &whole.a);
    let (mut sum, mut total, mut seen) = (Float::new(53), Float::new(53), 0u32);
    for i in 0..SAMPLES {
        let x = Float::with_val(p.bits(), &length * (2 * i + 1)) / (2 * SAMPLES) + &whole.a;
        let value = Interval::point(x).and_then(|x| f(&Jet::variable(x, 0), p));
        if let Ok(y) = value
            && y.value().is_bounded()
        {
            let y = y.value().mid();
            sum += &y;
            total += y.abs();
            seen += 1;
        }
    }
    (seen > 0).then(|| (sum.abs() * &length / seen, total * &length / seen))
}

/// Order of the jets for `bits` bits: the cost per unit length, `n^2 2^(bits/n)`, is least near `n = 0.35 bits`; wide pieces exaggerate, which favours a little more.
fn order_for(bits: u32) -> usize {
    let n = (u64::from(bits) * 45 / 100).clamp(6, 1000);
    usize::try_from(n + n % 2).unwrap_or(6)
}

/// `log2(size/target)`, at least 0.
fn bits_between(size: &Float, target: &Float, p: Prec) -> u32 {
    match (size.get_exp(), target.get_exp()) {
        (Some(s), Some(t)) => u32::try_from(i64::from(s) - i64::from(t)).unwrap_or(0).min(p.bits()),
        _ => p.bits(),
    }
}

/// Integrates over `[left, right]`, `left < right`.
pub(super) fn run<F>(f: &F, left: &Float, right: &Float, goal: &Goal, p: Prec, limits: &Limits) -> Result<Integral>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let whole = Piece { a: left.clone(), b: right.clone(), depth: 0 };
    let (mut size, total) = guess_size(f, &whole, p).unwrap_or_else(|| (Float::new(53), Float::new(53)));
    let mut used = usize::try_from(SAMPLES).unwrap_or(0);
    let mut best: Option<Integral> = None;
    for _ in 0..ROUNDS {
        let mut target = goal.target(&size);
        if target.is_zero() {
            target = Float::with_val(53, 1) >> p.bits();
        }
        let order = limits.order.unwrap_or_else(|| order_for(bits_between(&total, &target, p)));
        let mut search =
            Search { f, p, order, target, whole: &whole, used, limit: limits.evaluations, short: None, special: 0 };
        let value = search.integrate()?;
        used = search.used;
        size = value.mig();
        let value = match best.and_then(|b| b.value.intersect(&value)) {
            Some(both) => both,
            None => value,
        };
        let short = if goal.is_met(&value) { None } else { search.short.or(Some(Shortfall::Precision)) };
        let done = short.is_none() || used >= limits.evaluations || goal.relative.is_zero();
        best = Some(Integral { value, short, evaluations: used });
        if done {
            break;
        }
    }
    best.ok_or_else(|| crate::Error::unable("integral", "no round was run"))
}

struct Search<'a, F> {
    f: &'a F,
    p: Prec,
    order: usize,
    target: Float,
    whole: &'a Piece,
    used: usize,
    limit: usize,
    short: Option<Shortfall>,
    special: u32,
}

/// What to do with a piece.
enum Step {
    Done(Interval),
    Cut(u32),
}

impl<F> Search<'_, F>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    /// Depth-first from the left; a piece is taken once its share of the goal is met.
    fn integrate(&mut self) -> Result<Interval> {
        let q = self.p.plus(32);
        let deepest = self.p.bits().saturating_mul(4).saturating_add(64);
        let mut sum = Interval::zero();
        let mut stack = vec![self.whole.clone()];
        while let Some(piece) = stack.pop() {
            let step = if self.used >= self.limit {
                self.short = Some(Shortfall::Evaluations);
                Step::Done(self.crude(&piece)?)
            } else {
                self.step(&piece)?
            };
            let parts = match step {
                Step::Done(value) => {
                    sum = sum.add(&value, q);
                    continue;
                }
                Step::Cut(parts) => parts,
            };
            match piece.cut(parts, q) {
                Some(pieces) if piece.depth < deepest => stack.extend(pieces),
                _ => {
                    self.short = Some(Shortfall::Singularity);
                    let value = self.crude(&piece)?;
                    sum = sum.add(&value, q);
                }
            }
        }
        Ok(sum.round(self.p))
    }

    /// The widest contribution that this piece may make: half the goal is shared out by length, the other half goes to
    /// at most [`SPECIAL`] pieces of any length.
    fn share(&self, piece: &Piece) -> (Float, Float) {
        let length = Float::with_val(53, &piece.b - &piece.a) / Float::with_val(53, &self.whole.b - &self.whole.a);
        (length * &self.target / 2u32, Float::with_val(53, &self.target / (2 * SPECIAL)))
    }

    /// Whether a contribution of this width is taken.
    fn accept(&mut self, piece: &Piece, width: &Float) -> bool {
        let (share, special) = self.share(piece);
        if *width <= share {
            return true;
        }
        let fits = self.special < SPECIAL && *width <= special;
        self.special += u32::from(fits);
        fits
    }

    fn step(&mut self, piece: &Piece) -> Result<Step> {
        self.used += 1;
        let wide = (self.f)(&Jet::variable(piece.hull()?, self.order), self.p);
        if let Ok(wide) = wide {
            let r = piece.remainder(&wide, self.p)?;
            if self.accept(piece, &r.width) {
                self.used += 1;
                return piece.taylor(self.f, &r, self.p).map(Step::Done);
            }
            return Ok(Step::Cut(self.parts(piece, &wide)));
        }
        // No derivatives here: an end point singularity, or a kink.
        self.used += 1;
        match piece.range_rule(self.f, self.p) {
            Ok(value) if self.accept(piece, &value.width()) => Ok(Step::Done(value)),
            _ => Ok(Step::Cut(2)),
        }
    }

    /// Into how many parts to cut, from the size of the last coefficient: shrinking by `s` shrinks the remainder's share
    /// by about `s^n`. Capped, because the coefficients over a wide piece exaggerate.
    fn parts(&self, piece: &Piece, wide: &Jet) -> u32 {
        let n = wide.order() & !1;
        let (share, _) = self.share(piece);
        let rest = wide.coefficient(n).map(|c| Remainder { order: n, term: c.clone(), width: c.width() });
        let Some(rest) = rest.filter(|r| r.width.is_finite() && n >= 2) else {
            return 2;
        };
        let half = Float::with_val(53, &piece.b - &piece.a) / 2u32;
        let (Some(w), Some(s), Some(h)) = (rest.width.get_exp(), share.get_exp(), half.get_exp()) else {
            return 2;
        };
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        let excess = i64::from(w) + i64::from(h).saturating_mul(n + 1) - i64::from(s);
        // Half of the predicted cuts: 2^(excess/n/2) parts.
        match excess / (2 * n) {
            ..=1 => 2,
            2 => 3,
            3 => 4,
            _ => 6,
        }
    }

    /// Whatever can be said about a piece that is not cut any more.
    fn crude(&mut self, piece: &Piece) -> Result<Interval> {
        let wide = (self.f)(&Jet::variable(piece.hull()?, self.order), self.p);
        if let Ok(r) = wide.and_then(|w| piece.remainder(&w, self.p))
            && let Ok(value) = piece.taylor(self.f, &r, self.p)
        {
            return Ok(value);
        }
        piece.range_rule(self.f, self.p)
    }
}
