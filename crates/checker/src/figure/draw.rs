//! A figure as SVG by plotters: panels beside each other, their legend beside them.

use super::chart::{Chart, Join, Panel, Point, Series};
use super::marks;
use super::scale::Ruler;
use crate::output::graph::svg::escape;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;

/// plotters places everything at whole numbers: it draws on this many times the size and the header of the document says
/// the size of the picture.
pub const FINE: i32 = 10;
/// Size of a panel's plot area.
const PLOT: (i32, i32) = (300 * FINE, 220 * FINE);
/// Space left of a panel for the labels of its axis.
const LEFT: i32 = 64 * FINE;
/// Space outside the names of the axes.
const GAP: i32 = 5 * FINE;
/// Space right of a panel.
const RIGHT: i32 = 14 * FINE;
/// Space above the panels for the title and their headings.
const TOP: i32 = 46 * FINE;
/// Space below for the labels of the axis.
const BOTTOM: i32 = 44 * FINE;
/// Width of a letter of the legend; generous, since fonts differ.
const LETTER: i32 = 62;
/// Height of a line of the legend.
const LINE: i32 = 17 * FINE;
/// Size of the text of labels; plotters divides by 1.24.
const SIZE: i32 = 136;
/// Fonts in the order in which they are looked for.
const FONT: &str = "Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif";
/// Nearly black.
const INK: RGBColor = RGBColor(0x11, 0x11, 0x11);
/// Grid lines.
const GRID: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Drawn = Result<(), Box<dyn Error>>;

/// An SVG document.
///
/// # Errors
/// None that this code knows of: plotters' functions return results, and writing into memory does not fail.
pub fn svg(chart: &Chart) -> Result<String, Box<dyn Error>> {
    let legend = legend(chart);
    let longest = legend.iter().map(|s| s.name.chars().count()).max().unwrap_or(0);
    let panels = step(chart.panels.len())?;
    let width = panels + 30 * FINE + LETTER * i32::try_from(longest)? + 8 * FINE;
    let width = width.max(76 * i32::try_from(chart.title.chars().count())? + 20 * FINE);
    let height = TOP + PLOT.1 + BOTTOM;
    let mut body = String::new();
    {
        let root =
            SVGBackend::with_string(&mut body, (width.unsigned_abs(), height.unsigned_abs())).into_drawing_area();
        root.fill(&WHITE)?;
        let title = (FONT, SIZE * 13 / 11).into_font().style(FontStyle::Bold).color(&INK);
        root.draw(&Text::new(chart.title.clone(), (8 * FINE, 5 * FINE), title))?;
        for (number, panel) in chart.panels.iter().enumerate() {
            let area = root.clone().shrink((step(number)?, 24 * FINE), (LEFT + PLOT.0 + RIGHT, height - 24 * FINE));
            draw_panel(panel, &area)?;
        }
        draw_legend(&legend, panels, &root)?;
        root.present()?;
    }
    let drawing = body.split_once('\n').ok_or("plotters wrote no document")?.1;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{}</title>\n<desc>{}</desc>\n{drawing}",
        width / FINE,
        height / FINE,
        escape(&chart.title),
        escape(&chart.description),
    ))
}

/// Left edge of the panel of that number.
fn step(panels: usize) -> Result<i32, Box<dyn Error>> {
    Ok(i32::try_from(panels)? * (LEFT + PLOT.0 + RIGHT))
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

fn draw_legend(legend: &[&Series], left: i32, root: &Area<'_>) -> Drawn {
    let text = (FONT, SIZE).into_font().color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
    let mut y = TOP + 8 * FINE;
    for series in legend {
        if series.join != Join::Points {
            root.draw(&marks::line(series, vec![(left, y), (left + 26 * FINE, y)]))?;
        }
        if matches!(series.join, Join::Line | Join::Points) {
            for shape in marks::marker(series.look) {
                root.draw(&(EmptyElement::at((left + 13 * FINE, y)) + shape))?;
            }
        }
        root.draw(&Text::new(series.name.clone(), (left + 31 * FINE, y), text.clone()))?;
        y += LINE;
    }
    Ok(())
}

fn draw_panel(panel: &Panel, area: &Area<'_>) -> Drawn {
    let points = || panel.series.iter().flat_map(|s| &s.points);
    let x = Ruler::new(&panel.x, points().map(|p| p.x));
    // A level to compare with must be seen; a sloping reference line may run far beyond the data that it is there for.
    let level = |s: &&Series| s.points.windows(2).all(|p| (p[0].y - p[1].y).abs() < f64::EPSILON * p[0].y.abs());
    let own = || panel.series.iter().filter(|s| s.join != Join::Reference || level(s)).flat_map(|s| &s.points);
    let y = Ruler::new(&panel.y, own().flat_map(|p| [p.y, p.bar.unwrap_or(p.y)]));
    let label = (FONT, SIZE).into_font().color(&INK);
    let mut context = ChartBuilder::on(area)
        .margin_top(22 * FINE)
        .margin_right(RIGHT)
        .margin_left(GAP)
        .set_label_area_size(LabelAreaPosition::Left, LEFT - GAP)
        .margin_bottom(GAP)
        .set_label_area_size(LabelAreaPosition::Bottom, BOTTOM - GAP)
        .build_cartesian_2d(x.clone(), y.clone())?;
    context
        .configure_mesh()
        .bold_line_style(GRID.stroke_width(7))
        .axis_style(INK.stroke_width(10))
        .set_all_tick_mark_size(4 * FINE)
        .label_style(label.clone())
        .axis_desc_style(label)
        .x_desc(panel.x.label.clone())
        .y_desc(panel.y.label.clone())
        .draw()?;
    let heading = (FONT, SIZE).into_font().color(&INK);
    area.draw(&Text::new(panel.title.clone(), (LEFT, 5 * FINE), heading))?;
    let place = |p: &Point| Some((x.place(p.x)?, y.place(p.y)?));
    for series in &panel.series {
        let places: Vec<Option<(f64, f64)>> = series.points.iter().map(place).collect();
        if series.join != Join::Points {
            for piece in visible(&places) {
                context.draw_series(std::iter::once(marks::line(series, piece)))?;
            }
        }
        for (point, at) in series.points.iter().zip(&places) {
            let Some(at) = at.filter(|(_, y)| (0.0..=1.0).contains(y)) else { continue };
            if let Some(end) = point.bar.and_then(|b| y.place(b)) {
                let (low, high) = (at.1.min(end), at.1.max(end));
                let style = marks::colour(series).stroke_width(14);
                context.draw_series(std::iter::once(ErrorBar::new_vertical(at.0, low, at.1, high, style, 8 * 10)))?;
            }
            if matches!(series.join, Join::Line | Join::Points) {
                for shape in marks::marker(series.look) {
                    context.draw_series(std::iter::once(EmptyElement::at(at) + shape))?;
                }
            }
        }
    }
    Ok(())
}

/// The pieces of a line that are inside the panel; plotters does not clip. A gap in the data is a gap in the line.
fn visible(places: &[Option<(f64, f64)>]) -> Vec<Vec<(f64, f64)>> {
    let mut pieces: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut pen = None;
    for pair in places.windows(2) {
        let [Some(a), Some(b)] = *pair else {
            pen = None;
            continue;
        };
        let Some((from, to)) = clipped(a, b) else {
            pen = None;
            continue;
        };
        match pieces.last_mut().filter(|_| pen == Some(from)) {
            Some(piece) => piece.push(to),
            None => pieces.push(vec![from, to]),
        }
        pen = Some(to);
    }
    pieces
}

/// The part of a segment inside the unit square.
fn clipped(a: (f64, f64), b: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (start, slope) in [(a.0, dx), (a.1, dy)] {
        if slope == 0.0 {
            if !(0.0..=1.0).contains(&start) {
                return None;
            }
            continue;
        }
        let (one, other) = (-start / slope, (1.0 - start) / slope);
        from = from.max(one.min(other));
        to = to.min(one.max(other));
    }
    // The ends stay as they are where nothing is cut off, so that pieces join.
    let at = |t: f64| {
        if t == 0.0 {
            a
        } else if t == 1.0 {
            b
        } else {
            (a.0 + t * dx, a.1 + t * dy)
        }
    };
    (from <= to).then(|| (at(from), at(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_the_frame() {
        let inside = [Some((0.1, 0.1)), Some((0.5, 0.9)), Some((0.9, 0.1))];
        assert_eq!(visible(&inside), [vec![(0.1, 0.1), (0.5, 0.9), (0.9, 0.1)]]);
        assert_eq!(visible(&[Some((0.0, -1.0)), Some((1.0, 1.0))]), [vec![(0.5, 0.0), (1.0, 1.0)]]);
        // Out at the top and in again: two pieces; a gap: two pieces.
        assert_eq!(visible(&[Some((0.0, 0.5)), Some((0.5, 1.5)), Some((1.0, 0.5))]).len(), 2);
        assert_eq!(visible(&[Some((0.0, 0.5)), Some((0.2, 0.5)), None, Some((0.6, 0.5)), Some((1.0, 0.5))]).len(), 2);
        assert!(visible(&[Some((0.0, 2.0)), Some((1.0, 3.0))]).is_empty());
    }
}
