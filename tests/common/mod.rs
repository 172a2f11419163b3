//! Running the program as a user does.

use std::process::{Command, Output};

/// The program, started in the project's folder, with no configuration file and no colours.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depthsep"));
    command
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

/// Runs it to its end.
pub fn depthsep(args: &[&str]) -> Output {
    command(args).output().expect("the program starts")
}

/// What was printed.
#[allow(dead_code, reason = "each test file is a crate of its own, and not every one reads it so")]
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Asserts exit code 2 and a message that holds all of `words`, with no panic and nothing on standard output.
#[allow(dead_code, reason = "each test file is a crate of its own, and not every one has bad input")]
pub fn refused(args: &[&str], words: &[&str]) {
    let out = depthsep(args);
    let message = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{args:?}: {message}");
    assert!(!message.contains("panicked") && out.stdout.is_empty(), "{args:?}: {message}");
    for word in words {
        assert!(message.contains(word), "{args:?} should mention {word:?}: {message}");
    }
}
