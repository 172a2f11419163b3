//! The committed claim files load, and every formula survives printing and parsing.

use claims::load::{Paper, load_all};
use claims::syntax::{Scope, parse_binder, parse_formula};
use std::path::Path;

fn papers() -> Vec<Paper> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../paper-checks");
    load_all(&root).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn all_papers_load() {
    let papers = papers();
    assert!(!papers.is_empty());
    for paper in &papers {
        assert!(!paper.claims.is_empty(), "{} has no claim", paper.key);
        for claim in &paper.claims {
            assert_eq!(claim.hash.len(), 64);
            assert!(claim.line > 0);
        }
    }
}

#[test]
fn printed_formulas_parse_to_the_same_trees() {
    for paper in papers() {
        for claim in &paper.claims {
            let mut scope: Scope = paper.scope.without_variables();
            for binder in &claim.domain {
                let text = binder.to_string();
                assert_eq!(&parse_binder(&text, &scope).unwrap(), binder, "{}: {text}", claim.id);
                scope.declare(&binder.variable).unwrap();
            }
            for formula in claim.given.iter().chain(claim.formula()) {
                let text = formula.to_string();
                let again = parse_formula(&text, &scope).unwrap_or_else(|e| panic!("{}: {e}", claim.id));
                assert_eq!(&again, formula, "{}: {text}", claim.id);
            }
        }
    }
}
