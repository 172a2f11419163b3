//! RB-01, step (2), seen numerically: the block of a random neuron of `x1 + x2` in one harmonic degree has rank one, and the
//! block of the ball indicator is `mu_n` times the identity. Plain f64 quadrature, no code of the library.

use std::f64::consts::PI;

/// Gauss-Legendre nodes and weights on [-1, 1] by Newton's method.
fn gauss(n: usize) -> Vec<(f64, f64)> {
    (0..n)
        .map(|i| {
            let mut x = (PI * (i as f64 + 0.75) / (n as f64 + 0.5)).cos();
            let mut slope = 1.0;
            for _ in 0..50 {
                let (mut a, mut b) = (1.0, x);
                for k in 1..n {
                    let k = k as f64;
                    (a, b) = (b, ((2.0 * k + 1.0) * x * b - k * a) / (k + 1.0));
                }
                slope = n as f64 * (x * b - a) / (x * x - 1.0);
                x -= b / slope;
            }
            (x, 2.0 / ((1.0 - x * x) * slope * slope))
        })
        .collect()
}

/// Points and weights on the circle or the 2-sphere.
fn sphere(d: usize, n: usize) -> Vec<([f64; 3], f64)> {
    let angle = |j: usize| 2.0 * PI * (j as f64 + 0.3) / (2 * n) as f64;
    let share = 1.0 / (2 * n) as f64;
    if d == 2 {
        return (0..2 * n).map(|j| ([angle(j).cos(), angle(j).sin(), 0.0], share)).collect();
    }
    let mut out = Vec::new();
    for (z, w) in gauss(n) {
        let s = (1.0 - z * z).sqrt();
        out.extend((0..2 * n).map(|j| ([s * angle(j).cos(), s * angle(j).sin(), z], w / 2.0 * share)));
    }
    out
}

/// Orthonormal harmonics of degree 1 or 2 (any degree for d = 2).
fn harmonics(d: usize, n: usize, x: &[f64; 3]) -> Vec<f64> {
    let [a, b, c] = *x;
    match (d, n) {
        (2, _) => {
            let t = n as f64 * b.atan2(a);
            vec![2f64.sqrt() * t.cos(), 2f64.sqrt() * t.sin()]
        }
        (_, 1) => [a, b, c].iter().map(|v| 3f64.sqrt() * v).collect(),
        _ => {
            let k = 15f64.sqrt();
            vec![k * a * b, k * b * c, k * a * c, k / 2.0 * (a * a - b * b), 5f64.sqrt() / 2.0 * (3.0 * c * c - 1.0)]
        }
    }
}

/// The block of a function of `x1 + x2` in degree `n`.
fn block(d: usize, n: usize, points: &[([f64; 3], f64)], h: impl Fn([f64; 3]) -> f64) -> Vec<Vec<f64>> {
    let basis: Vec<Vec<f64>> = points.iter().map(|(x, _)| harmonics(d, n, x)).collect();
    let size = basis[0].len();
    let mut m = vec![vec![0.0; size]; size];
    for ((x, v), p) in points.iter().zip(&basis) {
        let mut row = vec![0.0; size];
        for ((y, w), q) in points.iter().zip(&basis) {
            let value = h([x[0] + y[0], x[1] + y[1], x[2] + y[2]]) * w;
            row.iter_mut().zip(q).for_each(|(r, q)| *r += value * q);
        }
        for (line, p) in m.iter_mut().zip(p) {
            line.iter_mut().zip(&row).for_each(|(e, r)| *e += v * p * r);
        }
    }
    m
}

/// Largest 2x2 minor relative to the squared norm: 0 exactly for rank one.
fn rank_defect(m: &[Vec<f64>]) -> f64 {
    let norm: f64 = m.iter().flatten().map(|e| e * e).sum();
    let n = m.len();
    let mut worst = 0f64;
    for (i, j) in (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))) {
        for (k, l) in (0..n).flat_map(|k| (k + 1..n).map(move |l| (k, l))) {
            worst = worst.max((m[i][k] * m[j][l] - m[i][l] * m[j][k]).abs());
        }
    }
    worst / norm
}

#[test]
fn rb_01_neuron_blocks_have_rank_one() {
    let neurons = [([0.9, -1.3, 0.7], 0.4), ([-2.0, 0.3, 1.1], -0.8), ([0.1, 0.2, 2.5], 1.0)];
    for d in [2usize, 3] {
        let points = sphere(d, if d == 2 { 64 } else { 16 });
        for n in [1, 2] {
            for (w, b) in neurons {
                let neuron = |x: [f64; 3]| (w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + b).tanh();
                let m = block(d, n, &points, neuron);
                assert!(rank_defect(&m) < 1e-6, "d={d} n={n} {:e}", rank_defect(&m));
            }
            // The measure of rank is not blind: two neurons together have rank two.
            let [(u, _), (v, _), _] = neurons;
            let both = |x: [f64; 3]| {
                (u[0] * x[0] + u[1] * x[1] + u[2] * x[2]).cos() + (v[0] * x[0] + v[1] * x[1] + v[2] * x[2] + 1.0).cos()
            };
            assert!(rank_defect(&block(d, n, &points, both)) > 1e-3, "d={d} n={n}");
        }
    }
}

#[test]
fn rb_01_radial_blocks_are_multiples_of_the_identity() {
    for d in [2usize, 3] {
        let points = sphere(d, if d == 2 { 64 } else { 16 });
        for n in [1, 2] {
            // A smooth function of |x|^2, so that the quadrature is accurate.
            let m = block(d, n, &points, |x| (-(x[0] * x[0] + x[1] * x[1] + x[2] * x[2])).exp());
            for (i, row) in m.iter().enumerate() {
                for (j, e) in row.iter().enumerate() {
                    let want = if i == j { m[0][0] } else { 0.0 };
                    assert!((e - want).abs() < 1e-12 && m[0][0].abs() > 1e-3, "d={d} n={n} {i} {j} {e}");
                }
            }
        }
    }
}
