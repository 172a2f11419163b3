//! The graph as a picture.

use super::layout::ROW;
use super::panel::{CHAR, Sheet, box_width, sheet};
use super::{Edge, Kind, Network, look};
use claims::decide::Verdict;
use std::fmt::Write as _;

/// Height of a box.
const BOX: f64 = 15.0;
/// Space for the heading and the legend.
const TOP: f64 = 92.0;
/// Least width, for the legend.
const LEAST: f64 = 1180.0;

/// An SVG document.
#[must_use]
pub fn draw(network: &Network) -> String {
    let sheet = sheet(network, TOP);
    let (width, height) = (sheet.size.0.max(LEAST), sheet.size.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escape(&network.title)
    );
    out.push_str(
        "<defs><marker id=\"tip\" viewBox=\"0 0 6 6\" refX=\"5.5\" refY=\"3\" markerWidth=\"5\" markerHeight=\"5\" \
         orient=\"auto\"><path d=\"M0 0.4L6 3L0 5.6z\" fill=\"#5a6270\"/></marker>\
         <marker id=\"broken\" viewBox=\"0 0 6 6\" refX=\"5.5\" refY=\"3\" markerWidth=\"5\" markerHeight=\"5\" \
         orient=\"auto\"><path d=\"M0 0.4L6 3L0 5.6z\" fill=\"#c44d00\"/></marker></defs>\n",
    );
    legend(network, &mut out);
    for panel in &sheet.panels {
        let name = &network.groups[panel.group];
        let [x, y, w, h] = panel.frame;
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"6\" fill=\"#f7f8fa\" stroke=\"#d5d9e0\"/>"
        );
        let count = network.vertices.iter().filter(|v| v.group == panel.group).count();
        let claims = if count == 1 { "claim" } else { "claims" };
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"12\" font-weight=\"bold\" fill=\"#2b3038\">{}\
             <tspan font-weight=\"normal\" font-size=\"10\" fill=\"#6b7280\" dx=\"8\">{count} {claims}</tspan></text>",
            x + 12.0,
            y + 17.0,
            escape(name)
        );
    }
    // Edges between panels lie below those inside, and all below the boxes.
    let outer = |e: &&Edge| network.vertices[e.from].group != network.vertices[e.to].group;
    for edge in network.edges.iter().filter(outer) {
        curve(network, &sheet, edge, 0.26, &mut out);
    }
    for edge in network.edges.iter().filter(|e| !outer(e)) {
        curve(network, &sheet, edge, 0.85, &mut out);
    }
    for (v, vertex) in network.vertices.iter().enumerate() {
        let (x, y) = sheet.at[v];
        node(vertex.verdict, &vertex.label, &vertex.tip, (x, y), network.focus == Some(v), &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// One box with its symbol, its label and its tip.
fn node(verdict: Verdict, label: &str, tip: &str, (x, y): (f64, f64), focus: bool, out: &mut String) {
    let look = look::of(verdict);
    let width = box_width(label);
    let top = y + (ROW - BOX) / 2.0;
    let _ = write!(out, "<g><title>{}</title>", escape(tip));
    if focus {
        let _ = write!(
            out,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"5\" fill=\"none\" stroke=\"#111111\" stroke-width=\"2\"/>",
            x - 3.0,
            top - 3.0,
            width + 6.0,
            BOX + 6.0
        );
    }
    let dash = if look.dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", look.dash) };
    let _ = write!(
        out,
        "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{BOX}\" rx=\"3\" fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{dash}/>",
        look.fill, look.stroke, look.width
    );
    symbol(verdict, (x + 8.5, top + BOX / 2.0), out);
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"8.6\" font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#1d222a\">{}</text></g>",
        x + 16.0,
        top + 10.6,
        label.chars().count() as f64 * CHAR,
        escape(label)
    );
}

fn symbol(verdict: Verdict, (x, y): (f64, f64), out: &mut String) {
    let look = look::of(verdict);
    let (path, filled) = look.symbol;
    let fill = if filled { look.stroke } else { "none" };
    let _ = write!(
        out,
        "<path d=\"{path}\" transform=\"translate({x:.1} {y:.1})\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
        look.stroke
    );
}

/// An edge from the right side of one box to the left side of the other.
fn curve(network: &Network, sheet: &Sheet, edge: &Edge, opacity: f64, out: &mut String) {
    let from = &network.vertices[edge.from];
    let (x1, y1) = (sheet.at[edge.from].0 + box_width(&from.label), sheet.at[edge.from].1 + ROW / 2.0);
    let (x2, y2) = (sheet.at[edge.to].0, sheet.at[edge.to].1 + ROW / 2.0);
    let bend = if x2 > x1 { ((x2 - x1) / 2.0).min(160.0) } else { 60.0 + ((x1 - x2) / 6.0).min(120.0) };
    let broken = from.verdict == Verdict::Refuted;
    let style = match (edge.kind, broken) {
        (Kind::Corrects, _) => "stroke=\"#c44d00\" stroke-width=\"1\" stroke-dasharray=\"2.5 2.5\"",
        (Kind::RestsOn, true) => "stroke=\"#c44d00\" stroke-width=\"1.3\" marker-end=\"url(#broken)\"",
        (Kind::RestsOn, false) => "stroke=\"#5a6270\" stroke-width=\"0.9\" marker-end=\"url(#tip)\"",
    };
    let _ = writeln!(
        out,
        "<path d=\"M{x1:.1} {y1:.1}C{:.1} {y1:.1} {:.1} {y2:.1} {x2:.1} {y2:.1}\" fill=\"none\" opacity=\"{opacity}\" {style}/>",
        x1 + bend,
        x2 - bend
    );
}

/// Heading, and what symbols and lines mean.
fn legend(network: &Network, out: &mut String) {
    let _ = writeln!(
        out,
        "<text x=\"16\" y=\"28\" font-size=\"17\" font-weight=\"bold\" fill=\"#1d222a\">{}</text>",
        escape(&network.title)
    );
    let mut x = 16.0;
    for verdict in look::ORDER {
        let count = network.vertices.iter().filter(|v| v.verdict == verdict).count();
        if count == 0 {
            continue;
        }
        let look = look::of(verdict);
        let text = format!("{count} {} ({})", verdict.name(), look.meaning);
        let width = text.chars().count() as f64 * 6.1 + 40.0;
        let dash = if look.dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", look.dash) };
        let _ = write!(
            out,
            "<rect x=\"{x:.1}\" y=\"41\" width=\"16\" height=\"15\" rx=\"3\" fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{dash}/>",
            look.fill, look.stroke, look.width
        );
        symbol(verdict, (x + 8.0, 48.5), out);
        let _ = writeln!(out, "<text x=\"{:.1}\" y=\"52.5\" font-size=\"11\" fill=\"#2b3038\">{text}</text>", x + 22.0);
        x += width;
    }
    let lines = [
        (
            "stroke=\"#5a6270\" stroke-width=\"0.9\" marker-end=\"url(#tip)\"",
            "the claim at the arrow's head rests on the other",
        ),
        ("stroke=\"#c44d00\" stroke-width=\"1.3\" marker-end=\"url(#broken)\"", "it rests on a refuted claim"),
        ("stroke=\"#c44d00\" stroke-width=\"1\" stroke-dasharray=\"2.5 2.5\"", "correction of a refuted claim"),
    ];
    let mut x = 16.0;
    for (style, text) in lines {
        let _ = writeln!(
            out,
            "<path d=\"M{x:.1} 74h30\" fill=\"none\" {style}/><text x=\"{:.1}\" y=\"78\" font-size=\"11\" fill=\"#2b3038\">{text}</text>",
            x + 37.0
        );
        x += text.chars().count() as f64 * 6.1 + 66.0;
    }
}

/// Text for XML. Characters that XML 1.0 does not allow are left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c < ' ' && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn escapes_xml() {
        assert_eq!(super::escape("a < \"b\" & c\u{1}"), "a &lt; &quot;b&quot; &amp; c");
    }
}
