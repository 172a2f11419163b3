//! Finding and reading the folder of papers.

use crate::failure::{Failure, Result};
use claims::load::{Claim, Paper, load_all};
use std::path::{Path, PathBuf};

/// Name of the folder looked for.
const FOLDER: &str = "paper-checks";

/// The papers of `folder`, or of the first `paper-checks` found in the working directory or above it, or above the
/// program itself (so that it works from a checkout's build folder).
///
/// # Errors
/// When there is no such folder, or something in it is wrong.
pub fn load(folder: Option<&Path>) -> Result<Vec<Paper>> {
    let root = match folder {
        Some(given) => given.to_owned(),
        None => find().ok_or_else(|| {
            Failure::new(format!("no folder \"{FOLDER}\" here, above, or above the program; name one with --claims"))
        })?,
    };
    load_all(&root).map_err(|e| Failure::argument("--claims", format!("{}\n{e}", root.display())))
}

fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok();
    let program = std::env::current_exe().ok();
    [here, program].into_iter().flatten().find_map(|start| {
        let mut above = start.ancestors().map(|a| a.join(FOLDER));
        above.find(|f| f.is_dir())
    })
}

/// The paper of that key.
///
/// # Errors
/// When there is none; the message lists the keys.
pub fn by_key<'a>(papers: &'a [Paper], key: &str) -> Result<&'a Paper> {
    papers.iter().find(|p| p.key == key).ok_or_else(|| {
        let keys: Vec<&str> = papers.iter().map(|p| p.key.as_str()).collect();
        Failure::argument("--paper", format!("no paper \"{key}\"; there are {}", keys.join(", ")))
    })
}

/// The paper of that key, or every paper for `all`.
///
/// # Errors
/// As [`by_key`].
pub fn chosen<'a>(papers: &'a [Paper], key: &str) -> Result<Vec<&'a Paper>> {
    if key == "all" { Ok(papers.iter().collect()) } else { by_key(papers, key).map(|p| vec![p]) }
}

/// The claim of that id, with its paper.
///
/// # Errors
/// When there is none; the message names the nearest id.
pub fn claim<'a>(papers: &'a [Paper], id: &str) -> Result<(&'a Paper, &'a Claim)> {
    let found = papers.iter().find_map(|p| p.claim(id).map(|c| (p, c)));
    found.ok_or_else(|| {
        let ids = papers.iter().flat_map(|p| p.claims.iter().map(|c| c.id.as_str()));
        let hint = claims::syntax::nearest(id, ids).map_or_else(String::new, |n| format!("; did you mean \"{n}\"?"));
        Failure::new(format!("no claim \"{id}\"{hint}"))
    })
}

/// Checks that a written proof `file.md#anchor` is there: the file beside the folder of papers, with a heading whose
/// text is the anchor.
///
/// # Errors
/// What is missing.
pub fn proof_exists(claim: &Claim, proof: &str) -> std::result::Result<(), String> {
    let Some((file, anchor)) = proof.split_once('#') else {
        return Err(format!("the proof \"{proof}\" names no anchor"));
    };
    let inside = Path::new(file).components().all(|c| matches!(c, std::path::Component::Normal(_)));
    // claim file -> paper's folder -> folder of papers -> what it stands in
    let root = claim.file.ancestors().nth(3).filter(|_| inside);
    let text = root.map(|r| {
        std::fs::read_to_string(if r.as_os_str().is_empty() { Path::new(".").join(file) } else { r.join(file) })
    });
    let Some(Ok(text)) = text else { return Err(format!("the written proof {file} cannot be read")) };
    let mut headings =
        text.lines().filter(|l| l.starts_with('#')).map(|l| l.trim_start_matches('#').trim().to_lowercase());
    if headings.any(|h| h.split([' ', ':', '(']).next() == Some(anchor)) {
        Ok(())
    } else {
        Err(format!("{file} has no heading \"{anchor}\""))
    }
}

/// The claims of the named papers (all of them when none is named) whose id matches one of the patterns (all claims when
/// there is none), each with its paper.
///
/// # Errors
/// When a paper does not exist or a pattern matches nothing.
pub fn select<'a>(all: &'a [Paper], keys: &[String], globs: &[String]) -> Result<Vec<(&'a Paper, &'a Claim)>> {
    for key in keys {
        by_key(all, key)?;
    }
    let chosen = || all.iter().filter(|p| keys.is_empty() || keys.contains(&p.key));
    for pattern in globs {
        if !chosen().any(|p| p.claims.iter().any(|c| glob(pattern, &c.id))) {
            return Err(Failure::argument("--claim", format!("no claim matches \"{pattern}\"")));
        }
    }
    let selected = |c: &&Claim| globs.is_empty() || globs.iter().any(|g| glob(g, &c.id));
    Ok(chosen().flat_map(|p| p.claims.iter().filter(selected).map(move |c| (p, c))).collect())
}

/// Whether `text` matches a pattern of `*` (any characters) and `?` (one character).
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut i, mut j) = (0, 0);
    // Where the last star stands, and how much of the text it has been made to take.
    let mut star: Option<(usize, usize)> = None;
    while j < t.len() {
        match p.get(i) {
            Some('*') => {
                star = Some((i, j));
                i += 1;
            }
            Some(c) if *c == '?' || Some(c) == t.get(j) => {
                i += 1;
                j += 1;
            }
            _ => match star {
                Some((s, taken)) => {
                    star = Some((s, taken + 1));
                    i = s + 1;
                    j = taken + 1;
                }
                None => return false,
            },
        }
    }
    p.iter().skip(i).all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn globs() {
        for (p, t, want) in [
            ("*", "", true),
            ("a*c", "abc", true),
            ("a*c", "ab", false),
            ("sl22.*.upper", "sl22.lem19.upper", true),
            ("?", "", false),
            ("*a*a*", "banana", true),
            ("a?c", "abc", true),
            ("abc", "abcd", false),
        ] {
            assert_eq!(glob(p, t), want, "{p} {t}");
        }
    }
}
