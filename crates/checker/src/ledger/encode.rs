//! Outcomes as certificates and back.

use claims::certificate::{Certificate, Record};
use claims::decide::{DimVerdict, Evidence, Outcome, Point, Witness};
use enclosure::rug::Rational;
use enclosure::{Interval, Prec};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::types::Value;
use std::io::{Read, Write};

/// Certificates longer than this many bytes are compressed.
const PLAIN: usize = 4096;
/// Longest certificate unpacked: a compressed one from elsewhere may be a bomb.
const MAX_TEXT: u64 = 256 << 20;
/// Precision at which printed enclosures are read back; they have 25 digits.
const BITS: u32 = 256;

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

/// The outcome a certificate was written for.
pub fn outcome(
    certificate: Certificate,
    margin: Option<&str>,
    reason: Option<String>,
    seconds: f64,
) -> Result<Outcome, String> {
    let mut dims = Vec::new();
    for d in certificate.dims {
        dims.push(DimVerdict { d: d.d, verdict: d.verdict, evidence: evidence(d.evidence)? });
    }
    Ok(Outcome {
        verdict: certificate.verdict,
        dims,
        margin: margin.map(decimal).transpose()?,
        evidence: evidence(certificate.evidence)?,
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

fn evidence(record: Record) -> Result<Evidence, String> {
    Ok(match record {
        Record::Proof { prec, proof } => Evidence::Proof { proof, prec },
        Record::Witness { prec, point, comparison, sides } => {
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
        Record::Written { proof } => Evidence::Written(proof),
        Record::Steps { steps } => Evidence::Steps(steps.into_iter().collect()),
        Record::None => Evidence::None,
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
