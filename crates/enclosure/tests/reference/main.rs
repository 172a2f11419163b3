//! Tests of the reader and of the data files themselves. The functions under test are held to the data elsewhere;
//! here the data meet MPFR, an implementation that shares no code with Arb.

#[path = "mod.rs"]
mod reference;

use reference::{FUNCTIONS, number, parse_rows, parse_wide_rows, rows, wide_rows, width_in_ulps};
use rug::Float;

#[test]
fn numbers_are_exact() {
    assert_eq!(number("-1a3fp-57").unwrap(), Float::with_val(53, -0x1a3f) >> 57);
    assert_eq!(number("1p0").unwrap(), 1);
    assert_eq!(number("0p0").unwrap(), 0);
    assert_eq!(number("1p-400000000").unwrap().get_exp(), Some(-399_999_999));
    let long = format!("{}1p-4000", "f".repeat(500));
    let value = number(&long).unwrap();
    assert_eq!(value.prec(), 2004);
    assert_eq!(value.get_exp(), Some(2004 - 4000));
}

#[test]
fn malformed_numbers_are_errors() {
    let long = format!("{}p0", "f".repeat(20_000));
    for text in [
        "",
        "p",
        "p3",
        "1",
        "1p",
        "-p1",
        "--1p1",
        "+1p1",
        "-+1p1",
        "1_0p1",
        "0x1p1",
        "gp1",
        "1.5p1",
        " 1p1",
        "1p1 ",
        "1p1p1",
        "1p1.5",
        "1p99999999999",
        "1p2000000000",
        "1p-2000000000",
        "nanp0",
        "1\u{e9}p0",
        &long,
    ] {
        let error = number(text).expect_err(text);
        assert!(error.contains("is not a number"), "{text}: {error}");
    }
}

#[test]
fn malformed_lines_are_errors_with_their_place() {
    let good = "53 3p-1 1p0 1p0";
    assert_eq!(parse_rows("f", good, 1).unwrap().len(), 1);
    for (bad, why) in [
        ("", "1 fields instead of 4"),
        ("53 3p-1 1p0", "3 fields instead of 4"),
        ("53 3p-1 1p0 1p0 1p0", "5 fields instead of 4"),
        ("53  3p-1 1p0", "is not a number"),
        ("1 3p-1 1p0 1p0", "`1` is not a precision"),
        ("-53 3p-1 1p0 1p0", "`-53` is not a precision"),
        ("99999999999 3p-1 1p0 1p0", "is not a precision"),
        ("53 3p-1 1p1 1p0", "bounds in the wrong order"),
        ("53 3 1p0 1p0", "`3` is not a number: no `p`"),
        ("53\t3p-1\t1p0\t1p0", "1 fields instead of 4"),
    ] {
        let error = parse_rows("f", &format!("# comment\n{good}\n{bad}\n"), 1).expect_err(bad);
        assert_eq!((error.file.as_str(), error.line), ("f", 3), "{bad}");
        assert!(error.reason.contains(why), "{bad}: {error}");
        assert!(error.to_string().starts_with("f:3: "));
    }
}

#[test]
fn malformed_wide_lines_are_errors() {
    assert!(parse_wide_rows("w", "128 1p0 0p0 1p1 0p0 1p-1 -1p-9 1p0").is_ok());
    for bad in [
        "128 1p0 1p1 0p0 0p0 1p-1 -1p-9 1p0",
        "128 1p0 0p0 1p1 1p0 1p-1 -1p-9 1p0",
        "128 1p0 0p0 1p1 0p0 1p-1 1p-9 1p0",
        "128 1p0 0p0 1p1 0p0 1p-1 -1p-9 1p-2",
    ] {
        assert!(parse_wide_rows("w", bad).expect_err(bad).reason.contains("wrong order"));
    }
}

#[test]
fn unknown_function_is_an_error() {
    assert_eq!(rows("../exp").expect_err("not a function").reason, "no such function");
}

#[test]
fn widths_count_units_of_the_larger_end() {
    let (one, next) = (Float::with_val(53, 1), number("10000000000001p-52").unwrap());
    assert_eq!(width_in_ulps(&one, &next, 53), 1);
    assert_eq!(width_in_ulps(&one, &one, 53), 0);
    assert_eq!(width_in_ulps(&Float::with_val(53, -1), &one, 10), 1024);
    let zero = Float::new(53);
    assert_eq!(width_in_ulps(&zero, &zero, 53), 0);
    assert!(width_in_ulps(&zero, &(one / &zero), 53).is_infinite());
}

/// Number, precision spread, width and distinctness that README.md promises.
#[test]
fn data_files_hold_what_they_promise() {
    for (name, arity) in FUNCTIONS {
        let rows = rows(name).unwrap();
        assert!(rows.len() >= 2000, "{name}: {} points", rows.len());
        for (prec, least) in [(53, 300), (128, 300), (256, 200), (1024, 100), (2000, 20)] {
            let count = rows.iter().filter(|row| row.prec == prec).count();
            assert!(count >= least, "{name}: {count} points at {prec} bits");
        }
        let full = rows.iter().filter(|row| row.args.iter().any(|arg| arg.prec() + 8 >= row.prec)).count();
        assert!(2 * full > rows.len(), "{name}: {full} points of full mantissa");
        for row in &rows {
            assert_eq!(row.args.len(), arity);
            let width = width_in_ulps(&row.lo, &row.hi, row.prec);
            assert!(width <= Float::with_val(53, 1) >> 15, "{name}:{}: {width} ulp", row.line);
        }
    }
}

/// Orders are n/2 <= 2,000, odd and even n about equally often; arguments are not negative.
#[test]
fn bessel_points_are_in_the_domain() {
    for name in ["bessel_j", "bessel_j_prime"] {
        let rows = rows(name).unwrap();
        let mut odd = 0;
        for row in &rows {
            let twice = Float::with_val(64, &row.args[0] * 2);
            assert!(twice.is_integer() && !twice.is_sign_negative() && twice <= 4000, "{name}:{}", row.line);
            assert!(row.args[1] >= 0, "{name}:{}", row.line);
            odd += usize::from(!row.args[0].is_integer());
        }
        assert!((9 * rows.len() / 20..11 * rows.len() / 20).contains(&odd), "{name}: {odd} of {}", rows.len());
    }
}

#[test]
fn wide_ranges_are_tight() {
    let rows = wide_rows().unwrap();
    assert!(rows.len() >= 200);
    for row in &rows {
        let inner = Float::with_val(200, &row.inner.1 - &row.inner.0);
        let outer = Float::with_val(200, &row.outer.1 - &row.outer.0);
        assert!(outer <= inner * (1.0 + 1e-5), "{}: line {}", reference::WIDE, row.line);
    }
}

/// MPFR's value, rounded to nearest with more bits than the stored ends have, lies between them.
#[test]
fn arb_and_mpfr_agree() {
    type Mpfr = fn(Float) -> Float;
    let functions: [(&str, Mpfr); 9] = [
        ("exp", Float::exp),
        ("ln", Float::ln),
        ("sin", Float::sin),
        ("cos", Float::cos),
        ("atan", Float::atan),
        ("erf", Float::erf),
        ("erfc", Float::erfc),
        ("gamma", Float::gamma),
        ("lgamma", Float::ln_gamma),
    ];
    for (name, function) in functions {
        let mut compared = 0;
        for row in rows(name).unwrap().iter().filter(|row| row.prec <= 256) {
            // Keeps the test quick: MPFR's gamma functions slow down with the argument and the precision.
            if name.ends_with("gamma") && (row.args[0].get_exp() > Some(12) || row.prec > 128) {
                continue;
            }
            let value = function(Float::with_val(row.prec.max(row.args[0].prec()) + 40, &row.args[0]));
            assert!(row.lo <= value && value <= row.hi, "{name}:{}: MPFR has {value}", row.line);
            compared += 1;
        }
        assert!(compared >= 500, "{name}: only {compared} points compared");
    }
    let mut compared = 0;
    for row in rows("bessel_j").unwrap().iter().filter(|row| row.prec <= 256) {
        let (nu, x) = (&row.args[0], &row.args[1]);
        if let (Some(n), true) = (nu.to_integer().filter(|_| nu.is_integer() && *nu <= 200), *x < 400) {
            let value = Float::with_val(row.prec.max(x.prec()) + 40, x).jn(n.to_i32_wrapping());
            assert!(row.lo <= value && value <= row.hi, "bessel_j:{}: MPFR has {value}", row.line);
            compared += 1;
        }
    }
    assert!(compared >= 200, "bessel_j: only {compared} points compared");
}
