//! `[[erratum]]` tables: what a refuted claim costs its paper, in words. They decide nothing.

use super::Severity;
use super::fields::{Fields, Text};
use super::model::Erratum;

/// An erratum with the places of the ids it mentions.
pub(super) struct ErratumEntry {
    pub erratum: Erratum,
    pub links: Vec<(&'static str, Text)>,
    /// Index of its file.
    pub file: usize,
}

/// Reads one table. A correction and a reason why there is none exclude each other.
pub(super) fn erratum(fields: &Fields, file: usize) -> Option<ErratumEntry> {
    let claim = fields.required("claim");
    let severity = fields.required("severity");
    let consequence = fields.required("consequence").map(|t| t.value);
    let correction = fields.text("correction");
    let uncorrected = fields.text("uncorrected");
    fields.finish();
    if let (Some(_), Some(reason)) = (&correction, &uncorrected) {
        fields.report(reason.span.clone(), "an erratum has a \"correction\" or else says why it is \"uncorrected\"");
    }
    let (claim, severity) = (claim?, severity?);
    let Some(kind) = Severity::ALL.into_iter().find(|s| s.name() == severity.value) else {
        let known: Vec<&str> = Severity::ALL.iter().map(|s| s.name()).collect();
        let message = format!("unknown severity \"{}\"; it is one of {}", severity.value, known.join(", "));
        fields.report(severity.span, message);
        return None;
    };
    let erratum = Erratum {
        claim: claim.value.clone(),
        severity: kind,
        consequence: consequence?,
        correction: correction.as_ref().map(|t| t.value.clone()),
        uncorrected: uncorrected.map(|t| t.value),
    };
    let mut links = vec![("claim", claim)];
    links.extend(correction.map(|t| ("correction", t)));
    Some(ErratumEntry { erratum, links, file })
}
