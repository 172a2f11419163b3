//! Containment and width of the special functions against values computed by Arb (`reference/`).

mod reference;

use enclosure::functions::{beta_i, erf_inv, gamma, gamma_p, gamma_q, lgamma, owen_t};
use enclosure::rug::Float;
use enclosure::{Interval, Prec, Result};
use reference::{Row, width_in_ulps};

type Point = fn(&[Interval], Prec) -> Result<Interval>;

/// Every row meets the enclosure, which is at most 2^12 ulp wide; at least 2000 rows.
fn check(name: &str, f: Point) {
    let rows = reference::rows(name).unwrap_or_else(|e| panic!("{e}"));
    assert!(rows.len() >= 2000, "{name}: only {} rows", rows.len());
    let mut worst = Float::new(53);
    for row in &rows {
        let got = evaluate(name, f, row);
        assert!(
            *got.lo() <= row.hi && row.lo <= *got.hi(),
            "{name} line {}: {got} misses [{}, {}]",
            row.line,
            row.lo,
            row.hi
        );
        let width = width_in_ulps(got.lo(), got.hi(), row.prec);
        assert!(width <= 4096, "{name} line {}: {width} ulp at {} bits, {got}", row.line, row.prec);
        if width > worst {
            worst = width;
        }
    }
    println!("{name}: {} rows, at most {worst:.1} ulp", rows.len());
}

fn evaluate(name: &str, f: Point, row: &Row) -> Interval {
    let args: Vec<Interval> =
        row.args.iter().map(|x| Interval::point(x.clone()).unwrap_or_else(|e| panic!("{e}"))).collect();
    let p = Prec::new(row.prec).unwrap_or_else(|e| panic!("{e}"));
    f(&args, p).unwrap_or_else(|e| panic!("{name} line {}: {e}", row.line))
}

#[test]
fn gamma_meets_arb() {
    check("gamma", |a, p| gamma(&a[0], p));
}

#[test]
fn lgamma_meets_arb() {
    check("lgamma", |a, p| lgamma(&a[0], p));
}

#[test]
fn erf_inv_meets_arb() {
    check("erfinv", |a, p| erf_inv(&a[0], p));
}

#[test]
fn gamma_p_meets_arb() {
    check("gamma_p", |a, p| gamma_p(&a[0], &a[1], p));
}

#[test]
fn gamma_q_meets_arb() {
    check("gamma_q", |a, p| gamma_q(&a[0], &a[1], p));
}

#[test]
fn beta_i_meets_arb() {
    check("beta_i", |a, p| beta_i(&a[0], &a[1], &a[2], p));
}

#[test]
fn owen_t_meets_arb() {
    check("owen_t", |a, p| owen_t(&a[0], &a[1], p));
}
