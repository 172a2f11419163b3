//! Stirling coefficients `B_{2k} / (2k (2k-1))`, exact integers behind them, rounded tables by precision.

use crate::Interval;
use crate::functions::rounding::prec;
use rug::{Float, Integer, Rational};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

/// Coefficients at one precision.
pub(crate) struct Table {
    /// Bits of the coefficients.
    pub bits: u32,
    /// `coef[k-1] = B_{2k} / (2k (2k-1))`, rounded to nearest.
    pub coef: Vec<Float>,
    /// `ln(2 pi) / 2`.
    pub half_ln_two_pi: Interval,
    /// The series reaches `2^-bits` (relative to its first term) within the table for every `x >= start`.
    pub start: u32,
}

/// Tangent numbers `T_1, T_2, ...`; `B_{2k} = (-1)^(k-1) 2k T_k / (4^k (4^k - 1))`.
static TANGENT: Mutex<Vec<Integer>> = Mutex::new(Vec::new());

thread_local! {
    static TABLES: RefCell<HashMap<u32, Rc<Table>>> = RefCell::new(HashMap::new());
}

/// `T_1 ..= T_n` by the two-term recurrence on rows of the tangent triangle (Knuth and Buckholtz, Math. Comp. 21).
fn tangent_numbers(n: usize) -> Vec<Integer> {
    let mut t = vec![Integer::from(1); n.max(1)];
    for k in 1..n {
        t[k] = Integer::from(&t[k - 1] * k as u64);
    }
    for k in 2..=n {
        for j in k..=n {
            let left = Integer::from(&t[j - 2] * (j - k) as u64);
            t[j - 1] *= (j - k + 2) as u64;
            t[j - 1] += left;
        }
    }
    t
}

/// `B_{2k} / (2k (2k-1))` for `k = 1..=n`, exact.
fn exact(n: usize) -> Vec<Rational> {
    let mut cache = TANGENT.lock().unwrap_or_else(PoisonError::into_inner);
    if cache.len() < n {
        *cache = tangent_numbers(n.max(2 * cache.len()).max(64));
    }
    let term = |k: usize| {
        let four = Integer::from(1) << (2 * k) as u32;
        let den = Integer::from(&four - 1u32) * four * (2 * k - 1) as u64;
        let c = Rational::from((cache[k - 1].clone(), den));
        if k.is_multiple_of(2) { -c } else { c }
    };
    (1..=n).map(term).collect()
}

fn build(bits: u32) -> Table {
    // e^(-2 pi x) bounds what the series can reach: x = bits/4 leaves more than twice the bits needed.
    let start = bits / 4 + 2;
    // |coef_k| <= 4 (2k-2)! / (2 pi)^(2k): terms at x = start fall below 2^-(bits + 8) of the first.
    let (mut n, mut log) = (1usize, 0.0f64);
    let two_pi_x = 2.0 * std::f64::consts::PI * f64::from(start);
    while log > -f64::from(bits) - 16.0 && n < start as usize * 2 {
        log += 2.0 * ((2.0 * n as f64) / two_pi_x).log2();
        n += 1;
    }
    let coef = exact(n + 1).iter().map(|c| Float::with_val(bits, c)).collect();
    let q = prec(bits + 4);
    let two_pi = Interval::pi(q).mul_2exp(1);
    let half_ln_two_pi = two_pi.ln(q).map_or_else(|_| Interval::whole(), |x| x.mul_2exp(-1));
    Table { bits, coef, half_ln_two_pi, start }
}

/// The table for at least `w` bits, kept for the thread (precisions are rounded up so that few tables exist).
pub(crate) fn table(w: u32) -> Rc<Table> {
    let bits = w.div_ceil(64).max(1) * 64;
    TABLES.with(|tables| {
        let mut tables = tables.borrow_mut();
        if tables.len() > 64 {
            tables.clear();
        }
        Rc::clone(tables.entry(bits).or_insert_with(|| Rc::new(build(bits))))
    })
}
