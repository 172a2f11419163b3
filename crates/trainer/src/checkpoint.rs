//! Checkpoints: the whole state of a run in one file, replaced atomically.
//!
//! Layout, little-endian: magic, identity hash, data hash, step, eta, L, seconds, number of weights, weights, number of
//! previous weights (0 for plain gradient descent), previous weights, hash of all before. A file is written beside its
//! place, flushed to the disk, renamed, and the folder is flushed: at every moment the old or the new file is whole.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

const MAGIC: &[u8; 8] = b"ERFGDv01";

/// State of a run after `step` updates.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    pub step: u64,
    pub eta: f64,
    pub top: f64,
    pub seconds: f64,
    pub w: Vec<f64>,
    pub previous: Vec<f64>,
}

/// FNV-1a, 64 bits: enough to tell accidents from a whole file; it is no seal.
pub(crate) fn fnv(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

fn encode(state: &State, identity: u64, data: u64) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    for v in [identity, data, state.step, state.eta.to_bits(), state.top.to_bits(), state.seconds.to_bits()] {
        out.extend(v.to_le_bytes());
    }
    for part in [&state.w, &state.previous] {
        out.extend((part.len() as u64).to_le_bytes());
        for v in part {
            out.extend(v.to_bits().to_le_bytes());
        }
    }
    let hash = fnv(out.iter().copied());
    out.extend(hash.to_le_bytes());
    out
}

fn decode(bytes: &[u8], identity: u64, data: u64) -> std::result::Result<State, String> {
    let Some(body) = bytes.strip_prefix(MAGIC) else {
        return Err("not a checkpoint of this program".into());
    };
    let (words, rest) = body.as_chunks::<8>();
    let words: Vec<u64> = words.iter().map(|w| u64::from_le_bytes(*w)).collect();
    let damaged = || "damaged: its checksum does not fit its content".to_string();
    let (Some((hash, words)), []) = (words.split_last(), rest) else { return Err(damaged()) };
    if fnv(bytes[..bytes.len() - 8].iter().copied()) != *hash {
        return Err(damaged());
    }
    let [id, sample, step, eta, top, seconds, tail @ ..] = words else { return Err(damaged()) };
    if *id != identity {
        return Err("belongs to a run with other settings; give another file or remove it".into());
    }
    if *sample != data {
        return Err("belongs to a run on another sample; give another file or remove it".into());
    }
    let take = |list: &[u64]| -> Option<(Vec<f64>, usize)> {
        let (len, rest) = list.split_first()?;
        let len = usize::try_from(*len).ok()?;
        let part = rest.get(..len)?;
        Some((part.iter().map(|b| f64::from_bits(*b)).collect(), len + 1))
    };
    let (w, used) = take(tail).ok_or_else(damaged)?;
    let (previous, last) = take(&tail[used..]).ok_or_else(damaged)?;
    if used + last != tail.len() {
        return Err(damaged());
    }
    let float = |b: &u64| f64::from_bits(*b);
    Ok(State { step: *step, eta: float(eta), top: float(top), seconds: float(seconds), w, previous })
}

/// Reads the checkpoint at `path`; `None` if there is no file.
pub(crate) fn load(path: &Path, identity: u64, data: u64) -> Result<Option<State>> {
    let mut bytes = Vec::new();
    match File::open(path).and_then(|mut f| f.read_to_end(&mut bytes)) {
        Ok(_) => decode(&bytes, identity, data).map(Some).map_err(|e| Error::file("train", path, e)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::file("train", path, format!("cannot read the checkpoint: {e}"))),
    }
}

/// Replaces the checkpoint at `path`. On an error the file that was there is still there.
pub(crate) fn save(path: &Path, state: &State, identity: u64, data: u64) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary: PathBuf = path.with_file_name(name);
    let written = File::create(&temporary)
        .and_then(|f| write_whole(f, &encode(state, identity, data)))
        .and_then(|()| fs::rename(&temporary, path));
    if let Err(e) = written {
        // Best effort: the message of the first error matters, not that of the clean-up.
        let _ = fs::remove_file(&temporary);
        return Err(Error::file("train", path, format!("cannot write the checkpoint: {e}")));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The rename is in the file system already; a folder that cannot be flushed (not every system allows it) loses at
    // most the newest checkpoint in a power cut.
    let _ = File::open(folder).and_then(|f| f.sync_all());
    Ok(())
}

fn write_whole(mut file: File, bytes: &[u8]) -> std::io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        State { step: 7, eta: 0.25, top: 7.6, seconds: 1.5, w: vec![1.0, -0.0, f64::MIN_POSITIVE], previous: vec![2.0] }
    }

    #[test]
    fn round_trip() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("run.ckpt");
        assert_eq!(load(&path, 1, 2).unwrap(), None);
        save(&path, &state(), 1, 2).unwrap();
        let again = load(&path, 1, 2).unwrap().unwrap();
        assert_eq!(again, state());
        assert!(again.w[1].is_sign_negative());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "a temporary file is left");
    }

    #[test]
    fn other_runs_and_every_damaged_byte_are_refused() {
        let bytes = encode(&state(), 1, 2);
        assert!(decode(&bytes, 3, 2).unwrap_err().contains("other settings"));
        assert!(decode(&bytes, 1, 3).unwrap_err().contains("another sample"));
        for i in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[i] ^= 0x10;
            assert!(decode(&bad, 1, 2).is_err(), "byte {i}");
            assert!(decode(&bytes[..i], 1, 2).is_err(), "length {i}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error() {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let e = write_whole(full, &encode(&state(), 1, 2)).unwrap_err();
        assert_eq!(e.kind(), std::io::ErrorKind::StorageFull);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_takes_no_file_is_an_error_naming_the_file() {
        let e = save(Path::new("/proc/run.ckpt"), &state(), 1, 2).unwrap_err().to_string();
        assert!(e.contains("/proc/run.ckpt") && e.contains("cannot write"), "{e}");
    }

    #[test]
    fn a_failed_save_keeps_the_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("run.ckpt");
        save(&path, &state(), 1, 2).unwrap();
        // A folder in the place of the temporary file makes the write fail.
        let temporary = dir.path().join(format!("run.ckpt.{}.tmp", std::process::id()));
        fs::create_dir(&temporary).unwrap();
        assert!(save(&path, &State { step: 8, ..state() }, 1, 2).is_err());
        assert_eq!(load(&path, 1, 2).unwrap().unwrap().step, 7);
    }
}
