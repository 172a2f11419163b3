//! Figures: well-formed, labelled, complete; and what cannot be drawn is refused by name, with no file left behind.

mod common;

use common::{depthsep, refused, text};
use std::fs;

fn figure(args: &[&str]) -> String {
    let out = depthsep(&[&["figure", "-q"], args].concat());
    assert_eq!(out.status.code(), Some(0), "{args:?}: {}", text(&out.stderr));
    text(&out.stdout)
}

/// Checks that the drawing is a document with a title in which each of these words stands so many times.
fn holds(svg: &str, words: &[(&str, usize)]) {
    let document = roxmltree::Document::parse(svg).expect("well-formed");
    let texts: Vec<&str> =
        document.descendants().filter(|n| n.has_tag_name("text")).filter_map(|n| n.text()).map(str::trim).collect();
    let title = document.descendants().find(|n| n.has_tag_name("title")).and_then(|n| n.text()).expect("a title");
    assert_eq!(texts.iter().filter(|t| **t == title).count(), 1, "{title}");
    for (word, times) in words {
        assert_eq!(texts.iter().filter(|t| *t == word).count(), *times, "{word}: {texts:?}");
    }
}

/// How often a tag occurs.
fn count(svg: &str, tag: &str) -> usize {
    svg.matches(&format!("<{tag} ")).count()
}

#[test]
fn computed_figures_have_all_series() {
    let radial = figure(&["radial"]);
    holds(&radial, &[("norm |x|", 2), ("heavy-tailed, alpha = 1", 1), ("Gaussian", 1), ("mixture", 1), ("2.5", 2)]);
    assert!(count(&radial, "polyline") > 200, "dashed curves");
    let spectrum = figure(&["spectrum", "--dim", "2,4"]);
    holds(&spectrum, &[("d = 2", 1), ("d = 4", 1), ("frequency t, in units of R_d", 1), ("0.25", 1)]);
    let bounds = figure(&["bounds", "--dim", "4,8"]);
    holds(
        &bounds,
        &[("dimension d", 2), ("mean squared error at least", 2), ("width d\u{b2}", 1), ("1/400 (paper)", 1), ("8", 2)],
    );
    // Six curves of two points: a marker is a white shape and a coloured one, and the legend has four of them.
    assert_eq!(count(&bounds, "polygon"), 2 * (6 * 2 + 4));
}

#[test]
fn figures_of_real_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let (rows, svg, pdf) =
        (folder.path().join("rows.json"), folder.path().join("out.svg"), folder.path().join("out.pdf"));
    let (rows, svg) = (rows.to_str().expect("UTF-8"), svg.to_str().expect("UTF-8"));
    let small = ["--samples", "500", "--steps", "50", "--fresh", "10000", "--format", "json"];
    let out =
        depthsep(&[&["separate", "-q", "--dims", "4", "--width", "d", "--deep-width", "50"], &small[..]].concat());
    fs::write(rows, &out.stdout).expect("a file");
    figure(&["separation", "--data", rows, "--out", svg]);
    let drawn = fs::read_to_string(svg).expect("the figure");
    holds(
        &drawn,
        &[("shallow, certified at least", 1), ("shallow, best found", 1), ("deep, measured; bar to bound", 1)],
    );
    // Three markers in the panel and three in the legend.
    assert_eq!(count(&drawn, "polygon"), 2 * (3 + 3));
    figure(&["separation", "--data", rows, "--out", pdf.to_str().expect("UTF-8")]);
    let page = fs::read(&pdf).expect("the page");
    assert!(page.starts_with(b"%PDF-") && page.len() > 2000, "{} bytes", page.len());
    let table = depthsep(&["table", "separation", "--data", rows, "--format", "csv"]);
    assert!(
        text(&table.stdout).lines().nth(1).is_some_and(|row| row.starts_with("compact,4,")),
        "{}",
        text(&table.stdout)
    );
    refused(&["table", "bounds", "--data", rows], &["--data"]);
    let out = depthsep(&[&["train", "deep", "-q", "--dim", "4", "--width", "50"], &small[..]].concat());
    fs::write(rows, &out.stdout).expect("a file");
    holds(&figure(&["training", "--data", rows]), &[("on fresh points", 1), ("steps", 1)]);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 3, "nothing temporary stays");
}

#[test]
fn the_exponent_is_fitted() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seconds.csv");
    fs::write(&file, "d,seconds\n2,8\n4,64\n8,512\n").expect("a file");
    let name = file.to_str().expect("UTF-8");
    let svg = figure(&["growth", "--data", name]);
    holds(&svg, &[("fit: seconds ~ d^3.00", 1), ("measured", 1), ("time (seconds)", 1)]);
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
