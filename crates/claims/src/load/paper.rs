//! Folders of claim files.

use super::claim::{self, Entry};
use super::erratum::{self, ErratumEntry};
use super::fields::Fields;
use super::source::Source;
use super::{LoadError, MAX_FILES, Paper, Problem, links};
use crate::syntax::Scope;
use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::DeTable;

/// File that makes a folder a paper.
const PAPER: &str = "paper.toml";

/// Reads the paper in `folder`.
///
/// # Errors
/// [`LoadError`] with everything that is wrong with its files.
pub fn load_paper(folder: &Path) -> Result<Paper, LoadError> {
    let mut problems = Vec::new();
    let mut sources = Vec::new();
    let loaded = read(folder, &mut sources, &mut problems);
    if let Some(loaded) = &loaded {
        let keys = [loaded.paper.key.as_str()];
        links::check(&loaded.entries, &sources, &keys, &mut problems);
        links::check_errata(&loaded.errata, &loaded.entries, &sources, &keys, &mut problems);
    }
    finish(loaded.map(Loaded::into_paper), problems)
}

/// Reads every paper in a folder of `root`, in the order of the folders' names.
///
/// # Errors
/// [`LoadError`] with everything that is wrong with any file, and when there is no paper at all.
pub fn load_all(root: &Path) -> Result<Vec<Paper>, LoadError> {
    let mut problems = Vec::new();
    let mut sources = Vec::new();
    let mut papers: Vec<Paper> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut errata: Vec<ErratumEntry> = Vec::new();
    for folder in list(root, &mut problems) {
        if !folder.join(PAPER).is_file() {
            continue;
        }
        if let Some(loaded) = read(&folder, &mut sources, &mut problems) {
            if let Some(other) = papers.iter().find(|p| p.key == loaded.paper.key) {
                let message = format!("the key \"{}\" is also that of {}", other.key, other.folder.display());
                problems.push(plain(&folder.join(PAPER), message));
            }
            papers.push(loaded.paper);
            entries.extend(loaded.entries);
            errata.extend(loaded.errata);
        }
    }
    if papers.is_empty() && problems.is_empty() {
        problems.push(plain(root, format!("no folder here has a {PAPER}")));
    }
    links::check(&entries, &sources, &[], &mut problems);
    links::check_errata(&errata, &entries, &sources, &[], &mut problems);
    for entry in entries {
        let owner = papers.iter_mut().find(|p| entry.claim.file.parent() == Some(p.folder.as_path()));
        if let Some(paper) = owner {
            paper.claims.push(entry.claim);
        }
    }
    for entry in errata {
        let folder = sources[entry.file].path.parent();
        if let Some(paper) = papers.iter_mut().find(|p| folder == Some(p.folder.as_path())) {
            paper.errata.push(entry.erratum);
        }
    }
    finish(Some(papers), problems)
}

fn finish<T>(value: Option<T>, mut problems: Vec<Problem>) -> Result<T, LoadError> {
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        _ => {
            problems.sort_by(|a, b| (&a.file, a.position).cmp(&(&b.file, b.position)));
            Err(LoadError { problems })
        }
    }
}

fn plain(path: &Path, message: String) -> Problem {
    Problem { file: path.into(), position: None, message, excerpt: String::new() }
}

/// What a folder holds, sorted by name.
fn list(folder: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let read =
        fs::read_dir(folder).and_then(|items| items.map(|item| item.map(|i| i.path())).collect::<Result<Vec<_>, _>>());
    match read {
        Ok(mut paths) => {
            paths.sort();
            paths
        }
        Err(error) => {
            problems.push(plain(folder, format!("cannot read the folder: {error}")));
            Vec::new()
        }
    }
}

/// A paper whose claims are still with the places of their references.
struct Loaded {
    paper: Paper,
    entries: Vec<Entry>,
    errata: Vec<ErratumEntry>,
}

impl Loaded {
    fn into_paper(mut self) -> Paper {
        self.paper.claims = self.entries.into_iter().map(|entry| entry.claim).collect();
        self.paper.errata = self.errata.into_iter().map(|entry| entry.erratum).collect();
        self.paper
    }
}

/// Reads one folder; `None` when it has no readable `paper.toml`, which is then reported.
fn read(folder: &Path, all_sources: &mut Vec<Source>, problems: &mut Vec<Problem>) -> Option<Loaded> {
    let first = all_sources.len();
    let mut head = None;
    let mut count = 0;
    for path in list(folder, problems) {
        let toml = path.extension().is_some_and(|e| e == "toml");
        if !toml || !path.is_file() {
            continue;
        }
        count += 1;
        if count > MAX_FILES {
            problems.push(plain(folder, format!("the folder has more than {MAX_FILES} claim files")));
            break;
        }
        match Source::read(&path) {
            Ok(source) if path.file_name().is_some_and(|n| n == PAPER) => head = Some(source),
            Ok(source) => all_sources.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    let paper_path = folder.join(PAPER);
    if head.is_none() && !problems.iter().any(|p| p.file == paper_path) {
        problems.push(plain(folder, format!("the folder has no {PAPER}")));
    }
    let collected = RefCell::new(std::mem::take(problems));
    let paper = head.as_ref().and_then(|source| read_head(source, folder, &collected));
    let body = read_claims(&all_sources[first..], first, &collected);
    *problems = collected.into_inner();
    let mut paper = paper?;
    paper.definitions = body.definitions;
    paper.scope = body.scope;
    for entry in &body.entries {
        if !paper.sections.contains(&entry.claim.section) {
            paper.sections.push(entry.claim.section.clone());
        }
    }
    Some(Loaded { paper, entries: body.entries, errata: body.errata })
}

/// Parses TOML, reporting every error.
fn parse<'a>(source: &'a Source, problems: &RefCell<Vec<Problem>>) -> Option<Spanned<DeTable<'a>>> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        problems.borrow_mut().push(source.problem(span, format!("malformed TOML: {}", error.message())));
    }
    errors.is_empty().then_some(table)
}

fn read_head(source: &Source, folder: &Path, problems: &RefCell<Vec<Problem>>) -> Option<Paper> {
    let table = parse(source, problems)?;
    let fields = Fields::new(source, table.get_ref(), 0..0, "paper", problems);
    let text = |key| fields.required(key).map(|t| t.value);
    let (key, title, authors, origin) = (text("key"), text("title"), text("authors"), text("source"));
    let year = fields.integer("year");
    if year.is_none() && fields.get("year").is_none() {
        fields.report(0..0, "this paper has no \"year\"");
    }
    fields.finish();
    Some(Paper {
        key: key?,
        title: title?,
        authors: authors?,
        year: year?,
        source: origin?,
        folder: folder.into(),
        definitions: Vec::new(),
        scope: Scope::new(),
        sections: Vec::new(),
        claims: Vec::new(),
        errata: Vec::new(),
    })
}

struct Body {
    definitions: Vec<super::PaperDefinition>,
    scope: Scope,
    entries: Vec<Entry>,
    errata: Vec<ErratumEntry>,
}

/// Reads the definitions of all files in order, then the claims, which may use all of them.
fn read_claims(sources: &[Source], first: usize, problems: &RefCell<Vec<Problem>>) -> Body {
    let parsed: Vec<_> = sources.iter().map(|source| (source, parse(source, problems))).collect();
    let mut scope = Scope::new();
    let mut definitions = Vec::new();
    let mut pending = Vec::new();
    let mut places = Vec::new();
    let mut claims = Vec::new();
    let mut errata = Vec::new();
    for (i, (source, table)) in parsed.iter().enumerate() {
        let Some(table) = table else { continue };
        let fields = Fields::new(source, table.get_ref(), table.span(), "claim file", problems);
        for item in fields.tables("definition", "definition") {
            if let Some(name) = item.text("name") {
                places.push((name.value, format!("{}:{}", source.path.display(), source.line(item.span.start))));
            }
            pending.push(item);
        }
        claims.extend(fields.tables("claim", "claim").into_iter().map(|item| (first + i, item)));
        let found = fields.tables("erratum", "erratum");
        errata.extend(found.iter().filter_map(|item| erratum::erratum(item, first + i)));
        fields.finish();
    }
    for item in &pending {
        let later = |name: &str| places.iter().find(|(n, _)| n == name).map(|(_, place)| place.clone());
        definitions.extend(claim::definition(item, &mut scope, &later));
    }
    let mut entries = Vec::new();
    for (file, item) in &claims {
        let stem = item.source.path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        entries.extend(claim::claim(item, &scope, &stem, *file));
    }
    Body { definitions, scope, entries, errata }
}
