//! `errata`, `graph` and the status table as a user meets them, and what they say about the committed papers.

mod common;

use claims::load::load_all;
use common::{depthsep, refused};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn stdout(args: &[&str]) -> String {
    let out = depthsep(args);
    assert_eq!(out.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// Arguments that leave almost everything undecided, for tests of the drawing alone.
const QUICK: [&str; 5] = ["-q", "--timeout", "0.001", "--dims", "2"];

#[test]
fn bad_arguments_are_refused() {
    for command in ["errata", "graph"] {
        refused(&[command, "--paper", "nobody"], &["--paper", "nobody", "sl22"]);
        refused(&[command, "--claims", "/nonexistent"], &["--claims"]);
        refused(&[command, "--format", "pdf"], &["pdf"]);
        refused(&[command, "--timeout", "0"], &["--timeout"]);
    }
    refused(&["errata", "--claim", "sl22.no-such-*"], &["--claim", "sl22.no-such-*"]);
    refused(&["graph", "--claim", "sl22.eq67"], &["sl22.eq6"]);
    refused(&["graph", "--claim", "sl22.lem19.upper", "--out", "/nonexistent/x.svg"], &["--out", "/nonexistent/x.svg"]);
}

#[test]
fn every_refuted_claim_has_a_witness_a_consequence_and_a_correction_or_a_reason() {
    let papers = load_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("paper-checks")).expect("the papers load");
    let said: BTreeSet<&str> = papers.iter().flat_map(|p| &p.errata).map(|e| e.claim.as_str()).collect();
    // Time enough for a busy machine; all of these are decided in a moment on an idle one.
    let mut args = vec!["errata", "-q", "--format", "json", "--timeout", "60"];
    said.iter().for_each(|id| args.extend(["--claim", id]));
    let rows: Value = serde_json::from_str(&stdout(&args)).expect("JSON");
    let rows = rows.as_array().expect("an array");
    for row in rows {
        let id = row["id"].as_str().expect("id");
        assert_eq!(row["verdict"], "refuted");
        assert!(row["witness"]["point"].is_object(), "{id} has no witness");
        for key in ["severity", "consequence"] {
            assert!(row[key].as_str().is_some_and(|s| !s.is_empty()), "{id} has no {key}");
        }
        let good = |c: &Value| ["proved", "verified", "argued"].contains(&c["verdict"].as_str().expect("verdict"));
        let corrections = row["corrections"].as_array().expect("corrections");
        let reason = row["uncorrected"].as_str().is_some_and(|s| !s.is_empty());
        assert!(corrections.iter().any(good) || reason, "{id}: {corrections:?}");
        // A witness shows both sides apart, unless the formula is a quantifier or the predicate int(..).
        let formula = row["formula"].as_str().expect("formula");
        if !["exists(", "forall(", "int("].iter().any(|word| formula.contains(word)) {
            let side = |s: &str, end: &str| {
                let text = row["witness"][s][end].as_str().unwrap_or_else(|| panic!("{id} has no {s}"));
                text.parse::<f64>().expect("a number")
            };
            let (left, right) =
                ((side("left", "lower"), side("left", "upper")), (side("right", "lower"), side("right", "upper")));
            let apart = left.1 < right.0 || right.1 < left.0;
            // A strict comparison also fails when both sides are the same exact number.
            let same = left == right && left.0 == left.1;
            // Twenty digits can be equal as doubles where the enclosures are apart.
            let text = |s: &str, end: &str| row["witness"][s][end].as_str().expect("a side").to_owned();
            let digits = text("left", "upper") != text("right", "lower");
            assert!(apart || same || digits, "{id}: {left:?} against {right:?}");
        }
    }
    // Nothing is said about claims that are not refuted, ...
    let refuted: BTreeSet<&str> = rows.iter().filter_map(|r| r["id"].as_str()).collect();
    assert_eq!(said, refuted);
    // ... and no refuted claim is passed over.
    let out = depthsep(&["errata", "-q", "--format", "json"]);
    let rows: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    for row in rows.as_array().expect("an array") {
        let id = row["id"].as_str().expect("id");
        assert!(said.contains(id), "{id} is refuted, and no erratum speaks of it");
    }
}

#[test]
fn every_format_has_the_same_claims() {
    let claim = ["--claim", "sl22.eq66*", "--claim", "sl22.lem26.*", "--claim", "es16.lemma9.*"];
    let text = |format: &str| stdout(&[&["errata", "-q", "--format", format][..], &claim].concat());
    let rows: Value = serde_json::from_str(&text("json")).expect("JSON");
    let ids: Vec<&str> = rows.as_array().expect("an array").iter().map(|r| r["id"].as_str().expect("id")).collect();
    assert!(ids.len() >= 4 && ids.contains(&"sl22.eq66"), "{ids:?}");
    let (table, markdown, latex) = (text("table"), text("markdown"), text("latex"));
    for id in &ids {
        assert!(table.contains(id) && markdown.contains(id), "{id}");
        let broken = id.replace('.', ".\\allowbreak{}").replace('-', "-\\allowbreak{}");
        assert!(latex.contains(&broken), "{id}");
    }
    // Every line of a Markdown table has as many cells as its heading.
    for line in markdown.lines().filter(|l| l.starts_with('|')) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 6, "{line}");
    }
    // Braces and dollar signs pair up, and nothing outside of math would need it.
    let bare = latex.replace("\\{", "").replace("\\}", "").replace("\\$", "");
    assert_eq!(bare.matches('{').count(), bare.matches('}').count());
    for line in bare.lines().filter(|l| !l.starts_with("%") && !l.starts_with("\\begin")) {
        assert_eq!(line.matches('$').count() % 2, 0, "{line}");
        for outside in line.split('$').step_by(2) {
            let plain = outside.replace("\\_", "").replace("\\^{}", "").replace("\\#", "");
            assert!(!plain.contains(['_', '^', '#', '<', '>', '|']), "{line}");
        }
    }
    assert_eq!(latex.matches("\\begin{longtable}").count(), latex.matches("\\end{longtable}").count());
}

/// Boxes of an SVG: (tip, left, top, width, height); panics when the text is not well-formed XML.
fn boxes(svg: &str) -> Vec<(String, [f64; 4])> {
    let document = roxmltree::Document::parse(svg).expect("well-formed XML");
    assert!(document.root_element().has_tag_name(("http://www.w3.org/2000/svg", "svg")));
    let groups = document.descendants().filter(|n| n.has_tag_name("g") || n.tag_name().name() == "g");
    groups
        .map(|g| {
            let child = |name: &'static str| g.children().filter(move |c| c.tag_name().name() == name);
            let tip = child("title").next().and_then(|t| t.text()).expect("a tip").to_owned();
            let frame = child("rect").next_back().expect("a box");
            let number = |key: &str| frame.attribute(key).and_then(|v| v.parse().ok()).expect("a number");
            (tip, ["x", "y", "width", "height"].map(number))
        })
        .collect()
}

#[test]
fn the_picture_of_a_paper_is_well_formed_and_boxes_do_not_overlap() {
    let svg = stdout(&[&["graph", "--paper", "sl22"][..], &QUICK].concat());
    let found = boxes(&svg);
    let papers = load_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("paper-checks")).expect("the papers load");
    let paper = papers.iter().find(|p| p.key == "sl22").expect("the paper");
    let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
    for (tip, _) in &found {
        *drawn.entry(tip.split(' ').next().expect("an id")).or_default() += 1;
    }
    for claim in &paper.claims {
        assert_eq!(drawn.get(claim.id.as_str()), Some(&1), "{}", claim.id);
    }
    for (i, (one, a)) in found.iter().enumerate() {
        for (other, b) in &found[i + 1..] {
            let beside = a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0];
            let above = a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
            assert!(beside || above, "{one} and {other} overlap");
        }
    }
    let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
    let size = |key: &str| document.root_element().attribute(key).and_then(|v| v.parse::<f64>().ok()).expect("a size");
    let (width, height) = (size("width"), size("height"));
    for (tip, [x, y, w, h]) in &found {
        assert!(*x >= 0.0 && *y >= 0.0 && x + w <= width && y + h <= height, "{tip} lies outside");
    }
}

#[test]
fn the_graph_of_a_claim_holds_both_directions() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("g.svg");
    let path = file.to_str().expect("a path");
    stdout(&["graph", "-q", "--claim", "sl22.thm9pf.group-means", "--out", path]);
    let svg = std::fs::read_to_string(&file).expect("the file is there");
    let drawn: BTreeSet<String> =
        boxes(&svg).into_iter().map(|(tip, _)| tip.split(' ').next().expect("an id").to_owned()).collect();
    for id in [
        "sl22.thm9pf.group-means",
        "sl22.thm9pf.group-means.corrected",
        // upstream, two steps and more
        "sl22.prop21.trunc-zero",
        // downstream
        "sl22.eq38",
        "sl22.thm9.item2",
        "sl22.thm8.statement",
    ] {
        assert!(drawn.contains(id), "{id} is missing: {drawn:?}");
    }
    assert!(!drawn.contains("sl22.apph.recursion"), "unrelated claims are left out");
    assert!(svg.contains("group-means (refuted)"), "verdicts are computed");

    let dot = stdout(&["graph", "-q", "--claim", "sl22.thm9pf.group-means", "--format", "dot"]);
    assert!(dot.starts_with("digraph"), "{dot}");
    assert!(dot.contains("\"sl22.thm9pf.group-means\" -> \"sl22.eq38\";"), "{dot}");
}

#[test]
fn the_status_lists_what_is_open() {
    let text =
        depthsep(&["check", "-q", "--claim", "sl22.lem20.*", "--claim", "sl22.thm9.item2", "--format", "markdown"]);
    assert_eq!(text.status.code(), Some(1), "an open claim");
    let text = String::from_utf8(text.stdout).expect("UTF-8");
    assert!(text.contains("| argued |") && text.contains("`sl22.lem20.independence`"), "{text}");
    assert!(
        text.contains("| undecided |") && text.contains("`sl22.thm9.item2`") && text.contains("sl22.eq38"),
        "{text}"
    );
    assert!(text.contains("claims decided by computation."), "{text}");
}
