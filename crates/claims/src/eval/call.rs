//! The built-in functions over intervals.

use super::special::{
    bessel, bessel_prime, binomial, binomial_cdf, factorial, harmonic_dim, heavy_cdf, legendre, normal_cdf, normal_pdf,
    rank_bound, rank_bound_power, sign, spectrum, tube_fraction,
};
use super::{EvalError, Evaluator};
use crate::tree::{Expr, Function};
use enclosure::functions::{beta_i, binet, digamma, erf_inv, gamma, gamma_p, gamma_q, lgamma, owen_t};
use enclosure::{Error, Interval, Prec, Result};

impl<'t> Evaluator<'t> {
    pub(super) fn call(
        &mut self,
        expr: &'t Expr,
        function: Function,
        args: &'t [Expr],
    ) -> std::result::Result<Interval, EvalError> {
        let values = args.iter().map(|arg| self.eval(arg)).collect::<std::result::Result<Vec<_>, _>>()?;
        apply(function, &values, self.prec).map_err(|e| EvalError::at(expr, &e))
    }
}

/// The function over intervals.
pub(super) fn apply(function: Function, args: &[Interval], p: Prec) -> Result<Interval> {
    match args {
        [x] => unary(function, x, p),
        [x, y] => binary(function, x, y, p),
        [x, y, z] => ternary(function, x, y, z, p),
        _ => several(function, args, p),
    }
}

pub(super) fn missing(function: Function) -> Error {
    Error::unable(function.name(), "not available with these arguments")
}

fn unary(function: Function, x: &Interval, p: Prec) -> Result<Interval> {
    Ok(match function {
        Function::Sqrt => return x.sqrt(p),
        Function::Exp => x.exp(p),
        Function::Ln => return x.ln(p),
        Function::Log2 => return x.log2(p),
        Function::Sin => x.sin(p),
        Function::Cos => x.cos(p),
        Function::Tan => return x.tan(p),
        Function::Asin => return x.asin(p),
        Function::Acos => return x.acos(p),
        Function::Atan => x.atan(p),
        Function::Sinh => x.sinh(p),
        Function::Cosh => x.cosh(p),
        Function::Tanh => x.tanh(p),
        Function::Erf => x.erf(p),
        Function::Erfc => x.erfc(p),
        Function::ErfInv => return erf_inv(x, p),
        Function::Gamma => return gamma(x, p),
        Function::LnGamma => return lgamma(x, p),
        Function::Digamma => return digamma(x, p),
        Function::Binet => return binet(x, p),
        Function::NormalCdf => return normal_cdf(x, p),
        Function::NormalPdf => return normal_pdf(x, p),
        Function::Clip => x.max(&Interval::zero()).min(&Interval::one()),
        Function::Abs => x.abs(),
        Function::Floor => x.floor(),
        Function::Ceil => x.ceil(),
        Function::Sign => sign(x),
        Function::Max | Function::Min => x.clone(),
        Function::Factorial => return factorial(x, p),
        _ => return Err(missing(function)),
    })
}

fn binary(function: Function, x: &Interval, y: &Interval, p: Prec) -> Result<Interval> {
    match function {
        Function::Max => Ok(x.max(y)),
        Function::Min => Ok(x.min(y)),
        Function::GammaP => gamma_p(x, y, p),
        Function::GammaQ => gamma_q(x, y, p),
        Function::OwenT => owen_t(x, y, p),
        Function::BesselJ => bessel(x, y, p),
        Function::BesselJPrime => bessel_prime(x, y, p),
        Function::Binomial => binomial(x, y, p),
        Function::HarmonicDim => harmonic_dim(x, y, p),
        Function::TubeFraction => tube_fraction(x, y, p),
        Function::FbarDistance => fourier::sphere::fbar_distance(x, y, p),
        _ => Err(missing(function)),
    }
}

fn ternary(function: Function, x: &Interval, y: &Interval, z: &Interval, p: Prec) -> Result<Interval> {
    match function {
        Function::BetaI => beta_i(x, y, z, p),
        Function::BinomialCdf => binomial_cdf(x, y, z, p),
        Function::LegendreD => legendre(x, y, z, p),
        Function::RankBound => rank_bound(x, y, z, p),
        Function::RankBoundPower => rank_bound_power(x, y, z, p),
        Function::HeavyCdf => heavy_cdf(x, y, z, p),
        _ => several(function, &[x.clone(), y.clone(), z.clone()], p),
    }
}

fn several(function: Function, args: &[Interval], p: Prec) -> Result<Interval> {
    let fold = |join: fn(&Interval, &Interval) -> Interval| {
        let mut rest = args.iter();
        let first = rest.next().cloned().ok_or_else(|| missing(function))?;
        Ok(rest.fold(first, |a, b| join(&a, b)))
    };
    match function {
        Function::Max => fold(Interval::max),
        Function::Min => fold(Interval::min),
        Function::SpectralDensity | Function::TubeBound | Function::TubeBoundMin => spectrum(function, args, p),
        _ => Err(missing(function)),
    }
}
