//! Loading claim files: what is read, and what is said about files that are wrong.

use claims::load::{ClaimKind, LoadError, MAX_FILE, Paper, Severity, load_all, load_paper};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const PAPER: &str = "key = \"p\"\ntitle = \"T\"\nauthors = \"A\"\nyear = 2022\nsource = \"S\"\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("paper.toml"), PAPER).unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

fn load(text: &str) -> Result<Paper, LoadError> {
    load_paper(folder(&[("a.toml", text.as_bytes())]).path())
}

fn claim(id: &str, rest: &str) -> String {
    format!("[[claim]]\nid = \"{id}\"\nwhere = \"p. 1\"\nstatement = \"s\"\n{rest}\n")
}

/// The messages with their lines, and the whole text.
fn problems(text: &str) -> (Vec<(Option<usize>, String)>, String) {
    let error = load(text).expect_err("it should not load");
    let list = error.problems.iter().map(|p| (p.position.map(|(line, _)| line), p.message.clone())).collect();
    (list, error.to_string())
}

#[test]
fn a_full_claim_is_read() {
    let text = format!(
        "[[definition]]\nname = \"f\"\nargs = [\"t\"]\nformula = \"1 + t^2\"\nwhere = \"p. 2\"\nmeaning = \"m\"\nlatex = \"F\"\n{}{}{}",
        claim(
            "p.a",
            "domain = [\"d in 2..\", \"x in [0, d]\"]\ngiven = [\"x < 1\"]\nformula = \"f(x) >= 1\"\nuses = [\"p.b\"]\nsection = \"Two\"\n\
             reading = \"r\"\nnote = \"n\"\nhint = { witness = { d = \"7\" }, max_boxes = 10 }"
        ),
        claim("p.b", "kind = \"composite\"\nsteps = [\"p.c\", \"q.other\"]\ncorrects = \"p.c\""),
        claim("p.c", "kind = \"argued\"\nproof = \"docs/x.md#y\""),
    );
    let paper = load(&text).unwrap();
    assert_eq!(
        (paper.key.as_str(), paper.year, paper.sections.as_slice()),
        ("p", 2022, &["Two".into(), "a".into()][..])
    );
    let a = paper.claim("p.a").unwrap();
    assert_eq!(a.domain.len(), 2);
    assert_eq!(a.domain[1].to_string(), "x in [0, d]");
    assert_eq!(a.formula().unwrap().to_string(), "f(x) >= 1");
    assert_eq!((a.text.as_str(), a.line, a.given.len()), ("f(x) >= 1", 8, 1));
    assert_eq!(a.hint.witness[0].1.to_string(), "7");
    assert_eq!(a.hint.max_boxes, Some(10));
    assert!(
        matches!(&paper.claim("p.b").unwrap().kind, ClaimKind::Composite { steps, formula: None } if steps.len() == 2)
    );
    assert!(matches!(&paper.claim("p.c").unwrap().kind, ClaimKind::Argued { proof } if proof == "docs/x.md#y"));
    assert_eq!(paper.definitions[0].latex.as_deref(), Some("F"));
}

#[test]
fn the_hash_follows_the_content_only() {
    let hash = |definition: &str, formula: &str, note: &str| {
        let text = format!(
            "[[definition]]\nname = \"f\"\nargs = [\"t\"]\nformula = \"{definition}\"\nwhere = \"w\"\n{}",
            claim("p.a", &format!("domain = [\"x in [0, 1]\"]\nformula = \"{formula}\"\nnote = \"{note}\""))
        );
        load(&text).unwrap().claims[0].hash.clone()
    };
    let base = hash("1 + t", "f(x) >= 1", "");
    assert_eq!(base, hash("1 + t", "f(x)  >=  1", "other words"));
    assert_eq!(base, hash("1 + t", "1 + x >= 1", ""));
    assert_ne!(base, hash("2 + t", "f(x) >= 1", ""));
    assert_ne!(base, hash("1 + t", "f(x) > 1", ""));
}

#[test]
fn every_problem_is_reported_with_its_place() {
    let text = [
        claim("p.a", "formula = \"1 < kapa(2)\"\ntypo = 1"),
        claim("p.a", "formula = \"1 < 2\"\nuses = [\"p.zz\"]"),
        claim("p b", "domain = [\"x in [0, 1]\", \"x in [0, 1]\"]\nformula = \"x < 2\""),
        claim("p.c", "formula = 3"),
        claim("p.d", ""),
        claim("p.e", "steps = [\"p.f\"]"),
        claim("p.f", "steps = [\"p.e\"]\nkind = \"argued\""),
        claim("p.g", "formula = \"1 < 2\"\nhint = { witness = { q = \"1\" }, wat = 1 }"),
        "[[definition]]\nname = \"f\"\nformula = \"g(1)\"\nwhere = \"w\"\n".into(),
        "[[definition]]\nname = \"g\"\nargs = [\"sin\"]\nformula = \"1\"\nwhere = \"w\"\n".into(),
        "[stray]\nx = 1\n".into(),
    ]
    .concat();
    let (found, shown) = problems(&text);
    for (line, message) in [
        (5, "unknown function \"kapa\""),
        (6, "unknown key \"typo\" in a claim"),
        (8, "the id \"p.a\" is used twice; first at "),
        (12, "\"uses\" names \"p.zz\", which is no claim"),
        (14, "an id has only letters, digits"),
        (17, "variable \"x\" is declared twice"),
        (23, "\"formula\" must be a string, not integer"),
        (24, "this claim has none of"),
        (30, "these claims rest on one another: p.e -> p.f -> p.e"),
        (39, "an argued claim has a \"proof\""),
        (45, "\"q\" is not a variable of this claim"),
        (45, "unknown key \"wat\" in a hint"),
        (48, "unknown function \"g\"; it is defined later, at "),
        (52, "\"sin\" is a built-in function"),
        (55, "unknown key \"stray\" in a claim file"),
    ] {
        let hit = found.iter().any(|(l, m)| *l == Some(line) && m.starts_with(message));
        assert!(hit, "line {line}: {message}\n{shown}");
    }
    assert!(shown.ends_with("15 problems"), "{shown}");
    assert!(found.is_sorted_by_key(|(line, _)| *line), "{shown}");
    let caret = "a.toml:5:16\n  |\n5 | formula = \"1 < kapa(2)\"\n  |                ^^^^";
    assert!(shown.contains(caret), "{shown}");
}

#[test]
fn escapes_and_long_strings_keep_a_place() {
    let (found, shown) = problems(&claim("p.a", "formula = \"\"\"\n1 <\n  zeta\n\"\"\""));
    assert_eq!(found[0].0, Some(7), "{shown}");
    let (found, shown) = problems(&claim("p.a", "formula = \"1 < \\u007Aeta\""));
    assert_eq!(found[0].0, Some(5), "{shown}");
    assert!(shown.contains("zeta"), "{shown}");
}

#[test]
fn broken_files_are_refused_with_their_place() {
    let message =
        |files: &[(&str, &[u8])]| load_paper(folder(files).path()).expect_err("it should not load").to_string();
    let text = message(&[("a.toml", b"x = \"\nid = [")]);
    assert!(text.contains("malformed TOML") && text.contains("a.toml:1:"), "{text}");
    let text = message(&[("a.toml", b"# ok\n# \xff\n")]);
    assert!(text.contains("not UTF-8: byte 0xff") && text.contains("a.toml:2:3"), "{text}");
    let text = message(&[("a.toml", b"[[claim]\n"), ("b.toml", b"\xfe")]);
    assert!(text.contains("a.toml") && text.contains("b.toml") && text.ends_with("problems"), "{text}");
    let large = vec![b'#'; usize::try_from(MAX_FILE).unwrap() + 1];
    let text = message(&[("a.toml", &large)]);
    assert!(text.contains("more than the limit"), "{text}");
    let deep = format!("x = {}", "[".repeat(100_000));
    assert!(message(&[("a.toml", deep.as_bytes())]).contains("malformed TOML"));
    let formula = claim("p.a", &format!("formula = \"1 < {}\"", "1+".repeat(3_000_000)));
    let text = message(&[("a.toml", formula.as_bytes())]);
    assert!(text.contains("more than the limit") && text.len() < 2_000, "{}", text.len());
    let text = message(&[("paper.toml", b"key = \"p\"\n")]);
    assert!(text.contains("no \"title\"") && text.contains("no \"year\""), "{text}");
}

#[test]
fn folders_without_a_paper_are_errors() {
    let dir = TempDir::new().unwrap();
    assert!(load_paper(dir.path()).unwrap_err().to_string().contains("no paper.toml"));
    assert!(load_all(dir.path()).unwrap_err().to_string().contains("no folder here"));
    assert!(load_all(Path::new("/no/such/folder")).unwrap_err().to_string().contains("cannot read the folder"));
}

#[test]
fn papers_are_checked_together() {
    let root = TempDir::new().unwrap();
    for (key, target) in [("p", "q.a"), ("q", "p.zz")] {
        let dir = root.path().join(key);
        fs::create_dir(&dir).unwrap();
        fs::write(dir.join("paper.toml"), PAPER.replace("\"p\"", &format!("\"{key}\""))).unwrap();
        let text = claim(&format!("{key}.a"), &format!("formula = \"1 < 2\"\nuses = [\"{target}\"]"));
        fs::write(dir.join("a.toml"), text).unwrap();
    }
    // Alone, a paper may name another paper's claims; together the names must be there.
    assert!(load_paper(&root.path().join("p")).is_ok());
    let error = load_all(root.path()).unwrap_err();
    assert_eq!(error.problems.len(), 1, "{error}");
    assert!(error.problems[0].message.contains("names \"p.zz\""), "{error}");
}

fn erratum(claim: &str, severity: &str, rest: &str) -> String {
    format!("[[erratum]]\nclaim = \"{claim}\"\nseverity = \"{severity}\"\nconsequence = \"k\"\n{rest}\n")
}

#[test]
fn errata_are_read() {
    let text = claim("p.a", "formula = \"1 < 2\"")
        + &claim("p.b", "formula = \"1 < 3\"")
        + &erratum("p.a", "constant", "correction = \"p.b\"")
        + &erratum("p.b", "boundary", "uncorrected = \"why\"");
    let paper = load(&text).unwrap();
    let a = paper.erratum("p.a").unwrap();
    assert_eq!(
        (a.severity, a.correction.as_deref(), a.uncorrected.as_deref()),
        (Severity::Constant, Some("p.b"), None)
    );
    assert_eq!(paper.erratum("p.b").unwrap().uncorrected.as_deref(), Some("why"));
    assert!(paper.erratum("p.c").is_none());
}

#[test]
fn errata_that_are_wrong_are_reported() {
    let claims = claim("p.a", "formula = \"1 < 2\"") + &claim("p.ab", "formula = \"1 < 3\"");
    for (wrong, words) in [
        (erratum("p.a", "grave", ""), "unknown severity \"grave\""),
        (erratum("p.x", "constant", ""), "which is no claim"),
        (erratum("p.a", "constant", "correction = \"p.x\""), "\"correction\" names \"p.x\""),
        (erratum("p.a", "constant", "correction = \"p.ab\"\nuncorrected = \"w\""), "or else says why"),
        (erratum("p.a", "constant", "") + &erratum("p.a", "constant", ""), "has two errata"),
        (erratum("p.a", "constant", "note = \"n\""), "note"),
        ("[[erratum]]\nclaim = \"p.a\"\nseverity = \"constant\"\n".into(), "consequence"),
    ] {
        let (list, _) = problems(&format!("{claims}{wrong}"));
        assert!(list.iter().any(|(_, message)| message.contains(words)), "{words}: {list:?}");
    }
}
