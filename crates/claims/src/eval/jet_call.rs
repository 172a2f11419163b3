//! The built-in functions on jets.

use super::call::{apply, missing};
use super::special::{Cdf, MAX_DEGREE, binomial_cdf_parameters, count, heavy_tail, order};
use super::{EvalError, Evaluator};
use crate::tree::{Expr, Function};
use enclosure::functions::bessel_j::taylor;
use enclosure::{Error, Interval, Jet, Prec, Result};
use radial::Law;

impl<'t> Evaluator<'t> {
    pub(super) fn jet_call(
        &mut self,
        expr: &'t Expr,
        function: Function,
        args: &'t [Expr],
    ) -> std::result::Result<Jet, EvalError> {
        let jets = args.iter().map(|arg| self.jet_of(arg)).collect::<std::result::Result<Vec<_>, _>>()?;
        jet_apply(function, &jets, self.prec).map_err(|e| EvalError::at(expr, &e))
    }
}

/// The function on jets of one order.
fn jet_apply(function: Function, args: &[Jet], p: Prec) -> Result<Jet> {
    let order = args.iter().map(Jet::order).min().unwrap_or(0);
    let result = match args {
        [x] => unary(function, x, p),
        [x, y] => binary(function, x, y, p),
        [x, y, z] => ternary(function, x, y, z, p),
        _ => several(function, args),
    };
    match result {
        // What has no jet still has a range.
        Err(Error::Unable { .. }) if order == 0 => {
            let values: Vec<Interval> = args.iter().map(|jet| jet.value().clone()).collect();
            Ok(Jet::constant(apply(function, &values, p)?, 0))
        }
        other => other,
    }
}

fn unary(function: Function, x: &Jet, p: Prec) -> Result<Jet> {
    Ok(match function {
        Function::Sqrt => return x.sqrt(p),
        Function::Exp => x.exp(p),
        Function::Ln => return x.ln(p),
        Function::Log2 => x.ln(p.plus(8))?.scale(&Interval::ln2(p.plus(8)).recip(p.plus(8))?, p),
        Function::Sin => x.sin(p),
        Function::Cos => x.cos(p),
        Function::Tan => return x.tan(p),
        Function::Asin => return x.asin(p),
        Function::Acos => return x.acos(p),
        Function::Atan => x.atan(p),
        Function::Sinh => x.sinh(p),
        Function::Cosh => x.cosh(p),
        Function::Tanh => x.tanh(p),
        Function::Erf => return x.erf(p),
        Function::Erfc => return x.erfc(p),
        Function::ErfInv => return x.erf_inv(p),
        Function::Gamma => return x.gamma(p),
        Function::LnGamma => return x.lgamma(p),
        Function::Digamma => return x.digamma(p),
        Function::Binet => return x.binet(p),
        Function::NormalCdf => return normal_cdf(x, p),
        Function::NormalPdf => return normal_pdf(x, p),
        Function::Clip => return x.max(&x.constant_like(Interval::zero()))?.min(&x.constant_like(Interval::one())),
        Function::Abs => return x.abs(),
        Function::Floor => return x.floor(),
        Function::Ceil => return x.ceil(),
        Function::Sign => return x.sign(),
        Function::Max | Function::Min => x.clone(),
        Function::Factorial => return x.shift(&Interval::one(), p.plus(64)).gamma(p),
        _ => return Err(missing(function)),
    })
}

fn binary(function: Function, x: &Jet, y: &Jet, p: Prec) -> Result<Jet> {
    match function {
        Function::Max => x.max(y),
        Function::Min => x.min(y),
        Function::OwenT => Jet::owen_t(x, y, p),
        Function::GammaP => y.gamma_p(constant(function, x)?, p),
        Function::GammaQ => y.gamma_q(constant(function, x)?, p),
        Function::BesselJ => {
            let nu = order("bessel_j", constant(function, x)?)?;
            Ok(y.compose(&taylor(nu, y.value(), y.order() + 1, p)?, p))
        }
        Function::BesselJPrime if y.order() > 0 => {
            let nu = order("bessel_j_prime", constant(function, x)?)?;
            let values = taylor(nu, y.value(), y.order() + 2, p)?;
            let slopes: Vec<Interval> = (1i64..).zip(values.iter().skip(1)).map(|(k, c)| c.mul_int(k, p)).collect();
            Ok(y.compose(&slopes, p))
        }
        Function::Binomial => {
            let q = p.plus(64);
            let log = |x: &Jet| x.shift(&Interval::one(), q).lgamma(q);
            Ok(log(x)?.sub(&log(y)?, q).sub(&log(&x.sub(y, q))?, q).exp(p))
        }
        Function::HarmonicDim => {
            let q = p.plus(64);
            let log = |x: Jet| x.lgamma(q);
            let front = y.mul_2exp(1).add(x, q).shift(&Interval::int(-2), q);
            let top = log(y.add(x, q).shift(&Interval::int(-2), q))?;
            let below = log(y.shift(&Interval::one(), q))?.add(&log(x.shift(&Interval::int(-1), q))?, q);
            Ok(front.mul(&top.sub(&below, q).exp(q), p))
        }
        _ => Err(missing(function)),
    }
}

fn ternary(function: Function, x: &Jet, y: &Jet, z: &Jet, p: Prec) -> Result<Jet> {
    match function {
        Function::BetaI => x.beta_i(constant(function, y)?, constant(function, z)?, p),
        Function::BinomialCdf => {
            match binomial_cdf_parameters(constant(function, x)?, constant(function, y)?, z.value())? {
                Cdf::Constant(value) => Ok(z.constant_like(value)),
                Cdf::Beta(a, b) => z.neg().shift(&Interval::one(), p.plus(64)).beta_i(&a, &b, p),
            }
        }
        Function::LegendreD => {
            let d = count("legendre_d", "d", constant(function, x)?, 1)?;
            let n = count("legendre_d", "n", constant(function, y)?, 0)?;
            legendre(d, n, z, p)
        }
        Function::HeavyCdf => {
            let (d, alpha) = (constant(function, x)?, constant(function, y)?);
            let law = heavy_tail(d, alpha)?;
            let value = law.norm_cdf(z.value(), p)?;
            let Some(rate) = z.derivative(p) else { return Ok(z.constant_like(value)) };
            // The density of the norm, (d/x) J_{d/2}(A)^2 with A proportional to x.
            let q = p.plus(32);
            let x = z.truncate(rate.order());
            let scaled = x.scale(&law.scale(q)?, q);
            let nu = order("heavy_cdf", &d.mul_2exp(-1))?;
            let wave = scaled.compose(&taylor(nu, scaled.value(), scaled.order() + 1, q)?, q);
            let density = wave.sqr(q).scale(d, q).div(&x, q)?;
            Ok(density.mul(&rate, q).primitive(value, p))
        }
        _ => several(function, &[x.clone(), y.clone(), z.clone()]),
    }
}

fn several(function: Function, args: &[Jet]) -> Result<Jet> {
    let (first, rest) = args.split_first().ok_or_else(|| missing(function))?;
    match function {
        Function::Max => rest.iter().try_fold(first.clone(), |a, b| a.max(b)),
        Function::Min => rest.iter().try_fold(first.clone(), |a, b| a.min(b)),
        _ => Err(missing(function)),
    }
}

/// The value of a parameter that must not vary.
fn constant(function: Function, x: &Jet) -> Result<&Interval> {
    let still = |c: &Interval| c.is_point() && c.contains_zero();
    if x.coefficients().iter().skip(1).all(still) && x.order() > 0 || x.value().is_point() || x.order() == 0 {
        Ok(x.value())
    } else {
        Err(Error::unable(function.name(), "no derivative in this argument"))
    }
}

fn normal_cdf(x: &Jet, p: Prec) -> Result<Jet> {
    let q = p.plus(16);
    let root = Interval::int(2).sqrt(q)?.recip(q)?;
    Ok(x.neg().scale(&root, q).erfc(q)?.mul_2exp(-1).round(p))
}

fn normal_pdf(x: &Jet, p: Prec) -> Result<Jet> {
    let q = p.plus(16);
    let root = Interval::pi(q).mul_2exp(1).sqrt(q)?.recip(q)?;
    Ok(x.sqr(q).mul_2exp(-1).neg().exp(q).scale(&root, p))
}

/// `P_{n,d}`, normalised to 1 at 1: `(n+d-2) P_{n+1} = (2n+d-2) x P_n - n P_{n-1}` (DLMF 18.9.1 for Gegenbauer
/// polynomials, divided by their values at 1).
fn legendre(d: u32, n: u32, x: &Jet, p: Prec) -> Result<Jet> {
    if d < 2 || n > MAX_DEGREE {
        return Err(Error::domain("legendre_d", "d, n", format!("{d}, {n}"), "d >= 2 and n <= 20000"));
    }
    let q = p.plus(32);
    let (d, n) = (i64::from(d), i64::from(n));
    let mut before = x.constant_like(Interval::one());
    if n == 0 {
        return Ok(before);
    }
    let mut now = x.clone();
    for k in 1..n {
        let up = now.mul(x, q).scale(&Interval::int(2 * k + d - 2), q);
        let next = up.sub(&before.scale(&Interval::int(k), q), q);
        let next = next.scale(&Interval::ratio(1, k + d - 2, q)?, q);
        before = std::mem::replace(&mut now, next);
    }
    Ok(now.round(p))
}
