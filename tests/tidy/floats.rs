//! Rounding: no float of the machine decides anything, and no operand is rounded to nearest before it is rounded outward.

use super::files::{below, is_comment};

/// Where `f64` may stand in the crates that verdicts come from, and why it decides nothing there.
const ALLOWED: &[(&str, &str)] = &[
    ("crates/enclosure/src/interval/mod.rs", "exact conversion of an f64"),
    ("crates/enclosure/src/roots/isolate.rs", "when to stop trying Newton steps"),
    ("crates/enclosure/src/functions/incomplete_gamma/", "working precision and choice of the series"),
    ("crates/enclosure/src/functions/incomplete_beta/choose.rs", "choice of the series"),
    ("crates/enclosure/src/functions/owen_t.rs", "number of terms; what they leave out is bounded from it (OT-01)"),
    ("crates/enclosure/src/functions/erf_inv.rs", "starting point of a verified Newton step (EI-01)"),
    ("crates/enclosure/src/functions/gamma/bernoulli.rs", "length of a table; the omitted term is computed"),
    ("crates/enclosure/src/functions/gamma/half.rs", "an exact constant"),
    ("crates/enclosure/src/functions/gamma/mod.rs", "exact constants on both sides of the zero of digamma"),
    ("crates/enclosure/src/functions/gamma/polygamma.rs", "number of shifts, an integer below the table's start"),
    ("crates/enclosure/src/functions/gamma/stirling.rs", "number of shifts, an integer below the table's start"),
    (
        "crates/enclosure/src/functions/bessel_j/",
        "choice of method, number of terms, working precision; errors are bounded from them",
    ),
    ("crates/radial/src/law/heavy_tail.rs", "number of orders, at least the argument; the rest is computed (RL-03)"),
    ("crates/fourier/src/", "starting points, grids and numbers of terms; each bound is computed from the choice"),
    ("crates/claims/src/eval/special.rs", "tolerance of a search whose result is an enclosure at any tolerance"),
    ("crates/claims/src/decide/boxes.rs", "which box and variable to cut next"),
    ("crates/claims/src/decide/clock.rs", "seconds"),
    ("crates/claims/src/decide/outcome.rs", "seconds"),
    ("crates/claims/src/decide/claim.rs", "seconds"),
    ("crates/claims/src/decide/dimensions.rs", "shares of the seconds"),
    ("crates/claims/src/decide/sample.rs", "where to look for a counterexample, made rational before it is checked"),
];

const CRATES: [&str; 4] = ["enclosure", "radial", "fourier", "claims"];

#[test]
fn machine_floats_decide_nothing() {
    let mut used = vec![false; ALLOWED.len()];
    for (name, text) in CRATES.iter().flat_map(|c| below(&format!("crates/{c}/src"), &["rs"])) {
        if name.ends_with("/tests.rs") || !text.lines().any(|l| !is_comment(l) && l.contains("f64")) {
            continue;
        }
        let found: Vec<usize> = (0..ALLOWED.len()).filter(|&i| name.starts_with(ALLOWED[i].0)).collect();
        assert!(!found.is_empty(), "{name} uses f64: give the reason why it decides nothing, or use an enclosure");
        found.into_iter().for_each(|i| used[i] = true);
    }
    for ((place, why), used) in ALLOWED.iter().zip(used) {
        assert!(used && !why.is_empty(), "{place} no longer uses f64: take it off the list");
    }
}

/// The second argument of a `with_val_round(` call whose arguments begin at `text`.
fn operand(text: &str) -> String {
    let (mut depth, mut commas, mut out) = (0i32, 0, String::new());
    for c in text.chars() {
        depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
        if depth < 0 {
            break;
        }
        if c == ',' && depth == 0 {
            commas += 1;
        } else if commas == 1 {
            out.push(c);
        }
    }
    out.trim().to_string()
}

/// The operator and both sides of an arithmetic expression, when it is one at the outermost level.
fn sides(expression: &str) -> Option<(String, String)> {
    let mut depth = 0i32;
    for (i, c) in expression.char_indices() {
        depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
        let spaced = expression[..i].ends_with(' ') && expression[i + c.len_utf8()..].starts_with(' ');
        if depth == 0 && spaced && "+-*/".contains(c) {
            return Some((expression[..i].trim().into(), expression[i + 1..].trim().into()));
        }
    }
    None
}

/// Whether one side of the expression makes a float of its own: a call that returns one, without a borrow.
fn owned(side: &str) -> bool {
    let borrowed = ["_ref()", ".lo()", ".hi()", ".len()", ".bits()"].iter().any(|end| side.ends_with(end));
    let call = side.ends_with(')') || side.contains(".clone()") || side.contains(".0 ");
    let integer = side.starts_with("u64::")
        || side.starts_with("i64::")
        || side.starts_with("u32::")
        || side.starts_with("power_of_two(");
    call && !side.starts_with('&') && !side.starts_with('(') && !borrowed && !integer
}

/// Operands with a rounding of their own in `with_val_round(bits, a * b, direction)`: MPFR computes `a * b` of an owned
/// operand in that operand's precision, to nearest, and only then rounds in the direction asked for.
fn rounded_twice(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|l| !is_comment(l)).collect::<Vec<_>>().join("\n");
    let calls = code.match_indices("with_val_round(").map(|(i, m)| operand(&code[i + m.len()..]));
    // A call of `.clone()`, a constructor, or a value moved out of another rounding.
    calls.filter(|e| sides(e).is_some_and(|(a, b)| owned(&a) || owned(&b))).collect()
}

#[test]
fn operands_of_directed_roundings_are_borrowed() {
    for (name, text) in CRATES.iter().flat_map(|c| below(&format!("crates/{c}/src"), &["rs"])) {
        let bad = rounded_twice(&text);
        assert!(bad.is_empty(), "{name}: owned operands are rounded to nearest first: {bad:?}");
    }
}

#[test]
fn the_detector_of_double_rounding_works() {
    let bad = "Float::with_val_round(p, Float::with_val(p, a) * b, r); x.with_val_round(p, a.clone() + &b, Round::Up)";
    assert_eq!(rounded_twice(bad).len(), 2);
    let good = "Float::with_val_round(p, &a * &b, r); Float::with_val_round(p, x.lo() / k, r); Float::with_val_round(p, -x, r)";
    assert!(rounded_twice(good).is_empty());
}
