//! Special points: domain edges, zeros, the ends of the exponent range, unbounded arguments, arguments outside.

use super::arguments::Arg;
use super::prec;
use super::subject::Subject;
use enclosure::rug::Float;
use enclosure::rug::float::Special;
use enclosure::{Error, Interval};

/// Points and intervals at the corners of one argument; the second member tells whether it lies in the domain.
fn places(arg: &Arg) -> Vec<(Interval, bool)> {
    let mut points: Vec<Float> = arg.hard.iter().map(|h| Float::with_val(53, *h)).collect();
    points.extend([arg.from.0, arg.to.0].into_iter().filter(|x| x.is_finite()).map(|x| Float::with_val(53, x)));
    if !arg.integer {
        for exp in [-(1 << 29), -1100, 1100, 1 << 29] {
            points.push(Float::with_val(53, 1) << exp);
            points.push(Float::with_val(53, -3) << exp);
        }
    }
    let mut out = Vec::new();
    for x in &points {
        if let Ok(i) = Interval::point(x.clone()) {
            out.push((i, arg.holds(x)));
        }
    }
    if arg.wide {
        let whole = Interval::whole();
        let all = arg.from.0.is_infinite() && arg.to.0.is_infinite() && arg.unbounded;
        out.push((whole, all));
        for (a, b) in points.iter().zip(points.iter().skip(1)) {
            let (a, b) = if a <= b { (a, b) } else { (b, a) };
            if let Ok(i) = Interval::new(a.clone(), b.clone()) {
                out.push((i, arg.holds(a) && arg.holds(b)));
            }
        }
        for x in &points {
            let inf = Float::with_val(2, Special::Infinity);
            if let Ok(i) = Interval::new(x.clone(), inf) {
                out.push((i, arg.holds(x) && arg.unbounded && arg.to.0.is_infinite()));
            }
        }
    }
    out
}

/// Argument lists: every place of each argument with the first few of the others.
fn lists(args: &[Arg]) -> Vec<(Vec<Interval>, bool)> {
    let all: Vec<Vec<(Interval, bool)>> = args.iter().map(places).collect();
    let mut out = Vec::new();
    for (i, own) in all.iter().enumerate() {
        for place in own {
            for other in 0..3 {
                let pick = |j: usize| {
                    if i == j { place.clone() } else { all[j][(other * 5 + 1) % all[j].len()].clone() }
                };
                let (list, inside): (Vec<_>, Vec<bool>) = (0..args.len()).map(pick).unzip();
                out.push((list, inside.iter().all(|b| *b)));
                if args.len() == 1 {
                    break;
                }
            }
        }
    }
    out
}

/// What is wrong at the corners: an invalid interval, disjoint results at two precisions, an error without the name
/// of an argument, a refusal inside the domain. Arguments outside the sampled part may be accepted or refused.
pub fn check(subject: &Subject) -> Vec<String> {
    let mut wrong = Vec::new();
    if !subject.corners {
        return wrong;
    }
    for (args, inside) in lists(&subject.args) {
        let shown = || format!("{args:?}").chars().take(300).collect::<String>();
        let (coarse, fine) = (subject.eval(&args, prec(30)), subject.eval(&args, prec(77)));
        for value in [&coarse, &fine] {
            match value {
                Ok(v) => {
                    for v in v.iter().filter(|v| Interval::new(v.lo().clone(), v.hi().clone()).is_err()) {
                        wrong.push(format!("{} gives [{}, {}]", shown(), v.lo(), v.hi()));
                    }
                }
                Err(Error::Domain { function, argument, .. }) => {
                    if inside {
                        wrong.push(format!("{} is refused", shown()));
                    }
                    if function.is_empty() || argument.is_empty() {
                        wrong.push(format!("{} is refused without a name", shown()));
                    }
                }
                Err(_) => {}
            }
        }
        if let (Ok(a), Ok(b)) = (&coarse, &fine) {
            if a.len() != b.len() || a.iter().zip(b).any(|(a, b)| !a.overlaps(b)) {
                wrong.push(format!("{} gives disjoint {a:?} and {b:?}", shown()));
            }
        }
    }
    wrong.truncate(8);
    wrong
}
