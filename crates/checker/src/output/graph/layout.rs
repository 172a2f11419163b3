//! Layered layout of one connected component: layers by longest path, order by barycentres, heights by relaxation.
//! Coordinates are only for drawing.

/// Height of a row.
pub const ROW: f64 = 19.0;
/// Space between two layers.
const GAP: f64 = 46.0;
/// Sweeps that order the layers, and sweeps that straighten edges.
const SWEEPS: usize = 12;

/// A component that has been placed: upper left corners of its nodes, relative to its own corner.
pub struct Placed {
    /// Index of each node in the network, with its position.
    pub at: Vec<(usize, f64, f64)>,
    /// Size of the whole.
    pub size: (f64, f64),
}

/// Places the nodes (index in the network and width of the box) with edges between positions in `nodes`. Cycles are
/// harmless: every layer number is at most the number of nodes.
#[must_use]
pub fn place(nodes: &[(usize, f64)], edges: &[(usize, usize)]) -> Placed {
    let n = nodes.len();
    let layer = layers(n, edges);
    let depth = layer.iter().max().map_or(0, |l| l + 1);
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); depth];
    (0..n).for_each(|v| rows[layer[v]].push(v));
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); n];
    for &(a, b) in edges {
        near[a].push(b);
        near[b].push(a);
    }
    let mut y: Vec<f64> = vec![0.0; n];
    for row in &rows {
        row.iter().enumerate().for_each(|(i, &v)| y[v] = i as f64 * ROW);
    }
    for sweep in 0..2 * SWEEPS {
        for k in 0..depth {
            let row = &mut rows[if sweep % 2 == 0 { k } else { depth - 1 - k }];
            let wish: Vec<f64> = (0..n).map(|v| mean(near[v].iter().map(|&u| y[u])).unwrap_or(y[v])).collect();
            if sweep < SWEEPS {
                row.sort_by(|&a, &b| wish[a].total_cmp(&wish[b]));
            }
            spread(row, &wish, &mut y);
        }
    }
    let top = y.iter().copied().fold(f64::INFINITY, f64::min);
    let mut left = 0.0;
    let mut at = Vec::with_capacity(n);
    let mut height: f64 = 0.0;
    for row in &rows {
        for &v in row {
            at.push((nodes[v].0, left, y[v] - top));
            height = height.max(y[v] - top + ROW);
        }
        left += row.iter().map(|&v| nodes[v].1).fold(0.0, f64::max) + GAP;
    }
    Placed { at, size: ((left - GAP).max(0.0), height) }
}

/// Longest path from a source, sources moved beside the first node that rests on them.
fn layers(n: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut layer = vec![0; n];
    for _ in 0..n {
        let mut changed = false;
        for &(a, b) in edges {
            if layer[b] < layer[a] + 1 && layer[a] + 1 < n {
                layer[b] = layer[a] + 1;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for v in 0..n {
        let source = edges.iter().all(|&(_, b)| b != v);
        let next = edges.iter().filter(|&&(a, _)| a == v).map(|&(_, b)| layer[b]).min();
        if let (true, Some(next)) = (source, next) {
            layer[v] = next.saturating_sub(1);
        }
    }
    layer
}

/// Puts the row's nodes in their order as near to their wishes as the row height allows.
fn spread(row: &[usize], wish: &[f64], y: &mut [f64]) {
    let mut last = f64::NEG_INFINITY;
    for &v in row {
        y[v] = wish[v].max(last + ROW);
        last = y[v];
    }
    if let Some(shift) = mean(row.iter().map(|&v| wish[v] - y[v])) {
        row.iter().for_each(|&v| y[v] += shift);
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0u32), |(s, c), v| (s + v, c + 1));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::{ROW, place};

    #[test]
    fn a_diamond_has_three_layers_and_no_overlap() {
        let nodes: Vec<(usize, f64)> = (0..4).map(|i| (i, 50.0)).collect();
        let placed = place(&nodes, &[(0, 1), (0, 2), (1, 3), (2, 3)]);
        let at = |i: usize| placed.at.iter().find(|p| p.0 == i).map(|p| (p.1, p.2)).expect("placed");
        assert!(at(0).0 < at(1).0 && at(1).0 < at(3).0);
        assert!((at(1).0 - at(2).0).abs() < 1e-9 && (at(1).1 - at(2).1).abs() >= ROW - 1e-9);
    }

    #[test]
    fn a_cycle_ends() {
        let placed = place(&[(0, 10.0), (1, 10.0)], &[(0, 1), (1, 0)]);
        assert_eq!(placed.at.len(), 2);
    }
}
