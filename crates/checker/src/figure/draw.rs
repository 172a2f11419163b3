//! A figure as SVG: vector text, one group a series, legend beside the data.

use super::chart::{Axis, Chart, Join, Panel, Point, Series};
use super::scale::Ruler;
use crate::output::graph::svg::escape;
use std::fmt::Write as _;

/// Colours after Okabe and Ito without the yellow, which is pale on white; the grey values differ too.
const COLOURS: [&str; 6] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#56B4E9"];
/// Dashes of lines, so that the lines differ in grey print.
const DASHES: [&str; 6] = ["", "7 3", "2 2.5", "9 3 2 3", "12 3", "4 2"];
/// Grey of reference lines.
const GREY: &str = "#555555";

/// Size of a panel's plot area.
const PLOT: (f64, f64) = (300.0, 220.0);
/// Space left of a panel for the labels of its axis.
const LEFT: f64 = 58.0;
/// Space above the panels for the title and their headings.
const TOP: f64 = 44.0;
/// Space below for the labels of the axis.
const BOTTOM: f64 = 42.0;
/// Width of a letter of the legend; generous, since fonts differ.
const LETTER: f64 = 5.9;
/// Size of the text of labels.
const SIZE: f64 = 11.0;

/// An SVG document.
pub fn svg(chart: &Chart) -> String {
    let legend = legend(chart);
    let longest = legend.iter().map(|s| s.name.chars().count()).max().unwrap_or(0);
    let panels = step(chart.panels.len());
    let width = panels + 34.0 + LETTER * to_f64(longest) + 8.0;
    let width = width.max(7.2 * to_f64(chart.title.chars().count()) + 20.0);
    let height = TOP + PLOT.1 + BOTTOM;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         role=\"img\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\" font-size=\"{SIZE}\" fill=\"#111111\">\n\
         <title>{}</title>\n<desc>{}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text class=\"title\" x=\"8\" y=\"16\" font-size=\"13\" font-weight=\"bold\">{}</text>\n",
        escape(&chart.title),
        escape(&chart.description),
        escape(&chart.title),
    );
    for (number, panel) in chart.panels.iter().enumerate() {
        draw_panel(panel, step(number) + LEFT, number, &mut out);
    }
    out.push_str("<g class=\"legend\">\n");
    for (row, series) in legend.iter().enumerate() {
        let (x, y) = (panels + 6.0, TOP + 8.0 + 17.0 * to_f64(row));
        if series.join != Join::Points {
            let _ = writeln!(out, "<path d=\"M{x:.2} {y:.2}h24\" {}/>", stroke(series));
        }
        if matches!(series.join, Join::Line | Join::Points) {
            marker(series.look, x + 12.0, y, &mut out);
        }
        let _ = writeln!(out, "<text x=\"{:.2}\" y=\"{:.2}\">{}</text>", x + 29.0, y + 3.8, escape(&series.name));
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// Left edge of the panel of that number.
fn step(panels: usize) -> f64 {
    to_f64(panels) * (PLOT.0 + LEFT + 12.0)
}

/// A small count.
fn to_f64(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

/// One series of each name, in the order in which they occur.
fn legend(chart: &Chart) -> Vec<&Series> {
    let mut all: Vec<&Series> = Vec::new();
    for series in chart.panels.iter().flat_map(|p| &p.series) {
        if !all.iter().any(|s| s.name == series.name) {
            all.push(series);
        }
    }
    all
}

fn draw_panel(panel: &Panel, left: f64, number: usize, out: &mut String) {
    let points = || panel.series.iter().flat_map(|s| &s.points);
    let x = Ruler::new(&panel.x, points().map(|p| p.x));
    // A level to compare with must be seen; a sloping reference line may run far beyond the data that it is there for.
    let level = |s: &&Series| s.points.windows(2).all(|p| (p[0].y - p[1].y).abs() < f64::EPSILON * p[0].y.abs());
    let own = || panel.series.iter().filter(|s| s.join != Join::Reference || level(s)).flat_map(|s| &s.points);
    let y = Ruler::new(&panel.y, own().flat_map(|p| [p.y, p.bar.unwrap_or(p.y)]));
    let (right, bottom) = (left + PLOT.0, TOP + PLOT.1);
    let _ = writeln!(out, "<g class=\"panel\">");
    if !panel.title.is_empty() {
        let _ = writeln!(
            out,
            "<text class=\"heading\" x=\"{left:.2}\" y=\"{:.2}\">{}</text>",
            TOP - 8.0,
            escape(&panel.title)
        );
    }
    let _ = writeln!(
        out,
        "<clipPath id=\"area{number}\"><rect x=\"{left:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\"/></clipPath>",
        TOP - 4.0,
        PLOT.0 + 4.0,
        PLOT.1 + 8.0
    );
    let mut taken = f64::NEG_INFINITY;
    for &tick in x.ticks() {
        let Some(at) = x.place(tick).map(|t| left + t * PLOT.0) else { continue };
        grid(format!("M{at:.2} {TOP:.2}V{bottom:.2}"), out);
        if at - taken >= 22.0 {
            taken = at;
            label(tick, at, bottom + 14.0, "middle", out);
        }
    }
    for &tick in y.ticks() {
        let Some(at) = y.place(tick).map(|t| bottom - t * PLOT.1) else { continue };
        grid(format!("M{left:.2} {at:.2}H{right:.2}"), out);
        label(tick, left - 5.0, at + 3.8, "end", out);
    }
    let _ = writeln!(
        out,
        "<path d=\"M{left:.2} {TOP:.2}V{bottom:.2}H{right:.2}\" fill=\"none\" stroke=\"#111111\"/>\n\
         <text class=\"x-label\" x=\"{:.2}\" y=\"{:.2}\" text-anchor=\"middle\">{}</text>",
        left + PLOT.0 / 2.0,
        bottom + 33.0,
        escape(&panel.x.label)
    );
    y_label(&panel.y, left, out);
    let place = |p: &Point| Some((left + x.place(p.x)? * PLOT.0, bottom - y.place(p.y)? * PLOT.1));
    for series in &panel.series {
        let _ = writeln!(
            out,
            "<g class=\"series\" clip-path=\"url(#area{number})\"><title>{}</title>",
            escape(&series.name)
        );
        let places: Vec<Option<(f64, f64)>> = series.points.iter().map(place).collect();
        if series.join != Join::Points {
            let _ = writeln!(out, "<path d=\"{}\" {}/>", path(&places), stroke(series));
        }
        for (point, at) in series.points.iter().zip(&places) {
            let Some((px, py)) = *at else { continue };
            if let Some(end) = point.bar.and_then(|b| y.place(b)) {
                let end = bottom - end * PLOT.1;
                let colour = COLOURS[series.look % COLOURS.len()];
                let _ = writeln!(
                    out,
                    "<path class=\"bar\" d=\"M{px:.2} {py:.2}V{end:.2}M{:.2} {end:.2}h8\" stroke=\"{colour}\" stroke-width=\"1.4\"/>",
                    px - 4.0
                );
            }
            if matches!(series.join, Join::Line | Join::Points) {
                marker(series.look, px, py, out);
            }
        }
        out.push_str("</g>\n");
    }
    out.push_str("</g>\n");
}

/// The label of the axis on the left, upwards.
fn y_label(axis: &Axis, left: f64, out: &mut String) {
    let (x, y) = (left - 44.0, TOP + PLOT.1 / 2.0);
    let _ = writeln!(
        out,
        "<text class=\"y-label\" transform=\"translate({x:.2} {y:.2}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
        escape(&axis.label)
    );
}

fn grid(d: String, out: &mut String) {
    let _ = writeln!(out, "<path d=\"{d}\" stroke=\"#dddddd\" stroke-width=\"0.7\"/>");
}

/// Straight lines between the places, with a gap where there is none.
fn path(places: &[Option<(f64, f64)>]) -> String {
    let mut d = String::new();
    let mut pen = 'M';
    for place in places {
        match place {
            Some((x, y)) => {
                let _ = write!(d, "{pen}{x:.2} {y:.2}");
                pen = 'L';
            }
            None => pen = 'M',
        }
    }
    d
}

/// How the line of a series looks.
fn stroke(series: &Series) -> String {
    let (colour, dash, width) = match series.join {
        Join::Reference => (GREY, DASHES[series.look % DASHES.len()], 1.0),
        _ => (COLOURS[series.look % COLOURS.len()], DASHES[series.look % DASHES.len()], 1.8),
    };
    let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
    format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dash}")
}

/// A marker; the shapes differ as well as the colours.
fn marker(look: usize, x: f64, y: f64, out: &mut String) {
    let colour = COLOURS[look % COLOURS.len()];
    let shape = match look % COLOURS.len() {
        0 => "m-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0z",
        1 => "m-3.1 -3.1h6.2v6.2h-6.2z",
        2 => "m0 -4.2l3.9 6.8h-7.8z",
        3 => "m0 -4.4l4.4 4.4l-4.4 4.4l-4.4 -4.4z",
        4 => "m0 4.2l3.9 -6.8h-7.8z",
        _ => "m-1.3 -4h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z",
    };
    let _ =
        writeln!(out, "<path d=\"M{x:.2} {y:.2}{shape}\" fill=\"{colour}\" stroke=\"#ffffff\" stroke-width=\"0.6\"/>");
}

/// A number on an axis: as it is where that is short, else as a power of ten.
fn label(value: f64, x: f64, y: f64, anchor: &str, out: &mut String) {
    let size = value.abs();
    let text = if value == 0.0 {
        "0".to_owned()
    } else if (1e-3..1e5).contains(&size) {
        // Twelve digits hide the last bits of a multiple such as 3 * 0.1.
        format!("{:.9}", value).trim_end_matches('0').trim_end_matches('.').replace('-', "\u{2212}")
    } else {
        let exponent = (size.log10() + 1e-9).floor();
        let factor = (value / 10f64.powf(exponent)).round();
        let lead = if factor == 1.0 { String::new() } else { format!("{factor}\u{b7}").replace('-', "\u{2212}") };
        let exponent = format!("{exponent}").replace('-', "\u{2212}");
        format!("{lead}10<tspan dy=\"-4\" font-size=\"8\">{exponent}</tspan>")
    };
    let _ = writeln!(out, "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\">{text}</text>");
}
