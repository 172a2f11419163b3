//! The worked example of the reader's manual: its verdicts, and that the manual shows what the program prints.

use serde_json::Value;
use std::fs;
use std::process::Command;

fn depthsep(args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_depthsep"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts");
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8 on standard output")
}

fn manual() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/manual.md")).expect("the manual")
}

/// What analysis says of each claim (mpmath puts the crossing of erfc and the approximation at 0.47058...).
#[test]
fn verdicts_of_the_example() {
    let text = depthsep(&["check", "--claims", "examples/claims", "--quiet", "--timeout", "20", "--format", "json"]);
    let rows: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let verdict = |id: &str| {
        let row = rows.iter().find(|r| r["id"] == id).unwrap_or_else(|| panic!("no claim {id}"));
        row["verdict"].as_str().expect("a verdict").to_owned()
    };
    for id in ["erfc.approximation-is-a-bound", "erfc.factor-two"] {
        assert_eq!(verdict(id), "refuted", "{id}");
    }
    for row in &rows {
        let id = row["id"].as_str().expect("an id");
        let want = if matches!(id, "erfc.approximation-is-a-bound" | "erfc.factor-two") { "refuted" } else { "proved" };
        assert_eq!(verdict(id), want, "{id}");
    }
    assert_eq!(rows.len(), 10);
}

#[test]
fn the_manual_shows_the_output() {
    let manual = manual();
    let text = depthsep(&["check", "--claims", "examples/claims", "--quiet", "--timeout", "20"]);
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        // the last line ends with the time it took
        let line = line.split("; ").next().unwrap_or(line);
        assert!(manual.contains(line), "the manual lacks {line:?}");
    }
    let text = depthsep(&["explain", "erfc.approximation-is-a-bound", "--claims", "examples/claims"]);
    let (_, evidence) = text.split_once("Verdict").expect("a verdict");
    assert!(manual.contains(evidence.trim()), "the manual lacks {evidence}");
}

#[test]
fn the_manual_shows_the_claims() {
    let manual = manual();
    let file = "/examples/claims/erfc/10-exponential-bounds.toml";
    let claims = fs::read_to_string(format!("{}{file}", env!("CARGO_MANIFEST_DIR"))).expect("the example");
    for id in ["erfc.approximation-is-a-bound", "erfc.approximation-is-a-bound.corrected"] {
        let start = claims.find(&format!("[[claim]]\nid = \"{id}\"\n")).expect("the claim");
        let entry = claims[start..].split("\n\n").next().expect("its entry");
        assert!(manual.contains(entry), "the manual lacks {id}");
    }
}
