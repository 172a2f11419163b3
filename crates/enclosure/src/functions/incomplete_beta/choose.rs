//! Which series to sum. Only speed depends on what is decided here, so plain doubles do.

use super::series::Side;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// Positive series in `x`.
    Ascending,
    /// Finite or alternating series in `x/y`; falls back to the complement when it stalls.
    Descending,
}

/// `ln Gamma(x)` for `x > 0` to a few digits.
fn log_gamma(mut x: f64) -> f64 {
    let mut shift = 0.0;
    while x < 6.0 {
        shift += x.ln();
        x += 1.0;
    }
    (x - 0.5) * x.ln() - x + 0.919 + 1.0 / (12.0 * x) - shift
}

/// The cheaper series for the tail `s` at `w` bits.
pub(super) fn choose(s: &Side<'_>, w: u32) -> Method {
    let (a, b, x) = (s.a.to_f64(), s.b.to_f64(), s.x.to_f64());
    let bits = f64::from(w);
    if s.b.is_integer() && b <= 4.0 * bits {
        return Method::Descending;
    }
    if b > 2.0 {
        // Size of the last positive term of the descending series, in nats.
        let m = (b - 1.0).floor();
        let odds = (s.x.clone() / &s.y).ln().to_f64();
        let last = log_gamma(b) - log_gamma(b - m) + log_gamma(a + 1.0) - log_gamma(a + 1.0 + m) + m * odds;
        if last < -bits * std::f64::consts::LN_2 - 20.0 {
            return Method::Descending;
        }
    }
    if x <= 0.8 { Method::Ascending } else { Method::Descending }
}
