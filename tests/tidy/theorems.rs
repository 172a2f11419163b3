//! Every numbered theorem stands in the document, in the code that uses it and in a test that attacks it.

use super::files::below;
use std::collections::BTreeSet;

/// Theorems without a test of their own. The list may only shrink.
const WITHOUT_ATTACK: &[(&str, &str)] = &[
    ("AL-01", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-02", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-03", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-04", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-05", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-06", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-07", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-08", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-09", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-10", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-11", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-12", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-13", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-14", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-15", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-16", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-17", "random identities of tests/algebra.rs use the rules without naming them"),
    ("AL-18", "random identities of tests/algebra.rs use the rules without naming them"),
    ("DE-01", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-02", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-03", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-04", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-05", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-06", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-07", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-08", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-09", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-10", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-11", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-12", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-13", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-14", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-15", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-16", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-17", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-18", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-19", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-20", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-21", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-22", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("DE-23", "claims with known verdicts in tests/deciders.rs use the steps without naming them"),
    ("JE-03", "heuristic, not a bound"),
    ("RB-03", "the reference values of fourier/tests pass through it"),
    ("RB-05", "the reference values of fourier/tests pass through it"),
    ("RB-08", "the reference values of fourier/tests pass through it"),
    ("RL-01", "the reference values of radial/tests/laws.rs pass through it"),
    ("RL-04", "the reference values of radial/tests/laws.rs pass through it"),
    ("TB-03", "the reference values of fourier/tests pass through it"),
    ("TB-18", "the reference values of fourier/tests pass through it"),
    ("TR-04", "trainer: measured, decides nothing"),
    ("TR-05", "trainer: measured, decides nothing"),
    ("TR-06", "trainer: measured, decides nothing"),
    ("TR-07", "trainer: measured, decides nothing"),
    ("WS-01", "a written step: a person reads it"),
    ("WS-02", "a written step: a person reads it"),
    ("WS-50", "a written step: a person reads it"),
];

/// Theorems that no code names.
const WITHOUT_CODE: &[(&str, &str)] = &[
    ("RB-03", "stated for the reader, used through others"),
    ("RB-05", "stated for the reader, used through others"),
    ("RL-04", "stated for the reader, used through others"),
    ("TB-03", "stated for the reader, used through others"),
    ("TB-18", "stated for the reader, used through others"),
    ("TR-04", "stated for the reader, used through others"),
    ("WS-01", "a written step: a person reads it"),
    ("WS-02", "a written step: a person reads it"),
    ("WS-50", "a written step: a person reads it"),
];

/// Ids such as `BJ-03` in the text.
fn ids(text: &str) -> BTreeSet<String> {
    let bytes = text.as_bytes();
    let letter = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_uppercase);
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let word = |i: usize| bytes.get(i).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let mut out = BTreeSet::new();
    for i in 0..bytes.len().saturating_sub(4) {
        let shape = letter(i) && letter(i + 1) && bytes[i + 2] == b'-' && digit(i + 3) && digit(i + 4);
        if shape && !word(i + 5) && (i == 0 || !word(i - 1)) {
            out.insert(text[i..i + 5].to_string());
        }
    }
    out
}

/// Whether a text names the theorem, as `BJ-03` or in a name such as `bj_03_rounding`.
fn names(text: &str, id: &str) -> bool {
    text.contains(id) || text.contains(&id.to_lowercase().replace('-', "_"))
}

#[test]
fn theorems_stand_in_document_code_and_test() {
    let documents: BTreeSet<String> = below("docs/theory", &["md"]).iter().flat_map(|(_, t)| ids(t)).collect();
    assert!(documents.len() >= 100, "{}", documents.len());
    let sources = below("crates", &["rs"]);
    let is_test = |name: &str| name.contains("/tests/") || name.ends_with("/tests.rs");
    let (mut tests, code): (Vec<_>, Vec<_>) = sources.into_iter().partition(|(name, _)| is_test(name));
    // Tests of private items stand below their code.
    let inner = |(name, text): &(String, String)| Some((name.clone(), text.split_once("#[cfg(test)]")?.1.to_string()));
    tests.extend(code.iter().filter_map(inner).collect::<Vec<_>>());
    // This folder's lists name theorems without testing them.
    tests.extend(below("tests", &["rs"]).into_iter().filter(|(name, _)| !name.starts_with("tests/tidy/")));
    let mut wrong = Vec::new();
    for id in &documents {
        let listed = |list: &[(&str, &str)]| list.iter().any(|(known, _)| known == id);
        let (in_code, in_test) = (code.iter().any(|(_, t)| names(t, id)), tests.iter().any(|(_, t)| names(t, id)));
        if in_code == listed(WITHOUT_CODE) {
            wrong.push(format!("{id}: code {in_code}"));
        }
        if in_test == listed(WITHOUT_ATTACK) {
            wrong.push(format!("{id}: test {in_test}"));
        }
    }
    // Nothing in the code refers to a theorem that is not written down.
    for (name, text) in code.iter().chain(&tests) {
        for id in ids(text).difference(&documents) {
            let prefix_known = documents.iter().any(|d| d[..3] == id[..3]);
            if prefix_known {
                wrong.push(format!("{name} names {id}, which no document states"));
            }
        }
    }
    assert!(wrong.is_empty(), "a theorem and its lists disagree: {wrong:#?}");
}
