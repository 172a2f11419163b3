//! Printing and parsing are inverse to each other; structural hashes see structure and nothing else.

mod common;

use claims::syntax::{Scope, parse_expr, parse_formula};
use claims::tree::{Substitution, Symbol, free_variables, structural_hash, substitute};
use common::{NAMES, expressions, formulas};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn expressions_survive(expr in expressions(5)) {
        let text = expr.to_string();
        let again = parse_expr(&text, &Scope::with_variables(NAMES)).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(&again, &expr, "{}", text);
        prop_assert_eq!(structural_hash(&again), structural_hash(&expr));
        prop_assert_eq!(again.to_string(), text);
    }

    #[test]
    fn formulas_survive(formula in formulas()) {
        let text = formula.to_string();
        let again = parse_formula(&text, &Scope::with_variables(NAMES)).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(&again, &formula, "{}", text);
        prop_assert_eq!(again.free_variables(), formula.free_variables());
    }

    #[test]
    fn different_trees_have_different_hashes(a in expressions(3), b in expressions(3)) {
        prop_assert_eq!(a == b, structural_hash(&a) == structural_hash(&b));
    }

    #[test]
    fn substitution_replaces_exactly_the_free_variables(body in expressions(4), value in expressions(2)) {
        let x = Symbol::from("x");
        let map = Substitution::from([(x.clone(), value.clone())]);
        let result = substitute(&body, &map);
        let mut expected = free_variables(&body);
        if expected.remove(&x) {
            expected.extend(free_variables(&value));
        }
        prop_assert_eq!(free_variables(&result), expected);
        // A variable put for itself changes nothing.
        let same = Substitution::from([(x.clone(), std::sync::Arc::new(claims::tree::Node::Variable(x)))]);
        prop_assert_eq!(&substitute(&body, &same), &body);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[a-z0-9 .,()\\[\\]+*/^!<>=-]{0,60}") {
        let scope = Scope::with_variables(NAMES);
        let _ = parse_expr(&text, &scope);
        let _ = parse_formula(&text, &scope);
    }

    #[test]
    fn unicode_text_never_panics(text in ".{0,40}") {
        if let Err(error) = parse_formula(&text, &Scope::with_variables(NAMES)) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
