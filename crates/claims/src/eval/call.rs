//! The built-in functions over intervals.

use super::integers::exact_integer;
use super::{EvalError, Evaluator};
use crate::tree::{Expr, Function};
use enclosure::rug::Integer;
use enclosure::{Error, Interval, Prec, Result};

/// Factorials up to this argument are computed as integers.
const EXACT_FACTORIAL: u32 = 2_000;
/// Binomial coefficients with at most this many factors are computed as integers.
const EXACT_BINOMIAL: u32 = 10_000;

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

/// The function over intervals. A wrong number of arguments is "unable": the parser lets none pass.
pub(super) fn apply(function: Function, args: &[Interval], p: Prec) -> Result<Interval> {
    match args {
        [x] => unary(function, x, p),
        [x, y] => binary(function, x, y, p),
        _ => several(function, args, p),
    }
}

fn missing(function: Function) -> Error {
    Error::unable(function.name(), "this function is not available here")
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
        Function::Binomial => binomial(x, y, p),
        _ => Err(missing(function)),
    }
}

fn several(function: Function, args: &[Interval], _p: Prec) -> Result<Interval> {
    let fold = |join: fn(&Interval, &Interval) -> Interval| {
        let mut rest = args.iter();
        let first = rest.next().cloned().ok_or_else(|| missing(function))?;
        Ok(rest.fold(first, |a, b| join(&a, b)))
    };
    match function {
        Function::Max => fold(Interval::max),
        Function::Min => fold(Interval::min),
        _ => Err(missing(function)),
    }
}

/// `Phi(x) = erfc(-x/sqrt 2)/2`, accurate in the left tail.
fn normal_cdf(x: &Interval, p: Prec) -> Result<Interval> {
    let q = p.plus(16);
    let scaled = x.neg().div(&Interval::int(2).sqrt(q)?, q)?;
    Ok(scaled.erfc(q).mul_2exp(-1).round(p))
}

/// `exp(-x^2/2)/sqrt(2 pi)`.
fn normal_pdf(x: &Interval, p: Prec) -> Result<Interval> {
    let q = p.plus(16);
    let root = Interval::pi(q).mul_2exp(1).sqrt(q)?;
    Ok(x.sqr(q).mul_2exp(-1).neg().exp(q).div(&root, q)?.round(p))
}

fn sign(x: &Interval) -> Interval {
    let of = |x: &enclosure::rug::Float| Interval::int(i64::from(*x > 0) - i64::from(*x < 0));
    of(x.lo()).hull(&of(x.hi()))
}

fn factorial(x: &Interval, p: Prec) -> Result<Interval> {
    match exact_integer(x).and_then(|n| n.to_u32()) {
        Some(n) if n <= EXACT_FACTORIAL => Ok(Interval::integer(&Integer::from(Integer::factorial(n)), p)),
        _ => Err(missing(Function::Factorial)),
    }
}

fn binomial(n: &Interval, k: &Interval, p: Prec) -> Result<Interval> {
    let (Some(top), Some(bottom)) = (exact_integer(n), exact_integer(k)) else {
        return Err(missing(Function::Binomial));
    };
    if top < 0 {
        return Err(Error::domain("binomial", "n", n, "it must be >= 0"));
    }
    if bottom < 0 || bottom > top {
        return Ok(Interval::zero());
    }
    let other = Integer::from(&top - &bottom);
    let least = if bottom < other { bottom } else { other };
    match least.to_u32() {
        Some(k) if k <= EXACT_BINOMIAL => Ok(Interval::integer(&top.binomial(k), p)),
        _ => Err(missing(Function::Binomial)),
    }
}
