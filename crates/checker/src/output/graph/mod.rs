//! Which claim rests on which, as a graph: built here, placed in [`layout`], drawn in [`svg`], written in [`dot`].

pub mod dot;
mod layout;
mod look;
mod panel;
pub mod svg;

use claims::decide::{Outcome, Verdict};
use claims::load::{Claim, Paper};
use std::collections::{BTreeMap, BTreeSet};

/// How the names of groups of other papers begin.
const USED_FROM: &str = "used from ";

/// A claim in the graph.
pub struct Vertex {
    /// Its id.
    pub id: String,
    /// What is written in its box: the id without the paper's key.
    pub label: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// What a viewer shows when the pointer rests on it.
    pub tip: String,
    /// Index of its group.
    pub group: usize,
}

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The second claim rests on the first.
    RestsOn,
    /// The second claim corrects the first.
    Corrects,
}

/// An edge between two vertices, by index.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Where it starts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What it says.
    pub kind: Kind,
}

/// The graph to be drawn.
pub struct Network {
    /// A heading.
    pub title: String,
    /// Names of the groups: sections, in the order of the paper.
    pub groups: Vec<String>,
    /// The claims.
    pub vertices: Vec<Vertex>,
    /// What rests on what.
    pub edges: Vec<Edge>,
    /// The claim the graph is about, when it is about one.
    pub focus: Option<usize>,
}

impl Network {
    /// The graph of the claims `ids`. `chosen` are the papers it is about; claims of other papers get a group of their
    /// own. With `focus` all claims are in one group, named by their full ids.
    #[must_use]
    pub fn new(
        all: &[Paper],
        chosen: &[&Paper],
        ids: &BTreeSet<&str>,
        outcomes: &BTreeMap<&str, Outcome>,
        focus: Option<&str>,
    ) -> Self {
        let mut groups: Vec<String> = Vec::new();
        let mut vertices = Vec::new();
        let mut claims: Vec<&Claim> = Vec::new();
        for paper in all {
            let own = chosen.iter().any(|p| p.key == paper.key);
            for claim in paper.claims.iter().filter(|c| ids.contains(c.id.as_str())) {
                let name = match (focus, own) {
                    (Some(_), _) => String::new(),
                    (None, true) if chosen.len() == 1 => claim.section.clone(),
                    (None, true) => format!("{}: {}", paper.key, claim.section),
                    (None, false) => format!("{USED_FROM}{} ({})", paper.title, paper.year),
                };
                let group = groups.iter().position(|g| *g == name).unwrap_or_else(|| {
                    groups.push(name);
                    groups.len() - 1
                });
                let verdict = outcomes.get(claim.id.as_str()).map_or(Verdict::Undecided, |o| o.verdict);
                let short = claim.id.strip_prefix(&format!("{}.", paper.key)).filter(|_| focus.is_none() && own);
                vertices.push(Vertex {
                    id: claim.id.clone(),
                    label: short.unwrap_or(&claim.id).to_owned(),
                    verdict,
                    tip: format!("{} ({})\n{}\n{}", claim.id, verdict.name(), claim.place, claim.statement),
                    group,
                });
                claims.push(claim);
            }
        }
        sort_groups(&mut groups, &mut vertices);
        let index: BTreeMap<&str, usize> = claims.iter().enumerate().map(|(i, c)| (c.id.as_str(), i)).collect();
        let mut edges = Vec::new();
        for (to, claim) in claims.iter().enumerate() {
            let from: BTreeSet<usize> = claim.rests_on().filter_map(|id| index.get(id).copied()).collect();
            edges.extend(from.into_iter().map(|from| Edge { from, to, kind: Kind::RestsOn }));
            if let Some(&from) = claim.corrects.as_deref().and_then(|id| index.get(id)) {
                edges.push(Edge { from, to, kind: Kind::Corrects });
            }
        }
        let title = match (focus, chosen) {
            (Some(id), _) => format!("What {id} rests on, and what rests on it"),
            (None, [paper]) => format!("{} ({}): which claim rests on which", paper.title, paper.year),
            _ => "Which claim rests on which".to_owned(),
        };
        Self { title, groups, vertices, edges, focus: focus.and_then(|id| index.get(id).copied()) }
    }
}

/// Sorts the groups by name, which is the order of the sections; groups of other papers come last.
fn sort_groups(groups: &mut Vec<String>, vertices: &mut [Vertex]) {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&g| (groups[g].starts_with(USED_FROM), groups[g].clone()));
    let mut place = vec![0; groups.len()];
    order.iter().enumerate().for_each(|(new, &old)| place[old] = new);
    vertices.iter_mut().for_each(|v| v.group = place[v.group]);
    *groups = order.iter().map(|&g| groups[g].clone()).collect();
}

/// The claims of `chosen`, and those of other papers that they name.
#[must_use]
pub fn with_sources<'a>(every: &[&'a Claim], chosen: &[&'a Paper]) -> BTreeSet<&'a str> {
    let own = || chosen.iter().flat_map(|p| p.claims.iter());
    let known: BTreeSet<&str> = every.iter().map(|c| c.id.as_str()).collect();
    let sources = own().flat_map(|c| c.rests_on()).filter(|id| known.contains(id));
    own().map(|c| c.id.as_str()).chain(sources).collect()
}

/// `id`, everything it rests on, everything that rests on it, to any depth, and the corrections of these.
#[must_use]
pub fn around<'a>(every: &[&'a Claim], id: &'a str) -> BTreeSet<&'a str> {
    let by_id: BTreeMap<&str, &'a Claim> = every.iter().map(|c| (c.id.as_str(), *c)).collect();
    let mut users: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
    for claim in every {
        claim.rests_on().for_each(|below| users.entry(below).or_default().push(&claim.id));
    }
    let below = |id: &str| by_id.get(id).map_or_else(Vec::new, |c| c.rests_on().collect());
    let above = |id: &str| users.get(id).cloned().unwrap_or_default();
    let mut found = closure(id, &below);
    found.extend(closure(id, &above));
    found.retain(|id| by_id.contains_key(id));
    let corrections: Vec<&str> = every
        .iter()
        .filter(|c| c.corrects.as_deref().is_some_and(|id| found.contains(id)))
        .map(|c| c.id.as_str())
        .collect();
    found.extend(corrections);
    found
}

/// What is reached from `start` by steps of `next`. Every id is expanded once.
fn closure<'a>(start: &'a str, next: &dyn Fn(&str) -> Vec<&'a str>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        for other in next(id) {
            if found.insert(other) {
                open.push(other);
            }
        }
    }
    found
}
