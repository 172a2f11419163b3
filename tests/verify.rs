//! Certificates as a user meets them: written by `check`, confirmed by `verify`, refused when anything is changed.

mod common;

use common::depthsep;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

fn text(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

const CLAIMS: &str = r#"
[[definition]]
name = "f"
args = ["x"]
formula = "ln(1 + x)"
where = "p. 1"

[[claim]]
id = "t.log"
where = "p. 1"
statement = "A bound of the logarithm."
domain = ["x in [0, inf)"]
formula = "f(x) <= x"

[[claim]]
id = "t.Boxes"
where = "p. 1"
statement = "Needs a subdivision."
domain = ["x in [0, 1]", "y in [1/4, 1]"]
formula = "sin(5*x)*cos(3*y) + exp(-x*y) < 17/10"

[[claim]]
id = "t.false"
where = "p. 2"
statement = "Fails."
domain = ["x in [0, 1]", "d in 2.."]
formula = "x^2 + 1/d < 1"

[[claim]]
id = "t.each"
where = "p. 2"
statement = "Shown at each dimension."
domain = ["d in 2.."]
formula = "bessel_j(d/2, 1)^2 + bessel_j(d/2 + 1, 2)^2 < 9/10"

[[claim]]
id = "t.both"
where = "p. 3"
statement = "Rests on two."
kind = "composite"
steps = ["t.log", "t.each"]
"#;

struct Setting {
    _root: tempfile::TempDir,
    claims: PathBuf,
    certificates: PathBuf,
}

impl Setting {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        let claims = root.path().join("papers");
        fs::create_dir_all(claims.join("toy")).expect("a folder");
        let paper = "key = \"t\"\ntitle = \"T\"\nauthors = \"A\"\nyear = 2020\nsource = \"S\"\n";
        fs::write(claims.join("toy/paper.toml"), paper).expect("written");
        fs::write(claims.join("toy/a.toml"), CLAIMS).expect("written");
        let certificates = root.path().join("certificates");
        let out = depthsep(&[
            "check",
            "--claims",
            path(&claims),
            "--certificates",
            path(&certificates),
            "--dims",
            "2..=4",
            "--timeout",
            "20",
            "-q",
        ]);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out));
        Self { _root: root, claims, certificates }
    }

    fn verify(&self, what: &Path) -> Output {
        depthsep(&["verify", path(what), "--claims", path(&self.claims), "--timeout", "30"])
    }

    fn read(&self, name: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.certificates.join(name)).expect("a certificate")).expect("JSON")
    }

    /// Verifies a changed copy on its own: exit code 1 and a reason.
    fn refused(&self, changed: &Value, what: &str) {
        let file = self.claims.join("changed.json");
        fs::write(&file, changed.to_string()).expect("written");
        let out = self.verify(&file);
        let code = out.status.code();
        assert!(matches!(code, Some(1 | 2)), "{what}: exit code {code:?}: {}", text(&out));
        assert!(!text(&out).contains("panicked"), "{what}: {}", text(&out));
        assert!(code == Some(2) || text(&out).contains("not confirmed"), "{what}: {}", text(&out));
    }
}

fn path(p: &Path) -> &str {
    p.to_str().expect("a plain path")
}

#[test]
fn certificates_are_confirmed_and_every_change_is_refused() {
    let s = Setting::new();
    let all = s.verify(&s.certificates);
    assert_eq!(all.status.code(), Some(0), "{}", text(&all));
    assert!(text(&all).contains("5 certificates: 5 confirmed"), "{}", text(&all));
    for file in ["t.log.json", "t.%42oxes.json", "t.false.json", "t.each.json"] {
        let one = s.verify(&s.certificates.join(file));
        assert_eq!(one.status.code(), Some(0), "{file}: {}", text(&one));
    }
    let both = s.verify(&s.certificates.join("t.both.json"));
    assert_eq!(both.status.code(), Some(1), "a composite claim alone: {}", text(&both));

    // A changed constant, in the tree and hence in what the hash names.
    for name in ["t.log.json", "t.%42oxes.json", "t.false.json", "t.each.json"] {
        let mut c = s.read(name);
        let node = c["nodes"].as_array_mut().and_then(|n| n.iter_mut().find(|n| n[0] == "num")).expect("a number");
        node[1] = json!("77/5");
        s.refused(&c, "a changed constant");
        let mut c = s.read(name);
        c["hash"] = json!("00".repeat(32));
        s.refused(&c, "a changed hash");
        let mut c = s.read(name);
        c["verdict"] = json!(if c["verdict"] == "refuted" { "proved" } else { "refuted" });
        s.refused(&c, "another verdict");
        let mut c = s.read(name);
        c["claim"] = json!("t.none");
        s.refused(&c, "an unknown claim");
        let mut c = s.read(name);
        c["version"] = json!(1);
        s.refused(&c, "another version");
        let mut c = s.read(name);
        c["surprise"] = json!(1);
        s.refused(&c, "an unknown key");
    }
    witnesses(&s);
    proofs(&s);
    folders(&s);
}

fn witnesses(s: &Setting) {
    let c = s.read("t.false.json");
    assert_eq!(c["verdict"], "refuted");
    for (x, q) in [("x", "0"), ("x", "2"), ("x", "1/0"), ("x", "pi"), ("d", "5/2"), ("d", "1"), ("y", "1")] {
        let mut c = c.clone();
        c["evidence"]["point"][x] = json!(q);
        if x == "x" && q == "0" {
            c["evidence"]["point"]["d"] = json!("9");
        }
        if x != "y" {
            s.refused(&c, &format!("a witness with {x} = {q}"));
        }
    }
    let mut other = c.clone();
    other["evidence"]["point"] = json!({ "d": "2" });
    s.refused(&other, "a witness without a coordinate");
    let mut other = c;
    other["evidence"]["sides"] = json!([["7", "8"], ["1", "1"]]);
    s.refused(&other, "enclosures of other numbers");
}

fn proofs(s: &Setting) {
    let c = s.read("t.%42oxes.json");
    let steps = c["evidence"]["steps"].as_array().expect("steps").clone();
    if let Some(i) =
        steps.iter().position(|r| r["rule"] == "boxes" && r["split"].as_array().is_some_and(|l| l.len() > 1))
    {
        let mut other = c.clone();
        let split = other["evidence"]["steps"][i]["split"].as_array_mut().expect("a subdivision");
        split.pop();
        s.refused(&other, "a missing box");
        let mut other = c.clone();
        other["evidence"]["steps"][i]["split"] = json!([null]);
        s.refused(&other, "a subdivision that was not made");
        let mut other = c.clone();
        other["evidence"]["steps"][i]["split"] = json!(vec![json!(["x", "1/3"]); 3000]);
        s.refused(&other, "a subdivision without end");
    } else {
        panic!("the claim was to need boxes: {steps:?}");
    }
    let c = s.read("t.log.json");
    let mut other = c.clone();
    other["evidence"]["steps"] = json!([]);
    s.refused(&other, "a proof without steps");
    for steps in [
        json!([{ "rule": "evaluate" }]),
        json!([{ "rule": "no-such-rule" }]),
        json!([{ "rule": "conjunction", "children": [0] }]),
        json!([{ "rule": "conjunction", "children": [7] }]),
        json!([{ "rule": "cut", "variable": "x", "at": "1/0", "children": [1, 2] }, { "rule": "evaluate" }, { "rule": "evaluate" }]),
        json!([{ "rule": "prefix", "variable": "x", "count": 4_000_000_000u32 }]),
        json!([{ "rule": "evaluate" }, { "rule": "evaluate" }]),
    ] {
        let mut other = c.clone();
        other["evidence"]["steps"] = steps.clone();
        s.refused(&other, &steps.to_string());
    }
    let mut other = c.clone();
    other["evidence"]["prec"] = json!(4_000_000_000u32);
    s.refused(&other, "a precision without limit");
    let mut other = c.clone();
    other["nodes"][0] = json!(["neg", 0]);
    s.refused(&other, "a node that is its own operand");
    let mut other = c;
    let deep: Vec<Value> = std::iter::once(json!(["pi"])).chain((0..20_000).map(|i| json!(["neg", i]))).collect();
    other["nodes"] = json!(deep);
    s.refused(&other, "a tree too deep");
    let each = s.read("t.each.json");
    let mut other = each;
    if other["verdict"] == "verified" {
        other["dims"].as_array_mut().expect("dims")[0]["d"] = json!(9);
        s.refused(&other, "evidence at another dimension");
    }
}

fn folders(s: &Setting) {
    let file = s.certificates.join("t.log.json");
    let good = fs::read_to_string(&file).expect("a certificate");
    // Anything that rests on a broken certificate falls with it.
    fs::write(&file, format!("{good} ")).expect("written");
    let out = s.verify(&s.certificates);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out));
    assert!(text(&out).contains("it rests on t.log"), "{}", text(&out));
    fs::remove_file(&file).expect("removed");
    assert_eq!(s.verify(&s.certificates).status.code(), Some(1));
    fs::write(&file, good).expect("written");
    assert_eq!(s.verify(&s.certificates).status.code(), Some(0));
    let manifest = s.certificates.join("manifest.json");
    let listed = fs::read_to_string(&manifest).expect("a manifest");
    for (from, to) in [
        ("\"t.log.json\"", "\"../t.log.json\""),
        ("\"t.log.json\"", "\"/etc/passwd\""),
        ("\"t.each\"", "\"t.log\""),
        ("depthsep-certificates", "something"),
        ("[", "[[[["),
    ] {
        fs::write(&manifest, listed.replacen(from, to, 1)).expect("written");
        let out = s.verify(&s.certificates);
        assert_eq!(out.status.code(), Some(2), "{from} -> {to}: {}", text(&out));
    }
    fs::write(&manifest, listed).expect("written");
    for bad in ["", "{", "null", "[1, 2]", &"[".repeat(100_000)] {
        let file = s.claims.join("bad.json");
        fs::write(&file, bad).expect("written");
        assert_eq!(s.verify(&file).status.code(), Some(2), "{}", bad.get(..10).unwrap_or(bad));
    }
    assert_eq!(s.verify(Path::new("/no/such/place")).status.code(), Some(2));
}
