//! The list of what is trusted in `docs/CONTRACT.md` is true.

use super::files::{below, root};

/// Rows `| `path` | lines | what |` of the contract.
fn rows() -> Vec<(String, usize)> {
    let text = std::fs::read_to_string(root().join("docs/CONTRACT.md")).expect("docs/CONTRACT.md");
    let mut out = Vec::new();
    for line in text.lines().filter(|l| l.starts_with("| `crates/")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        out.push((cells[1].trim_matches('`').to_string(), cells[2].parse().unwrap_or_else(|_| panic!("{line}"))));
    }
    out
}

/// Lines of Rust in a file or folder, without test modules.
fn lines(place: &str) -> usize {
    let path = root().join(place);
    if path.is_file() {
        return std::fs::read_to_string(path).expect("a readable file").lines().count();
    }
    let files = below(place, &["rs"]);
    files.iter().filter(|(name, _)| !name.ends_with("/tests.rs")).map(|(_, t)| t.lines().count()).sum()
}

#[test]
fn line_counts_of_the_trusted_files_are_true() {
    let rows = rows();
    assert!(rows.len() >= 10, "{rows:?}");
    for (place, stated) in &rows {
        let found = lines(place);
        assert!(
            found.abs_diff(*stated) * 10 <= *stated,
            "{place} has {found} lines, the contract says {stated}: more than a tenth off"
        );
    }
}

/// Every source file of the crates that verdicts come from is on the list or named as not trusted.
#[test]
fn every_file_is_trusted_or_not() {
    let text = std::fs::read_to_string(root().join("docs/CONTRACT.md")).expect("docs/CONTRACT.md");
    let trusted = rows();
    for (name, _) in
        ["enclosure", "radial", "fourier", "claims"].iter().flat_map(|c| below(&format!("crates/{c}/src"), &["rs"]))
    {
        let listed = trusted.iter().any(|(place, _)| name == *place || name.starts_with(&format!("{place}/")));
        let not = text
            .lines()
            .filter(|l| l.starts_with("- `crates/"))
            .any(|l| l.split('`').nth(1).is_some_and(|p| name.starts_with(p)));
        assert!(listed != not || name.ends_with("/tests.rs"), "{name}: trusted {listed}, not trusted {not}");
    }
}
