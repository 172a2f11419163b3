//! Exact values of closed subterms that Coq has no function for: factorials, binomials, gamma at half-integers.

use crate::tree::{Expr, Function, Node};
use enclosure::rug::ops::Pow;
use enclosure::rug::{Integer, Rational};

/// Largest argument of a factorial that is written out.
const MAX_FACTORIAL: u32 = 200;
/// Largest exponent that is worked out.
const MAX_EXPONENT: u32 = 1000;

/// The rational value of a closed expression made of rational operations and whole-number functions (`CQ-01`).
#[must_use]
pub fn rational(e: &Expr) -> Option<Rational> {
    let two = |a: &Expr, b: &Expr| Some((rational(a)?, rational(b)?));
    match &**e {
        Node::Number(q) => Some(q.clone()),
        Node::Neg(a) => Some(-rational(a)?),
        Node::Add(a, b) => two(a, b).map(|(a, b)| a + b),
        Node::Sub(a, b) => two(a, b).map(|(a, b)| a - b),
        Node::Mul(a, b) => two(a, b).map(|(a, b)| a * b),
        Node::Div(a, b) => two(a, b).filter(|(_, b)| !b.is_zero()).map(|(a, b)| a / b),
        Node::Pow(a, b) => {
            let (a, n) = (rational(a)?, small(&rational(b)?)?);
            Some(Rational::from((&a).pow(n)))
        }
        Node::Defined { body, .. } => rational(body),
        Node::Call(f, args) => call(*f, &args.iter().map(rational).collect::<Option<Vec<_>>>()?),
        _ => None,
    }
}

fn small(q: &Rational) -> Option<u32> {
    if q.is_integer() { q.numer().to_u32().filter(|&n| n <= MAX_EXPONENT) } else { None }
}

fn call(f: Function, args: &[Rational]) -> Option<Rational> {
    match (f, args) {
        (Function::Factorial, [n]) => Some(factorial(whole(n)?).into()),
        (Function::Gamma, [n]) => Some(factorial(whole(n)?.checked_sub(1)?).into()),
        (Function::Binomial, [n, k]) => {
            let n = whole(n)?;
            if !k.is_integer() {
                return None;
            }
            Some(k.numer().to_u32().map_or_else(Integer::new, |k| Integer::from(n).binomial(k)).into())
        }
        (Function::Floor, [x]) => Some(x.clone().floor()),
        (Function::Ceil, [x]) => Some(x.clone().ceil()),
        (Function::Abs, [x]) => Some(x.clone().abs()),
        (Function::Max, xs) => xs.iter().max().cloned(),
        (Function::Min, xs) => xs.iter().min().cloned(),
        _ => None,
    }
}

fn whole(q: &Rational) -> Option<u32> {
    if q.is_integer() { q.numer().to_u32().filter(|&n| n <= MAX_FACTORIAL) } else { None }
}

fn factorial(n: u32) -> Integer {
    Integer::from(Integer::factorial(n))
}

/// `c` with `gamma(n + 1/2) = c sqrt(pi)`, `c = (2n)!/(4^n n!)`, for the half-integer argument `q` (DLMF 5.4.6 iterated).
#[must_use]
pub fn gamma_over_root_pi(q: &Rational) -> Option<Rational> {
    let n = whole(&(q.clone() - Rational::from((1, 2))))?;
    if n > MAX_FACTORIAL / 2 {
        return None;
    }
    let below = Integer::from(4).pow(n) * factorial(n);
    Some(Rational::from((factorial(2 * n), below)))
}

#[cfg(test)]
mod tests {
    use super::{gamma_over_root_pi, rational};
    use crate::syntax::{Scope, parse_expr};
    use enclosure::rug::Rational;

    #[test]
    fn closed_values() {
        for (text, want) in [
            ("binomial(5, 2) + 3!", Some((16, 1))),
            ("gamma(5)/4", Some((6, 1))),
            ("binomial(4, 7)", Some((0, 1))),
            ("(1/2)^3", Some((1, 8))),
            ("1/(2 - 2)", None),
            ("gamma(0)", None),
            ("sqrt(2)", None),
        ] {
            let e = parse_expr(text, &Scope::new()).unwrap();
            assert_eq!(rational(&e), want.map(Rational::from), "{text}");
        }
    }

    #[test]
    fn gamma_at_half_integers() {
        // Gamma(1/2), Gamma(3/2), Gamma(7/2) over sqrt(pi): DLMF 5.4.6 and the recurrence.
        for (q, want) in [((1, 2), (1, 1)), ((3, 2), (1, 2)), ((7, 2), (15, 8))] {
            assert_eq!(gamma_over_root_pi(&Rational::from(q)), Some(Rational::from(want)));
        }
        assert_eq!(gamma_over_root_pi(&Rational::from((-1, 2))), None);
        assert_eq!(gamma_over_root_pi(&Rational::from(2)), None);
    }
}
