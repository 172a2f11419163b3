//! Decimal numbers cut to fewer digits, in the safe direction.

/// Direction of rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// Toward minus infinity: for lower bounds.
    Down,
    /// Toward plus infinity: for upper bounds.
    Up,
}

/// Exponents of ten between which a number is printed without one.
const PLAIN: std::ops::RangeInclusive<i64> = -5..=14;

/// A lower bound of the decimal number `text` with at most `digits` significant digits; other text as it is.
#[must_use]
pub fn lower(text: &str, digits: usize) -> String {
    round(text, digits, Toward::Down).unwrap_or_else(|| text.to_owned())
}

/// An upper bound of the decimal number `text` with at most `digits` significant digits; other text as it is.
#[must_use]
pub fn upper(text: &str, digits: usize) -> String {
    round(text, digits, Toward::Up).unwrap_or_else(|| text.to_owned())
}

/// The decimal number `text` with at most `digits` significant digits, rounded; `None` when it is no decimal number.
#[must_use]
pub fn round(text: &str, digits: usize, toward: Toward) -> Option<String> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((m, e)) => (m, e.parse::<i64>().ok().filter(|e| e.abs() <= 1 << 40)?),
        None => (body, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    if all.is_empty() || !all.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let Some(first) = all.iter().position(|b| *b != b'0') else { return Some("0".into()) };
    // Exponent of ten of the first digit that is not zero.
    let mut place = exponent.checked_add(i64::try_from(whole.len()).ok()? - 1 - i64::try_from(first).ok()?)?;
    let mut kept: Vec<u8> = all[first..].to_vec();
    let digits = digits.max(1);
    let dropped = kept.iter().skip(digits).any(|b| *b != b'0');
    kept.truncate(digits);
    if dropped && (toward == Toward::Up) != negative {
        let mut carry = true;
        for digit in kept.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit += 1;
                carry = false;
                break;
            }
        }
        if carry {
            kept.insert(0, b'1');
            place = place.checked_add(1)?;
        }
    }
    while kept.len() > 1 && kept.last() == Some(&b'0') {
        kept.pop();
    }
    Some(format!("{}{}", if negative { "-" } else { "" }, layout(&kept, place)))
}

/// Digits with the first one at 10^place.
fn layout(digits: &[u8], place: i64) -> String {
    let text: String = digits.iter().map(|b| char::from(*b)).collect();
    match usize::try_from(place) {
        Ok(place) if PLAIN.contains(&(place as i64)) => {
            if text.len() <= place + 1 {
                format!("{text}{}", "0".repeat(place + 1 - text.len()))
            } else {
                format!("{}.{}", &text[..=place], &text[place + 1..])
            }
        }
        Err(_) if PLAIN.contains(&place) => {
            format!("0.{}{text}", "0".repeat(usize::try_from(-place - 1).unwrap_or(0)))
        }
        _ if text.len() == 1 => format!("{text}e{place}"),
        _ => format!("{}.{}e{place}", &text[..1], &text[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Toward, lower, round, upper};
    use enclosure::rug::Rational;

    #[test]
    fn rounds_to_the_safe_side() {
        assert_eq!((lower("0.0123456", 3), upper("0.0123456", 3)), ("0.0123".into(), "0.0124".into()));
        assert_eq!((lower("-0.0123456", 3), upper("-0.0123456", 3)), ("-0.0124".into(), "-0.0123".into()));
        assert_eq!((lower("9.999e-8", 2), upper("9.999e-8", 2)), ("9.9e-8".into(), "1e-7".into()));
        assert_eq!((lower("1500", 2), upper("0.5", 8)), ("1500".into(), "0.5".into()));
        assert_eq!((lower("123456", 3), upper("123456", 3)), ("123000".into(), "124000".into()));
        assert_eq!((lower("0.000", 3), lower("inf", 3), lower("1e", 2)), ("0".into(), "inf".into(), "1e".into()));
        assert_eq!(upper("4.7297894e25", 3), "4.73e25");
    }

    /// The value of a decimal text, exactly.
    fn exact(text: &str) -> Rational {
        let (m, e) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = m.split_once('.').unwrap_or((m, ""));
        let n: Rational = format!("{whole}{fraction}").parse().unwrap();
        let places = e.parse::<i32>().unwrap() - i32::try_from(fraction.len()).unwrap();
        let ten = Rational::from(10);
        let power = |n: i32| (0..n).fold(Rational::from(1), |p, _| p * &ten);
        if places >= 0 { n * power(places) } else { n / power(-places) }
    }

    #[test]
    fn never_crosses_the_number_and_stays_within_one_unit() {
        // A fixed sequence of numbers of many lengths and exponents.
        let mut state = 7u64;
        let mut next = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        for _ in 0..20_000 {
            let sign = if next(2) == 0 { "-" } else { "" };
            let nines = next(3) == 0;
            let digits: String =
                (0..=next(12)).map(|_| if nines { '9' } else { char::from(b'0' + next(10) as u8) }).collect();
            let point = next(digits.len() as u64 + 1) as usize;
            let mut text = format!("{sign}0{}.{}", &digits[..point], &digits[point..]);
            if next(2) == 0 {
                text.push_str(&format!("e{}", i64::try_from(next(60)).unwrap() - 30));
            }
            let keep = 1 + next(8) as usize;
            let value = exact(&text);
            let (down, up) = (round(&text, keep, Toward::Down).unwrap(), round(&text, keep, Toward::Up).unwrap());
            let (lo, hi) = (exact(&down), exact(&up));
            assert!(lo <= value && value <= hi, "{down} {text} {up}");
            // The bounds are neighbours among the numbers of that many digits: apart by at most 10^(1-keep) of the larger.
            let size = lo.clone().abs().max(hi.clone().abs());
            let unit = (1..keep).fold(Rational::from(1), |p, _| p / 10) * size;
            assert!(hi.clone() - &lo <= unit, "{down} {text} {up}");
            assert!(down.bytes().filter(u8::is_ascii_digit).count() < 24, "{down}");
        }
    }
}
