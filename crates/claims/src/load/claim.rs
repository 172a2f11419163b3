//! One `[[definition]]` or `[[claim]]` table.

use super::fields::{Fields, Text};
use super::{Claim, ClaimKind, Hint, PaperDefinition};
use crate::syntax::{Definition, Scope, SyntaxError, parse_binder, parse_expr, parse_formula};
use crate::tree::{Binder, Expr, Formula, Hasher, Symbol};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// A claim with the places of the ids it mentions, for later checks.
pub(super) struct Entry {
    pub claim: Claim,
    pub id: Text,
    pub links: Vec<(&'static str, Text)>,
    /// Index of its file.
    pub file: usize,
}

/// Reports a syntax error inside the text.
fn report(fields: &Fields, text: &Text, error: &SyntaxError) {
    let problem = fields.source.inside(&text.span, &text.value, error);
    fields.problems.borrow_mut().push(problem);
}

/// Reads a definition and adds it to `scope`. `later` names definitions that come after it, with their places.
pub(super) fn definition(
    fields: &Fields,
    scope: &mut Scope,
    later: &dyn Fn(&str) -> Option<String>,
) -> Option<PaperDefinition> {
    let name = fields.required("name");
    let args = fields.texts("args");
    let formula = fields.required("formula");
    let place = fields.text("where").map(|t| t.value).unwrap_or_default();
    let meaning = fields.text("meaning").map(|t| t.value);
    let latex = fields.text("latex").map(|t| t.value);
    fields.finish();
    let (name, formula) = (name?, formula?);
    let mut inner = scope.without_variables();
    for arg in &args {
        if let Err(message) = inner.declare(&arg.value) {
            fields.report(arg.span.clone(), message);
        }
    }
    if scope.definition(&name.value).is_some() {
        fields.report(name.span.clone(), format!("\"{}\" is defined twice", name.value));
        return None;
    }
    let body = match parse_expr(&formula.value, &inner) {
        Ok(body) => body,
        Err(mut error) => {
            let word = formula.value.get(error.span.clone()).unwrap_or("");
            if let Some(place) = later(word) {
                error.help = Some(format!("it is defined later, at {place}; definitions come before their use"));
            }
            report(fields, &formula, &error);
            return None;
        }
    };
    let params: Vec<Symbol> = args.iter().map(|a| Symbol::from(a.value.as_str())).collect();
    let symbol = Symbol::from(name.value.as_str());
    let defined = Definition { name: symbol.clone(), params: params.clone(), body: body.clone() };
    if let Err(message) = scope.define(defined) {
        fields.report(name.span, message);
        return None;
    }
    let line = fields.source.line(fields.span.start);
    let file = fields.source.path.clone();
    Some(PaperDefinition { name: symbol, params, body, text: formula.value, place, meaning, latex, file, line })
}

/// Reads a claim. What is wrong is reported; a claim with a formula that does not parse is still returned when it has
/// an id, so that references to it are not reported as well.
pub(super) fn claim(fields: &Fields, definitions: &Scope, default_section: &str, file: usize) -> Option<Entry> {
    let id = fields.required("id");
    let place = fields.required("where").map(|t| t.value).unwrap_or_default();
    let statement = fields.required("statement").map(|t| t.value).unwrap_or_default();
    let section = fields.text("section").map_or_else(|| default_section.to_string(), |t| t.value);
    let mut scope = definitions.without_variables();
    let domain = domain(fields, &mut scope);
    let given = formulas(fields, &scope);
    let text = fields.text("formula");
    let formula = text.as_ref().and_then(|text| match parse_formula(&text.value, &scope) {
        Ok(formula) => Some(formula),
        Err(error) => {
            report(fields, text, &error);
            None
        }
    });
    let steps = fields.texts("steps");
    let proof = fields.text("proof");
    let uses = fields.texts("uses");
    let corrects = fields.text("corrects");
    let kind = kind(fields, formula, &steps, proof);
    let hint = fields.table("hint", "hint").map(|h| hint(&h, definitions, &scope)).unwrap_or_default();
    let reading = fields.text("reading").map(|t| t.value);
    let note = fields.text("note").map(|t| t.value);
    fields.finish();
    let id = id?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !id.value.chars().all(allowed) {
        fields.report(id.span.clone(), "an id has only letters, digits, '.', '-' and '_'");
    }
    let mut links: Vec<(&'static str, Text)> = uses.iter().map(|t| ("uses", t.clone())).collect();
    links.extend(steps.iter().map(|t| ("steps", t.clone())));
    links.extend(corrects.iter().map(|t| ("corrects", t.clone())));
    let hash = content_hash(&domain, &given, &kind);
    let claim = Claim {
        id: id.value.clone(),
        place,
        statement,
        section,
        domain,
        given,
        kind,
        text: text.map(|t| t.value).unwrap_or_default(),
        uses: uses.into_iter().map(|t| t.value).collect(),
        corrects: corrects.map(|t| t.value),
        reading,
        note,
        hint,
        file: fields.source.path.clone(),
        line: fields.source.line(fields.span.start),
        hash,
    };
    Some(Entry { claim, id, links, file })
}

/// The binders in order; each may use the variables before it.
fn domain(fields: &Fields, scope: &mut Scope) -> Vec<Binder> {
    let mut found = Vec::new();
    for text in fields.texts("domain") {
        match parse_binder(&text.value, scope) {
            Ok(binder) => {
                if let Err(message) = scope.declare(&binder.variable) {
                    fields.report(text.span, message);
                }
                found.push(binder);
            }
            Err(error) => {
                report(fields, &text, &error);
                // The name is declared all the same, so that its uses are not reported too.
                let name = text.value.split_whitespace().next().unwrap_or("");
                let _ = scope.declare(name);
            }
        }
    }
    found
}

fn formulas(fields: &Fields, scope: &Scope) -> Vec<Formula> {
    let mut found = Vec::new();
    for text in fields.texts("given") {
        match parse_formula(&text.value, scope) {
            Ok(formula) => found.push(formula),
            Err(error) => report(fields, &text, &error),
        }
    }
    found
}

/// Which of the three kinds the keys make.
fn kind(fields: &Fields, formula: Option<Formula>, steps: &[Text], proof: Option<Text>) -> ClaimKind {
    let declared = fields.text("kind");
    let has = |key| fields.get(key).is_some();
    let found = match (has("formula"), has("steps"), has("proof")) {
        (_, true, false) => "composite",
        (false, false, true) => "argued",
        (true, false, false) => "formula",
        (false, false, false) => {
            fields.report(fields.span.clone(), "this claim has none of \"formula\", \"steps\" and \"proof\"");
            "formula"
        }
        _ => {
            fields.report(fields.span.clone(), "a claim has a \"proof\" or else a \"formula\" or \"steps\", not both");
            "argued"
        }
    };
    if let Some(declared) = declared
        && declared.value != found
    {
        let message = match declared.value.as_str() {
            "composite" => "a composite claim has \"steps\"".to_string(),
            "argued" => "an argued claim has a \"proof\" and nothing else to decide it".to_string(),
            "formula" => "a claim of kind \"formula\" has a \"formula\" only".to_string(),
            other => format!("unknown kind \"{other}\": it is \"formula\", \"composite\" or \"argued\""),
        };
        fields.report(declared.span, message);
    }
    if found == "composite" && steps.is_empty() {
        fields.report(fields.span.clone(), "\"steps\" is empty");
    }
    match (found, proof, formula) {
        ("composite", _, formula) => {
            ClaimKind::Composite { steps: steps.iter().map(|t| t.value.clone()).collect(), formula }
        }
        ("argued", Some(proof), _) => ClaimKind::Argued { proof: proof.value },
        (_, _, Some(formula)) => ClaimKind::Formula(formula),
        // Only after a reported problem: the claim never leaves the loader.
        _ => ClaimKind::Formula(Formula::And(Vec::new())),
    }
}

fn hint(fields: &Fields, definitions: &Scope, scope: &Scope) -> Hint {
    let mut hint = Hint::default();
    let known = |text: &Text| {
        let known = scope.has_variable(&text.value);
        if !known {
            fields.report(text.span.clone(), format!("\"{}\" is not a variable of this claim", text.value));
        }
        known
    };
    if let Some(witness) = fields.table("witness", "witness") {
        for (name, text) in witness.entries() {
            let value: Option<Expr> = match parse_expr(&text.value, definitions) {
                Ok(value) => Some(value),
                Err(error) => {
                    report(fields, &text, &error);
                    None
                }
            };
            if known(&name)
                && let Some(value) = value
            {
                hint.witness.push((Symbol::from(name.value.as_str()), value));
            }
        }
    }
    if let Some(boxes) = fields.integer("max_boxes") {
        hint.max_boxes = u64::try_from(boxes).ok();
        if hint.max_boxes.is_none() {
            fields.report(fields.span.clone(), "\"max_boxes\" must not be negative");
        }
    }
    fields.finish();
    hint
}

/// SHA-256 in hex of what is to be decided.
pub(crate) fn content_hash(domain: &[Binder], given: &[Formula], kind: &ClaimKind) -> String {
    let mut hasher = Hasher::default();
    let mut sha = Sha256::new();
    sha.update((domain.len() as u64).to_le_bytes());
    domain.iter().for_each(|binder| sha.update(hasher.binder(binder)));
    sha.update((given.len() as u64).to_le_bytes());
    given.iter().for_each(|formula| sha.update(hasher.formula(formula)));
    let texts: &[String] = match kind {
        ClaimKind::Formula(_) => &[],
        ClaimKind::Composite { steps, .. } => steps,
        ClaimKind::Argued { proof } => std::slice::from_ref(proof),
    };
    for text in texts {
        sha.update((text.len() as u64).to_le_bytes());
        sha.update(text);
    }
    match kind {
        ClaimKind::Formula(formula) | ClaimKind::Composite { formula: Some(formula), .. } => {
            sha.update(hasher.formula(formula));
        }
        _ => {}
    }
    sha.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
