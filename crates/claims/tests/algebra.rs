//! Every rule of algebra attacked numerically: at random points of the domain the enclosures of an expression and of its
//! canonical form must overlap, and likewise a symbolic derivative and a difference quotient's limit by jets.

use claims::algebra::{Limit, Normalizer, derivative, limit_at_infinity, to_expr};
use claims::decide::{Random, Scope, ScopeFacts, draw};
use claims::eval::{Context, eval, eval_jet};
use claims::syntax::{self, parse_binder, parse_expr};
use claims::tree::Symbol;
use enclosure::{Interval, Jet, Prec};

fn scope(domain: &[&str]) -> (syntax::Scope, Scope) {
    let mut names = syntax::Scope::new();
    let mut binders = Vec::new();
    for text in domain {
        let b = parse_binder(text, &names).expect("a binder");
        names.declare(&b.variable).expect("a fresh name");
        binders.push(b);
    }
    (names, Scope::new(&binders, &[]))
}

/// (domain, expression, rules meant).
const CASES: &[(&[&str], &str)] = &[
    (&["x in (0, 5)", "y in (-2, 2)"], "(x + y)^3*x^(-2)/(x*y^2 + 1) - x^y*x^(1 - y)"),
    (&["x in (0, 5)", "y in (0, 2)"], "sqrt(12*x^2*y)/sqrt(3*y) + (x*y)^(3/2) + 18^(1/3)*x^(2/3)"),
    (&["x in (-3, 3)"], "sqrt(x^2) + abs(-x) + (x^2)^(3/2)"),
    (&["x in (-3, -1)"], "sqrt(x^2) + abs(x) + max(x, 0) + clip(x)"),
    (&["x in (0, 5)", "y in (0, 2)"], "ln(6*x^2*y/(x + 1)) + exp(y*ln(x) - 2*x) + exp(x)*exp(-x)"),
    (&["x in (1, 9)"], "gamma(x + 3)/gamma(x - 1/2) + lgamma(x + 2) + digamma(x + 4) + gamma(7/2) + gamma(5)"),
    (&["x in (-9, 9)"], "sin(x + pi) + cos(pi/2 - x) + sin(-x)^3 + cos(7*pi/6) + sin(5*pi/4 - x) + tan(x/9)"),
    (
        &["x in (-2, 2)"],
        "erf(-x) + atan(-2*x) + erfc(x) + norm_cdf(x) + norm_pdf(x) + asin(x/3) + acos(x/3) + atan(1) + atan(sqrt(3))",
    ),
    (&["n in 3..=12", "k in 1..=2"], "binomial(n, k) + factorial(n)/factorial(n - 1) + harmonic_dim(n, k)"),
    (&["x in (0.5, 20)"], "bessel_j(7/2, x) + bessel_j_prime(5/2, x) + bessel_j(4, x) + bessel_j_prime(3, x)"),
    (&["h in (-2, 2)", "a in (-3, 3)"], "owen_t(h, a) + owen_t(0, a) + owen_t(-h, -a)"),
    (&["s in (1, 4)", "x in (0, 6)"], "gamma_p(s, x) + gamma_q(s, x) + gamma_q(s, 2*x) + gamma_p(s, 0)"),
    (
        &["x in (0, 3)"],
        "if(x >= 0, x, -x) + max(x, -x) + min(x, x + 1) + sign0(x) + sum(x^k/k, k in 1..=5) + prod(x + k, k in 1..=3)",
    ),
    (&["x in (0.1, 3)"], "deriv(x^x + ln(x)/x, x) + deriv(sin(t)*t, t = x, 2)"),
    (&["x in (-0.9, 0.9)"], "erf(erfinv(x)) + erfinv(erf(x)) + sinh(x) + cosh(x) + tanh(x)"),
];

#[test]
fn canonical_forms_keep_values() {
    let p = Prec::new(160).expect("a precision");
    for (domain, text) in CASES {
        let (names, scope) = scope(domain);
        let e = parse_expr(text, &names).unwrap_or_else(|e| panic!("{text}: {e}"));
        let facts = ScopeFacts::new(&scope, p);
        let n = Normalizer::new(&facts);
        let form = n.poly(&e).unwrap_or_else(|_| panic!("{text}: too large"));
        let (content, rest) = n.clear(&form).expect("cleared");
        let back = to_expr(&form);
        let product = claims::algebra::Poly::term(content, 1.into());
        let (content, rest) = (to_expr(&product), to_expr(&rest));
        let mut rng = Random::new(5);
        let mut tested = 0;
        for _ in 0..200 {
            let Some(point) = draw(&scope, &mut rng, p) else { continue };
            let values = point.iter().map(|(x, q)| (x.clone(), Interval::rational(q, p))).collect();
            let context = Context { values, prec: p };
            let Ok(a) = eval(&e, &context) else { continue };
            let b = eval(&back, &context).unwrap_or_else(|err| panic!("{text}: the form at {point:?}: {err}"));
            assert!(a.overlaps(&b), "{text} at {point:?}: {a} against {b}");
            if let (Ok(c), Ok(r)) = (eval(&content, &context), eval(&rest, &context)) {
                let whole = c.mul(&r, p);
                assert!(a.overlaps(&whole), "{text} cleared at {point:?}: {a} against {whole}");
            }
            tested += 1;
        }
        assert!(tested >= 15, "{text}: only {tested} points");
    }
}

#[test]
fn symbolic_derivatives_agree_with_jets() {
    let p = Prec::new(160).expect("a precision");
    let bodies = [
        "sqrt(x) + exp(-x^2) + ln(x) + log2(x)",
        "sin(x)*cos(x) + tan(x/4)",
        "asin(x/9) + acos(x/9) + atan(x)",
        "sinh(x) - cosh(x) + tanh(x)",
        "erf(x) - 2*erfc(x) + erfinv(x/9)",
        "gamma(x) + lgamma(x)",
        "gamma_p(5/2, x) + gamma_q(3/2, x)",
        "beta_i(x/9, 3/2, 5/2)",
        "owen_t(x, 3/4) + owen_t(1/2, x)",
        "bessel_j(3, x) + bessel_j(5/2, x)",
        "bessel_j_prime(3/2, x)",
        "norm_cdf(x) + norm_pdf(x)",
        "x^x + (1 + 1/x)^x + 2^x",
        "(x^2 + 1)/(x - 9)",
    ];
    let names = syntax::Scope::with_variables(["x"]);
    let x = Symbol::from("x");
    for text in bodies {
        let e = parse_expr(text, &names).unwrap_or_else(|e| panic!("{text}: {e}"));
        let d = derivative(&e, &x).expect("a derivative");
        for k in 1..12 {
            let at = Interval::ratio(2 * k + 1, 7, p).expect("a point");
            let context = Context::new(p).with("x", at.clone());
            let value = eval(&d, &context).unwrap_or_else(|err| panic!("{text}: {err}"));
            let jet =
                eval_jet(&e, &x, &Jet::variable(at.clone(), 1), &context).unwrap_or_else(|err| panic!("{text}: {err}"));
            let slope = jet.derivative(p).expect("order one");
            assert!(value.overlaps(slope.value()), "{text} at {at}: {value} against {}", slope.value());
            assert!(value.width() < 1e-20, "{text}: a tight value is needed for the test to bite");
        }
    }
}

#[test]
fn limits_at_infinity_are_right() {
    let p = Prec::new(128).expect("a precision");
    let (names, scope) = scope(&["x in [10, inf)"]);
    let x = Symbol::from("x");
    let facts = ScopeFacts::new(&scope, p);
    for (text, expected) in [
        ("(1 + 2/x)^x", Some("exp(2)")),
        ("x*ln(1 - 1/x)", Some("-1")),
        ("lgamma(x + 1/2) - lgamma(x) - ln(x)/2", Some("0")),
        ("atan(3*x)", Some("pi/2")),
        ("x*(pi/2 - atan(x))", Some("1")),
        ("ln(x)^3/x", Some("0")),
        ("x^5*exp(-x/100)", Some("0")),
        ("sqrt(x^2 + x) - x", Some("1/2")),
        ("erf(x) + tanh(x)", Some("2")),
        ("ln(x) - 5", None),
        ("x^2 - x^3", None),
    ] {
        let e = parse_expr(text, &names).expect("parses");
        let n = Normalizer::new(&facts);
        match (limit_at_infinity(&n, &e, &x), expected) {
            (Some(Limit::Value(v)), Some(w)) => {
                let w = parse_expr(w, &names).expect("parses");
                let context = Context::new(p);
                let (a, b) = (eval(&to_expr(&v), &context).expect("a value"), eval(&w, &context).expect("a value"));
                assert!(a.overlaps(&b), "{text}: {a}, not {b}");
            }
            (Some(Limit::PlusInfinity | Limit::MinusInfinity), None) => {}
            (found, _) => panic!("{text}: {found:?}"),
        }
    }
}
