//! Containment and width of `J_nu` and `J_nu'` against values computed by Arb (`reference/`).

mod reference;

use enclosure::functions::bessel_j::{Order, bessel_j, bessel_j_prime, orders, points};
use enclosure::rug::Float;
use enclosure::{Interval, Prec, Result};
use reference::width_in_ulps;

type Function = fn(Order, &Interval, Prec) -> Result<Interval>;

fn order(nu: &Float) -> Order {
    let twice = Float::with_val(64, nu << 1u32).to_integer().and_then(|n| n.to_u32());
    Order::half(twice.expect("2 nu is a small integer")).expect("order")
}

fn point(x: &Float) -> Interval {
    Interval::point(x.clone()).expect("finite")
}

fn prec(bits: u32) -> Prec {
    Prec::new(bits).expect("precision")
}

fn check(name: &str, f: Function) {
    let rows = reference::rows(name).unwrap_or_else(|e| panic!("{e}"));
    assert!(rows.len() >= 2000, "{name}: only {} rows", rows.len());
    for row in &rows {
        let got = f(order(&row.args[0]), &point(&row.args[1]), prec(row.prec));
        let got = got.unwrap_or_else(|e| panic!("{name} line {}: {e}", row.line));
        assert!(*got.lo() <= row.hi && row.lo <= *got.hi(), "{name} line {}: {got} misses Arb's value", row.line);
        let width = width_in_ulps(got.lo(), got.hi(), row.prec);
        assert!(width <= 4096, "{name} line {}: {width} ulp at {} bits", row.line, row.prec);
    }
}

#[test]
fn bessel_j_meets_arb() {
    check("bessel_j", bessel_j);
}

#[test]
fn bessel_j_prime_meets_arb() {
    check("bessel_j_prime", bessel_j_prime);
}

#[test]
fn tables_meet_arb() {
    // The value of the row as the first, the middle and the last entry of a table of orders, and inside a grid.
    let rows = reference::rows("bessel_j").unwrap_or_else(|e| panic!("{e}"));
    for row in rows.iter().filter(|row| row.prec <= 512) {
        let (nu, x, p) = (order(&row.args[0]), point(&row.args[1]), prec(row.prec));
        let parity = nu.twice() % 2;
        for back in [0, 9, nu.twice() / 2] {
            let back = back.min((nu.twice() - parity) / 2);
            let first = Order::half(nu.twice() - 2 * back).expect("order");
            let table = orders(first, back as usize + 7, &x, p).unwrap_or_else(|e| panic!("line {}: {e}", row.line));
            let got = &table[back as usize];
            assert!(*got.lo() <= row.hi && row.lo <= *got.hi(), "orders, line {}: {got} from {first}", row.line);
            let width = width_in_ulps(got.lo(), got.hi(), row.prec);
            assert!(width <= 4096, "orders, line {}: {width} ulp from {first}", row.line);
        }
        let step = |k: i64| x.add(&Interval::int(k).mul_2exp(-4), Prec::new(4096).expect("precision"));
        let grid: Vec<Interval> = (-3..=3).map(step).filter(Interval::is_positive).chain([x.clone()]).collect();
        let values = points(nu, &grid, p).unwrap_or_else(|e| panic!("line {}: {e}", row.line));
        let got = values.last().expect("the row's own argument");
        assert!(*got.lo() <= row.hi && row.lo <= *got.hi(), "points, line {}: {got}", row.line);
        let width = width_in_ulps(got.lo(), got.hi(), row.prec);
        assert!(width <= 4096, "points, line {}: {width} ulp", row.line);
    }
}

#[test]
fn wide_arguments_give_the_range() {
    let rows = reference::wide_rows().unwrap_or_else(|e| panic!("{e}"));
    assert!(rows.len() >= 200, "only {} rows", rows.len());
    for row in &rows {
        let x = Interval::new(row.a.clone(), row.b.clone()).expect("interval");
        let got = bessel_j(order(&row.nu), &x, prec(row.prec)).unwrap_or_else(|e| panic!("line {}: {e}", row.line));
        assert!(
            *got.lo() <= row.inner.0 && row.inner.1 <= *got.hi(),
            "line {}: {got} misses attained values",
            row.line
        );
        // Certified bounds from the other side, widened by 2^-20 of the range: not far beyond the true range.
        assert!(row.outer.0 <= *got.lo() && *got.hi() <= row.outer.1, "line {}: {got} is not tight", row.line);
    }
}
