//! From values to places along an axis, and where an axis has labels.

use super::chart::{Axis, Scale};

/// Most labels on an axis whose labels are round numbers.
const MOST: f64 = 6.0;

/// An axis with its ends settled.
pub struct Ruler {
    scale: Scale,
    low: f64,
    high: f64,
    ticks: Vec<f64>,
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
        let ticks = match (axis.ticks.is_empty(), axis.scale) {
            (false, _) => axis.ticks.clone(),
            (true, Scale::Linear) => round_numbers(low, high),
            (true, Scale::Log) => powers(low, high),
        };
        let slack = 1e-9 * (high - low);
        let ticks = ticks.into_iter().filter(|t| *t >= low - slack && *t <= high + slack).collect();
        Self { scale: axis.scale, low, high, ticks }
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

    /// Values with a label.
    pub fn ticks(&self) -> &[f64] {
        &self.ticks
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
