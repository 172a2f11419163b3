//! How a series looks: colour, dash and marker differ together, so that a figure can be read in grey and by the colour-blind.

use super::chart::{Join, Series};
use super::draw::FINE;
use plotters::element::{DashedPathElement, DynElement, IntoDynElement, Polygon};
use plotters::prelude::*;
use plotters_backend::BackendCoord;

/// Colours after Okabe and Ito without the yellow, which is pale on white; the grey values differ too.
const COLOURS: [RGBColor; 6] = [
    RGBColor(0x00, 0x72, 0xb2),
    RGBColor(0xd5, 0x5e, 0x00),
    RGBColor(0x00, 0x9e, 0x73),
    RGBColor(0xcc, 0x79, 0xa7),
    RGBColor(0x00, 0x00, 0x00),
    RGBColor(0x56, 0xb4, 0xe9),
];
/// Lengths of the dashes and of the gaps between them; plotters knows one of each.
const DASHES: [Option<(i32, i32)>; 6] = [None, Some((7, 3)), Some((2, 3)), Some((12, 4)), Some((4, 5)), Some((4, 2))];
/// Grey of reference lines.
const GREY: RGBColor = RGBColor(0x55, 0x55, 0x55);

/// Colour of a series.
pub fn colour(series: &Series) -> RGBColor {
    if series.join == Join::Reference { GREY } else { COLOURS[series.look % COLOURS.len()] }
}

/// The line of a series through these points.
pub fn line<B: DrawingBackend, C: Clone + 'static>(series: &Series, points: Vec<C>) -> DynElement<'static, B, C> {
    let style = colour(series).stroke_width(if series.join == Join::Reference { 10 } else { 18 });
    match DASHES[series.look % DASHES.len()] {
        None => PathElement::new(points, style).into_dyn(),
        Some((dash, gap)) => DashedPathElement::new(points, dash * FINE, gap * FINE, style).into_dyn(),
    }
}

/// A marker around the origin: a white one below, so that it stands off from lines, and its own.
pub fn marker(look: usize) -> [Polygon<BackendCoord>; 2] {
    let look = look % COLOURS.len();
    [outline(look, 1.25, WHITE), outline(look, 1.0, COLOURS[look])]
}

fn outline(look: usize, size: f64, colour: RGBColor) -> Polygon<BackendCoord> {
    let around = |corners: u32, radius: f64, turn: f64| -> Vec<(f64, f64)> {
        let angle = |i| turn + std::f64::consts::TAU * f64::from(i) / f64::from(corners);
        (0..corners).map(|i| (radius * angle(i).sin(), -radius * angle(i).cos())).collect()
    };
    let corners = match look {
        0 => around(24, 3.6, 0.0),
        1 => around(4, 4.4, std::f64::consts::FRAC_PI_4),
        2 => around(3, 4.7, 0.0),
        3 => around(4, 4.6, 0.0),
        4 => around(3, 4.7, std::f64::consts::PI),
        _ => vec![
            (-1.3, -4.0),
            (1.3, -4.0),
            (1.3, -1.3),
            (4.0, -1.3),
            (4.0, 1.3),
            (1.3, 1.3),
            (1.3, 4.0),
            (-1.3, 4.0),
            (-1.3, 1.3),
            (-4.0, 1.3),
            (-4.0, -1.3),
            (-1.3, -1.3),
        ],
    };
    #[allow(clippy::cast_possible_truncation, reason = "a few dozen units")]
    let place =
        |(x, y): (f64, f64)| ((size * x * f64::from(FINE)).round() as i32, (size * y * f64::from(FINE)).round() as i32);
    Polygon::new(corners.into_iter().map(place).collect::<Vec<_>>(), colour.filled())
}
