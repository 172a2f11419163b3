//! The checks on random arguments.

use super::random::Random;
use super::subject::{Judge, Subject};
use super::{point, prec};
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec};
use std::fmt;
use std::time::{Duration, Instant};

/// Violations after which a run stops.
const ENOUGH: usize = 8;

/// What a function can get wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// The value at a point of the argument is not in the enclosure.
    Containment,
    /// More precision gave an enclosure that is not inside the one of less precision.
    Nested,
    /// A wider argument gave an enclosure that does not hold the one of the narrower argument.
    Isotone,
    /// The enclosure at a point is wider than documented.
    Width,
    /// An argument of the domain was refused.
    Refused,
    /// The judge has no value: a defect of the test.
    Judge,
}

/// One violation.
#[derive(Clone, Debug)]
pub struct Violation {
    /// What went wrong.
    pub check: Check,
    /// Where and how.
    pub text: String,
}

/// Counts of a run.
#[derive(Default)]
pub struct Report {
    /// Name of the function.
    pub name: &'static str,
    /// Argument lists drawn.
    pub cases: u64,
    /// Values compared with the judge's.
    pub containment: u64,
    /// Pairs of precisions compared.
    pub nested: u64,
    /// Pairs of arguments compared.
    pub isotone: u64,
    /// Greatest width at a point, in units of the last place.
    pub worst_ulps: f64,
    /// Times that the function said it was unable.
    pub unable: u64,
    /// Time taken.
    pub time: Duration,
    /// What went wrong.
    pub violations: Vec<Violation>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "conformance {:<22} {:>9} containment {:>9} nested {:>9} isotone  worst {:>9.3} ulp  {:>6} unable  {:>3} violations  {:>7.1} s",
            self.name,
            self.containment,
            self.nested,
            self.isotone,
            self.worst_ulps,
            self.unable,
            self.violations.len(),
            self.time.as_secs_f64()
        )
    }
}

impl Report {
    /// The violations as text.
    pub fn failures(&self) -> String {
        let lines = self.violations.iter().map(|v| format!("{}: {:?}: {}", self.name, v.check, v.text));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn add(&mut self, check: Check, text: String) {
        self.violations.push(Violation { check, text });
    }
}

/// Runs the random checks until `subject.checks * times` containment checks are done or something is badly wrong.
pub fn run(subject: &Subject, times: u64, seed: u64) -> Report {
    let mut report = Report { name: subject.name, ..Report::default() };
    let mut random = Random::new(subject.name, seed);
    let goal = subject.checks.saturating_mul(times);
    let start = Instant::now();
    // Every case does at least one containment check unless the function is unable there.
    for _ in 0..goal.saturating_mul(40) {
        if report.containment >= goal || report.violations.len() >= ENOUGH {
            break;
        }
        case(subject, &mut random, &mut report);
    }
    if report.containment < goal && report.violations.is_empty() {
        let text = format!("only {} of {goal} checks: {} times unable", report.containment, report.unable);
        report.add(Check::Refused, text);
    }
    report.time = start.elapsed();
    report
}

fn precision(subject: &Subject, random: &mut Random) -> Prec {
    let most = i64::from(subject.max_bits);
    let bits = match random.bits() % 4 {
        0 => random.between(2, 40),
        1 => 53,
        2 => *random.pick(&[24, 64, 113, 128]),
        _ => random.between(2, most),
    };
    prec(u32::try_from(bits.min(most)).unwrap_or(53))
}

fn case(subject: &Subject, random: &mut Random, report: &mut Report) {
    report.cases += 1;
    let p = precision(subject, random);
    let xs: Vec<Float> = subject.args.iter().map(|a| a.draw(random)).collect();
    let points: Vec<Interval> = xs.iter().map(point).collect();
    let Some(value) = evaluate(subject, &points, p, report) else { return };
    contains(subject, &xs, &points, &value, p, report);
    width(subject, &points, &value, p, report);
    if let Some(slack) = subject.nested
        && let Some(fine) = evaluate(subject, &points, p.double(), report)
    {
        report.nested += 1;
        if !inside(&fine, &value, slack, p) {
            report.add(
                Check::Nested,
                format!("at {} bits {} but {} at twice that", at(&points, p), show(&value), show(&fine)),
            );
        }
    }
    // Two nested boxes around the point.
    let small: Vec<Interval> = subject.args.iter().zip(&xs).map(|(a, x)| a.widen(x, random)).collect();
    if small.iter().all(Interval::is_point) {
        return;
    }
    let large: Vec<Interval> =
        subject.args.iter().zip(&small).zip(&xs).map(|((a, s), x)| a.widen(x, random).hull(s)).collect();
    let (Some(narrow), Some(wide)) = (evaluate(subject, &small, p, report), evaluate(subject, &large, p, report))
    else {
        return;
    };
    contains(subject, &xs, &small, &narrow, p, report);
    for member in [random_member(&small, random), random_member(&small, random)] {
        contains(subject, &member, &small, &narrow, p, report);
    }
    contains(subject, &random_member(&large, random), &large, &wide, p, report);
    let Some(slack) = subject.isotone else { return };
    let last = if p.bits() > subject.range_bits { prec(subject.range_bits) } else { p };
    for (inner, outer, inner_args, outer_args) in [(&value, &narrow, &points, &small), (&narrow, &wide, &small, &large)]
    {
        report.isotone += 1;
        if !inside(inner, outer, slack, last) {
            let text =
                format!("{} gives {}, but {} gives {}", at(inner_args, p), show(inner), at(outer_args, p), show(outer));
            report.add(Check::Isotone, text);
        }
    }
}

/// An end point or a point inside, for each argument.
fn random_member(args: &[Interval], random: &mut Random) -> Vec<Float> {
    let mut member = |x: &Interval| {
        let choice = random.bits() % 4;
        if choice == 0 && x.lo().is_finite() {
            return x.lo().clone();
        }
        if choice == 1 && x.hi().is_finite() {
            return x.hi().clone();
        }
        let bits = x.lo().prec().max(x.hi().prec()) + 2;
        let t = random.between(0, 1 << 20);
        let (a, b) = match (x.lo_point(), x.hi_point()) {
            (Some(_), Some(_)) => (x.lo().clone(), x.hi().clone()),
            (Some(_), None) => (x.lo().clone(), Float::with_val(bits, x.lo() + 7)),
            (None, Some(_)) => (Float::with_val(bits, x.hi() - 7), x.hi().clone()),
            (None, None) => (Float::with_val(bits, -9), Float::with_val(bits, 9)),
        };
        let (m, _) = Float::with_val_round(bits, &b - &a, Round::Down);
        let m = Float::with_val_round(bits, (m * t) >> 20u32, Round::Down).0;
        Float::with_val_round(bits, &a + &m, Round::Down).0.clamp(&a, &b)
    };
    args.iter().map(&mut member).collect()
}

/// The enclosures; counts and reports refusals.
fn evaluate(subject: &Subject, args: &[Interval], p: Prec, report: &mut Report) -> Option<Vec<Interval>> {
    match subject.eval(args, p) {
        Ok(value) => {
            if let Some(bad) = value.iter().find(|v| Interval::new(v.lo().clone(), v.hi().clone()).is_err()) {
                report.add(
                    Check::Containment,
                    format!("{} gives the impossible {}", at(args, p), show(std::slice::from_ref(bad))),
                );
                return None;
            }
            Some(value)
        }
        Err(Error::Unable { .. }) => {
            report.unable += 1;
            None
        }
        Err(e) => {
            report.add(Check::Refused, format!("{}: {e}", at(args, p)));
            None
        }
    }
}

/// The value at `xs`, a member of `args`, must be in `value`.
fn contains(subject: &Subject, xs: &[Float], args: &[Interval], value: &[Interval], p: Prec, report: &mut Report) {
    // Enough for the last place of the value, also where it is small because the argument is beside a zero.
    let longest = xs.iter().map(Float::prec).max().unwrap_or(2);
    let fine = p.double().plus(96 + longest);
    let verdict = match &subject.judge {
        Judge::Value(truth) => truth(xs, fine).map(|truth| {
            let ok = truth.len() == value.len() && truth.iter().zip(value).all(|(t, v)| t.overlaps(v));
            (ok, show(&truth))
        }),
        Judge::Holds(holds) => holds(xs, value, fine).map(|ok| (ok, "by its equation".into())),
    };
    report.containment += 1;
    match verdict {
        Ok((true, _)) => {}
        Ok((false, truth)) => {
            let xs: Vec<Interval> = xs.iter().map(point).collect();
            let text = format!("{} gives {}, at {} the truth is {truth}", at(args, p), show(value), at(&xs, p));
            report.add(Check::Containment, text);
        }
        Err(e) => report.add(Check::Judge, format!("{}: {e}", at(args, p))),
    }
}

fn width(subject: &Subject, points: &[Interval], value: &[Interval], p: Prec, report: &mut Report) {
    let Some(most) = subject.ulps else { return };
    for v in value {
        let ulps = ulps(v, p);
        report.worst_ulps = report.worst_ulps.max(ulps);
        if ulps > f64::from(most) {
            report.add(Check::Width, format!("{} gives {}, {ulps} ulp", at(points, p), show(std::slice::from_ref(v))));
        }
    }
}

/// Width in units of the last place of the end of larger magnitude, at `p` bits.
fn ulps(v: &Interval, p: Prec) -> f64 {
    if !v.is_bounded() {
        return f64::INFINITY;
    }
    let Some(exp) = v.mag().get_exp() else { return 0.0 };
    let unit = i64::from(exp) - i64::from(p.bits());
    // At the end of the exponent range there is no last place to speak of.
    if unit < -(1 << 30) + 8 {
        return 0.0;
    }
    let width = Float::with_val_round(53, v.hi() - v.lo(), Round::Up).0;
    (width >> i32::try_from(unit).unwrap_or(0)).to_f64()
}

/// Whether every inner enclosure lies in the outer one, up to `slack` units of the last place at `p` bits.
fn inside(inner: &[Interval], outer: &[Interval], slack: u32, p: Prec) -> bool {
    inner.len() == outer.len()
        && inner.iter().zip(outer).all(|(i, o)| {
            if o.encloses(i) {
                return true;
            }
            let size = if o.is_bounded() { o.mag() } else { i.mag() };
            let Some(exp) = size.get_exp() else { return false };
            let unit = Float::with_val(32, slack) << (exp - i32::try_from(p.bits()).unwrap_or(0));
            let lo = Float::with_val_round(p.bits() + 64, o.lo() - &unit, Round::Down).0;
            let hi = Float::with_val_round(p.bits() + 64, o.hi() + &unit, Round::Up).0;
            slack > 0 && lo <= *i.lo() && *i.hi() <= hi
        })
}

/// Arguments and precision, exactly.
fn at(args: &[Interval], p: Prec) -> String {
    format!("f({}; {} bits)", show(args), p.bits())
}

/// Intervals, exactly (hexadecimal).
fn show(xs: &[Interval]) -> String {
    let exact = |x: &Float| format!("{} ({:.6e})", x.to_string_radix(16, None), x.to_f64());
    let one = |x: &Interval| {
        if x.is_point() { exact(x.lo()) } else { format!("[{}, {}]", exact(x.lo()), exact(x.hi())) }
    };
    xs.iter().map(one).collect::<Vec<_>>().join(", ")
}
