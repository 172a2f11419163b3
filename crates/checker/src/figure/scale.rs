//! From values to places along an axis, and where an axis has labels: one coordinate for plotters, linear or logarithmic as the axis says.

use super::chart::{Axis, Scale};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// Most labels on an axis whose labels are round numbers.
const MOST: f64 = 6.0;
/// Least distance of two labels along an axis, as a share of it.
const APART: f64 = 0.07;

/// An axis with its ends settled. Its coordinate is the share of the axis to the left of a value, from 0 to 1.
#[derive(Clone, Debug)]
pub struct Ruler {
    scale: Scale,
    low: f64,
    high: f64,
    ticks: Vec<Tick>,
}

#[derive(Clone, Debug)]
struct Tick {
    at: f64,
    text: String,
}

impl Ruler {
    /// The ruler of an axis with these data.
    pub fn new(axis: &Axis, data: impl Iterator<Item = f64>) -> Self {
        let usable = |v: &f64| v.is_finite() && (axis.scale == Scale::Linear || *v > 0.0);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for v in data.filter(usable).chain(axis.ticks.iter().copied().filter(usable)) {
            (low, high) = (low.min(v), high.max(v));
        }
        if low > high {
            (low, high) = (1.0, 10.0);
        }
        let (mut low, mut high) = axis.range.unwrap_or_else(|| match axis.scale {
            Scale::Linear => (low.min(0.0), high + 0.04 * (high - low.min(0.0))),
            Scale::Log => {
                let room = 0.05 * (high / low).log10().max(0.4);
                (low / 10f64.powf(room), high * 10f64.powf(room))
            }
        });
        if low >= high {
            (low, high) = (low - 0.5 * low.abs().max(1e-3), high + 0.5 * high.abs().max(1e-3));
        }
        let values = match (axis.ticks.is_empty(), axis.scale) {
            (false, _) => axis.ticks.clone(),
            (true, Scale::Linear) => round_numbers(low, high),
            (true, Scale::Log) => powers(low, high),
        };
        let mut ruler = Self { scale: axis.scale, low, high, ticks: Vec::new() };
        let mut labelled = f64::NEG_INFINITY;
        for value in values {
            let Some(at) = ruler.place(value).filter(|at| (-1e-9..=1.0 + 1e-9).contains(at)) else { continue };
            let text = if at - labelled >= APART { number(value) } else { String::new() };
            if !text.is_empty() {
                labelled = at;
            }
            ruler.ticks.push(Tick { at, text });
        }
        ruler
    }

    /// Share of the axis to the left of `v`; none where the axis has no place for it.
    pub fn place(&self, v: f64) -> Option<f64> {
        let at = match self.scale {
            Scale::Linear => (v - self.low) / (self.high - self.low),
            Scale::Log if v > 0.0 => (v / self.low).ln() / (self.high / self.low).ln(),
            Scale::Log => return None,
        };
        at.is_finite().then(|| at.clamp(-4.0, 5.0))
    }
}

impl Ranged for Ruler {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let at = f64::from(limit.0) + value * f64::from(limit.1 - limit.0);
        // A share is at most five panels away from the picture, so this is a whole number of some thousands.
        #[allow(clippy::cast_possible_truncation, reason = "see above")]
        let at = at.round() as i32;
        at
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // There are lines at the labels only, none between.
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.iter().map(|t| t.at).collect() }
    }

    fn range(&self) -> Range<f64> {
        0.0..1.0
    }
}

impl ValueFormatter<f64> for Ruler {
    fn format_ext(&self, value: &f64) -> String {
        let nearest = self.ticks.iter().min_by(|a, b| (a.at - value).abs().total_cmp(&(b.at - value).abs()));
        nearest.map_or_else(String::new, |t| t.text.clone())
    }
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn round_numbers(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low) / MOST;
    let unit = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * unit).find(|s| *s >= rough).unwrap_or(10.0 * unit);
    let (first, last) = ((low / step).ceil(), (high / step).floor());
    // At most seven by the choice of the step.
    (0..=10).map(|i| first + f64::from(i)).take_while(|k| *k <= last).map(|k| k * step).collect()
}

/// Powers of ten, every few where there are many; multiples of them where there are few.
fn powers(low: f64, high: f64) -> Vec<f64> {
    let (first, last) = (low.log10().floor(), high.log10().ceil());
    let decades = last - first;
    let step = (decades / MOST).ceil().max(1.0);
    let factors: &[f64] = match (high / low).log10() {
        span if span < 0.7 => &[1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0],
        span if span < 2.0 => &[1.0, 2.0, 5.0],
        _ => &[1.0],
    };
    // The range of a double has 634 decades: at most eight steps.
    let start = (first / step).floor() * step;
    let exponents = (0..=9).map(|i| start + f64::from(i) * step).take_while(|e| *e <= last);
    exponents.flat_map(|e| factors.iter().map(move |f| f * 10f64.powf(e))).collect()
}

/// A number on an axis: as it is where that is short, else as a multiple of a power of ten.
fn number(value: f64) -> String {
    let size = value.abs();
    let text = if value == 0.0 {
        "0".to_owned()
    } else if (1e-3..1e5).contains(&size) {
        // Nine digits hide the last bits of a multiple such as 3 * 0.1.
        format!("{value:.9}").trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        let exponent = (size.log10() + 1e-9).floor();
        let factor = (value / 10f64.powf(exponent)).round();
        let lead = if factor == 1.0 { String::new() } else { format!("{factor}\u{b7}") };
        format!("{lead}10{}", raised(&format!("{exponent}")))
    };
    text.replace('-', "\u{2212}")
}

/// The digits of an exponent, raised.
fn raised(exponent: &str) -> String {
    let digits = [
        '\u{2070}', '\u{b9}', '\u{b2}', '\u{b3}', '\u{2074}', '\u{2075}', '\u{2076}', '\u{2077}', '\u{2078}',
        '\u{2079}',
    ];
    exponent.chars().map(|c| c.to_digit(10).map_or('\u{207b}', |n| digits[n as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_labels() {
        let log = Ruler::new(&Axis::new("x", Scale::Log).from(1e-6, 1.0), [].into_iter());
        assert!((log.place(1e-3).unwrap() - 0.5).abs() < 1e-12 && log.place(0.0).is_none());
        assert_eq!((log.map(&0.5, (100, 0)), log.map(&0.25, (0, 400))), (50, 100));
        let texts: Vec<&str> = log.ticks.iter().map(|t| t.text.as_str()).collect();
        assert_eq!(
            texts,
            ["10\u{207b}\u{2076}", "10\u{207b}\u{2075}", "10\u{207b}\u{2074}", "0.001", "0.01", "0.1", "1"]
        );
        // Dimensions close together keep their lines and lose their labels.
        let dims = Ruler::new(&Axis::new("d", Scale::Log).at([4.0, 100.0, 101.0]), [].into_iter());
        assert_eq!(dims.ticks.iter().filter(|t| t.text.is_empty()).count(), 1);
    }
}
