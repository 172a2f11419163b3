//! Rational numbers as decimal literals, where they are decimal.

use enclosure::rug::{Integer, Rational};

/// Most fractional digits, and most zeros right after the point, written without an exponent.
const PLAIN_FRACTION: usize = 30;
const PLAIN_SMALL: usize = 5;
/// Most trailing zeros of an integer written out.
const PLAIN_ZEROS: usize = 6;
/// A denominator of more twos or fives than this is no decimal literal of the language.
const MAX_PLACES: u32 = 20_000;

/// The literal for a non-negative rational whose denominator has no prime factor but 2 and 5, exactly; `None` when
/// there is no such literal.
pub(super) fn decimal_literal(q: &Rational) -> Option<String> {
    if q.cmp0().is_lt() {
        return None;
    }
    let places = places(q.denom())?;
    let scaled = Rational::from(q * Integer::from(Integer::u_pow_u(10, places)));
    let digits = scaled.numer().to_string();
    let places = places as usize;
    if places == 0 {
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        return Some(if zeros > PLAIN_ZEROS && zeros < digits.len() {
            format!("{}e{zeros}", &digits[..digits.len() - zeros])
        } else {
            digits
        });
    }
    if places > PLAIN_FRACTION || places > digits.len() + PLAIN_SMALL {
        return Some(format!("{digits}e-{places}"));
    }
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    Some(format!("{whole}.{fraction}"))
}

/// Number of decimal places of `1/denominator`.
fn places(denominator: &Integer) -> Option<u32> {
    let mut rest = denominator.clone();
    let twos = rest.find_one(0)?;
    rest >>= twos;
    let fives = rest.remove_factor_mut(&Integer::from(5));
    (rest == 1 && twos.max(fives) <= MAX_PLACES).then_some(twos.max(fives))
}
