//! What a user of a command line expects: completions, manual pages, defaults from a file, Ctrl-C.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depthsep"));
    command.args(args).current_dir(folder).env("XDG_CONFIG_HOME", folder.join("config"));
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let out = run(folder.path(), &["completions", shell]);
        let script = text(&out.stdout);
        assert_eq!(out.status.code(), Some(0), "{shell}");
        assert!(script.contains("ledger") && script.contains("merge"), "{shell}");
    }
    let page = text(&run(folder.path(), &["man"]).stdout);
    assert!(page.contains(".TH depthsep") && page.contains("check"), "{page}");
    let pages = folder.path().join("man");
    let out = run(folder.path(), &["man", "--out", pages.to_str().expect("UTF-8")]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert!(pages.join("depthsep-check.1").is_file());
    let version = text(&run(folder.path(), &["--version"]).stdout);
    assert!(version.contains(env!("CARGO_PKG_VERSION")) && version.contains("engine"), "{version}");
}

#[test]
fn defaults_come_from_the_file_and_flags_win() {
    let folder = tempfile::tempdir().expect("a folder");
    let widths = |args: &[&str]| -> Vec<String> {
        let out = run(folder.path(), &[&["bound", "compact", "--dim", "4", "--format", "csv"], args].concat());
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        text(&out.stdout).lines().skip(1).filter_map(|l| l.split(',').nth(4).map(str::to_owned)).collect()
    };
    fs::create_dir(folder.path().join("config")).expect("a folder");
    fs::write(folder.path().join("config/depthsep.toml"), "[bound.compact]\nwidth = [\"2\", \"3\"]").expect("a file");
    assert_eq!(widths(&[]), ["2", "3"]);
    fs::write(folder.path().join("depthsep.toml"), "width = \"5\"").expect("a file");
    assert_eq!(widths(&[]), ["5"]);
    assert_eq!(widths(&["--width", "7"]), ["7"]);
    for (file, word) in [
        ("widht = 1", "widht"),
        ("[bund]\nwidth = 1", "bund"),
        ("width = ", "depthsep.toml"),
        ("prec = \"x\"", "--prec"),
    ] {
        fs::write(folder.path().join("depthsep.toml"), file).expect("a file");
        let out = run(folder.path(), &["bound", "compact", "--dim", "4", "--width", "2"]);
        assert_eq!(out.status.code(), Some(2), "{file}");
        let said = text(&out.stderr);
        assert!(said.contains(word) && said.contains("depthsep.toml") && !said.contains("panicked"), "{file}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_check_leaves_a_ledger_that_is_gone_on_from() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.ledger");
    let name = file.to_str().expect("UTF-8");
    let args = [
        "check",
        "--claim",
        "sl22.eq*",
        "--claim",
        "sl22.prop18*",
        "--dims",
        "2..=40",
        "--timeout",
        "60",
        "--jobs",
        "1",
        "--ledger",
        name,
    ];
    let mut child = command(root, &args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
    let count = |sql: &str| -> i64 {
        rusqlite::Connection::open(&file).and_then(|db| db.query_row(sql, [], |r| r.get(0))).unwrap_or(0)
    };
    let clock = Instant::now();
    while count("SELECT count(*) FROM verdicts WHERE d IS NULL") < 2 && clock.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs").success());
    let code = child.wait().expect("the child ended").code();
    assert!(code.is_some_and(|c| c < 2), "{code:?}");
    let interrupted =
        "SELECT count(*) FROM verdicts WHERE d IS NULL AND verdict = 'undecided' AND note LIKE '%interrupt%'";
    assert_eq!(count(interrupted), 0);
    let before = count("SELECT count(*) FROM verdicts WHERE d IS NULL");
    assert!(before >= 2);
    let out = run(root, &args);
    assert!(out.status.code().is_some_and(|c| c < 2), "{}", text(&out.stderr));
    let expected = count("SELECT count(*) FROM expected");
    assert_eq!(count("SELECT count(*) FROM verdicts WHERE d IS NULL AND complete = 1"), expected);
    assert!(expected >= before);
}
