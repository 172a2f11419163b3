//! Decides the claims of a folder: `try_claims FOLDER [SUBSTRING] [SECONDS]`.
use claims::certificate::{Certificate, recheck};
use claims::decide::{Evidence, Options, Proof, decide};
use std::time::Duration;
fn show(p: &Proof, depth: usize) {
    println!("      {}{:?}", "  ".repeat(depth), p.step);
    p.children.iter().for_each(|c| show(c, depth + 1));
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let paper = match claims::load::load_paper(std::path::Path::new(&args[1])) {
        Ok(p) => p,
        Err(e) => return println!("{e}"),
    };
    let verbose = std::env::var("SHOW").is_ok();
    let options = Options {
        timeout: Duration::from_secs_f64(args.get(3).map_or(5.0, |s| s.parse().unwrap())),
        dims: (2..=8).collect(),
        ..Options::default()
    };
    let mut counts = std::collections::BTreeMap::new();
    for c in &paper.claims {
        if !args.get(2).is_none_or(|s| s.split(',').any(|s| c.id.contains(s))) {
            continue;
        }
        let o = decide(c, &options);
        *counts.entry(o.verdict.name()).or_insert(0) += 1;
        let cert = Certificate::new(c, &o);
        let text = cert.to_json().unwrap();
        let back = Certificate::from_json(&text).unwrap();
        let again = recheck(c, &back, enclosure::Prec::new(cert.precision().bits() + 64).unwrap());
        if let Err(e) = again {
            println!("RECHECK FAILED {e}");
        }
        println!("{:10} {:6.2}s {} {}", o.verdict.name(), o.seconds, c.id, o.reason.unwrap_or_default());
        match &o.evidence {
            Evidence::Proof { proof, .. } if verbose => {
                show(proof, 0);
            }
            Evidence::Witness(w) => {
                println!("      {:?} {}", w.point, w.comparison.chars().take(150).collect::<String>())
            }
            _ => {}
        }
    }
    println!("{counts:?}");
}
