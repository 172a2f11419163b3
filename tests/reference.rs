//! `export coq` and `mutate` as a user meets them, on claims whose answers are known by hand.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const CLAIMS: &str = r#"
[[claim]]
id = "t.box"
where = "-"
statement = "-"
domain = ["x in [0, 1]"]
formula = "exp(x) <= 2.72"

[[claim]]
id = "t.gamma"
where = "-"
statement = "CQ-01: Gamma(d/2 + 1) at d = 3 is 3/4 sqrt(pi)."
domain = ["d in 2.."]
formula = "gamma(d/2 + 1) >= 0.5"

[[claim]]
id = "t.wrong"
where = "-"
statement = "CQ-04: the negation at the witness is stated."
domain = ["x in [1, 3]"]
formula = "x^2 <= 8"

[[claim]]
id = "t.zero-base"
where = "-"
statement = "CQ-02: a real power whose base is 0 at an end: Coq's Rpower is another function there."
domain = ["x in [0, 1]"]
formula = "x^(1/3) >= 0"

[[claim]]
id = "t.special"
where = "-"
statement = "-"
domain = ["x in [0, 1]"]
formula = "bessel_j(0, x) <= 2"

[[claim]]
id = "t.equality"
where = "-"
statement = "-"
domain = ["x in [0, 1]"]
formula = "(x + 1)^2 = x^2 + 2*x + 1"

[[claim]]
id = "t.sup"
where = "-"
statement = "CQ-03: a supremum becomes a variable."
domain = ["a in [0, 1]"]
formula = "sup(a*x, x in [0, 1]) <= 2"
"#;

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("t")).expect("a paper");
    let head = "key = \"t\"\ntitle = \"T\"\nauthors = \"A\"\nyear = 2000\nsource = \"-\"\n";
    fs::write(dir.path().join("t/paper.toml"), head).expect("its head");
    fs::write(dir.path().join("t/10-claims.toml"), CLAIMS).expect("its claims");
    dir
}

fn run(args: &[&str], claims: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_depthsep"))
        .args(args)
        .args(["--claims", &claims.display().to_string(), "--dims", "3,4", "--quiet"])
        .output()
        .expect("the program starts")
}

fn export(dir: &Path, more: &[&str]) -> (String, String, String) {
    let out = dir.join("out");
    let mut args = vec!["export", "coq", "--out", out.to_str().expect("a path")];
    args.extend(more);
    let ran = run(&args, dir);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap_or_default();
    (read("t_10_claims.v"), read("index.csv"), read("not-exported.csv"))
}

#[test]
fn coq_statements_say_what_the_claims_say() {
    let dir = folder();
    let (file, index, left_out) = export(dir.path(), &[]);
    for statement in [
        "Definition t_box :\n  forall v_x : R, (v_x >= 0) -> (v_x <= 1) -> ((exp v_x) <= (68 / 25))\n",
        "Definition t_gamma_d3 :\n  (((3 / 4) * sqrt PI) >= (1 / 2))\n",
        "Definition t_gamma_d4 :\n  (2 >= (1 / 2))\n",
        "(~ ((",
        "(((v_x + 1) ^ 2) = (((v_x ^ 2) + (2 * v_x)) + 1))",
        "(forall v_x : R, (v_x >= 0) -> (v_x <= 1) -> ((v_a * v_x) <= 2))",
    ] {
        assert!(file.contains(statement), "no {statement:?} in\n{}", &file[file.find("t.box").unwrap_or(0)..]);
    }
    assert!(index.contains("t_wrong_fails,t.wrong,\"it fails at x = "), "{index}");
    assert!(left_out.contains("t.zero-base,\"power of a base that is not shown to be positive\""), "{left_out}");
    assert!(left_out.contains("t.special,\"special function bessel_j\""), "{left_out}");
}

#[test]
fn coq_claims_can_be_left_out() {
    let dir = folder();
    let list = dir.path().join("open.txt");
    fs::write(&list, "# not today\nt.box # too easy\n").expect("a list");
    let (file, _, left_out) = export(dir.path(), &["--without", list.to_str().expect("a path")]);
    assert!(!file.contains("Definition t_box "));
    assert!(left_out.contains("t.box,\"left out by --without\""), "{left_out}");
    let missing = run(&["export", "coq", "--out", "x", "--without", "no-such-file"], dir.path());
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("--without"));
}

/// The row of one constant and direction: response, kept, at.
fn response<'a>(csv: &'a str, claim: &str, part: &str, literal: &str, way: &str) -> Vec<&'a str> {
    let row = csv.lines().find(|l| {
        let c: Vec<&str> = l.split(',').collect();
        c[0] == claim && c[2] == part && c[3] == literal && c[5] == way
    });
    row.unwrap_or_else(|| panic!("no row {claim} {literal} {way} in\n{csv}")).split(',').skip(6).collect()
}

#[test]
fn moved_constants_flip_where_they_must() {
    let dir = folder();
    let file = dir.path().join("m.csv");
    let ran = run(&["mutate", "--each", "2", "--csv", file.to_str().expect("a path")], dir.path());
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let csv = fs::read_to_string(&file).expect("the rows");
    // exp(1) = 2.71828..: 2.72/(1 + r) stays above it up to r = 6.3e-4.
    let row = response(&csv, "t.box", "formula", "2.72", "down");
    let number = |s: &str| s.parse::<f64>().expect("a number");
    assert_eq!(row[0], "flips");
    assert!(number(row[1]) < 6.321e-4 && 6.32e-4 < number(row[2]), "{row:?}");
    assert!(number(row[2]) - number(row[1]) < 1e-4, "{row:?}");
    assert_eq!(response(&csv, "t.box", "formula", "2.72", "up")[0], "stays");
    // An identity flips at once, in both directions.
    for way in ["up", "down"] {
        assert_eq!(response(&csv, "t.equality", "formula", "2", way)[..2], ["flips", "0.000e0"], "{way}");
    }
    // x^2 <= 8 on [1, 3] becomes true when 8 grows to 9, or when 3 shrinks to sqrt(8).
    let row = response(&csv, "t.wrong", "formula", "8", "up");
    assert!(row[0] == "flips" && number(row[1]) < 0.125 && number(row[2]) >= 0.125, "{row:?}");
    let row = response(&csv, "t.wrong", "domain", "3", "down");
    assert!(row[0] == "flips" && number(row[2]) >= 3.0 / 8_f64.sqrt() - 1.0, "{row:?}");
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(text.contains("7 decided with a numeric constant; 7 flip (100.0 %)"), "{text}");
}

#[test]
fn an_interrupted_mutation_run_goes_on() {
    let dir = folder();
    let file = dir.path().join("m.csv");
    let args = ["mutate", "--each", "2", "--constants", "2", "--csv", file.to_str().expect("a path")];
    let first = run(&args, dir.path());
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
    let whole = fs::read_to_string(&file).expect("the rows");
    // Cut in the middle of the last line, as a kill does; a mark in a row of another claim shows that it is not made anew.
    let cut = whole.trim_end().len() - 5;
    let first_claim = whole.lines().nth(1).and_then(|l| l.split(',').next()).expect("a row").to_owned();
    let last_claim = whole.lines().last().and_then(|l| l.split(',').next()).expect("a row").to_owned();
    assert_ne!(first_claim, last_claim);
    let marked = whole[..cut].replacen(",up,stays,", ",up,MARK,", 1);
    assert_ne!(marked, whole[..cut]);
    fs::write(&file, &marked).expect("the cut file");
    let second = run(&args, dir.path());
    assert_eq!(second.status.code(), Some(0), "{}", String::from_utf8_lossy(&second.stderr));
    let rows = |text: &str| {
        let short = |l: &str| l.split(',').take(7).collect::<Vec<_>>().join(",");
        let mut rows: Vec<String> = text.lines().map(short).collect();
        rows.sort();
        rows
    };
    let resumed = fs::read_to_string(&file).expect("the rows");
    assert!(resumed.contains(",MARK,"), "{resumed}");
    assert_eq!(rows(&resumed.replace(",up,MARK,", ",up,stays,")), rows(&whole));
    // With other limits the rows are other rows.
    let args = ["mutate", "--each", "1.5", "--constants", "2", "--csv", file.to_str().expect("a path")];
    assert_eq!(run(&args, dir.path()).status.code(), Some(0));
    assert!(!fs::read_to_string(&file).expect("the rows").contains("MARK"));
    // A file of something else is not overwritten.
    fs::write(&file, "notes\n").expect("a file");
    let refused = run(&args, dir.path());
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&file).expect("a file"), "notes\n");
}
