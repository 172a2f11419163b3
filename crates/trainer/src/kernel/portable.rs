//! The loops themselves, in safe Rust; see the module documentation of `kernel` for how they are compiled.

use super::erf::{erf_lanes, fma};
use super::{LANES, Lanes, PANEL, ROWS, Residual, StepSums, TILE};

/// `erf(U x + b)` for one panel (64 neurons) and the `TILE` points of `x` (coordinate-major: `x[k]` holds the k-th
/// coordinate of each).
#[inline(always)]
fn panel<const FMA: bool>(x: &[[f32; TILE]], u: &[[Lanes; PANEL]], b: &[Lanes; PANEL]) -> [[Lanes; PANEL]; TILE] {
    // Written out in both tile indices: the compiler keeps the sixteen sums in registers only in this form.
    let [mut a0, mut a1, mut a2, mut a3] = [*b; TILE];
    for (xk, uk) in x.iter().zip(u) {
        let [x0, x1, x2, x3] = *xk;
        for p in 0..PANEL {
            for l in 0..LANES {
                let v = uk[p].0[l];
                a0[p].0[l] = fma::<FMA>(x0, v, a0[p].0[l]);
                a1[p].0[l] = fma::<FMA>(x1, v, a1[p].0[l]);
                a2[p].0[l] = fma::<FMA>(x2, v, a2[p].0[l]);
                a3[p].0[l] = fma::<FMA>(x3, v, a3[p].0[l]);
            }
        }
    }
    let mut acc = [a0, a1, a2, a3];
    for row in &mut acc {
        for lanes in row {
            erf_lanes::<FMA>(lanes);
        }
    }
    acc
}

/// Writes the features of the `TILE` points into `TILE` rows; rows beyond `out` are dropped.
#[inline(always)]
pub(super) fn features<const FMA: bool>(
    x: &[[f32; TILE]],
    u: &[[Lanes; PANEL]],
    b: &[[Lanes; PANEL]],
    out: &mut [&mut [[Lanes; PANEL]]],
) {
    let d = x.len();
    for (j, (up, bp)) in u.chunks_exact(d).zip(b).enumerate() {
        let acc = panel::<FMA>(x, up, bp);
        for (row, a) in out.iter_mut().zip(&acc) {
            if let Some(slot) = row.get_mut(j) {
                *slot = *a;
            }
        }
    }
}

/// `<w, features>` of the `TILE` points. Each panel's 64 products are summed in `f32`, the panels in `f64`.
#[inline(always)]
pub(super) fn project<const FMA: bool>(
    x: &[[f32; TILE]],
    u: &[[Lanes; PANEL]],
    b: &[[Lanes; PANEL]],
    w: &[[Lanes; PANEL]],
) -> [f64; TILE] {
    let d = x.len();
    let mut z = [[0.0f64; LANES]; TILE];
    for ((up, bp), wp) in u.chunks_exact(d).zip(b).zip(w) {
        let acc = panel::<FMA>(x, up, bp);
        for t in 0..TILE {
            let mut s = Lanes::ZERO;
            for p in 0..PANEL {
                for l in 0..LANES {
                    s.0[l] = fma::<FMA>(acc[t][p].0[l], wp[p].0[l], s.0[l]);
                }
            }
            for (z, s) in z[t].iter_mut().zip(&s.0) {
                *z += f64::from(*s);
            }
        }
    }
    z.map(|row| row.iter().sum())
}

/// The outputs of up to `ROWS` rows.
#[inline(always)]
fn dots<const FMA: bool>(rows: &[&[Lanes]; ROWS], w: &[Lanes]) -> [f64; ROWS] {
    let mut acc = [Lanes::ZERO; ROWS];
    let [r0, r1, r2, r3, r4, r5, r6, r7] = *rows;
    let it = w.iter().zip(r0).zip(r1).zip(r2).zip(r3).zip(r4).zip(r5).zip(r6).zip(r7);
    for ((((((((w, a0), a1), a2), a3), a4), a5), a6), a7) in it {
        for l in 0..LANES {
            acc[0].0[l] = fma::<FMA>(w.0[l], a0.0[l], acc[0].0[l]);
            acc[1].0[l] = fma::<FMA>(w.0[l], a1.0[l], acc[1].0[l]);
            acc[2].0[l] = fma::<FMA>(w.0[l], a2.0[l], acc[2].0[l]);
            acc[3].0[l] = fma::<FMA>(w.0[l], a3.0[l], acc[3].0[l]);
            acc[4].0[l] = fma::<FMA>(w.0[l], a4.0[l], acc[4].0[l]);
            acc[5].0[l] = fma::<FMA>(w.0[l], a5.0[l], acc[5].0[l]);
            acc[6].0[l] = fma::<FMA>(w.0[l], a6.0[l], acc[6].0[l]);
            acc[7].0[l] = fma::<FMA>(w.0[l], a7.0[l], acc[7].0[l]);
        }
    }
    acc.map(|a| a.sum())
}

/// Adds `c_i row_i` to `g`.
#[inline(always)]
fn update<const FMA: bool>(rows: &[&[Lanes]; ROWS], c: &[f32; ROWS], g: &mut [Lanes]) {
    let [r0, r1, r2, r3, r4, r5, r6, r7] = *rows;
    let it = g.iter_mut().zip(r0).zip(r1).zip(r2).zip(r3).zip(r4).zip(r5).zip(r6).zip(r7);
    for ((((((((g, a0), a1), a2), a3), a4), a5), a6), a7) in it {
        for l in 0..LANES {
            // Two chains of four keep the latency of one row block below that of its loads.
            let even = fma::<FMA>(c[0], a0.0[l], g.0[l]);
            let odd = c[1] * a1.0[l];
            let even = fma::<FMA>(c[2], a2.0[l], even);
            let odd = fma::<FMA>(c[3], a3.0[l], odd);
            let even = fma::<FMA>(c[4], a4.0[l], even);
            let odd = fma::<FMA>(c[5], a5.0[l], odd);
            let even = fma::<FMA>(c[6], a6.0[l], even);
            let odd = fma::<FMA>(c[7], a7.0[l], odd);
            g.0[l] = even + odd;
        }
    }
}

/// Forward and backward pass over a chunk of rows (`stride` blocks each), `ROWS` at a time, while they are in the cache:
/// `g += sum_i c_i row_i`, `outputs` the row outputs before clipping. A last group of fewer rows is filled up with an empty row that has no weight.
#[inline(always)]
#[allow(clippy::too_many_arguments)]
pub(super) fn step<const FMA: bool>(
    rows: &[Lanes],
    stride: usize,
    y: &[f32],
    w: &[Lanes],
    residual: Residual,
    outputs: &mut [f32],
    g: &mut [Lanes],
) -> StepSums {
    let mut sums = StepSums::default();
    for ((group, labels), outputs) in rows.chunks(stride * ROWS).zip(y.chunks(ROWS)).zip(outputs.chunks_mut(ROWS)) {
        let first = &group[..stride];
        let mut slices = [first; ROWS];
        for (slot, row) in slices.iter_mut().zip(group.chunks_exact(stride)) {
            *slot = row;
        }
        let z = dots::<FMA>(&slices, w);
        let mut c = [0.0f32; ROWS];
        let mut any = false;
        for (((z, &y), c), output) in z.iter().zip(labels).zip(&mut c).zip(outputs) {
            let y = f64::from(y);
            *output = crate::features::narrow(*z);
            let (e, active) = match residual {
                Residual::Clipped => (z.clamp(0.0, 1.0) - y, *z > 0.0 && *z < 1.0),
                Residual::Masked => (*z * y, y != 0.0),
            };
            sums.loss += e * e;
            if active {
                *c = crate::features::narrow(e);
                sums.active += 1;
                any = true;
            }
        }
        if any {
            update::<FMA>(&slices, &c, g);
        }
    }
    sums
}

/// `erf` of every lane, in place.
#[inline(always)]
pub(super) fn erf_slice<const FMA: bool>(values: &mut [Lanes]) {
    for v in values {
        erf_lanes::<FMA>(v);
    }
}
