//! The evaluator against values computed by mpmath (`reference/expressions.py`): containment and width.

use claims::eval::{Context, eval, eval_jet};
use claims::syntax::{Scope, parse_expr};
use claims::tree::Symbol;
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Interval, Jet, Prec};
use serde_json::Value;

const DATA: &str = include_str!("reference/expressions.json");

struct Case {
    text: String,
    values: Vec<(String, String)>,
    expected: String,
}

fn cases() -> Vec<Case> {
    let data: Value = serde_json::from_str(DATA).unwrap();
    let text = |v: &Value| v.as_str().unwrap().to_string();
    let one = |v: &Value| Case {
        text: text(&v["expression"]),
        values: v["values"].as_object().unwrap().iter().map(|(k, v)| (k.clone(), text(v))).collect(),
        expected: text(&v["value"]),
    };
    data.as_array().unwrap().iter().map(one).collect()
}

fn context(case: &Case, bits: u32) -> (Scope, Context) {
    let p = Prec::new(bits).unwrap();
    let scope = Scope::with_variables(case.values.iter().map(|(name, _)| name.as_str()));
    let add = |c: Context, (name, text): &(String, String)| c.with(name, Interval::decimal(text, p).unwrap());
    (scope, case.values.iter().fold(Context::new(p), add))
}

/// The printed value with half a unit of its 50th digit on each side.
fn reference(text: &str) -> Interval {
    let p = Prec::new(300).unwrap();
    let value = Interval::decimal(text, p).unwrap();
    let slack =
        Float::with_val_round(300, value.mag() * Float::with_val(300, Float::parse("1e-49").unwrap()), Round::Up).0;
    let slack = Interval::new(-slack.clone(), slack).unwrap();
    value.add(&slack, p)
}

#[test]
fn there_are_enough_cases() {
    assert!(cases().len() >= 75, "{} cases", cases().len());
}

#[test]
fn enclosures_meet_the_reference_and_are_narrow() {
    for case in cases() {
        for bits in [53, 128] {
            let (scope, context) = context(&case, bits);
            let expr = parse_expr(&case.text, &scope).unwrap_or_else(|e| panic!("{}: {e}", case.text));
            let found = eval(&expr, &context).unwrap_or_else(|e| panic!("{}: {e}", case.text));
            let expected = reference(&case.expected);
            assert!(found.overlaps(&expected), "{} at {bits} bits: {found} misses {}", case.text, case.expected);
            // Extrema are located to half the precision; every other form loses a few operations' rounding.
            let lost = if case.text.starts_with("sup") || case.text.starts_with("inf") { bits / 2 + 4 } else { 24 };
            let good = found.accuracy_bits().unwrap_or(i64::from(bits));
            let tiny = *found.width().as_abs() < Float::i_exp(1, -i32::try_from(bits - lost).unwrap());
            assert!(good >= i64::from(bits - lost) || tiny, "{} at {bits} bits: only {good} good bits", case.text);
        }
    }
}

#[test]
fn the_jet_of_order_zero_is_the_value() {
    for case in cases() {
        let (scope, mut context) = context(&case, 96);
        let Some(x) = context.values.remove("x") else { continue };
        let expr = parse_expr(&case.text, &scope).unwrap();
        let jet = eval_jet(&expr, &Symbol::from("x"), &Jet::variable(x, 0), &context);
        let jet = jet.unwrap_or_else(|e| panic!("{}: {e}", case.text));
        assert!(jet.value().overlaps(&reference(&case.expected)), "{}: {}", case.text, jet.value());
    }
}

/// Every built-in function is wired: at ordinary arguments none of them answers "not available".
#[test]
fn every_function_has_values() {
    use claims::tree::Function;
    let arguments = |f: Function| match f {
        Function::ErfInv | Function::Asin | Function::Acos => "1/3",
        Function::GammaP | Function::GammaQ | Function::OwenT | Function::BesselJ | Function::BesselJPrime => "2, 3.5",
        Function::Binomial | Function::Max | Function::Min | Function::HarmonicDim => "6, 2",
        Function::TubeFraction => "4, 1.5",
        Function::BetaI => "1/3, 2, 3",
        Function::LegendreD => "4, 3, 1/3",
        Function::BinomialCdf => "2, 5, 1/3",
        Function::RankBound => "4, 1.5, 3",
        Function::RankBoundPower => "4, 2, 3",
        Function::FbarDistance => "4, 2",
        Function::HeavyCdf => "3, 1, 0.5",
        Function::TubeBound => "4, 1, 1.5, 2",
        Function::TubeBoundMin => "4, 1, 1.25, 1.5, 2",
        Function::SpectralDensity => "4, 1, 1.5, 2",
        _ => "1.5",
    };
    let context = Context::new(Prec::new(64).unwrap());
    for &function in Function::ALL {
        let text = format!("{}({})", function.name(), arguments(function));
        let expr = parse_expr(&text, &Scope::new()).unwrap();
        let value = eval(&expr, &context).unwrap_or_else(|e| panic!("{e}"));
        assert!(value.is_bounded(), "{text} = {value}");
    }
}
