//! Functions of integer parameters, and those made of others.

use super::integers::{exact_integer, small_integer};
use crate::tree::Function;
use enclosure::functions::bessel_j::{Order, bessel_j, bessel_j_prime};
use enclosure::functions::{beta_i, gamma, lgamma};
use enclosure::rug::Integer;
use enclosure::{Error, Interval, Prec, Result};
use radial::{HeavyTail, Law};

/// Factorials up to this argument are computed as integers.
const EXACT_FACTORIAL: u32 = 2_000;
/// Binomial coefficients with at most this many factors are computed as integers.
const EXACT_BINOMIAL: u32 = 10_000;
/// Largest degree of a Legendre polynomial on jets, that of the function itself.
pub(super) const MAX_DEGREE: u32 = 20_000;

/// The non-negative integer that `x` is, as the parameter `argument` of `function`.
pub(super) fn count(function: &'static str, argument: &'static str, x: &Interval, least: i64) -> Result<u32> {
    let needs = if least == 0 { "it must be an integer >= 0" } else { "it must be an integer >= 1" };
    match small_integer(x) {
        Some(n) if n >= least => {
            u32::try_from(n).map_err(|_| Error::unable(function, format!("{argument} = {n} is too large")))
        }
        Some(_) => Err(Error::domain(function, argument, x, needs)),
        None if x.ceil().lo() > x.floor().hi() => Err(Error::domain(function, argument, x, needs)),
        None => Err(Error::unable(function, format!("{argument} = {x} is not one integer"))),
    }
}

/// The order that `nu` is.
pub(super) fn order(function: &'static str, nu: &Interval) -> Result<Order> {
    let twice = nu.mul_2exp(1);
    match small_integer(&twice) {
        Some(n) if n >= 0 => Order::half(u32::try_from(n).unwrap_or(u32::MAX)),
        None if twice.ceil().lo() <= twice.floor().hi() && !nu.is_point() => {
            Err(Error::unable(function, format!("the order {nu} is not one number")))
        }
        _ => Err(Error::domain(function, "nu", nu, "2 nu must be an integer >= 0")),
    }
}

pub(super) fn bessel(nu: &Interval, x: &Interval, p: Prec) -> Result<Interval> {
    bessel_j(order("bessel_j", nu)?, x, p)
}

pub(super) fn bessel_prime(nu: &Interval, x: &Interval, p: Prec) -> Result<Interval> {
    bessel_j_prime(order("bessel_j_prime", nu)?, x, p)
}

/// `x! = Gamma(x + 1)`: as an integer where `x` is one, the range otherwise.
pub(super) fn factorial(x: &Interval, p: Prec) -> Result<Interval> {
    match exact_integer(x).and_then(|n| n.to_u32()) {
        Some(n) if n <= EXACT_FACTORIAL => Ok(Interval::integer(&Integer::from(Integer::factorial(n)), p)),
        _ => gamma(&x.add(&Interval::one(), p.plus(64)), p),
    }
}

/// `binomial(n, k)`: as an integer for integers `n >= 0` and `k` (0 outside `0..=n`), by gamma functions otherwise.
pub(super) fn binomial(n: &Interval, k: &Interval, p: Prec) -> Result<Interval> {
    if let (Some(top), Some(bottom)) = (exact_integer(n), exact_integer(k)) {
        if top < 0 {
            return Err(Error::domain("binomial", "n", n, "it must be >= 0"));
        }
        if bottom < 0 || bottom > top {
            return Ok(Interval::zero());
        }
        let other = Integer::from(&top - &bottom);
        let least = if bottom < other { bottom } else { other };
        if let Some(k) = least.to_u32().filter(|k| *k <= EXACT_BINOMIAL) {
            return Ok(Interval::integer(&top.binomial(k), p));
        }
    }
    let q = p.plus(64);
    let log = |x: &Interval| lgamma(&x.add(&Interval::one(), q), q);
    Ok(log(n)?.sub(&log(k)?, q).sub(&log(&n.sub(k, q))?, q).exp(p))
}

/// `N_{d,n}`: as an integer for integers `d >= 2`, `n >= 0`; for ranges with `d > 2`, `n > 0` by gamma functions,
/// `(2n+d-2) Gamma(n+d-2)/(Gamma(n+1) Gamma(d-1))`.
pub(super) fn harmonic_dim(d: &Interval, n: &Interval, p: Prec) -> Result<Interval> {
    if d.is_point() && n.is_point() {
        let (d, n) = (count("harmonic_dim", "d", d, 1)?, count("harmonic_dim", "n", n, 0)?);
        return Ok(Interval::integer(&fourier::sphere::harmonic_dim(d, n)?, p));
    }
    let q = p.plus(64);
    let two = Interval::int(2);
    let front = n.mul_2exp(1).add(d, q).sub(&two, q);
    let log = |x: Interval| lgamma(&x, q);
    let top = log(n.add(d, q).sub(&two, q))?;
    let below = log(n.add(&Interval::one(), q))?.add(&log(d.sub(&Interval::one(), q))?, q);
    Ok(front.mul(&top.sub(&below, q).exp(q), p))
}

/// Legendre polynomial of degree `n` in dimension `d`.
pub(super) fn legendre(d: &Interval, n: &Interval, x: &Interval, p: Prec) -> Result<Interval> {
    fourier::sphere::legendre_d(count("legendre_d", "d", d, 1)?, count("legendre_d", "n", n, 0)?, x, p)
}

/// The rank bound of `docs/theory/rank-bound.md`: an enclosure of its series.
pub(super) fn rank_bound(d: &Interval, lambda: &Interval, r: &Interval, p: Prec) -> Result<Interval> {
    Ok(fourier::sphere::rank_bound(count("rank_bound", "d", d, 1)?, lambda, r, p)?.value)
}

/// The rank bound at width `d^k` and squared radius `q`, for every integer in `d` (RB-07).
pub(super) fn rank_bound_power(d: &Interval, q: &Interval, k: &Interval, p: Prec) -> Result<Interval> {
    fourier::sphere::rank_bound_power(d, q, count("rank_bound_power", "k", k, 0)?, p)
}

/// Fraction of a sphere inside one tube.
pub(super) fn tube_fraction(d: &Interval, t: &Interval, p: Prec) -> Result<Interval> {
    fourier::euclid::tube_fraction(count("tube_fraction", "d", d, 1)?, t, p)
}

/// Spectral density and tube bound of a ball indicator under the heavy-tailed law, arguments `(d, alpha, lambda, t or k)`.
pub(super) fn spectrum(function: Function, args: &[Interval], p: Prec) -> Result<Interval> {
    let name = function.name();
    match (function, args) {
        (Function::SpectralDensity, [d, alpha, lambda, t]) => {
            fourier::euclid::spectral_density(count(name, "d", d, 1)?, alpha, lambda, t, p)
        }
        (Function::TubeBound, [d, alpha, lambda, k]) => {
            Ok(fourier::euclid::tube_bound(count(name, "d", d, 1)?, alpha, lambda, k, p)?.value)
        }
        (Function::TubeBoundMin, [d, alpha, low, high, k]) => {
            // A claim is mostly far from its limit: a coarse value settles it; more bits ask for a finer one, within limits.
            let tolerance = (-f64::from(p.bits()) / 128.0).exp2().max(0.05);
            fourier::euclid::least_bound(count(name, "d", d, 1)?, alpha, (low, high), k, tolerance)
        }
        _ => Err(Error::unable(name, "not available with these arguments")),
    }
}

/// `P[Bin(n, q) <= k] = I_{1-q}(n - k, k + 1)` (DLMF 8.17.5) for an integer `n >= 0` and `0 <= q <= 1`; `k` is rounded down.
pub(super) fn binomial_cdf(k: &Interval, n: &Interval, q: &Interval, p: Prec) -> Result<Interval> {
    match binomial_cdf_parameters(k, n, q)? {
        Cdf::Constant(value) => Ok(value),
        Cdf::Beta(a, b) => beta_i(&Interval::one().sub(q, p.plus(64)), &a, &b, p),
    }
}

/// A binomial distribution function as a function of `q`.
pub(super) enum Cdf {
    Constant(Interval),
    /// `I_{1-q}(a, b)`.
    Beta(Interval, Interval),
}

pub(super) fn binomial_cdf_parameters(k: &Interval, n: &Interval, q: &Interval) -> Result<Cdf> {
    let trials = i64::from(count("binomial_cdf", "n", n, 0)?);
    if !q.is_non_negative() || *q.hi() > 1 {
        return Err(Error::domain("binomial_cdf", "q", q, "it must lie in [0, 1]"));
    }
    let k = k.floor();
    if k.is_negative() {
        return Ok(Cdf::Constant(Interval::zero()));
    }
    if *k.lo() >= trials {
        return Ok(Cdf::Constant(Interval::one()));
    }
    let Some(k) = small_integer(&k) else {
        return Err(Error::unable("binomial_cdf", format!("k = {k} is not one integer")));
    };
    Ok(Cdf::Beta(Interval::int(trials - k), Interval::int(k + 1)))
}

/// The heavy-tailed law in dimension `d` with parameter `alpha`.
pub(super) fn heavy_tail(d: &Interval, alpha: &Interval) -> Result<HeavyTail> {
    HeavyTail::new(count("heavy_cdf", "d", d, 1)?, alpha.clone())
}

pub(super) fn heavy_cdf(d: &Interval, alpha: &Interval, x: &Interval, p: Prec) -> Result<Interval> {
    // The Bessel sum has about as many terms as its argument is large; beyond this only the trivial bound is given. At an
    // infinite end the value is 1.
    let size = d.mul(alpha, Prec::DOUBLE).mul(x, Prec::DOUBLE);
    let far = |end: &enclosure::rug::Float| end.is_finite() && *end > 20_000;
    if x.is_non_negative() && (far(size.lo()) || far(size.hi())) {
        if *x.lo() > 0 && *alpha.lo() > 0 && x.is_bounded() && alpha.is_bounded() {
            return Interval::new(enclosure::rug::Float::new(2), enclosure::rug::Float::with_val(2, 1));
        }
        return Err(Error::unable("heavy_cdf", "the argument is too large"));
    }
    heavy_tail(d, alpha)?.norm_cdf(x, p)
}

/// `Phi(x) = erfc(-x/sqrt 2)/2`, accurate in the left tail.
pub(super) fn normal_cdf(x: &Interval, p: Prec) -> Result<Interval> {
    let q = p.plus(16);
    let scaled = x.neg().div(&Interval::int(2).sqrt(q)?, q)?;
    Ok(scaled.erfc(q).mul_2exp(-1).round(p))
}

/// `exp(-x^2/2)/sqrt(2 pi)`.
pub(super) fn normal_pdf(x: &Interval, p: Prec) -> Result<Interval> {
    let q = p.plus(16);
    let root = Interval::pi(q).mul_2exp(1).sqrt(q)?;
    Ok(x.sqr(q).mul_2exp(-1).neg().exp(q).div(&root, q)?.round(p))
}

/// -1, 0 or 1; their hull where the sign is not settled.
pub(super) fn sign(x: &Interval) -> Interval {
    let of = |x: &enclosure::rug::Float| Interval::int(i64::from(*x > 0) - i64::from(*x < 0));
    of(x.lo()).hull(&of(x.hi()))
}
