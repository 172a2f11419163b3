//! The summary of the rows of `mutate`.

use super::rows::Row;
use crate::failure::Result;
use std::fmt::Write as _;
use std::io::Write;

/// One claim with the rows of its constants, two a constant.
struct Group<'a> {
    rows: &'a [Row],
}

impl Group<'_> {
    fn constants(&self) -> impl Iterator<Item = &[Row]> {
        self.rows.chunks(2)
    }

    fn refuted(&self) -> bool {
        self.rows[0].verdict() == "refuted"
    }

    fn flips(&self) -> bool {
        any(self.rows, "flips")
    }
}

fn any(rows: &[Row], response: &str) -> bool {
    rows.iter().any(|r| r.response() == response)
}

/// Prints the summary. The rows of a claim, and in them those of a constant, stand together.
pub(super) fn print(rows: &[Row], out: &mut impl Write) -> Result<()> {
    let groups: Vec<Group> = rows.chunk_by(|a, b| a.claim() == b.claim()).map(|rows| Group { rows }).collect();
    let flipping = groups.iter().filter(|g| g.flips()).count();
    let claims = groups.len();
    let rate = percent(flipping, claims);
    writeln!(out, "claims       {claims} decided with a numeric constant; {flipping} flip ({rate})")?;
    for (name, refuted) in [("held", false), ("refuted", true)] {
        let of: Vec<&Group> = groups.iter().filter(|g| g.refuted() == refuted).collect();
        let flipped = of.iter().filter(|g| g.flips()).count();
        writeln!(out, "  {name:10} {} claims; {flipped} flip ({})", of.len(), percent(flipped, of.len()))?;
    }
    constants(&groups, out)?;
    writeln!(out, "tightness    {}", tightness(&groups))?;
    directions(&groups, out)?;
    let decisions: usize = rows.iter().map(Row::decisions).sum();
    writeln!(out, "decisions    {decisions}")?;
    let mut heading = "\nnever flip:";
    for group in groups.iter().filter(|g| !g.flips()) {
        if !heading.is_empty() {
            writeln!(out, "{heading}")?;
            heading = "";
        }
        let row = &group.rows[0];
        writeln!(out, "  {:<8} {:<44} {}", row.verdict(), row.claim(), why(group))?;
    }
    Ok(())
}

/// Counts of constants. A constant counts for what its better direction does.
fn constants(groups: &[Group], out: &mut impl Write) -> Result<()> {
    let mut counts = [0usize; 5];
    for constant in groups.iter().flat_map(Group::constants) {
        let kind = if any(constant, "flips") {
            0
        } else if any(constant, "stopped") {
            1
        } else if any(constant, "lost") {
            2
        } else if any(constant, "stays") {
            3
        } else {
            4
        };
        counts[kind] += 1;
    }
    let [flip, stopped, lost, stay, invalid] = counts;
    let all: usize = counts.iter().sum();
    let rate = percent(flip, all - invalid);
    write!(out, "constants    {all}; {flip} flip ({rate}), {lost} lose the verdict, {stay} are absorbed, ")?;
    if stopped > 0 {
        write!(out, "{stopped} ran out of time, ")?;
    }
    writeln!(out, "{invalid} cannot be moved")?;
    Ok(())
}

/// Counts of moves (a constant in a direction), with the reason when the verdict stays.
fn directions(groups: &[Group], out: &mut impl Write) -> Result<()> {
    let names = [
        "the verdict flips",
        "it stays; it flips when the constant moves the other way (one-sided margin)",
        "it stays both ways, constant of the formula of a claim that holds (slack beyond a factor 10, or no influence)",
        "it stays both ways, bound or hypothesis of a claim that holds",
        "it stays both ways, refuted claim (one constant does not mend it)",
        "it is lost: undecided within the time for one decision",
        "the time for the claim ran out",
        "the text is no claim",
    ];
    let mut counts = [0usize; 8];
    for group in groups {
        for constant in group.constants() {
            for row in constant {
                let kind = match row.response() {
                    "flips" => 0,
                    "lost" => 5,
                    "stopped" => 6,
                    "invalid" => 7,
                    _ if any(constant, "flips") => 1,
                    _ if group.refuted() => 4,
                    _ if row.part() == "formula" => 2,
                    _ => 3,
                };
                counts[kind] += 1;
            }
        }
    }
    writeln!(out, "moves        {}", counts.iter().sum::<usize>())?;
    for (name, n) in names.iter().zip(counts).filter(|(_, n)| *n > 0) {
        writeln!(out, "  {n:>6}  {name}")?;
    }
    Ok(())
}

/// Why no constant of the claim flips it.
fn why(group: &Group) -> &'static str {
    if group.rows.iter().all(|r| r.response() == "invalid") {
        "no constant can be moved"
    } else if any(group.rows, "stopped") {
        "the time for the claim ran out"
    } else if any(group.rows, "lost") {
        "undecided once a constant moves far enough"
    } else if group.refuted() {
        "refuted for every value tried: no single constant mends it"
    } else {
        "holds for every value tried"
    }
}

/// Claims by the smallest change that flips them.
fn tightness(groups: &[Group]) -> String {
    let least = |g: &Group| g.rows.iter().filter_map(Row::at).reduce(f64::min);
    let smallest: Vec<f64> = groups.iter().filter_map(least).collect();
    let mut text = String::new();
    let mut from = 0.0;
    for (to, name) in
        [(1.1e-6, "1e-6"), (1.1e-3, "1e-3"), (0.021, "2 %"), (0.26, "25 %"), (1.1, "100 %"), (f64::MAX, "more")]
    {
        let n = smallest.iter().filter(|x| **x > from && **x <= to).count();
        if n > 0 {
            let _ = write!(text, "{}{n} within {name}", if text.is_empty() { "" } else { ", " });
        }
        from = to;
    }
    if text.is_empty() { "no claim flips".into() } else { format!("smallest change that flips a claim: {text}") }
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "none".into() } else { format!("{:.1} %", 100.0 * part as f64 / whole as f64) }
}
