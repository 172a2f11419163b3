//! The deciders on small claims with known answers, on claims made false, and on their own certificates.

use claims::certificate::{Certificate, recheck};
use claims::decide::{Evidence, Options, Outcome, Random, Verdict, decide};
use claims::eval::{Context, eval};
use claims::load::{Claim, ClaimKind, Hint};
use claims::syntax::{Scope, parse_binder, parse_formula};
use enclosure::{Interval, Prec};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

fn claim(domain: &[&str], given: &[&str], formula: &str) -> Claim {
    let mut scope = Scope::new();
    let mut binders = Vec::new();
    for text in domain {
        let b = parse_binder(text, &scope).expect("a binder");
        scope.declare(&b.variable).expect("a fresh name");
        binders.push(b);
    }
    let given = given.iter().map(|g| parse_formula(g, &scope).expect("a hypothesis")).collect();
    Claim {
        id: "toy".into(),
        place: String::new(),
        statement: String::new(),
        section: String::new(),
        domain: binders,
        given,
        kind: ClaimKind::Formula(parse_formula(formula, &scope).expect("a formula")),
        text: formula.into(),
        uses: vec![],
        corrects: None,
        reading: None,
        note: None,
        hint: Hint::default(),
        file: "toy.toml".into(),
        line: 1,
        hash: "0".into(),
    }
}

fn options(seconds: u64) -> Options {
    Options { timeout: Duration::from_secs(seconds), dims: (2..=5).collect(), ..Options::default() }
}

/// Decides, and holds the certificate to the recheck at a higher precision, through JSON.
fn run(c: &Claim, seconds: u64) -> Outcome {
    let out = decide(c, &options(seconds));
    let certificate = Certificate::new(c, &out);
    let text = certificate.to_json().expect("JSON");
    let back = Certificate::from_json(&text).expect("a certificate");
    assert_eq!(back, certificate);
    let p = Prec::new(certificate.precision().bits() + 64).expect("a precision");
    recheck(c, &back, p).unwrap_or_else(|e| panic!("{}: {e}", c.text));
    out
}

/// Claims over domains, with the verdict a mathematician gives.
const TOYS: &[(&[&str], &[&str], &str, Verdict)] = &[
    // Closed.
    (&[], &[], "exp(1) < 2.7182818284590452354", Verdict::Proved),
    (&[], &[], "exp(pi*sqrt(163)) > 262537412640768744", Verdict::Refuted),
    (&[], &[], "sqrt(2)*sqrt(3) = sqrt(6)", Verdict::Proved),
    (&[], &[], "sqrt(5 + 2*sqrt(6)) = sqrt(2) + sqrt(3)", Verdict::Undecided),
    // Identities.
    (&["d in 1.."], &[], "pi^(d/2)/gamma(d/2 + 1)*(gamma(d/2 + 1)^(1/d)/sqrt(pi))^d = 1", Verdict::Proved),
    (&["x in (-1, 1)"], &[], "1/(1 + x) + 1/(1 - x) = 2/(1 - x^2)", Verdict::Proved),
    (&["x in (0, inf)"], &[], "deriv(x*ln(x) - x, x) = ln(x)", Verdict::Proved),
    (&["x in (0, inf)"], &[], "sqrt(x^2) = x", Verdict::Proved),
    (&["x in (-inf, inf)"], &[], "sqrt(x^2) = x", Verdict::Refuted),
    (&["x in (-inf, inf)"], &[], "sin(x)^2 + cos(x)^2 = 1", Verdict::Proved),
    // Boxes, contact points, unbounded ranges.
    (&["x in [0, 1]"], &[], "x*(1 - x) <= 1/4", Verdict::Proved),
    (&["x in [0, 1]"], &[], "x*(1 - x) < 1/4", Verdict::Refuted),
    (&["x in [0, inf)"], &[], "ln(1 + x) <= x", Verdict::Proved),
    (&["x in (0, inf)"], &[], "ln(1 + x) < x", Verdict::Proved),
    (&["x in [0, inf)"], &[], "ln(1 + x) < x", Verdict::Refuted),
    (&["x in [0, 1/sqrt(2)]"], &[], "atan(x) >= 0.8*x", Verdict::Proved),
    (&["x in [1, inf)"], &[], "ln(2 + x) <= 2*ln(1 + x)", Verdict::Proved),
    (&["x in [2, inf)"], &[], "x^2*exp(1 - x^2) <= 1/(2*x)", Verdict::Proved),
    (&["h in [0, inf)", "a in [0, inf)"], &[], "owen_t(h, a) <= exp(-h^2/2)*atan(a)/(2*pi)", Verdict::Proved),
    (&["x in [4, inf)"], &[], "(1 - 2/x)^x >= 1/16", Verdict::Proved),
    // Integers, hypotheses, quantifiers, suprema.
    (&["n in 1..=40"], &[], "2^n > n", Verdict::Proved),
    (&["n in 0..=20"], &[], "n^2 < 300", Verdict::Refuted),
    (&["L in (0, inf)", "T in (0, inf)", "eta in (0, inf)"], &["eta <= 2/L - 1/T"], "eta < 2/L", Verdict::Proved),
    (&["a in (-inf, inf)", "b in (-inf, inf)"], &[], "(a + b)^2 <= 2*(a^2 + b^2)", Verdict::Proved),
    (&[], &[], "exists(c in (0, 1), c^2 = c/2)", Verdict::Proved),
    (&[], &[], "sup(x*(1 - x), x in [0, 1]) <= 1/4", Verdict::Proved),
    (&["d in 2.."], &[], "int(d/2)", Verdict::Refuted),
    // Closed forms of integrals and limits.
    (&[], &[], "integral(bessel_j(2, 3*x)^2/x, x in [0, inf)) = 1/4", Verdict::Proved),
    (&["a in [1, inf)"], &[], "integral(3/t^4, t in [a, inf)) = 1/a^3", Verdict::Proved),
    // All dimensions at once.
    (&["d in 3.."], &[], "(1 + 1/(d - 2))^((d - 1)/2) <= 2", Verdict::Proved),
    // Undefined somewhere: never proved.
    (&["x in [0, 1]"], &[], "1/x >= 1", Verdict::Undecided),
    (&["x in [-1, 1]"], &[], "x/x = 1", Verdict::Undecided),
];

#[test]
fn toys_get_the_verdict_a_mathematician_gives() {
    let mut wrong = Vec::new();
    for (domain, given, formula, expected) in TOYS {
        let out = run(&claim(domain, given, formula), 10);
        if out.verdict != *expected {
            wrong.push(format!("{formula} on {domain:?}: {:?}, not {expected:?} ({:?})", out.verdict, out.reason));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_constant_moved_past_its_margin_is_never_proved() {
    // (true form, false form): the constant is moved by less than one part in a thousand beyond the extreme.
    let pairs: &[(&[&str], &str)] = &[
        (&["x in [0, 1]"], "x*(1 - x) <= 0.2499"),
        (&["x in [0, inf)"], "ln(1 + x) <= 0.999*x"),
        (&["x in [0, inf)"], "x*exp(-x) <= 0.3678"),
        (&["x in [4, inf)"], "(1 - 2/x)^x >= 0.06251"),
        (&["x in [1, inf)"], "ln(2 + x) <= 1.58*ln(1 + x)"),
        (&["x in [0, 1/sqrt(2)]"], "atan(x) >= 0.8705*x"),
        (&["x in (0, inf)"], "3*ln(x)/x^0.1 <= 11.03"),
        (&["x in [2, inf)"], "x^2*exp(1 - x^2) <= 0.398/x"),
        (&["h in [0, inf)", "a in [0, inf)"], "owen_t(h, a) <= 0.999*exp(-h^2/2)*atan(a)/(2*pi)"),
        (&["n in 1.."], "2^n >= n^2 + 1/10"),
    ];
    for (domain, formula) in pairs {
        let out = run(&claim(domain, &[], formula), 4);
        assert!(
            matches!(out.verdict, Verdict::Refuted | Verdict::Undecided),
            "{formula} is false and was called {:?}",
            out.verdict
        );
    }
}

/// Random polynomial inequalities, tested against dense sampling: none that fails at a sample is proved.
#[test]
fn no_random_false_inequality_is_proved() {
    let mut rng = Random::new(99);
    let mut proved = 0;
    for _ in 0..60 {
        let mut c = || rng.below(13) as i64 - 6;
        let (a, b, e, f) = (c(), c(), c(), c());
        let text = format!("{a}*x^3 + {b}*x^2*exp(-x) + {e}*x + {f} >= ln(1 + x^2)");
        let out = run(&claim(&["x in [0, 3]"], &[], &text), 2);
        let value = |x: f64| {
            let (a, b, e, f) = (a as f64, b as f64, e as f64, f as f64);
            a * x.powi(3) + b * x * x * (-x).exp() + e * x + f - (x * x).ln_1p()
        };
        let least = (0..=3000).map(|k| value(f64::from(k) / 1000.0)).fold(f64::INFINITY, f64::min);
        match out.verdict {
            Verdict::Proved => {
                proved += 1;
                assert!(least > -1e-9, "{text} proved, least sampled value {least}");
            }
            Verdict::Refuted => assert!(least < 1e-2, "{text} refuted, least sampled value {least}"),
            _ => {}
        }
    }
    assert!(proved > 5, "the test must see proofs: {proved}");
}

/// `DE-24`: true bounds that only the sizes of Bessel functions show, on ranges no subdivision can cover.
#[test]
fn bessel_functions_are_bounded_by_their_size() {
    let shown: &[(&[&str], &str)] = &[
        (&["z in [0, inf)"], "bessel_j(2, z)^2 <= 1.001"),
        (&["z in (0, inf)"], "bessel_j(3, z)^2/z <= 1/z"),
        (&["d in 2..", "z in (0, inf)"], "bessel_j(d/2, z)^2/z <= (z/2)^d/(z*gamma(d/2 + 1)^2)"),
        (&["z in [3, inf)"], "bessel_j(2, z)^2 <= 1/z"),
        (&["z in (0, inf)"], "-abs(bessel_j(2, z))/z >= -z/8"),
        (&["d in 2..", "z in [1, inf)"], "bessel_j(d/2, z)^3 >= -1"),
        (&["d in 2..", "x in [d, inf)"], "abs(bessel_j(d/2, x) - sqrt(2/(pi*x))*cos(x - (d + 1)*pi/4)) <= d^2/x^(3/2)"),
    ];
    for (domain, formula) in shown {
        let out = run(&claim(domain, &[], formula), 10);
        assert_eq!(out.verdict, Verdict::Proved, "{formula}: {:?}", out.reason);
    }
}

/// `DE-24`: the same step, with a constant moved below a value that is taken, or the conditions of a bound taken away.
#[test]
fn no_false_bound_of_a_bessel_function_is_proved() {
    // J_2(3.0542)^2 = 0.2365.., max of J_2^2; at z = 3: J_2(3)^2 = 0.23629; J_1(z)/(z/2) -> 1 at 0; J_0(0) = 1.
    let false_ones: &[(&[&str], &str)] = &[
        (&["z in [0, inf)"], "bessel_j(2, z)^2 <= 0.236"),
        (&["z in [3, inf)"], "bessel_j(2, z)^2 <= 0.7/z"),
        (&["z in (0, inf)"], "bessel_j(1, z) <= 0.999*z/2"),
        (&["z in [0, inf)"], "bessel_j(0, z)^2 <= 0.999"),
        (&["z in (0, inf)"], "bessel_j(2, z)^2 <= 2/(pi*sqrt(z^2 + 4))"),
        (&["z in (0, inf)"], "bessel_j(1, z)^3 >= 0"),
        (&["z in [1, inf)"], "bessel_j(1, z)^2/z >= 1/z - 1/2"),
        // sqrt(pi x/2) J_{3/2}(x) + cos x = sin(x)/x: half of mu/x is reached.
        (
            &["d in 2..", "x in [d, inf)"],
            "abs(bessel_j(d/2, x) - sqrt(2/(pi*x))*cos(x - (d + 1)*pi/4)) <= 0.39*(d^2 - 1)/4*x^(-3/2)",
        ),
        (
            &["d in 2..", "x in [1, inf)"],
            "abs(bessel_j(d/2, x) - sqrt(2/(pi*x))*cos(x - (d + 1)*pi/4)) <= (d^2 - 1)/16*x^(-3/2)",
        ),
    ];
    for (domain, formula) in false_ones {
        let out = run(&claim(domain, &[], formula), 4);
        assert!(!matches!(out.verdict, Verdict::Proved | Verdict::Verified), "{formula}");
    }
}

/// `BJ-16`, `BJ-17`: the two approximations at many points, with the worst quotient of error and bound.
#[test]
fn asymptotes_of_bessel_functions_are_as_close_as_stated() {
    let phase = "abs(sqrt(pi*x/2)*bessel_j(n/2, x) - (1 - m/x^2)^(-1/4)*cos(x*sqrt(1 - m/x^2) + sqrt(m)*asin(sqrt(m)/x)\
                 - (n + 1)*pi/4))/(3/(10*x))";
    let cosine = "abs(sqrt(pi*x/2)*bessel_j(n/2, x) - cos(x - (n + 1)*pi/4))/(m/x)";
    let p = Prec::new(192).expect("a precision");
    let scope = Scope::with_variables(["x", "n", "m"]);
    let mut worst = [0.0_f64; 2];
    for n in [2_i64, 3, 4, 5, 9, 16, 33, 128, 501] {
        let m = Interval::rational(&enclosure::rug::Rational::from((n * n - 1, 4)), p);
        for k in 0..240_i64 {
            // From x = n = 2 nu on, closely spaced at first.
            let x = Interval::rational(&enclosure::rug::Rational::from((n * 64 + k * k * (1 + k / 60), 64)), p);
            for (text, worst) in [phase, cosine].into_iter().zip(&mut worst) {
                let e = claims::syntax::parse_expr(text, &scope).expect("parses");
                let at = Context::new(p).with("x", x.clone()).with("n", Interval::int(n)).with("m", m.clone());
                let q = eval(&e, &at).expect("defined");
                assert!(*q.hi() <= 1, "{text} at n = {n}, x = {x}: {q}");
                *worst = worst.max(q.hi().to_f64());
            }
        }
    }
    assert!(worst[0] > 0.1 && worst[1] > 0.4, "the points are where it matters: {worst:?}");
}

#[test]
fn a_tampered_certificate_is_refused() {
    let good = claim(&["x in [0, inf)"], &[], "ln(1 + x) <= x");
    let bad = claim(&["x in [0, inf)"], &[], "ln(1 + x) <= 0.9*x");
    let out = decide(&good, &options(10));
    assert_eq!(out.verdict, Verdict::Proved);
    let certificate = Certificate::new(&good, &out);
    let p = Prec::new(192).expect("a precision");
    assert!(recheck(&good, &certificate, p).is_ok());
    assert!(recheck(&bad, &certificate, p).is_err(), "the proof of another claim");
    let mut other = certificate.clone();
    other.hash = "1".into();
    assert!(recheck(&good, &other, p).is_err(), "another hash");
    let mut other = certificate;
    other.verdict = Verdict::Refuted;
    assert!(recheck(&good, &other, p).is_err(), "another verdict");
}

#[test]
fn time_and_interruption_are_respected() {
    let hard = claim(
        &["x in [0, 1]", "y in [0, 1]", "z in [0, 1]"],
        &[],
        "sin(x*y*z)*cos(x - y) <= x*y*z + (x - y)^2*(y - z)^2",
    );
    let start = Instant::now();
    let _ = decide(&hard, &Options { timeout: Duration::from_millis(300), ..Options::default() });
    assert!(start.elapsed() < Duration::from_secs(5));
    let stop = Options { interrupt: Arc::new(AtomicBool::new(true)), ..Options::default() };
    let out = decide(&hard, &stop);
    assert_eq!(out.verdict, Verdict::Undecided);
}

#[test]
fn dimensions_are_verified_one_by_one_when_all_are_out_of_reach() {
    let c = claim(&["d in 2.."], &[], "bessel_j(d/2, 1)^2 < 1");
    let out = run(&c, 20);
    assert!(matches!(out.verdict, Verdict::Verified | Verdict::Proved));
    if out.verdict == Verdict::Verified {
        assert_eq!(out.dims.iter().map(|v| v.d).collect::<Vec<_>>(), [2, 3, 4, 5]);
        assert!(out.dims.iter().all(|v| matches!(v.evidence, Evidence::Proof { .. })));
    }
}
