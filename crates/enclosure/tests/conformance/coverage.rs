//! Every public function of this crate that returns an enclosure is a subject of the harness, or says here why not.

use crate::subjects;
use std::path::{Path, PathBuf};

/// Functions that are not subjects under their own name.
const ELSEWHERE: &[(&str, &str)] = &[
    ("new", "constructor of the exact interval: interval.rs"),
    ("point", "constructor, exact: interval.rs"),
    ("exact_f64", "constructor, exact: interval.rs"),
    ("int", "constructor, exact"),
    ("zero", "exact"),
    ("one", "exact"),
    ("whole", "exact"),
    ("from_below", "constructor, exact: interval.rs"),
    ("from_above", "constructor, exact"),
    ("lo_point", "exact"),
    ("hi_point", "exact"),
    ("split", "exact cut at mid()"),
    ("intersect", "exact, an option: itf1788"),
    ("value", "exact"),
    ("interval", "ball to interval: every bessel_ variant ends in it"),
    ("symmetric", "exact"),
    ("required", "takes an Integral apart"),
    ("orders", "bessel_orders"),
    ("points", "bessel_points"),
    ("taylor", "bessel_taylor"),
    ("series", "bessel_series"),
    ("hankel", "bessel_hankel"),
    ("elementary", "bessel_elementary"),
    ("from_hankel", "bessel_from_hankel"),
    ("climb", "bessel_climb"),
    ("backward", "bessel_backward"),
    ("at", "private dispatcher of bessel_j and bessel_j_prime"),
    ("hull", "also the ranges behind bessel_j and bessel_j_prime"),
    ("extremum", "behind bessel_j on wide arguments"),
    ("by_equation", "behind bessel_taylor and bessel_points"),
    ("with_left_weight", "integrate_left_weight"),
    ("with_right_weight", "integrate_left_weight"),
    ("supremum", "range"),
    ("infimum", "range"),
    ("refine", "isolate ends in it"),
    ("mid", "a heuristic choice, exact when used"),
    ("coefficient", "takes a jet apart"),
    ("coefficients", "takes a jet apart"),
    ("derivative_value", "coefficient times factorial: jets_properties.rs"),
    ("polynomial_at", "every jet judge calls it"),
    ("tail_integral", "integrate_to_infinity"),
];

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display())) {
        let path = entry.unwrap_or_else(|e| panic!("{e}")).path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Names of the public functions whose signature, up to the body, returns intervals, integrals, sums, roots or extrema.
fn returning_enclosures() -> Vec<String> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut names = Vec::new();
    for file in files {
        let jet = file.components().any(|c| c.as_os_str() == "jet");
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{e}"));
        for part in text.split("pub fn ").skip(1) {
            let signature = part.split('{').next().unwrap_or_default();
            let name: String = signature.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some((_, result)) = signature.split_once("->") else { continue };
            let result = result.split("where").next().unwrap_or_default();
            let kinds = ["Interval", "Integral", "Sum", "Root", "Extremum"];
            let own = result.contains("Self") && text.contains("impl Interval") && !jet;
            if (own || kinds.iter().any(|k| result.contains(k))) && !name.is_empty() {
                names.push(name);
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

#[test]
fn every_function_is_a_subject() {
    let subjects: Vec<&str> = subjects::all().iter().map(|s| s.name).collect();
    let names = returning_enclosures();
    assert!(names.len() > 60, "only {} functions found", names.len());
    let missing: Vec<_> =
        names.iter().filter(|n| !subjects.contains(&n.as_str()) && !ELSEWHERE.iter().any(|(e, _)| e == n)).collect();
    assert!(missing.is_empty(), "no conformance subject for {missing:?}");
    for (name, why) in ELSEWHERE {
        assert!(!why.is_empty(), "{name} has no reason");
    }
}

/// The jets' elementary and special functions each have a subject.
#[test]
fn every_jet_function_is_a_subject() {
    let subjects: Vec<&str> = subjects::all().iter().map(|s| s.name).collect();
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/jet"), &mut files);
    let together = ["sin_cos", "sinh_cosh", "compose", "floor", "ceil", "sign", "max", "min", "abs"];
    for file in files {
        let stem = file.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
        if ["mod", "arith", "dot", "growth"].contains(&stem.as_str()) {
            continue; // arithmetic: jet_polynomial
        }
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{e}"));
        for part in text.split("pub fn ").skip(1) {
            let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let known = subjects.contains(&format!("jet_{name}").as_str()) || together.contains(&name.as_str());
            assert!(known, "no subject for the jet function {name} of {stem}.rs");
        }
    }
}
