//! The verdicts of a ledger as tables need them: one a claim.

use super::Ledger;
use crate::failure::Result;
use std::collections::HashMap;

/// A claim and the best verdict on it.
pub struct Known {
    /// Key of the paper.
    pub paper: String,
    /// Section of the paper.
    pub section: String,
    /// Id of the claim.
    pub id: String,
    /// Page and item.
    pub place: String,
    /// Its formula as written.
    pub formula: String,
    /// Id of the claim it corrects.
    pub corrects: Option<String>,
    /// The verdict's name.
    pub verdict: String,
    /// Certified lower bound of the margin, in decimal.
    pub margin: Option<String>,
    /// The evidence in a line.
    pub note: String,
}

impl Ledger {
    /// Every claim with its verdict, in the order of the papers. Of several texts of a claim the one decided last counts; of
    /// several verdicts on it the one that decides most, and the last of those.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn known(&self) -> Result<Vec<Known>> {
        self.with(|db| {
            let sql = "SELECT c.no, c.id, v.verdict, v.no, v.run FROM verdicts v JOIN claims c ON c.no = v.claim \
                       WHERE v.d IS NULL ORDER BY v.run, v.no";
            // By id: text of the claim, weight of the verdict, its row.
            let mut best: HashMap<String, (i64, u8, i64)> = HashMap::new();
            let mut statement = db.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (claim, no): (i64, i64) = (row.get(0)?, row.get(3)?);
                let weight = weight(row.get_ref(2)?.as_str()?);
                match best.get_mut(row.get_ref(1)?.as_str()?) {
                    Some(known) if known.0 == claim && weight < known.1 => {}
                    Some(known) => *known = (claim, weight, no),
                    None => {
                        best.insert(row.get(1)?, (claim, weight, no));
                    }
                }
            }
            let mut chosen: Vec<i64> = best.into_values().map(|(_, _, no)| no).collect();
            chosen.sort_unstable();
            let mut one = db.prepare(
                "SELECT c.paper, c.section, c.id, c.place, c.formula, c.corrects, v.verdict, v.margin, v.note, c.rank \
                 FROM verdicts v JOIN claims c ON c.no = v.claim WHERE v.no = ?",
            )?;
            let mut known = Vec::with_capacity(chosen.len());
            for no in chosen {
                known.push(one.query_row([no], |r| {
                    let row = Known {
                        paper: r.get(0)?,
                        section: r.get(1)?,
                        id: r.get(2)?,
                        place: r.get(3)?,
                        formula: r.get(4)?,
                        corrects: r.get(5)?,
                        verdict: r.get(6)?,
                        margin: r.get(7)?,
                        note: r.get(8)?,
                    };
                    Ok((r.get::<_, i64>(9)?, row))
                })?);
            }
            known.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
            Ok(known.into_iter().map(|(_, row)| row).collect())
        })
    }
}

/// How much a verdict decides.
pub(super) fn weight(verdict: &str) -> u8 {
    match verdict {
        "proved" | "refuted" => 4,
        "verified" => 3,
        "argued" => 2,
        "supported" => 1,
        _ => 0,
    }
}
