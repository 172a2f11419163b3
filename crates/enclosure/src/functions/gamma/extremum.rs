//! Least value of `|Gamma|` between two poles, or on the positive half-line.

use rug::Float;

/// The positive zero of digamma, a first guess only.
const POSITIVE_ZERO: &str = "1.4616321449683623412626595423257213284681962040064462951295988408597864403538018";

/// Most steps of the search; a poor end result costs width, never correctness (GA-02 holds at any point).
const MAX_STEPS: u32 = 200;

/// `psi(x)` to nearest at `w` bits.
fn psi(x: &Float, w: u32) -> Float {
    Float::with_val(w, x.digamma_ref())
}

/// A point in `[l, u]` near the zero of digamma, given `psi(l) < 0 < psi(u)` with no pole between, such that
/// `|psi| < 2^-bits` there if the search succeeds; with `|psi|` at that point, rounded up.
///
/// Regula falsi with halving of the stale end (the Illinois rule), so the bracket always holds the zero.
pub(super) fn near_zero(l: &Float, u: &Float, bits: u32) -> (Float, Float) {
    let size = l.get_exp().unwrap_or(0).max(u.get_exp().unwrap_or(0)).max(0).unsigned_abs();
    let w = bits + size + 24;
    let (mut a, mut b) = (Float::with_val(w.max(l.prec()), l), Float::with_val(w.max(u.prec()), u));
    let (mut fa, mut fb) = (psi(&a, w), psi(&b, w));
    let guess = Float::parse(POSITIVE_ZERO).map(|g| Float::with_val(w, g)).ok().filter(|g| *g > *l && *g < *u);
    let mut next = guess.unwrap_or_else(|| Float::with_val(w, &a + &b) / 2u32);
    let mut side = 0;
    let goal = Float::with_val(2, Float::i_exp(1, -i32::try_from(bits).unwrap_or(i32::MAX / 2)));
    let mut best = (a.clone(), fa.clone().abs());
    for step in 0..MAX_STEPS {
        if !(next > a && next < b) {
            next = Float::with_val(w, &a + &b) / 2u32;
            if !(next > a && next < b) {
                break;
            }
        }
        let f = psi(&next, w);
        let size = f.clone().abs();
        if size < best.1 {
            best = (next.clone(), size);
        }
        if best.1 < goal {
            break;
        }
        if f < 0 {
            (a, fa) = (next, f);
            if side < 0 {
                fb /= 2u32;
            }
            side = -1;
        } else {
            (b, fb) = (next, f);
            if side > 0 {
                fa /= 2u32;
            }
            side = 1;
        }
        // Every fourth step bisects, for ends next to a pole where psi is far from linear.
        next = if step % 4 == 3 {
            Float::with_val(w, &a + &b) / 2u32
        } else {
            let slope = Float::with_val(w, &fb - &fa);
            let run = Float::with_val(w, &b - &a);
            Float::with_val(w, &a - &(Float::with_val(w, &fa * &run) / slope))
        };
    }
    let (x, mut size) = best;
    size.next_up();
    (x, size)
}
