//! Outcomes as text and back.

use claims::decide::{DimVerdict, Evidence, Outcome, Point, Verdict, Witness};
use enclosure::rug::Rational;
use enclosure::{Interval, Prec};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// Certificates longer than this many bytes are compressed.
const PLAIN: usize = 4096;
/// Longest certificate unpacked: a compressed one from elsewhere may be a bomb.
const MAX_TEXT: u64 = 256 << 20;
/// Precision at which printed enclosures are read back; they have 25 digits.
const BITS: u32 = 256;
/// Digits of stored enclosures, rounded outward.
const DIGITS: usize = 25;

/// A certificate as it is stored: text when short, else compressed.
pub fn pack(text: &str) -> std::io::Result<Value> {
    if text.len() <= PLAIN {
        return Ok(Value::Text(text.to_owned()));
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes())?;
    Ok(Value::Blob(packed.finish()?))
}

/// The text of a stored certificate.
pub fn unpack(stored: Value) -> Result<String, String> {
    match stored {
        Value::Text(text) => Ok(text),
        Value::Blob(bytes) => {
            let mut text = String::new();
            let mut limited = ZlibDecoder::new(bytes.as_slice()).take(MAX_TEXT + 1);
            limited.read_to_string(&mut text).map_err(|e| e.to_string())?;
            if text.len() as u64 > MAX_TEXT {
                return Err(format!("a certificate is longer than {MAX_TEXT} bytes"));
            }
            Ok(text)
        }
        _ => Err("a certificate is neither text nor compressed text".into()),
    }
}

/// Evidence without proofs, which are in the certificate: all that a table or JSON prints.
#[derive(Serialize, Deserialize)]
enum Kept {
    Witness { prec: u32, point: BTreeMap<String, String>, comparison: String, sides: Option<[[String; 2]; 2]> },
    Written(String),
    Steps(Vec<(String, Verdict)>),
    Other,
}

/// An outcome without its proofs.
#[derive(Serialize, Deserialize)]
struct Stored {
    verdict: Verdict,
    evidence: Kept,
    dims: Vec<(i64, Verdict, Kept)>,
}

/// The part of an outcome that is printed, as text.
pub fn evidence_text(outcome: &Outcome) -> Result<String, String> {
    let dims = outcome.dims.iter().map(|d| (d.d, d.verdict, keep(&d.evidence))).collect();
    let stored = Stored { verdict: outcome.verdict, evidence: keep(&outcome.evidence), dims };
    serde_json::to_string(&stored).map_err(|e| e.to_string())
}

fn keep(evidence: &Evidence) -> Kept {
    let pair = |i: &Interval| {
        let (lo, hi) = i.to_decimal(DIGITS);
        [lo, hi]
    };
    match evidence {
        Evidence::Witness(w) => Kept::Witness {
            prec: w.prec,
            point: w.point.iter().map(|(x, q)| (x.to_string(), q.to_string())).collect(),
            comparison: w.comparison.clone(),
            sides: w.sides.as_ref().map(|(a, b)| [pair(a), pair(b)]),
        },
        Evidence::Written(proof) => Kept::Written(proof.clone()),
        Evidence::Steps(steps) => Kept::Steps(steps.clone()),
        Evidence::Proof { .. } | Evidence::None => Kept::Other,
    }
}

/// The outcome that [`evidence_text`] was given, without its proofs.
pub fn outcome(text: &str, margin: Option<&str>, reason: Option<String>, seconds: f64) -> Result<Outcome, String> {
    let stored: Stored = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let mut dims = Vec::new();
    for (d, verdict, kept) in stored.dims {
        dims.push(DimVerdict { d, verdict, evidence: evidence(kept)? });
    }
    Ok(Outcome {
        verdict: stored.verdict,
        dims,
        margin: margin.map(decimal).transpose()?,
        evidence: evidence(stored.evidence)?,
        reason,
        seconds,
    })
}

fn decimal(text: &str) -> Result<Interval, String> {
    let p = Prec::new(BITS).map_err(|e| e.to_string())?;
    match text {
        "inf" => Err("an enclosure is not finite".into()),
        _ => Interval::decimal(text, p).map_err(|e| e.to_string()),
    }
}

fn evidence(kept: Kept) -> Result<Evidence, String> {
    Ok(match kept {
        Kept::Witness { prec, point, comparison, sides } => {
            let mut exact = Point::new();
            for (name, value) in point {
                let value: Rational =
                    value.parse().map_err(|e| format!("the value of {name} in a witness is no fraction: {e}"))?;
                exact.insert(name.as_str().into(), value);
            }
            let read = |[lo, hi]: &[String; 2]| -> Result<Interval, String> { Ok(decimal(lo)?.hull(&decimal(hi)?)) };
            // A side beyond every decimal is printed as infinite; such a witness is kept without its sides.
            let sides = sides.and_then(|[a, b]| Some((read(&a).ok()?, read(&b).ok()?)));
            Evidence::Witness(Witness { point: exact, sides, comparison, prec })
        }
        Kept::Written(proof) => Evidence::Written(proof),
        Kept::Steps(steps) => Evidence::Steps(steps),
        Kept::Other => Evidence::None,
    })
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};
    use rusqlite::types::Value;

    #[test]
    fn certificates_survive_packing() {
        for length in [0, 10, 4096, 4097, 1_000_000] {
            let text: String = "ab{\"é\"} ".chars().cycle().take(length).collect();
            assert_eq!(unpack(pack(&text).unwrap()).unwrap(), text);
        }
        assert!(unpack(Value::Blob(vec![1, 2, 3])).is_err());
        assert!(unpack(Value::Integer(3)).is_err());
    }

    #[test]
    fn a_bomb_is_refused() {
        use std::io::Write;
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..257 {
            packed.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        let bomb = Value::Blob(packed.finish().unwrap());
        assert!(unpack(bomb).unwrap_err().contains("longer"));
    }
}
