//! Lists of whole numbers on the command line: `2..=64`, `4,8,16`, `2..=8,16,32`.

/// Most values in one list: one verdict each is computed and printed.
const MAX_VALUES: usize = 100_000;

/// A sorted list of distinct dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dims(pub Vec<u32>);

impl Dims {
    /// The list as text that [`parse`] reads back: the same text for the same list.
    #[must_use]
    pub fn show(&self) -> String {
        let mut parts: Vec<(u32, u32)> = Vec::new();
        for &d in &self.0 {
            match parts.last_mut() {
                Some((_, last)) if *last + 1 == d => *last = d,
                _ => parts.push((d, d)),
            }
        }
        let one = |(a, b): &(u32, u32)| if a == b { a.to_string() } else { format!("{a}..={b}") };
        parts.iter().map(one).collect::<Vec<_>>().join(",")
    }
}

/// Reads a list such as `2..=64` or `4,8,16`; `a..b` leaves out `b`, as in Rust.
///
/// # Errors
/// A message that quotes the offending part.
pub fn parse(text: &str) -> Result<Dims, String> {
    let mut all = Vec::new();
    for part in text.split(',').map(str::trim) {
        let (first, last) = range(part)?;
        if first > last {
            return Err(format!("\"{part}\" holds no dimension"));
        }
        if usize::try_from(last - first).is_ok_and(|n| n >= MAX_VALUES) {
            return Err(format!("\"{part}\" holds more than {MAX_VALUES} dimensions"));
        }
        all.extend(first..=last);
        if all.len() > MAX_VALUES {
            return Err(format!("more than {MAX_VALUES} dimensions"));
        }
    }
    all.sort_unstable();
    all.dedup();
    Ok(Dims(all))
}

/// First and last value of one part.
fn range(part: &str) -> Result<(u32, u32), String> {
    let number = |s: &str| -> Result<u32, String> {
        let n =
            s.trim().parse::<u32>().map_err(|_| format!("\"{part}\" is not a whole number or a range like 2..=64"))?;
        if (1..=radial::MAX_DIMENSION).contains(&n) {
            Ok(n)
        } else {
            Err(format!("dimension {n} is not between 1 and {}", radial::MAX_DIMENSION))
        }
    };
    if let Some((a, b)) = part.split_once("..=") {
        // An empty range such as 1..=0 is reported as empty, not as a bad number.
        let (a, b) = (number(a)?, b.trim());
        return if b == "0" { Ok((a, 0)) } else { Ok((a, number(b)?)) };
    }
    if let Some((a, b)) = part.split_once("..") {
        let (a, b) = (number(a)?, number(b)?);
        return Ok((a, b - 1));
    }
    let n = number(part)?;
    Ok((n, n))
}

#[cfg(test)]
mod tests {
    use super::{Dims, parse};

    #[test]
    fn reads_ranges_and_lists() {
        assert_eq!(parse("2..=4"), Ok(Dims(vec![2, 3, 4])));
        assert_eq!(parse("2..4"), Ok(Dims(vec![2, 3])));
        assert_eq!(parse("8, 4,4"), Ok(Dims(vec![4, 8])));
        assert_eq!(parse("2..=3,7"), Ok(Dims(vec![2, 3, 7])));
        assert_eq!(parse("7,3,2,9..=9").map(|d| d.show()), Ok("2..=3,7,9".into()));
    }

    #[test]
    fn refuses_what_is_not_a_list() {
        for text in ["", "1..=0", "0", "a", "2..=", "-3", "5..5", "1..=4000000", "1..=900000", "1.5", "2...4"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
