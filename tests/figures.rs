//! Figures: well-formed, labelled, complete; and what cannot be drawn is refused by name, with no file left behind.

mod common;

use common::{depthsep, refused, text};
use std::fs;

fn figure(args: &[&str]) -> String {
    let out = depthsep(&[&["figure", "-q"], args].concat());
    assert_eq!(out.status.code(), Some(0), "{args:?}: {}", text(&out.stderr));
    text(&out.stdout)
}

/// Checks the labels and counts the series.
fn series(svg: &str) -> usize {
    let document = roxmltree::Document::parse(svg).expect("well-formed");
    let class = |name: &str| document.descendants().filter(|n| n.attribute("class") == Some(name)).collect::<Vec<_>>();
    assert!(document.descendants().any(|n| n.has_tag_name("title")) && class("title").len() == 1);
    let panels = class("panel").len();
    for name in ["x-label", "y-label"] {
        let labels = class(name);
        assert!(labels.len() == panels && labels.iter().all(|n| n.text().is_some_and(|t| !t.is_empty())), "{name}");
    }
    class("series").len()
}

#[test]
fn computed_figures_have_all_series() {
    assert_eq!(series(&figure(&["radial"])), 8);
    assert_eq!(series(&figure(&["spectrum", "--dim", "2,4"])), 2);
    assert_eq!(series(&figure(&["bounds", "--dim", "4,8"])), 8);
}

#[test]
fn figures_of_real_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let (rows, svg) = (folder.path().join("rows.json"), folder.path().join("out.svg"));
    let (rows, svg) = (rows.to_str().expect("UTF-8"), svg.to_str().expect("UTF-8"));
    let small = ["--samples", "500", "--steps", "50", "--fresh", "10000", "--format", "json"];
    let out =
        depthsep(&[&["separate", "-q", "--dims", "4", "--width", "d", "--deep-width", "50"], &small[..]].concat());
    fs::write(rows, &out.stdout).expect("a file");
    figure(&["separation", "--data", rows, "--out", svg]);
    let drawn = fs::read_to_string(svg).expect("the figure");
    assert_eq!(series(&drawn), 3);
    assert!(drawn.contains("class=\"bar\""), "the confidence bar");
    let out = depthsep(&[&["train", "deep", "-q", "--dim", "4", "--width", "50"], &small[..]].concat());
    fs::write(rows, &out.stdout).expect("a file");
    // One curve and its risk on fresh points.
    assert_eq!(series(&figure(&["training", "--data", rows])), 2);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing temporary stays");
}

#[test]
fn the_exponent_is_fitted() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seconds.csv");
    fs::write(&file, "d,seconds\n2,8\n4,64\n8,512\n").expect("a file");
    let name = file.to_str().expect("UTF-8");
    let svg = figure(&["growth", "--data", name]);
    assert!(series(&svg) == 2 && svg.contains("d^3.00"));
    for bad in ["d,seconds\n2,-1\n", "2,1\n", "2,1\n2,3\n", "2;1\n3;1\n", "d,seconds\n"] {
        fs::write(&file, bad).expect("a file");
        refused(&["figure", "growth", "--data", name], &["--data"]);
    }
}

#[test]
fn bad_input_is_refused() {
    refused(&["figure", "portrait"], &["portrait"]);
    refused(&["figure", "radial", "--dim", "1"], &["--dim"]);
    refused(&["figure", "radial", "--out", "/nonexistent/x.svg"], &["--out", "/nonexistent/x.svg"]);
    refused(&["figure", "radial", "--out", "x.gif"], &["--out"]);
    refused(&["figure", "separation"], &["--data"]);
    refused(&["figure", "training", "--data", "/nonexistent.json"], &["--data", "/nonexistent.json"]);
    refused(&["figure", "radial", "--data", "README.md"], &["--data"]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("empty.ledger");
    let name = file.to_str().expect("UTF-8");
    let out = depthsep(&["bound", "compact", "-q", "--dim", "4", "--width", "2", "--ledger", name]);
    assert_eq!(out.status.code(), Some(0));
    refused(&["figure", "separation", "--ledger", name], &["--ledger"]);
    refused(&["table", "errata", "--ledger", name], &["--ledger"]);
}
