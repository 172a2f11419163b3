//! The rank bound against FLINT's ball arithmetic (`tests/reference/rank_bound.py`).

use enclosure::rug::{Float, Rational};
use enclosure::{Interval, Prec};
use fourier::sphere::{fbar_distance, rank_bound};

fn prec(bits: u32) -> Prec {
    Prec::new(bits).unwrap()
}

fn radius(text: &str, p: Prec) -> Interval {
    if text == "sqrt(2)" { Interval::int(2).sqrt(p).unwrap() } else { Interval::decimal(text, p).unwrap() }
}

#[test]
fn thirty_digits_against_flint() {
    let p = prec(160);
    let mut rows = 0;
    for line in include_str!("reference/rank_bound.txt").lines() {
        let f: Vec<&str> = line.split_whitespace().collect();
        let d: u32 = f[0].parse().unwrap();
        let r: Rational = f[2].parse().unwrap();
        let b = rank_bound(d, &radius(f[1], p), &Interval::rational(&r, p), p).unwrap();
        let want = Interval::decimal(f[3], p).unwrap();
        // The file carries 38 digits, so the true value lies within 1e-37 of the text.
        let slack = Interval::decimal("1e-37", p).unwrap().mul(&want, p);
        let want = want.add(&slack.neg().hull(&slack), p);
        assert!(b.value.overlaps(&want), "{line}: {}", b.value);
        if !want.contains_zero() {
            let width = Float::with_val(53, b.value.width() / want.lo());
            assert!(width < 1e-31, "{line}: relative width {width}, {:?}", b.certificate.method);
        }
        rows += 1;
    }
    assert!(rows >= 200, "{rows} rows");
}

/// Distances of `fbar_m` by quadrature and Gram-Schmidt (`tests/reference/fbar_distance.py`), thirty digits.
#[test]
fn fbar_distances_against_quadrature() {
    let p = prec(160);
    let mut rows = 0;
    for line in include_str!("reference/fbar_distance.txt").lines() {
        let f: Vec<&str> = line.split_whitespace().collect();
        let (d, m): (i64, i64) = (f[0].parse().unwrap(), f[1].parse().unwrap());
        let got = fbar_distance(&Interval::int(d), &Interval::int(m), p).unwrap();
        // The file carries 40 digits of a number below 1.
        let slack = Interval::decimal("1e-38", p).unwrap();
        let want = Interval::decimal(f[2], p).unwrap().add(&slack.neg().hull(&slack), p);
        assert!(got.overlaps(&want) && got.width() < 1e-31, "{line}: {got}");
        rows += 1;
    }
    assert_eq!(rows, 13);
}
