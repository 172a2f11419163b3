//! The files under test, and rules that hold for all of them.

use std::path::{Path, PathBuf};

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder of the repository with one of the extensions, as (path from the root, text).
pub fn below(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let mut stack: Vec<PathBuf> = vec![root().join(folder)];
    let mut out = Vec::new();
    while let Some(dir) = stack.pop() {
        let Ok(entries) = std::fs::read_dir(&dir) else { continue };
        for path in entries.filter_map(|e| e.ok()).map(|e| e.path()) {
            if path.is_dir() {
                stack.push(path);
            } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e)) {
                let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
                let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
                out.push((name.replace('\\', "/"), text));
            }
        }
    }
    assert!(!out.is_empty(), "nothing below {folder}");
    out.sort();
    out
}

/// Whether the line is a comment or documentation.
pub fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// `unsafe` only in the trainer's vector kernels, which decide nothing.
#[test]
fn no_unsafe_code() {
    for (name, text) in below("crates", &["rs"]) {
        let used = text
            .lines()
            .any(|l| !is_comment(l) && l.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == "unsafe"));
        assert!(!used || name.starts_with("crates/trainer/src/kernel/"), "{name} uses unsafe code");
    }
}

/// Nothing speaks of the machine it was written on.
#[test]
fn no_absolute_paths() {
    // Built from parts, so that this file does not hold them.
    let homes: Vec<String> = ["work", "home", "root", "Users"].iter().map(|d| format!("/{d}/")).collect();
    for folder in ["crates", "docs", "tests", "benches", "paper-checks"] {
        for (name, text) in below(folder, &["rs", "md", "toml", "py", "sh", "txt"]) {
            for (i, line) in text.lines().enumerate() {
                let bad = homes.iter().find(|h| {
                    line.match_indices(h.as_str())
                        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || ".-_".contains(c)))
                });
                assert!(bad.is_none(), "{name}:{}: an absolute path", i + 1);
            }
        }
    }
}

/// A file of Python is small enough to be held in the head, like one of Rust.
#[test]
fn python_files_are_short() {
    for folder in ["crates", "paper-checks"] {
        for (name, text) in below(folder, &["py"]) {
            let lines = text.lines().count();
            assert!(lines < 400, "{name} has {lines} lines");
        }
    }
}
