//! How far a constant may move before the verdict flips.

use super::constant::{Constant, Part, mutated};
use crate::decide::{Options, Verdict, decide};
use crate::eval::spent;
use crate::load::Claim;
use crate::syntax::Scope;
use enclosure::rug::Rational;
use std::time::Duration;

/// Relative changes tried, in this order: a constant `c` becomes `c (1 + r)` or `c/(1 + r)`, zero becomes `r` or `-r`.
pub const RUNGS: [(u32, u32); 6] = [(1, 1_000_000), (1, 1000), (1, 50), (1, 4), (1, 1), (9, 1)];
/// Halvings of the bracket between the last change that is absorbed and the first that flips.
const HALVINGS: usize = 4;

/// Which way a constant is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
}

impl Direction {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Up, Self::Down];

    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// The moved constant.
    fn moved(self, c: &Rational, r: &Rational) -> Rational {
        let factor = Rational::from(1) + r;
        match (self, c.is_zero()) {
            (Self::Up, true) => r.clone(),
            (Self::Down, true) => -r.clone(),
            (Self::Up, false) => factor * c,
            (Self::Down, false) => c.clone() / factor,
        }
    }
}

/// What the verdict does when a constant moves.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// It flips: at `at` the opposite verdict holds, at `kept` (0: unmoved) it does not yet.
    Flips {
        /// Largest relative change tried below `at` without a flip.
        kept: Rational,
        /// Relative change at which it flips.
        at: Rational,
    },
    /// It is lost (undecided) at this relative change, and never flips.
    Lost(Rational),
    /// It stays at every rung.
    Stays,
    /// The claim with the constant moved is no claim.
    Invalid,
    /// Time ran out before every rung was tried, and no rung tried flips it.
    Stopped,
}

/// The response to one constant moved one way.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Which way.
    pub direction: Direction,
    /// What happened.
    pub response: Response,
    /// Decisions it took.
    pub decisions: usize,
}

/// Moves a constant of a claim whose verdict is `base` one way. No decision is begun once the thread has [`spent`] the
/// processor time `until`, and none that is begun goes on longer.
#[must_use]
pub fn probe(
    claim: &Claim,
    definitions: &Scope,
    c: &Constant,
    base: Verdict,
    way: Direction,
    options: &Options,
    until: Duration,
) -> Probe {
    let mut decisions = 0;
    let mut verdict = |r: &Rational| {
        let new = whole_bound(claim, c, way, r).unwrap_or_else(|| way.moved(&c.value, r));
        let claim = mutated(claim, definitions, c, &new).ok()?;
        decisions += 1;
        let timeout = options.timeout.min(until.saturating_sub(spent()));
        Some(decide(&claim, &Options { timeout, ..options.clone() }).verdict)
    };
    let mut kept = Rational::new();
    let mut lost = None;
    let mut valid = false;
    let mut flipped = None;
    let mut stopped = false;
    for r in RUNGS.map(Rational::from) {
        if spent() >= until {
            stopped = true;
            break;
        }
        let Some(v) = verdict(&r) else { continue };
        valid = true;
        if opposite(base, v) {
            flipped = Some(r);
            break;
        }
        if v == Verdict::Undecided && lost.is_none() {
            lost = Some(r.clone());
        }
        kept = r;
    }
    let response = match flipped {
        Some(mut at) => {
            for _ in 0..HALVINGS {
                if kept.is_zero() || spent() >= until {
                    break;
                }
                let middle = Rational::from(&kept + &at) / 2;
                match verdict(&middle) {
                    Some(v) if opposite(base, v) => at = middle,
                    _ => kept = middle,
                }
            }
            Response::Flips { kept, at }
        }
        None if stopped => Response::Stopped,
        None if !valid => Response::Invalid,
        None => lost.map_or(Response::Stays, Response::Lost),
    };
    Probe { direction: way, response, decisions }
}

/// Proved and verified against refuted.
fn opposite(base: Verdict, now: Verdict) -> bool {
    let holds = |v| matches!(v, Verdict::Proved | Verdict::Verified);
    if base == Verdict::Refuted { holds(now) } else { now == Verdict::Refuted }
}

/// Ends of integer ranges move by at least one.
fn whole_bound(claim: &Claim, c: &Constant, way: Direction, r: &Rational) -> Option<Rational> {
    let Part::Domain(i) = c.part else { return None };
    if !c.value.is_integer() || !matches!(claim.domain.get(i)?.domain, crate::tree::Domain::Integer { .. }) {
        return None;
    }
    let step = Rational::from(1).max(Rational::from(r * &c.value).ceil());
    Some(if way == Direction::Up { step + &c.value } else { c.value.clone() - step })
}
