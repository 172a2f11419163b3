//! Random expressions: nothing panics, and enclosures of the same thing meet.

mod common;

use claims::eval::{Context, Evaluator, Truth};
use claims::syntax::{Scope, parse_expr, parse_formula};
use claims::tree::Symbol;
use common::{NAMES, expressions, formulas};
use enclosure::{Interval, Jet, Prec};
use proptest::prelude::*;

/// Nodes one random expression may evaluate.
const STEPS: u64 = 1_000;

/// Functions whose single evaluation at wild arguments can take minutes: they are tested where they are defined.
const SLOW: [&str; 5] = ["rank_bound", "tube_bound(", "tube_bound_min(", "spectral_density(", "heavy_cdf("];

fn quick(text: &impl std::fmt::Display) -> bool {
    let text = text.to_string();
    !SLOW.iter().any(|name| text.contains(name))
}

/// A box of small numbers, thin or wide, as exact numbers of quarters.
fn boxes() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let side = prop_oneof![
        2 => (-40i64..40).prop_map(|a| (a, a)),
        2 => (-40i64..40, 1i64..40).prop_map(|(a, w)| (a, a + w)),
    ];
    prop::collection::vec(side, NAMES.len())
}

fn context(values: &[(i64, i64)], bits: u32) -> Context {
    let quarter = |a: i64| Interval::int(a).mul_2exp(-2);
    let each = NAMES.iter().zip(values);
    each.fold(Context::new(Prec::new(bits).unwrap()), |c, (name, &(a, b))| c.with(name, quarter(a).hull(&quarter(b))))
}

/// The lower left corner of the box.
fn corner(values: &[(i64, i64)]) -> Vec<(i64, i64)> {
    values.iter().map(|&(a, _)| (a, a)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn enclosures_at_two_precisions_meet(expr in expressions(4).prop_filter("slow", quick), values in boxes()) {
        let (low, high) = (context(&values, 40), context(&values, 120));
        let a = Evaluator::new(&low).with_limit(STEPS).eval(&expr);
        let b = Evaluator::new(&high).with_limit(STEPS).eval(&expr);
        if let (Ok(a), Ok(b)) = (a, b) {
            prop_assert!(a.overlaps(&b), "{}: {} and {}", expr, a, b);
        }
    }

    #[test]
    fn a_point_of_the_box_gives_a_part_of_the_range(expr in expressions(4).prop_filter("slow", quick), values in boxes()) {
        let (wide, point) = (context(&values, 60), context(&corner(&values), 90));
        let range = Evaluator::new(&wide).with_limit(STEPS).eval(&expr);
        let value = Evaluator::new(&point).with_limit(STEPS).eval(&expr);
        match (range, value) {
            (Ok(range), Ok(value)) => prop_assert!(range.overlaps(&value), "{}: {} and {}", expr, range, value),
            // What is defined on the whole box is defined at its corner, but for functions of integers: on a box they
            // range over the integers in it.
            (Ok(_), Err(error)) => {
                let excused = expr.to_string().contains("inf(") || error.to_string().contains("integer");
                prop_assert!(!error.is_domain() || excused, "{}: {}", expr, error);
            }
            (Err(_), _) => {}
        }
    }

    #[test]
    fn jets_begin_with_the_value(expr in expressions(4).prop_filter("slow", quick), values in boxes(), order in 0usize..4) {
        let context = context(&values, 60);
        let x = Symbol::from("x");
        let jet = Jet::variable(context.values[&x].clone(), order);
        let jet = Evaluator::new(&context).with_limit(STEPS).eval_jet(&expr, &x, &jet);
        let value = Evaluator::new(&context).with_limit(STEPS).eval(&expr);
        if let (Ok(jet), Ok(value)) = (jet, value) {
            prop_assert!(jet.value().overlaps(&value), "{}: {} and {}", expr, jet.value(), value);
        }
    }

    #[test]
    fn truth_on_a_box_holds_at_its_corner(formula in formulas().prop_filter("slow", quick), values in boxes()) {
        let (wide, point) = (context(&values, 60), context(&corner(&values), 60));
        let on_box = Evaluator::new(&wide).with_limit(STEPS).truth(&formula);
        let at_point = Evaluator::new(&point).with_limit(STEPS).truth(&formula);
        if let (Ok(a), Ok(b)) = (on_box, at_point) {
            let clash = matches!((a, b), (Truth::True, Truth::False) | (Truth::False, Truth::True));
            prop_assert!(!clash, "{}: {:?} on the box, {:?} at its corner", formula, a, b);
        }
    }
}

/// 2026-11-23: the body of a binder that takes the jet variable's name was differentiated as if it were that variable, when
/// the binder's range mentioned the outer one.
#[test]
fn a_binder_hides_the_jet_variable() {
    let scope = Scope::with_variables(["x"]);
    let context = at(53).with("x", Interval::int(5));
    for (text, value) in [
        ("deriv(sum(x, x in 1..=x - x + 3), x)", 0),
        ("deriv(x*prod(x, x in 2..=x - x + 3), x)", 6),
        ("deriv(x*sum(sum(x, x in 1..=x), x in x - 4..=x - 3), x)", 4),
    ] {
        let value_found = Evaluator::new(&context).eval(&parse_expr(text, &scope).unwrap()).unwrap();
        assert!(value_found.is_point() && value_found.overlaps(&Interval::int(value)), "{text}: {value_found}");
    }
}

fn at(bits: u32) -> Context {
    Context::new(Prec::new(bits).unwrap())
}

#[test]
fn undefined_places_are_named() {
    let quarter = |a, b| Interval::int(a).hull(&Interval::int(b));
    let scope = Scope::with_variables(["x"]);
    let context = at(53).with("x", quarter(-1, 1));
    for (text, place) in [
        ("1 + 1/x", "1/x"),
        ("2*sqrt(x)", "sqrt(x)"),
        ("ln(x + 1)", "ln(x + 1)"),
        ("x^0.5", "x^0.5"),
        ("x^-1", "x^-1"),
        ("gamma(x)", "gamma(x)"),
        ("bessel_j(1, x)", "bessel_j(1, x)"),
        ("bessel_j(1/3, 2)", "bessel_j(1/3, 2)"),
        ("erfinv(x)", "erfinv(x)"),
        ("sum(1/(k - 3), k in 1..=5)", "1/(k - 3)"),
        ("integral(ln(t), t in [-1, 1])", "ln(t)"),
        ("binomial(-1, 2)", "binomial(-1, 2)"),
        ("binomial_cdf(1, 4, x)", "binomial_cdf(1, 4, x)"),
        ("deriv(abs(x), x)", "abs(x)"),
        ("tan(2 + x)", "tan(2 + x)"),
    ] {
        let expr = parse_expr(text, &scope).unwrap();
        let error = Evaluator::new(&context).eval(&expr).expect_err(text);
        assert!(error.is_domain(), "{text}: {error}");
        assert_eq!(error.place(), place, "{text}: {error}");
    }
}

#[test]
fn what_is_out_of_reach_is_said() {
    for (text, words) in [
        ("sum(1/k^2, k in 1..)", "infinite sums"),
        ("sum(k, k in 1..=10000000)", "more than 1000000 terms"),
        ("limit(1/t, t = inf)", "limits"),
        ("sum(sum(k + j, k in 1..=1000000), j in 1..=1000000)", "operations"),
        ("integral(1/t, t in [1, inf))", "half line"),
    ] {
        let expr = parse_expr(text, &Scope::new()).unwrap();
        let context = at(53);
        let error = Evaluator::new(&context).with_limit(100_000).eval(&expr).expect_err(text);
        assert!(!error.is_domain() && error.to_string().contains(words), "{text}: {error}");
    }
}

#[test]
fn case_distinctions_have_no_derivative_where_they_change_over() {
    let scope = Scope::with_variables(["x"]);
    let eval = |text: &str, x: i64| {
        let expr = parse_expr(text, &scope).unwrap();
        let context = at(60).with("x", Interval::int(x));
        Evaluator::new(&context).eval(&expr)
    };
    let text = "deriv(if(x <= 1, x, 3*x), x)";
    assert_eq!(eval(text, 0).unwrap(), Interval::one());
    assert!(eval(text, 1).is_err());
    assert_eq!(eval(text, 2).unwrap(), Interval::int(3));
    // An integral or a supremum over the pieces is still exact.
    let whole = eval("integral(if(t <= 1, t, 3*t), t in [0, 2])", 0).unwrap();
    assert!(whole.contains(&enclosure::rug::Float::with_val(60, 5)) && whole.width() < 1e-6, "{whole}");
    // The supremum over a half-open interval does not count the jump at the missing end.
    let open = eval("sup(floor(t), t in [0, 1))", 0).unwrap();
    assert!(open.contains_zero(), "{open}");
    let closed = eval("sup(floor(t), t in [0, 1])", 0).unwrap();
    assert!(closed.contains(&enclosure::rug::Float::with_val(60, 1)), "{closed}");
}

#[test]
fn deep_trees_are_evaluated_or_refused_without_overflow() {
    let context = at(53).with("x", Interval::one());
    let scope = Scope::with_variables(["x"]);
    for text in [
        format!("{}x{}", "atan(".repeat(480), ")".repeat(480)),
        format!("{}x", "x + ".repeat(950)),
        format!("{}x{}", "integral(t*".repeat(240), ", t in [0, 1])".repeat(240)),
        format!("{}x{}", "sup(t + ".repeat(240), ", t in [0, 1])".repeat(240)),
        format!("{}x{}", "deriv(x*".repeat(240), ", x)".repeat(240)),
    ] {
        let expr = parse_expr(&text, &scope).unwrap();
        let _ = Evaluator::new(&context).with_limit(20_000).eval(&expr);
        let x = Symbol::from("x");
        let _ = Evaluator::new(&context).with_limit(20_000).eval_jet(&expr, &x, &Jet::variable(Interval::one(), 2));
    }
}

#[test]
fn truth_is_three_valued() {
    let scope = Scope::with_variables(["x", "n"]);
    let context = at(60).with("x", Interval::zero().hull(&Interval::one())).with("n", Interval::int(5));
    for (text, expected) in [
        ("x <= 1", Truth::True),
        ("x > 1", Truth::False),
        ("x < 1", Truth::Unknown),
        ("x = 0.5", Truth::Unknown),
        ("x = x and n = 5", Truth::True),
        ("n != 5", Truth::False),
        ("x < 2 and x < 1", Truth::Unknown),
        ("x > 2 and 1/x > 0", Truth::False),
        ("x > 2 implies 1/x > 0", Truth::True),
        ("x < 1 or x <= 1", Truth::True),
        ("int(n) and not int(n/2)", Truth::True),
        ("int(x)", Truth::Unknown),
        ("int(x + 0.5) iff n = 5", Truth::Unknown),
        ("forall(k in 1..=n, k*(k + 1)/2 <= 15)", Truth::True),
        ("forall(k in 1..=n, k < 5)", Truth::False),
        ("exists(k in 1..=n, k^2 = 16)", Truth::True),
        ("exists(k in 1..=n, k^2 = 17)", Truth::False),
        ("forall(k in 5..=4, k < 0)", Truth::True),
        ("exists(k in 1.., k^2 = 49)", Truth::True),
        ("forall(k in 1.., k > 0)", Truth::Unknown),
        ("forall(t in [0, 1], t*(1 - t) <= 0.26)", Truth::True),
        ("forall(t in [0, 1], t*(1 - t) <= 0.24)", Truth::False),
        ("forall(t in (0, 1], ln(t) <= 0)", Truth::Unknown),
        ("exists(t in [0, 1], t^2 > 0.5)", Truth::True),
        ("exists(t in [0, 1], t^2 > 1.5)", Truth::False),
        ("exists(t in (0, 1), t = 1)", Truth::Unknown),
        ("forall(t in [x, 2], t >= 0)", Truth::True),
        ("forall(t in [0, inf), exp(-t) <= 1)", Truth::True),
    ] {
        let formula = parse_formula(text, &scope).unwrap_or_else(|e| panic!("{text}: {e}"));
        let found = Evaluator::new(&context).truth(&formula);
        match found {
            Ok(found) => assert_eq!(found, expected, "{text}"),
            Err(error) => assert!(expected == Truth::Unknown, "{text}: {error}"),
        }
    }
}
