//! Certificates in a folder: one file a claim, and a manifest.

use super::Certificate;
use crate::decide::Verdict;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Largest file read, in bytes.
pub const MAX_FILE: u64 = 256 << 20;
/// Most certificates of one folder.
pub const MAX_CERTIFICATES: usize = 100_000;
/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// Name of the manifest's format.
pub const FORMAT: &str = "depthsep-certificates";
/// Longest file name before the ending.
const MAX_NAME: usize = 150;

/// What a folder of certificates holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`super::VERSION`].
    pub version: u32,
    /// Version of the program that decided.
    pub program: String,
    /// How it decided.
    pub settings: Settings,
    /// The certificates.
    pub certificates: Vec<Entry>,
}

/// How the claims were decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Dimensions decided one by one.
    pub dims: Vec<i64>,
    /// First precision, bits.
    pub prec: u32,
    /// Largest precision, bits.
    pub max_prec: u32,
    /// Milliseconds for a claim.
    pub timeout_ms: u64,
    /// Further milliseconds for each listed dimension in its domain.
    #[serde(default)]
    pub timeout_per_dim_ms: u64,
}

/// One certificate of a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Id of the claim.
    pub claim: String,
    /// [`file_name`] of the id.
    pub file: String,
    /// Hash of the claim.
    pub hash: String,
    /// Verdict.
    pub verdict: Verdict,
    /// SHA-256 (hex) of the file.
    pub sha256: String,
}

/// File name of a claim's certificate: different for different ids also where the file system ignores case, never hidden,
/// never a path.
#[must_use]
pub fn file_name(id: &str) -> String {
    let mut name = String::new();
    for (i, c) in id.bytes().enumerate() {
        if matches!(c, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-') || (c == b'.' && i > 0) {
            name.push(char::from(c));
        } else {
            let _ = write!(name, "%{c:02x}");
        }
    }
    if name.len() > MAX_NAME || name.is_empty() || format!("{name}.json") == MANIFEST {
        // Every name is ASCII, so that it can be cut anywhere.
        name = format!("{}%-{}", name.get(..MAX_NAME - 70).unwrap_or(&name), hex(id.as_bytes()));
    }
    name + ".json"
}

/// SHA-256 in hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// Writes a file in one move: readers see the old one or the whole new one.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let fail = |e: std::io::Error| format!("{}: {e}", path.display());
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}.part", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|e| {
        let _ = fs::remove_file(&temporary);
        fail(e)
    })
}

/// Writes certificates and a manifest that lists them into `folder`, which is made if need be. The manifest is written last.
///
/// # Errors
/// Names the file that cannot be written.
pub fn write(folder: &Path, certificates: &[Certificate], settings: Settings) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut entries = Vec::with_capacity(certificates.len());
    for c in certificates {
        let (file, text) = (file_name(&c.claim), c.to_json()?);
        replace(&folder.join(&file), text.as_bytes())?;
        entries.push(Entry {
            claim: c.claim.clone(),
            file,
            hash: c.hash.clone(),
            verdict: c.verdict,
            sha256: hex(text.as_bytes()),
        });
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: super::VERSION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        settings,
        certificates: entries,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(|e| e.to_string())? + "\n";
    replace(&folder.join(MANIFEST), text.as_bytes())
}

/// Text of a regular file of limited size.
///
/// # Errors
/// Why it cannot be read.
pub fn read_text(path: &Path) -> Result<String, String> {
    let meta = fs::symlink_metadata(path).map_err(|e| e.to_string())?;
    if !meta.is_file() {
        return Err("not a regular file".to_owned());
    }
    let mut text = String::new();
    let file = File::open(path).map_err(|e| e.to_string())?;
    // What is read counts, not what the file system says beforehand.
    let read = file.take(MAX_FILE + 1).read_to_string(&mut text).map_err(|e| e.to_string())?;
    if read as u64 > MAX_FILE { Err(format!("larger than {MAX_FILE} bytes")) } else { Ok(text) }
}

/// The manifest of a folder.
///
/// # Errors
/// When it cannot be read, or names files other than those of its claims.
pub fn read_manifest(folder: &Path) -> Result<Manifest, String> {
    let text = read_text(&folder.join(MANIFEST))?;
    let m: Manifest = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    if m.format != FORMAT || m.version != super::VERSION {
        return Err(format!("{} of version {}; {FORMAT} of version {} is known", m.format, m.version, super::VERSION));
    }
    if m.certificates.len() > MAX_CERTIFICATES {
        return Err(format!("more than {MAX_CERTIFICATES} certificates"));
    }
    let mut seen = std::collections::BTreeSet::new();
    for e in &m.certificates {
        if e.file != file_name(&e.claim) {
            return Err(format!("\"{}\" is not the file of {}", e.file, e.claim));
        }
        if !seen.insert(&e.claim) {
            return Err(format!("{} is listed twice", e.claim));
        }
    }
    Ok(m)
}

/// A certificate of a folder; it must be the one the manifest lists.
///
/// # Errors
/// Why it is refused.
pub fn read(folder: &Path, entry: &Entry) -> Result<Certificate, String> {
    let text = read_text(&folder.join(file_name(&entry.claim)))?;
    if hex(text.as_bytes()) != entry.sha256 {
        return Err("the file is not the one the manifest lists".to_owned());
    }
    let c = Certificate::from_json(&text)?;
    if c.claim != entry.claim || c.hash != entry.hash || c.verdict != entry.verdict {
        return Err("claim, hash or verdict differ from the manifest".to_owned());
    }
    Ok(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_plain_and_different() {
        let ids =
            ["a", "A", "a.b", ".a", "../a", "a/b", "%61", "manifest", "", "é", &"x".repeat(300), &"x".repeat(301)];
        let names: std::collections::BTreeSet<String> = ids.iter().map(|id| file_name(id).to_lowercase()).collect();
        assert_eq!(names.len(), ids.len());
        for name in &names {
            assert!(!name.starts_with('.') && !name.contains(['/', '\\']) && name.len() < 200 && name != MANIFEST);
        }
    }
}
