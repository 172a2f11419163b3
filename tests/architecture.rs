//! The arrows of ARCHITECTURE.md, executed: which crate of the workspace may depend on which.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Allowed direct dependencies inside the workspace.
const ARROWS: &[(&str, &[&str])] = &[
    ("enclosure", &[]),
    ("radial", &["enclosure"]),
    ("fourier", &["enclosure", "radial"]),
    ("claims", &["enclosure", "radial", "fourier"]),
    ("trainer", &["radial", "enclosure"]),
    ("checker", &["claims", "enclosure", "fourier", "radial", "trainer"]),
    ("depthsep", &["checker"]),
];

/// Direct, non-dev dependencies of each workspace member on other members.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    let meta: Value = serde_json::from_slice(&out.stdout).expect("cargo metadata prints JSON");
    let packages = meta["packages"].as_array().expect("packages");
    let members: BTreeSet<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    packages
        .iter()
        .map(|p| {
            let uses = p["dependencies"].as_array().expect("dependencies").iter();
            let uses = uses.filter(|d| d["kind"].is_null()).filter_map(|d| d["name"].as_str());
            let inside = uses.filter(|n| members.contains(n)).map(str::to_owned).collect();
            (p["name"].as_str().expect("name").to_owned(), inside)
        })
        .collect()
}

#[test]
fn arrows_point_where_the_architecture_says() {
    let found = dependencies();
    assert_eq!(found.len(), ARROWS.len(), "members: {:?}", found.keys());
    for (name, allowed) in ARROWS {
        let allowed: BTreeSet<String> = allowed.iter().map(|&s| s.to_owned()).collect();
        let extra: Vec<_> = found[*name].difference(&allowed).collect();
        assert!(extra.is_empty(), "{name} must not depend on {extra:?}");
    }
}
