//! A proof as a flat list of steps, each with the goal it is applied to.

use super::decode::rational;
use super::encode::Tables;
use crate::decide::{Goal, Proof, Split, Step, apply};
use enclosure::Prec;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Most goals written out; steps beyond carry none, and the kernel finds them again.
const MAX_GOALS: usize = 50_000;
/// Deepest proof or subdivision read.
const MAX_DEPTH: usize = 500;

/// A step of a proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The goal, by its place in the table of goals. For readers without a kernel; the check does not use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<usize>,
    /// The steps that prove the goals this one leaves, in the kernel's order; each comes later in the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<usize>,
    /// Rule and parameters.
    #[serde(flatten)]
    pub step: Map<String, Value>,
}

/// A subdivision in the order box, part below, part above: `null` for a box that is not cut, `[variable, at]` for a cut.
fn flat_split(split: &Split, out: &mut Vec<Value>) {
    match split {
        Split::Leaf => out.push(Value::Null),
        Split::Cut { variable, at, below, above } => {
            out.push(json!([variable, at]));
            flat_split(below, out);
            flat_split(above, out);
        }
    }
}

fn read_split(list: &mut std::slice::Iter<'_, Value>, depth: usize) -> Result<Split, String> {
    if depth > MAX_DEPTH {
        return Err("a subdivision is too deep".to_owned());
    }
    match list.next() {
        Some(Value::Null) => Ok(Split::Leaf),
        Some(Value::Array(cut)) => match cut.as_slice() {
            [Value::String(variable), Value::String(at)] => {
                rational(at)?;
                let below = Box::new(read_split(list, depth + 1)?);
                let above = Box::new(read_split(list, depth + 1)?);
                Ok(Split::Cut { variable: variable.clone(), at: at.clone(), below, above })
            }
            _ => Err("not a cut".to_owned()),
        },
        Some(_) => Err("not a part of a subdivision".to_owned()),
        None => Err("a part of a subdivision is missing".to_owned()),
    }
}

/// The steps of a proof of `goal`, with the goals that the kernel leaves at `prec`.
pub(super) fn write(goal: &Goal, proof: &Proof, prec: Prec, tables: &mut Tables) -> Vec<Record> {
    let mut out = Vec::new();
    push(Some(goal), proof, prec, tables, &mut out);
    out
}

fn push(goal: Option<&Goal>, proof: &Proof, prec: Prec, tables: &mut Tables, out: &mut Vec<Record>) -> usize {
    let index = out.len();
    let goal = goal.filter(|_| tables.goals.len() < MAX_GOALS);
    let number = goal.map(|g| tables.goal(g));
    out.push(Record { goal: number, children: Vec::new(), step: parameters(&proof.step) });
    if proof.children.is_empty() {
        return index;
    }
    let left = goal.and_then(|g| apply(g, &proof.step, prec).ok()).filter(|l| l.len() == proof.children.len());
    let mut children = Vec::with_capacity(proof.children.len());
    for (i, child) in proof.children.iter().enumerate() {
        children.push(push(left.as_ref().and_then(|l| l.get(i)), child, prec, tables, out));
    }
    if let Some(record) = out.get_mut(index) {
        record.children = children;
    }
    index
}

fn parameters(step: &Step) -> Map<String, Value> {
    let mut map = match serde_json::to_value(step) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    };
    if let Step::Boxes { split } = step {
        let mut flat = Vec::new();
        flat_split(split, &mut flat);
        map.insert("split".into(), Value::Array(flat));
    }
    map
}

/// The proof that the list stands for.
///
/// # Errors
/// When it is not a tree with the first step at its root, or a step is not known.
pub(super) fn read(records: &[Record]) -> Result<Proof, String> {
    let mut built: Vec<Option<(Proof, usize)>> = Vec::with_capacity(records.len());
    built.resize_with(records.len(), || None);
    for (i, record) in records.iter().enumerate().rev() {
        let mut children = Vec::with_capacity(record.children.len());
        let mut depth = 0;
        for &c in &record.children {
            let found = if c > i { built.get_mut(c).and_then(Option::take) } else { None };
            let (child, below) = found.ok_or_else(|| format!("step {i} has no proof {c} of its own"))?;
            depth = depth.max(below + 1);
            children.push(child);
        }
        if depth > MAX_DEPTH {
            return Err("the proof is too deep".to_owned());
        }
        let step = step(&record.step).map_err(|e| format!("step {i}: {e}"))?;
        if let Some(slot) = built.get_mut(i) {
            *slot = Some((Proof { step, children }, depth));
        }
    }
    let mut built = built.into_iter();
    let (root, _) = built.next().flatten().ok_or("a proof without steps")?;
    if built.any(|p| p.is_some()) { Err("a step that proves nothing".to_owned()) } else { Ok(root) }
}

fn step(parameters: &Map<String, Value>) -> Result<Step, String> {
    if parameters.get("rule") == Some(&json!("boxes")) {
        let flat = parameters.get("split").and_then(Value::as_array).ok_or("no subdivision")?;
        let mut list = flat.iter();
        let split = read_split(&mut list, 0)?;
        return if list.next().is_some() {
            Err("parts beyond the subdivision".to_owned())
        } else {
            Ok(Step::Boxes { split })
        };
    }
    for v in parameters.values() {
        if v.as_str().is_some_and(|s| s.len() > super::decode::MAX_DIGITS) {
            return Err("a parameter is too long".to_owned());
        }
    }
    serde_json::from_value(Value::Object(parameters.clone())).map_err(|e| e.to_string())
}
