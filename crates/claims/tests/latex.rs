//! LaTeX of expressions and formulas.

use claims::print::Latex;
use claims::syntax::{Definition, Scope, parse_binder, parse_expr, parse_formula};

fn scope() -> Scope {
    let mut scope = Scope::with_variables(["x", "d", "n", "alpha", "c1", "x_max", "eps"]);
    let body = parse_expr("1/t", &Scope::with_variables(["t"])).unwrap();
    scope.define(Definition { name: "mubar".into(), params: vec!["t".into()], body }).unwrap();
    scope
}

#[test]
fn expressions() {
    let latex = Latex::new().with_name("mubar", "\\bar{\\mu}");
    for (text, expected) in [
        ("1/sqrt(2 + x^2)", "\\frac{1}{\\sqrt{2 + x^{2}}}"),
        ("(x + 1)^(n - 1)", "\\left(x + 1\\right)^{n - 1}"),
        ("(1/x)^2", "\\left(\\frac{1}{x}\\right)^{2}"),
        ("exp(-x)^2", "\\left(e^{-x}\\right)^{2}"),
        ("2*3*x", "2 \\cdot 3 \\, x"),
        ("2*(x - 1)", "2 \\, \\left(x - 1\\right)"),
        ("x - (1 - x)", "x - \\left(1 - x\\right)"),
        ("-(x + 1)", "-\\left(x + 1\\right)"),
        ("alpha + c1 + x_max + eps", "\\alpha + c_{1} + x_{max} + \\mathrm{eps}"),
        ("mubar(x)", "\\bar{\\mu}\\left(x\\right)"),
        ("bessel_j(d/2, x)^2", "J_{\\frac{d}{2}}\\left(x\\right)^{2}"),
        ("binomial(n, 2)*n!", "\\binom{n}{2} \\, n!"),
        ("1e-12", "10^{-12}"),
        ("0.25", "0.25"),
        ("abs(x)*floor(x)", "\\left|x\\right| \\, \\left\\lfloor x\\right\\rfloor"),
        ("sum(k + 1, k in 1..=n)", "\\sum_{k = 1}^{n} \\left(k + 1\\right)"),
        ("integral(exp(-t), t in [0, inf))", "\\int_{0}^{\\infty} e^{-t} \\, dt"),
        ("deriv(x^3, x, 2)", "\\frac{d^{2}}{dx^{2}} x^{3}"),
        ("deriv(t^3, t = 1)", "\\left.\\frac{d}{dt} t^{3}\\right|_{t = 1}"),
        ("sup(t, t in [0, 1])", "\\sup_{t \\in [0, 1]} t"),
        ("limit(1/t, t = inf)", "\\lim_{t \\to \\infty} \\frac{1}{t}"),
        ("beta_i(x, 1, 2)", "I_{x}\\left(1, 2\\right)"),
        ("if(x < 1, 0, 1)", "\\begin{cases} 0 & \\text{if } x < 1 \\\\ 1 & \\text{otherwise} \\end{cases}"),
    ] {
        assert_eq!(latex.expr(&parse_expr(text, &scope()).unwrap()), expected, "{text}");
    }
}

#[test]
fn formulas_and_binders() {
    let latex = Latex::new();
    let formula = |text: &str| latex.formula(&parse_formula(text, &scope()).unwrap());
    assert_eq!(formula("x <= 1 and x != 0 or int(d)"), "x \\le 1 \\land x \\ne 0 \\lor d \\in \\mathbb{Z}");
    assert_eq!(formula("(x < 1 or x > 2) implies not x = 3"), "x < 1 \\lor x > 2 \\Rightarrow \\lnot x = 3");
    assert_eq!(formula("forall(t in (0, 1], t < x)"), "\\forall t \\in (0, 1] : t < x");
    let binder = |text: &str| latex.binder(&parse_binder(text, &scope()).unwrap());
    assert_eq!(binder("t in [0, inf)"), "t \\in [0, \\infty)");
    assert_eq!(binder("m in 2.."), "m \\in \\{2, \\dots\\}");
}
