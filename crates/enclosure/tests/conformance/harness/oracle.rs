//! Elementary functions from their series, with interval addition, multiplication and division alone: what MPFR's
//! functions are judged by. Arguments are points; the precision is absolute unless said otherwise.

use super::{point, prec};
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec, Result};

fn exponent(x: &Float) -> u32 {
    x.get_exp().map_or(0, |e| e.max(0).unsigned_abs())
}

/// `[-r, r]`.
fn symmetric(r: &Float) -> Interval {
    let minus = Float::with_val(r.prec(), -r);
    Interval::new(minus, r.clone()).unwrap_or_else(|e| panic!("{e}"))
}

fn below(x: &Interval, bits: u32) -> bool {
    x.mag().get_exp().is_none_or(|e| i64::from(e) < -i64::from(bits))
}

/// `sum_k term_k` where `next(k, term)` gives the next term, of at most half the size from the first on: the rest is
/// at most twice the first omitted term.
fn halving(first: Interval, p: Prec, next: impl Fn(i64, &Interval) -> Result<Interval>) -> Result<Interval> {
    let (mut sum, mut term) = (first.clone(), first);
    for k in 1..100_000 {
        term = next(k, &term)?;
        if below(&term, p.bits()) {
            return Ok(sum.add(&symmetric(&(term.mag() * 2u32)), p));
        }
        sum = sum.add(&term, p);
    }
    Err(Error::unable("oracle", "the series is long"))
}

/// `atanh(1/n)` or `atan(1/n)` (`sign` -1) for `n >= 2`.
fn inverse_of_integer(n: i64, sign: i64, p: Prec) -> Result<Interval> {
    let square = n * n * sign;
    let first = Interval::ratio(1, n, p)?;
    halving(first, p, |k, t| t.mul_int(2 * k - 1, p).div_int(square, p)?.div_int(2 * k + 1, p))
}

/// `pi = 16 atan(1/5) - 4 atan(1/239)` (Machin).
pub fn pi(p: Prec) -> Result<Interval> {
    let q = p.plus(16);
    Ok(inverse_of_integer(5, -1, q)?.mul_int(16, q).sub(&inverse_of_integer(239, -1, q)?.mul_int(4, q), q))
}

/// `ln 2 = 2 atanh(1/3)`.
pub fn ln2(p: Prec) -> Result<Interval> {
    Ok(inverse_of_integer(3, 1, p.plus(16))?.mul_2exp(1))
}

/// `e^x`, to `p` bits relative, for an interval argument of small width.
pub fn exp(x: &Interval, p: Prec) -> Result<Interval> {
    let q = p.plus(exponent(&x.mag()) + 40);
    let ln2 = ln2(q)?;
    let turns = x.div(&ln2, prec(64))?.mid();
    let k =
        turns.round().to_integer().and_then(|k| k.to_i32()).ok_or_else(|| Error::unable("oracle", "e^x overflows"))?;
    let r = x.sub(&ln2.mul_int(i64::from(k), q), q).mul_2exp(-12);
    let mut y = halving(Interval::one(), q, |k, t| t.mul(&r, q).div_int(k, q))?;
    for _ in 0..12 {
        y = y.sqr(q);
    }
    Ok(y.mul_2exp(k))
}

/// `ln x` for `x > 0`.
pub fn ln(x: &Float, p: Prec) -> Result<Interval> {
    let e = x.get_exp().ok_or_else(|| Error::unable("oracle", "ln 0"))?;
    let q = p.plus(64);
    // m in [3/4, 3/2)
    let mut m = Float::with_val(x.prec(), x >> e);
    let mut e = i64::from(e);
    if m < 0.75 {
        m <<= 1u32;
        e -= 1;
    }
    let m = point(&m);
    let z = m.sub(&Interval::one(), q.plus(x.prec())).div(&m.add(&Interval::one(), q.plus(x.prec())), q)?;
    let square = z.sqr(q);
    let odd = halving(z, q, |k, t| t.mul(&square, q).mul_int(2 * k - 1, q).div_int(2 * k + 1, q))?;
    Ok(odd.mul_2exp(1).add(&ln2(q)?.mul_int(e, q), q))
}

/// `(sin x, cos x)`.
pub fn sin_cos(x: &Float, p: Prec) -> Result<(Interval, Interval)> {
    let q = p.plus(exponent(x) + 24);
    let quarter = pi(q)?.mul_2exp(-1);
    let turns = point(x).div(&quarter, q)?.mid().round();
    let k = turns.to_integer().ok_or_else(|| Error::unable("oracle", "sin of a huge argument"))?;
    let r = point(x).sub(&quarter.mul(&Interval::integer(&k, q), q), q).mul_2exp(-3);
    let square = r.sqr(q).neg();
    let sine = halving(r.clone(), q, |k, t| t.mul(&square, q).div_int(2 * k * (2 * k + 1), q))?;
    let cosine = halving(Interval::one(), q, |k, t| t.mul(&square, q).div_int(2 * k * (2 * k - 1), q))?;
    let (mut s, mut c) = (sine, cosine);
    for _ in 0..3 {
        (s, c) = (s.mul(&c, q).mul_2exp(1), c.sqr(q).sub(&s.sqr(q), q));
    }
    Ok(match k.mod_u(4) {
        0 => (s, c),
        1 => (c, s.neg()),
        2 => (s.neg(), c.neg()),
        _ => (c.neg(), s),
    })
}

/// `(sin, cos)` of an interval of small width, by the mean value theorem.
pub fn sin_cos_narrow(x: &Interval, p: Prec) -> Result<(Interval, Interval)> {
    let m = x.mid();
    let (s, c) = sin_cos(&m, p)?;
    let r = symmetric(&Float::with_val_round(64, x.width(), Round::Up).0);
    Ok((s.add(&r, p), c.add(&r, p)))
}

/// `atan x`.
pub fn atan(x: &Float, p: Prec) -> Result<Interval> {
    let q = p.plus(24 + exponent(x));
    let mut y = point(x);
    let far = x.clone().abs() > 1;
    if far {
        y = y.recip(q)?;
    }
    for _ in 0..3 {
        let root = y.sqr(q).add(&Interval::one(), q).sqrt(q)?;
        y = y.div(&root.add(&Interval::one(), q), q)?;
    }
    let square = y.sqr(q).neg();
    let small = halving(y, q, |k, t| t.mul(&square, q).mul_int(2 * k - 1, q).div_int(2 * k + 1, q))?.mul_2exp(3);
    if !far {
        return Ok(small);
    }
    let right = pi(q)?.mul_2exp(-1);
    Ok(if x.is_sign_positive() { right.sub(&small, q) } else { right.neg().sub(&small, q) })
}

/// `erf x = 2/sqrt(pi) e^(-x^2) sum_n 2^n x^(2n+1)/(2n+1)!!` (DLMF 7.6.2).
pub fn erf(x: &Float, p: Prec) -> Result<Interval> {
    let x2 = point(x).sqr(prec(2 * x.prec() + 2));
    let size = x2.hi().to_f64();
    let q = p.plus(64 + (3.0 * size) as u32);
    let double = x2.mul_2exp(1);
    let (mut sum, mut term) = (point(x), point(x));
    for k in 1i64.. {
        term = term.mul(&double, q).div_int(2 * k + 1, q)?;
        sum = sum.add(&term, q);
        if k as f64 > 2.0 * size && below(&term, q.bits()) {
            // From here on each term is at most half of the one before.
            sum = sum.add(&symmetric(&(term.mag() * 2u32)), q);
            break;
        }
    }
    let scale = Interval::int(2).div(&pi(q)?.sqrt(q)?, q)?;
    Ok(sum.mul(&scale, q).mul(&exp(&x2.neg(), q)?, q))
}

/// `J_{n/2}(x)` for `x > 0` (DLMF 10.2.2), the `k`-th Taylor coefficient at `x`: term by term
/// `sum_j (-1)^j binom(nu+2j, k) (x/2)^(nu+2j) x^-k / (j! Gamma(nu+j+1))`.
pub fn bessel_taylor(n: u32, x: &Float, k: u32, p: Prec) -> Result<Interval> {
    let w = p.plus(3 * x.to_f64() as u32 + 120 + 8 * n);
    let x = point(x);
    let half = x.mul_2exp(-1);
    let (mut term, mut at) =
        if n.is_multiple_of(2) { (Interval::one(), 0) } else { (x.mul_2exp(1).div(&pi(w)?, w)?.sqrt(w)?, 1) };
    while at < n {
        at += 2;
        term = term.mul(&half, w).mul_2exp(1).div_int(i64::from(at), w)?;
    }
    let square = half.sqr(w);
    let mut sum = Interval::zero();
    for j in 0i64.. {
        let mut weight = Interval::one();
        for i in 0..i64::from(k) {
            weight = weight.mul_int(i64::from(n) + 4 * j - 2 * i, w).div_int(2 * (i + 1), w)?;
        }
        sum = sum.add(&term.mul(&weight, w), w);
        let (up, down) = (j + 1, i64::from(n) + 2 * j + 2);
        term = term.mul(&square, w).mul_2exp(1).div_int(up, w)?.div_int(down, w)?.neg();
        let size = x.hi().to_f64();
        if j as f64 > 2.0 * size && 2 * j > 8 * i64::from(k) && below(&term, w.bits() + 16 * k) {
            break;
        }
    }
    let slack = Float::with_val(64, 1) >> (w.bits() - 60);
    sum.add(&symmetric(&slack), w).div(&x.powi(i64::from(k), w)?, w)
}
