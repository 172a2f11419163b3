//! References between claims.

use super::Problem;
use super::claim::Entry;
use super::erratum::ErratumEntry;
use super::source::Source;
use crate::syntax::nearest;
use std::collections::{HashMap, HashSet};

/// Checks ids and references of one paper's claims (or of all papers' together). An id whose first part is not one of
/// `prefixes` belongs to a paper that is not loaded and is not checked.
pub(super) fn check(entries: &[Entry], sources: &[Source], prefixes: &[&str], problems: &mut Vec<Problem>) {
    let mut index: HashMap<&str, usize> = HashMap::new();
    for (i, entry) in entries.iter().enumerate() {
        if let Some(&first) = index.get(entry.claim.id.as_str()) {
            let other = &entries[first];
            let place = format!("{}:{}", other.claim.file.display(), other.claim.line);
            let message = format!("the id \"{}\" is used twice; first at {place}", entry.claim.id);
            problems.push(sources[entry.file].problem(entry.id.span.clone(), message));
        } else {
            index.insert(&entry.claim.id, i);
        }
    }
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    for (i, entry) in entries.iter().enumerate() {
        for (key, target) in &entry.links {
            match index.get(target.value.as_str()) {
                Some(&j) if *key != "corrects" => edges[i].push(j),
                Some(&j) if j == i => {
                    let message = "a claim cannot correct itself";
                    problems.push(sources[entry.file].problem(target.span.clone(), message));
                }
                Some(_) => {}
                None => {
                    let prefix = target.value.split('.').next().unwrap_or("");
                    if !prefixes.is_empty() && !prefixes.contains(&prefix) && target.value.contains('.') {
                        continue;
                    }
                    let help = nearest(&target.value, index.keys().copied());
                    let help = help.map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
                    let message = format!("\"{key}\" names \"{}\", which is no claim{help}", target.value);
                    problems.push(sources[entry.file].problem(target.span.clone(), message));
                }
            }
        }
    }
    for cycle in cycles(&edges) {
        let names: Vec<&str> = cycle.iter().chain(cycle.first()).map(|&i| entries[i].claim.id.as_str()).collect();
        let entry = &entries[cycle[0]];
        let message = format!("these claims rest on one another: {}", names.join(" -> "));
        problems.push(sources[entry.file].problem(entry.id.span.clone(), message));
    }
}

/// Checks the ids that errata mention: each is a claim, and no claim has two errata. `prefixes` as for [`check`].
pub(super) fn check_errata(
    errata: &[ErratumEntry],
    entries: &[Entry],
    sources: &[Source],
    prefixes: &[&str],
    problems: &mut Vec<Problem>,
) {
    let ids: HashSet<&str> = entries.iter().map(|e| e.claim.id.as_str()).collect();
    let mut seen = HashSet::new();
    for entry in errata {
        let source = &sources[entry.file];
        for (key, target) in &entry.links {
            let id = target.value.as_str();
            let prefix = id.split('.').next().unwrap_or("");
            let elsewhere = !prefixes.is_empty() && !prefixes.contains(&prefix) && id.contains('.');
            if !ids.contains(id) && !elsewhere {
                let help = nearest(id, ids.iter().copied()).map(|near| format!("; did you mean \"{near}\"?"));
                let message = format!("\"{key}\" names \"{id}\", which is no claim{}", help.unwrap_or_default());
                problems.push(source.problem(target.span.clone(), message));
            } else if *key == "claim" && !seen.insert(id) {
                problems.push(source.problem(target.span.clone(), format!("\"{id}\" has two errata")));
            }
        }
    }
}

/// One cycle through each back edge of a depth-first walk, without recursion.
fn cycles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut finished = vec![false; edges.len()];
    for root in 0..edges.len() {
        let mut path: Vec<(usize, usize)> = Vec::new();
        let mut on_path = HashMap::new();
        if !finished[root] {
            path.push((root, 0));
            on_path.insert(root, 0usize);
        }
        while let Some(top) = path.last_mut() {
            let (node, next) = *top;
            top.1 += 1;
            match edges[node].get(next) {
                Some(&child) if finished[child] => {}
                Some(&child) => match on_path.get(&child) {
                    Some(&start) => found.push(path[start..].iter().map(|(n, _)| *n).collect()),
                    None => {
                        on_path.insert(child, path.len());
                        path.push((child, 0));
                    }
                },
                None => {
                    finished[node] = true;
                    on_path.remove(&node);
                    path.pop();
                }
            }
        }
    }
    found
}
