//! The rank bound `sum_n a_n^2 (1 - r/N_(d,n))_+` (RB-01) as an enclosure.

use super::asymptotic::asymptotic;
use super::harmonic::{Dimensions, check_dim, power_of_two};
use super::legendre::growth_bits;
use super::spectrum::{Spectrum, Threshold};
use enclosure::rug::float::Round;
use enclosure::rug::{Float, Integer};
use enclosure::{Error, Interval, Prec, Result};

const NAME: &str = "rank_bound";

/// Degrees up to which the spectrum is written out; beyond them RB-06 takes over.
const MAX_DEGREE: usize = 8192;

/// Number of terms past the first one counted for which plain truncation is preferred to the closed form.
const MAX_TRUNCATION: usize = 300;

/// The same for a thin radius interval.
const MAX_THIN_TRUNCATION: usize = 1500;

/// The same for a wide one, in dimensions from [`LEAST_WIDE_DIM`] on, where the dimensions grow fast enough.
const WIDE_TRUNCATION: usize = 60;
const LEAST_WIDE_DIM: u32 = 6;

/// Times the working precision is raised for one value.
const MAX_TRIES: u32 = 4;

/// How a value was enclosed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// The bound is exactly 0, for the stated reason.
    Zero(&'static str),
    /// Partial sum up to the last degree and the Parseval bracket (RB-02).
    Truncated,
    /// Partial sum and the closed form of the rank loss (RB-04): no truncation error.
    ClosedForm,
    /// Averages over the oscillating coefficients (RB-06), for astronomically large widths.
    Asymptotic,
}

/// What a sceptic needs to check a value again: `value = partial + remainder - loss`.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Which argument was used.
    pub method: Method,
    /// Last degree `M` written out.
    pub last_degree: Integer,
    /// `S_M = sum_(n<=M) a_n^2 (1 - r/N_(d,n))_+`.
    pub partial: Interval,
    /// `T_M = P(1-P) - sum_(1<=n<=M) a_n^2`.
    pub remainder: Interval,
    /// Rank loss beyond `M`, `sum_(n>M) min(a_n^2, r mu_n^2)`; at most `r T_M/N_(d,M+1)`.
    pub loss: Interval,
    /// Working precision.
    pub precision: Prec,
}

/// A certified lower bound for every shallow network of a given width.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Dimension.
    pub d: u32,
    /// Radius of the ball.
    pub lambda: Interval,
    /// Width of the network.
    pub width: Interval,
    /// Encloses the value of the series at every radius and width asked for.
    pub value: Interval,
    /// Number of coefficients computed.
    pub terms: usize,
    /// Evidence, for the upper end of the width interval.
    pub certificate: Certificate,
}

impl Bound {
    /// The certified lower bound: no network of this width has a smaller expected squared error.
    #[must_use]
    pub fn lower(&self) -> &Float {
        self.value.lo()
    }

    /// The value of the series is at most this (the series is what was computed; it bounds networks from below only).
    #[must_use]
    pub fn upper(&self) -> &Float {
        self.value.hi()
    }
}

/// Degree from which on `N_(d,n) > r`, and the degree after which truncation costs less than `2^(-p-2)` of the value.
struct Plan {
    first: usize,
    last: Option<usize>,
}

/// Finds both by running through the dimensions; `None` when `N_(d,n) <= r` for all degrees up to the limit.
fn plan(d: u32, r: &Float, p: Prec, truncation: usize) -> Option<Plan> {
    let enough = Float::with_val_round(64, r * power_of_two(2), Round::Up).0 << p.bits();
    let mut dims = Dimensions::new(d);
    let mut first = None;
    for n in 1..=MAX_DEGREE + truncation {
        let size = dims.next();
        if first.is_none() && size > *r {
            first = Some(n);
        }
        match first {
            None if n >= MAX_DEGREE => return None,
            Some(f) if n > f + truncation => return Some(Plan { first: f, last: None }),
            Some(f) if size >= enough => return Some(Plan { first: f, last: Some(n - 1) }),
            _ => {}
        }
    }
    first.map(|f| Plan { first: f, last: None })
}

/// First degree `n` with `N_(d,n) > r`, and the last degree that plain truncation at `p` bits writes out where it is short.
pub(super) fn degrees(d: u32, r: &Float, p: Prec) -> Option<(usize, Option<usize>)> {
    plan(d, r, p, MAX_TRUNCATION).map(|plan| (plan.first, plan.last))
}

/// Evaluates the bound of one ball at many widths, keeping the coefficients.
#[derive(Clone, Debug)]
pub(crate) struct Evaluator {
    d: u32,
    threshold: Threshold,
    spectrum: Option<Spectrum>,
}

impl Evaluator {
    pub fn new(d: u32, threshold: Threshold) -> Self {
        Self { d, threshold, spectrum: None }
    }

    /// The spectrum up to degree `n`, at working precision `p` or better.
    pub fn spectrum(&mut self, n: usize, p: Prec) -> Result<&Spectrum> {
        let fresh = self.spectrum.as_ref().is_none_or(|s| s.p < p);
        if fresh {
            self.spectrum = Some(Spectrum::new(self.d, self.threshold.clone(), p)?);
        }
        let s = self.spectrum.as_mut().ok_or_else(|| Error::unable(NAME, "no spectrum"))?;
        s.extend_to(n)?;
        Ok(s)
    }

    /// The bound at an exact width `r >= 1`: value, number of coefficients, certificate.
    pub fn at(&mut self, r: &Float, p: Prec) -> Result<(Interval, usize, Certificate)> {
        if self.d == 2 {
            return self.planar(r, p);
        }
        // On a thin radius interval the closed form costs log2(r) bits, truncation does not.
        let thin = self.threshold.delta.get_exp().is_some_and(|e| e < -64);
        let truncation = if thin { MAX_THIN_TRUNCATION } else { MAX_TRUNCATION };
        let Some(mut plan) = plan(self.d, r, p, truncation) else {
            let s = self.spectrum(0, p.plus(64))?.clone();
            return asymptotic(&s, r, p);
        };
        // On a wide one the box itself limits the accuracy, and a short truncation is tighter than the closed form.
        let wide = self.threshold.delta.get_exp().is_some_and(|e| e > -30);
        if wide && self.d >= LEAST_WIDE_DIM && plan.last.is_none() {
            plan.last = Some(plan.first + WIDE_TRUNCATION);
        }
        let last = plan.last.unwrap_or(plan.first - 1);
        let size = r.get_exp().map_or(0, i32::unsigned_abs);
        let cost = 48 + growth_bits(&self.threshold.u, last as u32) + if plan.last.is_none() { 2 * size } else { size };
        let mut best: Option<(Interval, Certificate)> = None;
        for attempt in 0..MAX_TRIES {
            // Rounded up so that neighbouring widths share one spectrum.
            let g = p.plus((cost << attempt).next_multiple_of(64));
            let found = once(self.spectrum(last, g)?, &plan, last, r)?;
            let good = found.0.accuracy_bits().is_none_or(|b| b >= i64::from(p.bits()));
            let better = best.as_ref().is_none_or(|b| found.0.width() < Float::with_val(53, b.0.width() / 2u32));
            if better || best.is_none() {
                best = Some(found);
            }
            // A radius interval limits the accuracy: more bits would not help.
            if good || !better || !self.threshold.delta.is_zero() {
                break;
            }
        }
        let (value, certificate) = best.ok_or_else(|| Error::unable(NAME, "no value"))?;
        Ok((value, last, certificate))
    }

    /// `d = 2`: `N_(2,n) = 2`, so the bound is `P(1-P)(1 - r/2)_+`.
    fn planar(&mut self, r: &Float, p: Prec) -> Result<(Interval, usize, Certificate)> {
        let g = p.plus(64);
        let s = self.spectrum(0, g)?;
        let zero = Interval::zero();
        let (method, value) = if *r >= 2 {
            (
                Method::Zero("in dimension 2 every block has rank 2, so the bound says nothing from width 2 on"),
                zero.clone(),
            )
        } else {
            let share = Interval::one().sub(&Interval::point(r.clone())?.mul_2exp(-1), g);
            (Method::ClosedForm, s.variance.mul(&share, g))
        };
        let loss = s.variance.sub(&value, g).max(&zero);
        let remainder = s.variance.clone();
        let last_degree = Integer::new();
        Ok((value, 0, Certificate { method, last_degree, partial: zero, remainder, loss, precision: g }))
    }
}

/// One evaluation at the spectrum's precision (RB-02, RB-04).
fn once(s: &Spectrum, plan: &Plan, last: usize, r: &Float) -> Result<(Interval, Certificate)> {
    let (g, zero) = (s.p, Interval::zero());
    let width = Interval::point(r.clone())?;
    let mut partial = zero.clone();
    let mut kept = s.tail(plan.first - 1);
    for n in plan.first..=last {
        kept = kept.sub(&s.mu_sq(n).mul(&width, g), g);
        let over = Interval::integer(s.size(n), g).sub(&width, g);
        partial = partial.add(&s.mu_sq(n).mul(&over, g), g);
    }
    let partial = partial.max(&zero);
    let remainder = s.tail(last);
    let (method, loss) = if plan.last.is_some() {
        let next = super::harmonic::dimension_of(s.d, &Integer::from(last + 1));
        let most = remainder.min(&s.variance).mul(&width, g).div(&Interval::integer(&next, g), g)?;
        (Method::Truncated, zero.hull(&most))
    } else {
        (Method::ClosedForm, s.mu_tail(last)?.mul(&width, g))
    };
    // S_M + T_M without the terms N mu^2 that cancel between them: over a radius interval they would not.
    let value = kept.sub(&loss, g).max(&zero);
    let value = value.min(&s.variance.max(&value.lo_point().unwrap_or_else(Interval::zero)));
    let last_degree = Integer::from(last);
    Ok((value, Certificate { method, last_degree, partial, remainder, loss, precision: g }))
}

/// The exact zero of a ball outside the support's range.
fn outside(d: u32, lambda: &Interval, width: &Interval, p: Prec) -> Bound {
    let zero = Interval::zero();
    let certificate = Certificate {
        method: Method::Zero("|x| <= 2 always, so a ball of radius 2 or more is the whole support and f is constant"),
        last_degree: Integer::new(),
        partial: zero.clone(),
        remainder: zero.clone(),
        loss: zero.clone(),
        precision: p,
    };
    Bound { d, lambda: lambda.clone(), width: width.clone(), value: zero, terms: 0, certificate }
}

/// Checks the arguments that every bound of this module shares.
pub(crate) fn check_radius(function: &'static str, lambda: &Interval) -> Result<()> {
    if !lambda.is_bounded() || !lambda.is_positive() {
        return Err(Error::domain(function, "lambda", lambda, "it must be bounded and > 0"));
    }
    Ok(())
}

/// Encloses `B(d, lambda, r) = sum_(n>=1) a_n^2 (1 - r/N_(d,n))_+` (RB-01): for independent uniform `x1, x2` on the unit
/// sphere of `R^d`, `x = x1 + x2`, every network `N(x) = c_0 + sum_(i<=r) s_i(<w_i,x>)` with measurable, locally bounded
/// `s_i` has `E (N(x) - 1{|x| <= lambda})^2 >= B`. No bound on weights is assumed.
///
/// Domain: `2 <= d <= 10^6`, `lambda > 0`, real `width >= 1`. The value is exactly 0 for `lambda >= 2`, and for `d = 2`,
/// `width >= 2`. For exact arguments the relative width is about `2^-p` as long as `N_(d,8192) > r`; beyond that (RB-06)
/// it is of the order `d/n_0`, `n_0` the first degree with `N_(d,n) > r`. A radius interval of width `w` adds about
/// `w` times the derivative. The bracket is `S_M + (1 - r/N_(d,M+1)) T_M <= B <= S_M + T_M` (RB-02), or sharper.
///
/// # Errors
/// [`Error::Domain`] naming `d`, `lambda` or `width`; [`Error::Unable`] when `lambda` is closer than about `2^(-65536)`
/// to 0 or 2, or touches 2 from below as an interval in dimension 2.
pub fn rank_bound(d: u32, lambda: &Interval, width: &Interval, p: Prec) -> Result<Bound> {
    check_dim(NAME, d)?;
    check_radius(NAME, lambda)?;
    if *width.lo() < 1 || !width.is_bounded() {
        return Err(Error::domain(NAME, "width", width, "it must be bounded and at least 1"));
    }
    if *lambda.lo() >= 2 {
        return Ok(outside(d, lambda, width, p));
    }
    let reaches = *lambda.hi() >= 2;
    let inner = if reaches { lambda.min(&Interval::int(2)) } else { lambda.clone() };
    let mut evaluator = Evaluator::new(d, Threshold::from_radius(NAME, &inner)?);
    // The bound decreases in r, so the ends of the width interval decide.
    let (mut value, terms, certificate) = evaluator.at(width.hi(), p)?;
    if !width.is_point() {
        value = value.hull(&evaluator.at(width.lo(), p)?.0);
    }
    if reaches {
        value = value.hull(&Interval::zero());
    }
    Ok(Bound { d, lambda: lambda.clone(), width: width.clone(), value: value.round(p), terms, certificate })
}
