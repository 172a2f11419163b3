//! Common denominators (`AL-15`): a canonical form is zero exactly when its cleared form has no terms.

use super::build::Normalizer;
use super::poly::{Atom, Monomial, Poly, TooLarge};
use enclosure::rug::Rational;
use std::collections::BTreeMap;

/// Rounds of clearing: each removes every negative power of a sum that is visible at top level.
const MAX_ROUNDS: usize = 6;

impl Normalizer<'_> {
    /// Writes `p = content * rest`, `rest` without negative powers of sums; `content` is a product of powers of atoms
    /// that occur in denominators of `p`, hence non-zero wherever `p` is defined.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn clear(&self, p: &Poly) -> Result<(Monomial, Poly), TooLarge> {
        let mut content = Monomial::default();
        let mut rest = p.clone();
        for _ in 0..MAX_ROUNDS {
            let mut least: BTreeMap<Atom, Rational> = BTreeMap::new();
            for (m, _) in rest.terms() {
                for (a, e) in &m.0 {
                    let c = e.constant();
                    if c < 0 && *a != Atom::Euler {
                        let slot = least.entry(a.clone()).or_default();
                        if c < *slot {
                            *slot = c;
                        }
                    }
                }
            }
            if least.is_empty() {
                break;
            }
            self.used("AL-15");
            let mut factor = Monomial::default();
            for (a, c) in least {
                factor.raise(a, &Poly::number(c));
            }
            rest = rest.mul(&Poly::term(factor.invert(), Rational::from(1)))?;
            content = content.times(&factor);
        }
        Ok((content, rest))
    }

    /// Whether `p` is identically zero by the rules; `false` means "not shown".
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn is_identically_zero(&self, p: &Poly) -> Result<bool, TooLarge> {
        Ok(p.is_zero() || self.clear(p)?.1.is_zero())
    }
}
