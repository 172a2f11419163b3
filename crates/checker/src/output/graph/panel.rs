//! Panels: one a group, its components packed inside; and the panels packed on the sheet.

use super::Network;
use super::layout::{Placed, ROW, place};

/// Width of a character of the labels.
pub const CHAR: f64 = 5.2;
/// Width of a box beside its label.
pub const EXTRA: f64 = 21.0;
/// Space inside a panel and between panels.
const PAD: f64 = 14.0;
/// Height of a panel's heading.
const HEAD: f64 = 26.0;
/// Space between components.
const SPACE: f64 = 22.0;

/// A box that holds a group.
pub struct Panel {
    /// Index of the group.
    pub group: usize,
    /// Left, top, width, height.
    pub frame: [f64; 4],
}

/// Where everything is.
pub struct Sheet {
    /// Upper left corner of each vertex's box.
    pub at: Vec<(f64, f64)>,
    /// The panels.
    pub panels: Vec<Panel>,
    /// Size of the sheet.
    pub size: (f64, f64),
}

/// Width of a vertex's box.
#[must_use]
pub fn box_width(label: &str) -> f64 {
    label.chars().count() as f64 * CHAR + EXTRA
}

/// Places all vertices, below `top`.
#[must_use]
pub fn sheet(network: &Network, top: f64) -> Sheet {
    let inside: Vec<Vec<Placed>> = (0..network.groups.len()).map(|g| components(network, g)).collect();
    let widest = inside.iter().flatten().map(|c| c.size.0).fold(560.0, f64::max);
    let column = widest + 2.0 * PAD;
    let area: f64 = inside.iter().flatten().map(|c| (c.size.0 + SPACE) * (c.size.1 + SPACE)).sum();
    // The sheet comes out somewhat wider than high.
    let columns = ((1.6 * area).sqrt() / column).round().clamp(1.0, 6.0) as usize;
    let columns = columns.min(inside.len().max(1));
    let mut at = vec![(0.0, 0.0); network.vertices.len()];
    let heights: Vec<f64> =
        inside.iter().map(|parts| fill(parts, widest, (0.0, 0.0), &mut at) + HEAD + 2.0 * PAD).collect();
    let share = heights.iter().sum::<f64>() / columns as f64;
    let mut panels = Vec::new();
    let (mut k, mut floor, mut done, mut bottom) = (0, top, 0.0, top);
    for (group, parts) in inside.iter().enumerate() {
        // The next column starts where more than half of this panel would lie beyond this column's share.
        if k + 1 < columns && floor > top && done + heights[group] / 2.0 > share * (k + 1) as f64 {
            (k, floor) = (k + 1, top);
        }
        let left = PAD + k as f64 * (column + PAD);
        fill(parts, widest, (left + PAD, floor + HEAD), &mut at);
        panels.push(Panel { group, frame: [left, floor, column, heights[group] - PAD] });
        (floor, done) = (floor + heights[group], done + heights[group]);
        bottom = bottom.max(floor);
    }
    let width = PAD + columns as f64 * (column + PAD);
    Sheet { at, panels, size: (width, bottom) }
}

/// Packs components in rows of at most `width`; returns the height used.
fn fill(parts: &[Placed], width: f64, corner: (f64, f64), at: &mut [(f64, f64)]) -> f64 {
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for part in parts {
        let small = part.at.len() == 1;
        if x > 0.0 && x + part.size.0 > width {
            y += row + if small { 0.0 } else { SPACE / 2.0 };
            (x, row) = (0.0, 0.0);
        }
        for (v, dx, dy) in &part.at {
            at[*v] = (corner.0 + x + dx, corner.1 + y + dy);
        }
        x += part.size.0 + if small { SPACE / 2.0 } else { SPACE };
        row = row.max(part.size.1);
    }
    y + row
}

/// The connected components of a group, the largest first and single claims, in the paper's order, last.
fn components(network: &Network, group: usize) -> Vec<Placed> {
    let members: Vec<usize> = (0..network.vertices.len()).filter(|&v| network.vertices[v].group == group).collect();
    let mut position = vec![usize::MAX; network.vertices.len()];
    members.iter().enumerate().for_each(|(i, &v)| position[v] = i);
    let local = |v: usize| (position[v] != usize::MAX).then_some(position[v]);
    let edges: Vec<(usize, usize)> =
        network.edges.iter().filter_map(|e| Some((local(e.from)?, local(e.to)?))).collect();
    // Each member carries the smallest index of its component; it spreads along edges until nothing changes, at most
    // once a member.
    let mut name: Vec<usize> = (0..members.len()).collect();
    for _ in 0..members.len() {
        let before = name.clone();
        for &(a, b) in &edges {
            let least = name[a].min(name[b]);
            (name[a], name[b]) = (least, least);
        }
        if name == before {
            break;
        }
    }
    let mut parts = Vec::new();
    for root in 0..members.len() {
        let list: Vec<usize> = (0..members.len()).filter(|&i| name[i] == root).collect();
        if list.is_empty() {
            continue;
        }
        let nodes: Vec<(usize, f64)> =
            list.iter().map(|&i| (members[i], box_width(&network.vertices[members[i]].label))).collect();
        let within = |i: usize| list.binary_search(&i).ok();
        let part: Vec<(usize, usize)> = edges.iter().filter_map(|&(a, b)| Some((within(a)?, within(b)?))).collect();
        parts.push(place(&nodes, &part));
    }
    parts.sort_by_key(|p| std::cmp::Reverse(p.at.len()));
    debug_assert!(parts.iter().all(|p| p.size.1 >= ROW));
    parts
}
