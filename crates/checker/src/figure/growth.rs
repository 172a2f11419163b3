//! Seconds against the dimension, and the exponent that fits.

use super::chart::{Axis, Chart, Join, Panel, Scale, Series};
use crate::failure::{Failure, Result};

/// The figure from lines `d,seconds`; a heading line and empty lines are passed over.
///
/// # Errors
/// When a line is not two positive numbers, or fewer than two dimensions occur.
pub fn chart(text: &str) -> Result<Chart> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || (number == 0 && line.starts_with(|c: char| c.is_alphabetic())) {
            continue;
        }
        let pair = line.split_once(',').and_then(|(d, s)| Some((positive(d)?, positive(s)?)));
        points.push(pair.ok_or_else(|| {
            Failure::argument("--data", format!("line {}: it must be two positive numbers, d,seconds", number + 1))
        })?);
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Err(Failure::argument("--data", "no line d,seconds"));
    };
    if first.0 >= last.0 {
        return Err(Failure::argument("--data", "an exponent needs two different dimensions"));
    }
    let (exponent, constant) = fit(&points);
    let ends = [first.0, last.0].map(|d| (d, constant * d.powf(exponent)));
    let ticks: Vec<f64> = points.iter().map(|p| p.0).collect();
    Ok(Chart {
        title: "Time against the dimension".into(),
        description: format!(
            "Measured seconds by dimension and the least-squares line of the logarithms, of slope {exponent:.2}."
        ),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::new("dimension d", Scale::Log).at(ticks),
            y: Axis::new("time (seconds)", Scale::Log),
            series: vec![
                Series::new(format!("fit: seconds ~ d^{exponent:.2}"), 1, Join::Curve, ends),
                Series::new("measured", 0, Join::Points, points),
            ],
        }],
    })
}

fn positive(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|v| v.is_finite() && *v > 0.0)
}

/// Exponent and constant of the least-squares line of the logarithms.
fn fit(points: &[(f64, f64)]) -> (f64, f64) {
    let n = points.iter().map(|_| 1.0).sum::<f64>();
    let mean = |f: fn(&(f64, f64)) -> f64| points.iter().map(f).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0.ln()), mean(|p| p.1.ln()));
    let (mut xx, mut xy) = (0.0, 0.0);
    for p in points {
        xx += (p.0.ln() - x).powi(2);
        xy += (p.0.ln() - x) * (p.1.ln() - y);
    }
    (xy / xx, (y - xy / xx * x).exp())
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_power_is_found() {
        let (exponent, constant) = fit(&[(2.0, 24.0), (4.0, 192.0), (8.0, 1536.0)]);
        assert!((exponent - 3.0).abs() < 1e-12 && (constant - 3.0).abs() < 1e-11);
    }
}
