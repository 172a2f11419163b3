//! Rules for the built-in functions (`AL-05`..`AL-12`, `AL-16` of `docs/theory/deciders.md`).

use super::build::{Normalizer, opaque};
use super::poly::{Atom, Monomial, Poly, TooLarge};
use crate::tree::{Expr, Function};
use enclosure::rug::Rational;

/// Largest shift of a gamma, digamma or Bessel argument that is written out.
const MAX_SHIFT: i64 = 40;

fn q(a: i64, b: i64) -> Poly {
    Poly::number(Rational::from((a, b)))
}

fn call(f: Function, args: Vec<Poly>) -> Poly {
    Poly::atom(Atom::Call(f, args))
}

/// Sign of the coefficient that decides which of `x`, `-x` is written.
fn flips(p: &Poly) -> bool {
    p.0.last_key_value().is_some_and(|(_, c)| *c < 0)
}

impl Normalizer<'_> {
    pub(super) fn call(&self, f: Function, args: &[Expr], whole: &Expr) -> Result<Poly, TooLarge> {
        use Function as F;
        let a = self.args(args)?;
        let one = Poly::number(1);
        let half = q(1, 2);
        Ok(match (f, a.as_slice()) {
            (F::Sqrt, [x]) => self.power(x, &half)?,
            (F::Exp, [x]) => self.exp(x)?,
            (F::Ln, [x]) => self.ln(x)?,
            (F::Log2, [x]) => self.ln(x)?.mul(&self.integer_power(&call(F::Ln, vec![Poly::number(2)]), -1)?)?,
            (F::Sin | F::Cos, [x]) => self.wave(f, x)?,
            (F::Tan, [x]) => self.wave(F::Sin, x)?.mul(&self.integer_power(&self.wave(F::Cos, x)?, -1)?)?,
            (F::Sinh, [x]) => self.exp(x)?.sub(&self.exp(&x.neg())?).mul(&half)?,
            (F::Cosh, [x]) => self.exp(x)?.add(&self.exp(&x.neg())?).mul(&half)?,
            (F::Acos, [x]) => {
                self.used("AL-08");
                Poly::atom(Atom::Pi).mul(&half)?.sub(&self.odd(F::Asin, x)?)
            }
            (F::Erfc, [x]) => {
                self.used("AL-08");
                one.sub(&self.odd(F::Erf, x)?)
            }
            (F::NormalCdf, [x]) => {
                self.used("AL-08");
                let z = x.mul(&self.power(&Poly::number(2), &q(-1, 2))?)?;
                half.add(&self.odd(F::Erf, &z)?.mul(&half)?)
            }
            (F::NormalPdf, [x]) => {
                self.used("AL-08");
                let c = self.power(&Poly::atom(Atom::Pi).scale(&Rational::from(2)), &q(-1, 2))?;
                self.exp(&x.mul(x)?.mul(&q(-1, 2))?)?.mul(&c)?
            }
            (F::Erf | F::Tanh | F::Atan | F::Asin | F::ErfInv, [x]) => self.odd(f, x)?,
            (F::Gamma, [x]) => self.gamma(x)?,
            (F::LnGamma, [x]) if self.positive(x) => self.ln(&self.gamma(x)?)?,
            (F::Factorial, [x]) => self.gamma(&x.add(&one))?,
            (F::Digamma, [x]) => self.digamma(x)?,
            (F::Binet, [x]) => call(F::Binet, vec![x.clone()]),
            (F::GammaP, [s, x]) if x.is_zero() && self.positive(s) => Poly::default(),
            (F::GammaQ, [s, x]) if x.is_zero() && self.positive(s) => one,
            (F::GammaQ, [s, x]) => {
                self.used("AL-08");
                one.sub(&call(F::GammaP, vec![s.clone(), x.clone()]))
            }
            (F::Binomial, [n, k]) => {
                let (n1, k1) = (n.add(&one), k.add(&one));
                let r1 = n.sub(k).add(&one);
                if ![&n1, &k1, &r1].iter().all(|p| self.positive(p)) {
                    return Ok(opaque(whole));
                }
                self.used("AL-09");
                let below = self.gamma(&k1)?.mul(&self.gamma(&r1)?)?;
                self.gamma(&n1)?.mul(&self.integer_power(&below, -1)?)?
            }
            (F::HarmonicDim, [d, n]) => {
                let (n1, s, d1) = (n.add(&one), n.add(d).sub(&Poly::number(2)), d.sub(&one));
                if ![&n1, &s, &d1].iter().all(|p| self.positive(p)) {
                    return Ok(opaque(whole));
                }
                self.used("AL-09");
                let below = self.gamma(&n1)?.mul(&self.gamma(&d1)?)?;
                n.add(&s).mul(&self.gamma(&s)?)?.mul(&self.integer_power(&below, -1)?)?
            }
            (F::OwenT, [h, x]) => self.owen(h, x)?,
            (F::BesselJ, [nu, x]) => self.bessel(nu, x)?,
            (F::BesselJPrime, [nu, x]) if self.positive(x) && self.nonnegative(nu) => {
                // J'_nu = (nu/x) J_nu - J_{nu+1} (DLMF 10.6.2).
                self.used("AL-10");
                let slope = nu.mul(&self.integer_power(x, -1)?)?;
                slope.mul(&self.bessel(nu, x)?)?.sub(&self.bessel(&nu.add(&one), x)?)
            }
            (F::Clip, [x]) => {
                if self.nonnegative(x) && self.nonnegative(&one.sub(x)) {
                    self.used("AL-12");
                    x.clone()
                } else if self.nonnegative(&x.neg()) {
                    self.used("AL-12");
                    Poly::default()
                } else if self.nonnegative(&x.sub(&one)) {
                    self.used("AL-12");
                    one
                } else {
                    call(f, a)
                }
            }
            (F::Abs, [x]) => {
                if self.nonnegative(x) {
                    self.used("AL-12");
                    x.clone()
                } else if self.nonnegative(&x.neg()) {
                    self.used("AL-12");
                    x.neg()
                } else if flips(x) {
                    self.used("AL-07");
                    call(f, vec![x.neg()])
                } else {
                    call(f, a)
                }
            }
            (F::Sign, [x]) => {
                if self.positive(x) {
                    one
                } else if self.positive(&x.neg()) {
                    Poly::number(-1)
                } else {
                    call(f, a)
                }
            }
            (F::Max | F::Min, [_, ..]) => self.extreme(f, &a)?,
            _ => {
                if a.iter().zip(args).all(|(p, _)| p.as_number().is_some()) {
                    opaque(whole)
                } else {
                    call(f, a)
                }
            }
        })
    }

    /// Odd functions with value 0 at 0, their inverses, and a few exact values (`AL-07`, `AL-16`).
    fn odd(&self, f: Function, x: &Poly) -> Result<Poly, TooLarge> {
        use Function as F;
        if x.is_zero() {
            self.used("AL-07");
            return Ok(Poly::default());
        }
        if flips(x) {
            self.used("AL-07");
            return Ok(self.odd(f, &x.neg())?.neg());
        }
        if let Some((m, c)) = x.as_term()
            && let Some((Atom::Call(g, inner), e)) = m.0.first_key_value()
        {
            let inverse = matches!((f, *g), (F::Erf, F::ErfInv) | (F::ErfInv, F::Erf));
            if inverse && m.0.len() == 1 && *c == 1 && e.as_integer() == Some(1) {
                self.used("AL-16");
                return inner.first().cloned().ok_or(TooLarge);
            }
        }
        if f == F::Asin {
            for (value, turn) in [(Poly::number(1), q(1, 2)), (q(1, 2), q(1, 6))] {
                if *x == value {
                    self.used("AL-07");
                    return Poly::atom(Atom::Pi).mul(&turn);
                }
            }
        }
        if f == F::Atan {
            for (value, turn) in
                [(Poly::number(1), q(1, 4)), (self.root3()?, q(1, 3)), (self.root3()?.mul(&q(1, 3))?, q(1, 6))]
            {
                if *x == value {
                    self.used("AL-07");
                    return Poly::atom(Atom::Pi).mul(&turn);
                }
            }
        }
        Ok(call(f, vec![x.clone()]))
    }

    fn root3(&self) -> Result<Poly, TooLarge> {
        self.power(&Poly::number(3), &q(1, 2))
    }

    /// Sine and cosine: parity, shifts by pi and pi/2, multiples of pi/12 with known values (`AL-06`).
    fn wave(&self, f: Function, x: &Poly) -> Result<Poly, TooLarge> {
        use Function::{Cos, Sin};
        let pi = Monomial(std::iter::once((Atom::Pi, Poly::number(1))).collect());
        let mut rest = x.clone();
        let mut turns = rest.0.remove(&pi).unwrap_or_default();
        let (mut f, mut sign) = (f, 1);
        if flips(&rest) || (rest.is_zero() && turns < 0) {
            rest = rest.neg();
            turns = -turns;
            if f == Sin {
                sign = -1;
            }
        }
        let whole = Rational::from(turns.floor_ref());
        turns -= &whole;
        if whole.numer().is_odd() {
            sign = -sign;
        }
        if turns >= Rational::from((1, 2)) {
            // sin(x + pi/2) = cos x, cos(x + pi/2) = -sin x.
            turns -= Rational::from((1, 2));
            if f == Cos {
                sign = -sign;
            }
            f = if f == Sin { Cos } else { Sin };
        }
        self.used("AL-06");
        let value = if rest.is_zero() { self.known_wave(f, &turns)? } else { None };
        let out = match value {
            Some(v) => v,
            None => {
                rest.push(pi, turns);
                call(f, vec![rest])
            }
        };
        Ok(if sign < 0 { out.neg() } else { out })
    }

    fn known_wave(&self, f: Function, turns: &Rational) -> Result<Option<Poly>, TooLarge> {
        let value = |k: i64| -> Result<Poly, TooLarge> { self.power(&Poly::number(k), &q(1, 2))?.mul(&q(1, 2)) };
        let sine = f == Function::Sin;
        for (t, s, c) in [((0, 1), 0, 4), ((1, 6), 1, 3), ((1, 4), 2, 2), ((1, 3), 3, 1)] {
            if *turns == Rational::from(t) {
                let k = if sine { s } else { c };
                return Ok(Some(if k == 0 { Poly::default() } else { value(k)? }));
            }
        }
        Ok(None)
    }

    /// `gamma(s + q)` through `gamma(s + {q})` by `gamma(x+1) = x gamma(x)` (`AL-05`), numbers exactly.
    fn gamma(&self, x: &Poly) -> Result<Poly, TooLarge> {
        let stuck = || Ok(call(Function::Gamma, vec![x.clone()]));
        let c = x.constant();
        if let Some(v) = x.as_number()
            && (v <= 0 || v > 400)
        {
            return stuck();
        }
        let target = if x.as_number().is_some() {
            // 1 or 1/2 (or the fraction itself).
            let f = &c - Rational::from(c.floor_ref());
            if f.is_zero() { Rational::from(1) } else { f }
        } else {
            &c - Rational::from(c.floor_ref())
        };
        let shift = Rational::from(&c - &target);
        let Some(n) = shift.numer().to_i64() else { return stuck() };
        if n.abs() > if x.as_number().is_some() { 400 } else { MAX_SHIFT } {
            return stuck();
        }
        let base = x.sub(&Poly::number(n));
        if n != 0 && !self.positive(if n > 0 { &base } else { x }) {
            return stuck();
        }
        let mut product = Poly::number(1);
        for k in 0..n.abs() {
            // n > 0: x-1, x-2, ..; n < 0: x, x+1, ..
            let factor = if n > 0 { x.sub(&Poly::number(k + 1)) } else { x.add(&Poly::number(k)) };
            product = product.mul(&factor)?;
        }
        if n != 0 {
            self.used("AL-05");
        }
        let core = match base.as_number() {
            Some(v) if v == 1 => Poly::number(1),
            Some(v) if v == Rational::from((1, 2)) => self.power(&Poly::atom(Atom::Pi), &q(1, 2))?,
            _ => call(Function::Gamma, vec![base]),
        };
        if n >= 0 { core.mul(&product) } else { core.mul(&self.integer_power(&product, -1)?) }
    }

    /// `digamma(x + 1) = digamma(x) + 1/x` (`AL-05`).
    fn digamma(&self, x: &Poly) -> Result<Poly, TooLarge> {
        let c = x.constant();
        let floor = Rational::from(c.floor_ref());
        let base = x.sub(&Poly::number(floor.clone()));
        let shift = floor.numer().to_i64().filter(|n| (1..=MAX_SHIFT).contains(n));
        let (Some(n), true) = (shift, self.positive(&base)) else {
            return Ok(call(Function::Digamma, vec![x.clone()]));
        };
        self.used("AL-05");
        let mut out = call(Function::Digamma, vec![base.clone()]);
        for k in 0..n {
            out = out.add(&self.integer_power(&base.add(&Poly::number(k)), -1)?);
        }
        Ok(out)
    }

    /// Owen's T: `T(0,a) = atan(a)/(2 pi)`, `T(h,0) = 0`, even in `h`, odd in `a` (`AL-11`).
    fn owen(&self, h: &Poly, a: &Poly) -> Result<Poly, TooLarge> {
        self.used("AL-11");
        if a.is_zero() {
            return Ok(Poly::default());
        }
        if h.is_zero() {
            let c = self.integer_power(&Poly::atom(Atom::Pi).scale(&Rational::from(2)), -1)?;
            return self.odd(Function::Atan, a)?.mul(&c);
        }
        if flips(a) {
            return Ok(self.owen(h, &a.neg())?.neg());
        }
        let h = if flips(h) { h.neg() } else { h.clone() };
        Ok(call(Function::OwenT, vec![h, a.clone()]))
    }

    /// Bessel functions through the two lowest orders of their class, `J_{nu+1} = (2 nu/x) J_nu - J_{nu-1}`
    /// (DLMF 10.6.1), half-integer orders through sine and cosine (`AL-10`).
    fn bessel(&self, nu: &Poly, x: &Poly) -> Result<Poly, TooLarge> {
        let stuck = || Ok(call(Function::BesselJ, vec![nu.clone(), x.clone()]));
        if !self.positive(x) || !self.nonnegative(nu) {
            return stuck();
        }
        let c = nu.constant();
        let low = &c - Rational::from(c.floor_ref());
        let shift = Rational::from(&c - &low);
        let Some(n) = shift.numer().to_i64() else { return stuck() };
        let base = nu.sub(&Poly::number(n));
        if !(0..=MAX_SHIFT).contains(&n) || !self.nonnegative(&base) {
            return stuck();
        }
        self.used("AL-10");
        let over_x = self.integer_power(x, -1)?;
        let (mut a, mut b) = if base.as_number() == Some(Rational::from((1, 2))) {
            // J_{1/2} = sqrt(2/(pi x)) sin x, J_{3/2} = sqrt(2/(pi x)) (sin x / x - cos x) (DLMF 10.16.1, 10.49).
            let scale = self.power(&Poly::atom(Atom::Pi).mul(x)?.mul(&q(1, 2))?, &q(-1, 2))?;
            let (s, c) = (self.wave(Function::Sin, x)?, self.wave(Function::Cos, x)?);
            (scale.mul(&s)?, scale.mul(&s.mul(&over_x)?.sub(&c))?)
        } else {
            let one_up = base.add(&Poly::number(1));
            (call(Function::BesselJ, vec![base.clone(), x.clone()]), call(Function::BesselJ, vec![one_up, x.clone()]))
        };
        for k in 0..n {
            // (J_mu, J_{mu+1}) -> (J_{mu+1}, J_{mu+2}) with mu = base + k.
            let factor = base.add(&Poly::number(k + 1)).scale(&Rational::from(2)).mul(&over_x)?;
            let next = factor.mul(&b)?.sub(&a);
            a = b;
            b = next;
        }
        Ok(a)
    }

    /// Maximum or minimum: arguments that are proved dominated are left out (`AL-12`).
    fn extreme(&self, f: Function, a: &[Poly]) -> Result<Poly, TooLarge> {
        let mut kept: Vec<Poly> = Vec::new();
        for p in a {
            let beats = |x: &Poly, y: &Poly| {
                let d = if f == Function::Max { x.sub(y) } else { y.sub(x) };
                d.is_zero() || self.nonnegative(&d)
            };
            if kept.iter().any(|k| beats(k, p)) {
                self.used("AL-12");
                continue;
            }
            kept.retain(|k| !beats(p, k));
            kept.push(p.clone());
        }
        kept.sort();
        match kept.as_slice() {
            [one] => Ok(one.clone()),
            _ => Ok(call(f, kept)),
        }
    }
}
