//! The command as a user meets it: outputs, exit codes, and bad input.

mod common;

use common::{depthsep, refused};
use serde_json::Value;
use std::fs;
use std::process::Output;

fn stdout(out: &Output) -> String {
    String::from_utf8(out.stdout.clone()).expect("UTF-8 on standard output")
}

fn stderr(out: &Output) -> String {
    String::from_utf8(out.stderr.clone()).expect("UTF-8 on standard error")
}

#[test]
fn eval_encloses_a_bessel_value() {
    // J_{7/2}(10) by mpmath at 90 digits.
    let want = "-0.0996532509649838984715676423998";
    let out = depthsep(&["eval", "bessel_j(7/2, 10)", "--prec", "256", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let value: Value = serde_json::from_str(&stdout(&out)).expect("JSON");
    let (lower, upper) = (value["lower"].as_str().expect("lower"), value["upper"].as_str().expect("upper"));
    assert!(lower.starts_with(want) && upper.starts_with(want), "{lower} {upper}");
    assert!(lower.len() > 70 && lower[..70] == upper[..70], "256 bits are 77 digits: {lower} {upper}");
    assert_ne!(lower, upper);
}

#[test]
fn eval_prints_only_certified_digits() {
    let out = depthsep(&["eval", "1/3", "--prec", "53"]);
    let text = stdout(&out);
    assert!(text.contains("value  0.333333333333333"), "{text}");
    let out = depthsep(&["eval", "x - y", "--let", "x=[1, 2]", "--let", "y=[1, 2]"]);
    let text = stdout(&out);
    assert!(text.contains("lower  -1") && text.contains("upper  1") && text.contains("no digit"), "{text}");
}

#[test]
fn bad_input_is_refused() {
    refused(&["eval", "1/(x - 1)", "--let", "x=[0, 2]"], &["expression", "0"]);
    refused(&["eval", "1", "--prec", "1"], &["--prec"]);
    refused(&["eval", "1 +"], &["expression"]);
    refused(&["eval", "besel_j(1, 2)"], &["bessel_j"]);
    refused(&["eval", "x"], &["x"]);
    refused(&["eval", "sqrt(-1)"], &["sqrt"]);
    refused(&["eval", "1", "--let", "x"], &["--let"]);
    refused(&["eval", "x", "--let", "x=[2, 1]"], &["--let", "x"]);
    refused(&["eval", "1", "--paper", "nobody"], &["--paper", "nobody"]);
    refused(&["eval", "1", "--paper", "sl22", "--claims", "/nonexistent"], &["--claims"]);
}

#[test]
fn a_huge_or_deep_expression_is_refused() {
    refused(&["eval", &format!("{}1{}", "(".repeat(50_000), ")".repeat(50_000))], &["expression"]);
    refused(&["eval", &"-".repeat(60_000).replace('-', "(-")], &["expression"]);
    // Longer than a command line may be: through a claim file.
    let dir = tempfile::tempdir().expect("a folder");
    let paper = dir.path().join("p");
    fs::create_dir(&paper).expect("a folder");
    fs::write(paper.join("paper.toml"), "key = \"p\"\ntitle = \"t\"\nauthors = \"a\"\nyear = 2000\nsource = \"s\"\n")
        .expect("a file");
    let sum = "1 + ".repeat(2_500_000) + "1";
    let claim = |formula: &str| {
        format!("[[claim]]\nid = \"p.a\"\nwhere = \"p. 1\"\nstatement = \"s\"\nformula = \"{formula} > 0\"\n")
    };
    let root = dir.path().to_str().expect("a path");
    fs::write(paper.join("a.toml"), claim(&sum)).expect("a file");
    refused(&["check", "--claims", root], &["a.toml"]);
    fs::write(paper.join("a.toml"), claim(&format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000))))
        .expect("a file");
    refused(&["check", "--claims", root], &["a.toml"]);
    fs::write(paper.join("a.toml"), [0xff, 0xfe, b'\n']).expect("a file");
    refused(&["check", "--claims", root], &["a.toml", "UTF-8"]);
    fs::write(paper.join("a.toml"), "[[claim]\nid = 3").expect("a file");
    refused(&["check", "--claims", root], &["a.toml"]);
}

#[test]
fn check_refuses_bad_arguments() {
    refused(&["check", "--dims", "1..=0"], &["--dims", "1..=0"]);
    refused(&["check", "--dims", "x"], &["--dims"]);
    refused(&["check", "--prec", "1"], &["--prec"]);
    refused(&["check", "--paper", "nobody"], &["--paper", "sl22"]);
    refused(&["check", "--claim", "sl22.no-such-claim"], &["--claim", "sl22.no-such-claim"]);
    refused(&["check", "--deny", "wrong"], &["--deny", "refuted"]);
    refused(&["check", "--timeout", "0"], &["--timeout"]);
    refused(&["check", "--timeout", "nan"], &["--timeout"]);
    refused(&["explain", "sl22.lem19.uper"], &["sl22.lem19.upper"]);
}

#[test]
fn check_prints_the_documented_json() {
    let out = depthsep(&["check", "--claim", "sl22.prop22.item5.*", "--format", "json"]);
    let rows: Value = serde_json::from_str(&stdout(&out)).expect("JSON");
    let rows = rows.as_array().expect("an array");
    assert!(rows.len() >= 5, "{rows:?}");
    for row in rows {
        for key in ["id", "verdict", "dims", "margin", "witness", "seconds"] {
            assert!(row.get(key).is_some(), "{key} in {row}");
        }
        let verdict = row["verdict"].as_str().expect("verdict");
        assert!(["proved", "verified", "refuted", "undecided", "supported", "argued"].contains(&verdict), "{row}");
    }
    let constant = rows.iter().find(|r| r["id"] == "sl22.prop22.item5.constant-004").expect("the constant");
    assert_eq!(constant["verdict"], "proved");
}

#[test]
fn deny_and_undecided_set_the_exit_code() {
    let refuted = ["check", "--claim", "sl22.eq4.density"];
    let out = depthsep(&refuted);
    assert_eq!(out.status.code(), Some(0), "{}{}", stdout(&out), stderr(&out));
    assert!(stdout(&out).contains("refuted"));
    let out = depthsep(&[&refuted[..], &["--deny", "refuted"]].concat());
    assert_eq!(out.status.code(), Some(1));
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let rows = |jobs: &str| {
        let out = depthsep(&["check", "--claim", "sl22.apph.*", "--format", "json", "--jobs", jobs]);
        let mut rows: Value = serde_json::from_str(&stdout(&out)).expect("JSON");
        for row in rows.as_array_mut().expect("an array") {
            row["seconds"] = Value::Null;
        }
        rows
    };
    assert_eq!(rows("1"), rows("2"));
}
