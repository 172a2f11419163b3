//! Attacks on each bound of `docs/theory/special-functions.md`, by its id: values computed by Arb where the bound is
//! worst used (`special/generate.py`), and the inequalities themselves.

mod reference;

use enclosure::functions::{
    beta_i, beta_i_complement, binet, digamma, erf_inv, erfc_inv, gamma, gamma_p, gamma_q, lgamma, log_beta, owen_t,
    polygamma,
};
use enclosure::rug::Float;
use enclosure::{Interval, Prec, Result};
use reference::{number, width_in_ulps};

fn bits(n: u32) -> Prec {
    Prec::new(n).expect("a valid precision")
}

fn point(x: f64) -> Interval {
    Interval::exact_f64(x).expect("finite")
}

/// Between two neighbouring poles (or on `[1, 2]`), the least `|Gamma|`: the lower end of the wide enclosure.
fn least_gamma(left: &Interval, p: Prec) -> Result<Interval> {
    let eighth = point(0.0625);
    let (l, u) = if left.is_positive() {
        (point(1.0), point(2.0))
    } else {
        (left.add(&eighth, p), left.add(&Interval::one(), p).sub(&eighth, p))
    };
    let wide = gamma(&l.hull(&u), p)?.abs();
    Interval::point(wide.into_bounds().0)
}

fn call(name: &str, a: &[Interval], p: Prec) -> Result<Interval> {
    match name {
        "gamma_p" => gamma_p(&a[0], &a[1], p),
        "gamma_q" => gamma_q(&a[0], &a[1], p),
        "beta_i" => beta_i(&a[0], &a[1], &a[2], p),
        "beta_i_complement" => beta_i_complement(&a[0], &a[1], &a[2], p),
        "owen_t" => owen_t(&a[0], &a[1], p),
        "binet" => binet(&a[0], p),
        "lgamma" => lgamma(&a[0], p),
        "digamma" => digamma(&a[0], p),
        "polygamma" => polygamma(a[0].mid().to_f64() as u32, &a[1], p),
        "least_gamma" => least_gamma(&a[0], p),
        "log_beta" => log_beta(&a[0], &a[1], p),
        "erf_inv" => erf_inv(&a[0], p),
        "erfc_inv" => erfc_inv(&a[0], p),
        other => panic!("unknown function {other}"),
    }
}

/// Every line of `attacks.txt` for this bound: containment and at most 2^12 ulp; at least `least` lines.
fn attack(bound: &str, least: usize) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/special/attacks.txt");
    let text = std::fs::read_to_string(path).expect("attacks.txt");
    let mut count = 0;
    for line in text.lines().filter(|l| l.split(' ').next() == Some(bound)) {
        let fields: Vec<&str> = line.split(' ').collect();
        let p: u32 = fields[2].parse().expect("precision");
        let numbers: Vec<Float> = fields[3..].iter().map(|t| number(t).expect("number")).collect();
        let (args, ends) = numbers.split_at(numbers.len() - 2);
        let args: Vec<Interval> = args.iter().map(|x| Interval::point(x.clone()).expect("finite")).collect();
        let shown = || format!("{} {p} {:?}", fields[1], args.iter().map(|a| a.mid().to_f64()).collect::<Vec<_>>());
        let got = call(fields[1], &args, bits(p)).unwrap_or_else(|e| panic!("{}: {e}", shown()));
        if fields[1] == "least_gamma" {
            // One end only: below the true value, by no more than a few ulp.
            assert!(*got.lo() <= ends[1], "{}: {got} above [{}, {}]", shown(), ends[0], ends[1]);
            let gap = width_in_ulps(got.lo(), &ends[1], p);
            assert!(gap <= 16, "{}: {gap} ulp below", shown());
        } else {
            let meets = *got.lo() <= ends[1] && ends[0] <= *got.hi();
            assert!(meets, "{}: {got} misses [{}, {}]", shown(), ends[0], ends[1]);
            let width = width_in_ulps(got.lo(), got.hi(), p);
            assert!(width <= 4096, "{}: {width} ulp", shown());
        }
        count += 1;
    }
    assert!(count >= least, "{bound}: only {count} attacks");
}

/// SF-01: sums of tens of thousands of rounded terms at the least precisions stay inside what twice the precision says.
#[test]
fn sf_01_long_sums() {
    for p in [2, 11, 53, 64, 96] {
        for (a, x) in [(1e6, 999_000.0), (1e6, 1_001_000.0), (123_456.5, 123_456.25)] {
            for f in [gamma_p, gamma_q] {
                let coarse = f(&point(a), &point(x), bits(p)).expect("value");
                let fine = f(&point(a), &point(x), bits(400)).expect("value");
                assert!(coarse.encloses(&fine), "{a} {x} {p}: {coarse} {fine}");
            }
        }
    }
}

#[test]
fn ga_01_signs_and_ends() {
    let p = bits(80);
    for n in 0..12i32 {
        let l = point(f64::from(-n) - 0.875);
        let u = point(f64::from(-n) - 0.125);
        let wide = gamma(&l.hull(&u), p).expect("no pole");
        assert_eq!(wide.is_negative(), n % 2 == 0, "strip {n}: {wide}");
        for k in 0..=24 {
            let x = point(f64::from(-n) - 0.875 + f64::from(k) / 32.0);
            assert!(wide.overlaps(&gamma(&x, bits(200)).expect("no pole")), "strip {n}, point {k}");
        }
    }
    for (l, u) in [(-0.5, 0.5), (-3.0, -2.5), (-2.5, -2.0), (0.0, 1.0), (-1.5, -0.5)] {
        assert!(gamma(&point(l).hull(&point(u)), p).is_err(), "[{l}, {u}] holds a pole");
    }
}

#[test]
fn ga_02_least_values() {
    attack("GA-02", 14);
}

#[test]
fn ga_03_binet() {
    attack("GA-03", 40);
    // J in (0, 1/(12 x)], up to the largest exponents and at infinity.
    for e in [-100, -3, 0, 4, 30, 900, 100_000, 400_000_000] {
        let x = Interval::one().mul_2exp(e);
        let j = binet(&x, bits(100)).expect("x > 0");
        let bound = x.mul_int(12, bits(200)).recip(bits(200)).expect("positive");
        assert!(j.is_positive() && *j.lo() <= *bound.hi(), "2^{e}: {j}");
        let half_line = binet(&Interval::from_below(x.lo().clone()).expect("finite"), bits(100)).expect("x > 0");
        assert!(half_line.lo().is_zero() && half_line.hi() == j.hi(), "2^{e}: {half_line}");
    }
}

#[test]
fn ga_04_polygamma() {
    attack("GA-04", 100);
}

#[test]
fn ig_01_ascending() {
    attack("IG-01", 120);
}

#[test]
fn ig_02_descending() {
    attack("IG-02", 120);
}

#[test]
fn ig_03_far_tails() {
    // The inequalities themselves, where P and Q can still be computed.
    let p = bits(64);
    for a in [1.0, 2.0, 17.5, 300.0, 20_000.0] {
        let bound = |rate: f64| point(-rate * a).exp(p);
        let lower = gamma_p(&point(a), &point(a / 2.0), p).expect("value");
        assert!(lower.certainly_le(&bound(0.193)), "P({a}, a/2) = {lower}");
        let upper = gamma_q(&point(a / 2.0), &point(a), p).expect("value");
        assert!(upper.certainly_le(&bound(0.153)), "Q(a/2, {a}) = {upper}");
    }
    let big = Interval::one().mul_2exp(90);
    let half = Interval::one().mul_2exp(89);
    assert!(gamma_p(&big, &half, p).expect("value").hi().get_exp().is_some_and(|e| e < -(1 << 29)));
    assert!(*gamma_q(&big, &half, p).expect("value").lo() > 0.999);
    assert!(gamma_q(&big, &big, p).is_err());
}

#[test]
fn ig_04_and_ib_03_monotone() {
    let p = bits(53);
    let steps = [1e-3, 0.25, 0.5, 1.0, 2.5, 7.0, 40.0];
    let unit = [1e-9, 0.1, 0.4, 0.5, 0.77, 0.999];
    for a in steps.windows(2) {
        for x in steps.windows(2) {
            let (wide_a, wide_x) = (point(a[0]).hull(&point(a[1])), point(x[0]).hull(&point(x[1])));
            let wide = gamma_p(&wide_a, &wide_x, p).expect("value");
            let corner = |i: usize, j: usize| gamma_p(&point(a[i]), &point(x[j]), p).expect("value");
            assert!(wide == corner(1, 0).hull(&corner(0, 1)), "P on {wide_a} x {wide_x}");
            assert!(wide.encloses(&corner(0, 0)) && wide.encloses(&corner(1, 1)));
        }
        for b in steps.windows(2) {
            for x in unit.windows(2) {
                let args =
                    [point(x[0]).hull(&point(x[1])), point(a[0]).hull(&point(a[1])), point(b[0]).hull(&point(b[1]))];
                let wide = beta_i(&args[0], &args[1], &args[2], p).expect("value");
                for k in 0..8 {
                    let (i, j, l) = (k & 1, (k >> 1) & 1, k >> 2);
                    let corner = beta_i(&point(x[i]), &point(a[j]), &point(b[l]), p).expect("value");
                    assert!(wide.encloses(&corner), "I on {args:?}, corner {k}: {wide} {corner}");
                }
            }
        }
    }
    attack("IB-03", 10);
}

#[test]
fn ib_01_ascending() {
    attack("IB-01", 100);
}

#[test]
fn ib_02_descending() {
    attack("IB-02", 100);
}

#[test]
fn ot_01_series() {
    attack("OT-01", 40);
}

#[test]
fn ot_02_far_out() {
    attack("OT-02", 20);
}

#[test]
fn ot_03_reflection() {
    attack("OT-03", 40);
}

#[test]
fn ei_01_newton() {
    attack("EI-01", 40);
}
