//! Says what this program was built from: the commit, and a fingerprint of the sources that verdicts depend on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Crates whose code can change a verdict, a bound or a measured risk. The command line is not among them.
const ENGINE: [&str; 5] = ["enclosure", "radial", "fourier", "claims", "trainer"];

fn main() {
    let root = Path::new("../..");
    println!("cargo::rerun-if-changed=../../Cargo.lock");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = vec![root.join("Cargo.lock")];
    for name in ENGINE {
        let source = root.join("crates").join(name).join("src");
        println!("cargo::rerun-if-changed={}", source.display());
        collect(&source, &mut files);
    }
    files.sort();
    println!("cargo::rustc-env=DEPTHSEP_ENGINE={:016x}", fingerprint(&files));
    let commit = git(&["rev-parse", "--short=12", "HEAD"]).unwrap_or_else(|| "unknown".into());
    if let Some(head) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={head}");
    }
    println!("cargo::rustc-env=DEPTHSEP_COMMIT={commit}");
    println!("cargo::rustc-env=DEPTHSEP_TARGET={}", std::env::var("TARGET").unwrap_or_default());
}

/// Every Rust file below `folder`.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// FNV-1a over names and contents: tells builds apart; it is no seal.
fn fingerprint(files: &[PathBuf]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        let content = fs::read(file).unwrap_or_default();
        for byte in name.bytes().chain([0]).chain(content).chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

fn git(args: &[&str]) -> Option<String> {
    let out = Command::new("git").args(args).output().ok().filter(|o| o.status.success())?;
    Some(String::from_utf8(out.stdout).ok()?.trim().to_owned()).filter(|s| !s.is_empty())
}
