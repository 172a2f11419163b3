//! The parser: what texts mean, and what is said about texts that mean nothing.

use claims::syntax::{Definition, MAX_NESTING, MAX_TEXT, Scope, SyntaxError, parse_binder, parse_expr, parse_formula};
use claims::tree::{Node, Symbol, depth, size};
use std::sync::Arc;

fn scope() -> Scope {
    let mut scope = Scope::with_variables(["x", "y", "d"]);
    let inner = Scope::with_variables(["t"]);
    let body = parse_expr("1/sqrt(2 + t^2)", &inner).unwrap();
    scope.define(Definition { name: "kappa".into(), params: vec!["t".into()], body }).unwrap();
    let body = parse_expr("1/9", &Scope::new()).unwrap();
    scope.define(Definition { name: "c0".into(), params: vec![], body }).unwrap();
    let body = parse_expr("sum(t*k, k in 1..=3)", &inner).unwrap();
    scope.define(Definition { name: "series".into(), params: vec!["t".into()], body }).unwrap();
    scope
}

/// The debug form of a tree is verbose; this one shows every grouping.
fn grouped(text: &str) -> String {
    fn show(node: &Node) -> String {
        let pair = |a: &Arc<Node>, op: &str, b: &Arc<Node>| format!("({} {op} {})", show(a), show(b));
        match node {
            Node::Neg(a) => format!("(-{})", show(a)),
            Node::Add(a, b) => pair(a, "+", b),
            Node::Sub(a, b) => pair(a, "-", b),
            Node::Mul(a, b) => pair(a, "*", b),
            Node::Div(a, b) => pair(a, "/", b),
            Node::Pow(a, b) => pair(a, "^", b),
            Node::Call(f, args) => {
                format!("{}[{}]", f.name(), args.iter().map(|a| show(a)).collect::<Vec<_>>().join(" "))
            }
            Node::Number(q) => q.to_string(),
            other => other.to_string(),
        }
    }
    show(&parse_expr(text, &scope()).unwrap_or_else(|e| panic!("{e}")))
}

#[test]
fn operators_group_as_stated() {
    for (text, expected) in [
        ("-x^2", "(-(x ^ 2))"),
        ("2^-3", "(2 ^ (-3))"),
        ("2^3^2", "(2 ^ (3 ^ 2))"),
        ("2^-x^2*y", "((2 ^ (-(x ^ 2))) * y)"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("8/2*2", "((8 / 2) * 2)"),
        ("-x*y", "((-x) * y)"),
        ("x*-y", "(x * (-y))"),
        ("--x", "(-(-x))"),
        ("x!^2", "(factorial[x] ^ 2)"),
        ("2^x!", "(2 ^ factorial[x])"),
        ("-x!", "(-factorial[x])"),
        ("x!!", "factorial[factorial[x]]"),
        ("(x + y)*d", "((x + y) * d)"),
        ("0.1", "1/10"),
        ("1e-6", "1/1000000"),
        ("2.50e2", "250"),
        ("max(x, y, 1)", "max[x y 1]"),
    ] {
        assert_eq!(grouped(text), expected, "{text}");
    }
}

#[test]
fn formulas_group_as_stated() {
    let again = |text: &str| parse_formula(text, &scope()).unwrap_or_else(|e| panic!("{e}"));
    for (a, b) in [
        ("not x < 1 and y < 1", "(not (x < 1)) and y < 1"),
        ("x < 1 or y < 1 and d < 1", "x < 1 or (y < 1 and d < 1)"),
        ("x < 1 implies y < 1 implies d < 1", "x < 1 implies (y < 1 implies d < 1)"),
        ("x < 1 iff y < 1 implies d < 1", "x < 1 iff (y < 1 implies d < 1)"),
        ("x < 1 or y < 1 implies d < 1", "(x < 1 or y < 1) implies d < 1"),
        ("1 <= x < y", "(1 <= x and x < y)"),
        ("forall(t in [0, 1], t < x) and int(d)", "(forall(t in [0, 1], (t < x))) and (int(d))"),
    ] {
        assert_eq!(again(a), again(b), "{a}");
    }
    assert_ne!(again("x < 1 implies y < 1 implies d < 1"), again("(x < 1 implies y < 1) implies d < 1"));
}

#[test]
fn definitions_are_expanded_without_capture() {
    let parse = |text: &str| parse_expr(text, &scope()).unwrap();
    let Node::Defined { name, args, body } = &*parse("kappa(x + 1)") else { panic!("not a definition") };
    assert_eq!((&**name, args.len()), ("kappa", 1));
    assert_eq!(body.to_string(), "1/sqrt(2 + (x + 1)^2)");
    // The argument's k is not the definition's k.
    let captured = parse("sum(series(k), k in 1..=2)");
    let Node::Sum(_, inner) = &*captured else { panic!("not a sum") };
    let Node::Defined { body, .. } = &**inner else { panic!("not a definition") };
    assert_eq!(body.to_string(), "sum(k*k_1, k_1 in 1..=3)");
    assert_eq!(parse("c0 + c0").to_string(), "c0 + c0");
}

#[test]
fn repeated_text_is_shared() {
    let expr = parse_expr("(x + y)^2 + (x + y)*sin(x + y)", &scope()).unwrap();
    assert_eq!(size(&expr), 8);
    // Doubling 40 times: 2^40 operations written out, 3 nodes a level shared.
    let mut scope = Scope::new();
    let x = Scope::with_variables(["t"]);
    let body = parse_expr("t + 1", &x).unwrap();
    scope.define(Definition { name: "f0".into(), params: vec!["t".into()], body }).unwrap();
    for i in 1..=40 {
        let mut inner = scope.without_variables();
        inner.declare("t").unwrap();
        let body = parse_expr(&format!("f{}(t)*f{}(t)", i - 1, i - 1), &inner).unwrap();
        scope.define(Definition { name: format!("f{i}").into(), params: vec!["t".into()], body }).unwrap();
    }
    let mut inner = scope.without_variables();
    inner.declare("x").unwrap();
    let expr = parse_expr("f40(x)", &inner).unwrap();
    assert!(size(&expr) < 200, "{} nodes", size(&expr));
    assert!(expr.to_string() == "f40(x)");
}

fn error(text: &str) -> Box<SyntaxError> {
    match parse_formula(text, &scope()) {
        Err(error) => error,
        Ok(formula) => panic!("{text} parsed to {formula}"),
    }
}

#[test]
fn errors_name_the_place_and_the_cure() {
    for (text, column, message) in [
        ("x <= kapa(y)", 6, "unknown function \"kapa\"; did you mean \"kappa\"?"),
        ("x <= z", 6, "unknown name \"z\""),
        ("2 x <= 1", 3, "expected the end, but found \"x\"; multiplication is written *"),
        ("x(y) <= 1", 1, "\"x\" is not a function; multiplication is written *"),
        ("2x <= 1", 1, "a name follows a number; write * between factors"),
        ("x == 1", 3, "unexpected \"==\"; write = for equality"),
        ("x ** 2 < 1", 3, "unexpected \"**\"; write ^ for powers"),
        ("(x + 1 < 2", 11, "expected \")\" for the \"(\" at column 1, but the text ends"),
        ("x + 1", 1, "expected a formula, but this is an expression; a formula compares: a <= b"),
        ("x + (y < 1) < 2", 5, "expected an expression, but this is a formula"),
        ("x < 1 and y", 11, "expected a formula, but this is an expression; a formula compares: a <= b"),
        ("sqrt(x, y) < 1", 1, "\"sqrt\" takes 1 argument, not 2"),
        ("kappa() < 1", 1, "\"kappa\" takes 1 argument, not 0"),
        ("sqrt < 1", 1, "\"sqrt\" is a function; write sqrt(...)"),
        ("kappa < 1", 1, "\"kappa\" is a function; write kappa(t)"),
        ("sum(k, k in [1, 2]) < 1", 8, "this needs an integer range; write sum(f(k), k in a..=b)"),
        ("sum(k) < 1", 1, "the bound variable is missing; write sum(f(k), k in a..=b)"),
        ("sum(k, k in 1..5) < 1", 14, "an integer range includes its last value; write ..= before the last value"),
        ("integral(t, t in 1..=2) < 1", 13, "this needs a real interval; write integral(f(x), x in [a, b])"),
        ("sum(pi, pi in 1..=2) < 1", 9, "\"pi\" is a reserved word"),
        ("sum(c0, c0 in 1..=2) < 1", 9, "\"c0\" is already defined"),
        ("deriv(t^2, t) < 1", 12, "\"t\" has no value here; write t = a for the derivative at a"),
        ("deriv(x^2, x, 0) < 1", 15, "expected the order, an integer from 1 to 100, but found \"0\""),
        ("forall(t in [inf, 1], t < x)", 14, "the lower end cannot be inf"),
        ("x < \u{2264}", 5, "unexpected character '\u{2264}'; write <="),
        ("1e99999 < x", 1, "the exponent is beyond 10000"),
        ("", 1, "expected an expression or a formula, but the text ends"),
        ("x <", 4, "expected an expression or a formula, but the text ends"),
        ("if(x, 1, 2) < 1", 4, "expected a formula, but this is an expression; a formula compares: a <= b"),
    ] {
        let error = error(text);
        assert_eq!((error.column, error.summary().as_str()), (column, message), "{text}\n{error}");
    }
}

#[test]
fn errors_show_the_line_with_carets() {
    let error = error("x < 1 and\n  kapa(y) < 2");
    assert_eq!((error.line, error.column), (2, 3));
    let expected =
        "line 2, column 3: unknown function \"kapa\"; did you mean \"kappa\"?\n  |   kapa(y) < 2\n  |   ^^^^";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn binders_parse() {
    let print = |text: &str| parse_binder(text, &scope()).map(|b| b.to_string()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(print("t in [0,1)"), "t in [0, 1)");
    assert_eq!(print("t in (-inf, inf)"), "t in (-inf, inf)");
    assert_eq!(print("t in (x, y]"), "t in (x, y]");
    assert_eq!(print("n in 1..=d"), "n in 1..=d");
    assert_eq!(print("n in (d + 1)*2..=max(x, y)"), "n in (d + 1)*2..=max(x, y)");
    assert_eq!(print("n in 2.."), "n in 2..");
    for bad in ["t", "t in", "t in 5", "t in [0, 1", "t in [0 1]", "sqrt in [0, 1]", "1 in [0, 1]", "t in [0, 1] x"] {
        assert!(parse_binder(bad, &scope()).is_err(), "{bad}");
    }
}

#[test]
fn long_texts_are_refused() {
    let text = format!("x < {}", "1 + ".repeat(2_500_000) + "1");
    assert!(text.len() >= 10_000_000);
    let message = error(&text).to_string();
    assert!(message.contains("more than the limit") && message.len() < 300, "{message}");
    // A long chain just within the limit is too deep a tree, not a stack overflow.
    let text = format!("x < {}1", "1+x*".repeat((MAX_TEXT - 10) / 4));
    assert!(error(&text).summary().contains("operations deep"), "{}", error(&text).summary());
    let wide = format!("x < max({}1)", "x,".repeat(100_000));
    assert!(error(&wide).summary().contains("takes 1 to 64 arguments"));
}

#[test]
fn deep_nesting_is_refused_at_every_construct() {
    let n = 100_000;
    let cases = [
        "(".repeat(n),
        format!("{}1{} < x", "(".repeat(n), ")".repeat(n)),
        format!("{}1 < x", "-".repeat(n)),
        format!("{}1 < x", "not ".repeat(n)),
        format!("{}1 < x", "2^".repeat(n)),
        format!("{}x{} < 1", "sin(".repeat(n), ")".repeat(n)),
        format!("{}x{} < 1", "kappa(".repeat(n), ")".repeat(n)),
        format!("{}x < 1", "x < 1 implies ".repeat(n / 2)),
        format!("{}1{} < 1", "sum(".repeat(n / 2), ", k in 1..=2)".repeat(n / 2)),
        format!("{}x < 1{}", "forall(k in [0, 1], ".repeat(n / 3), ")".repeat(n / 3)),
        format!("1 < {}", "if(x < ".repeat(n)),
        format!("1 < {}", "integral(x, t in [".repeat(n / 2)),
    ];
    for text in cases {
        let summary = error(&text).summary();
        assert_eq!(summary, format!("nested more than {MAX_NESTING} deep"), "{}", &text[..40]);
    }
}

#[test]
fn nesting_within_the_limit_works_on_a_small_stack() {
    let work = || {
        let n = MAX_NESTING - 10;
        let text = format!("{}x{}", "sin(".repeat(n), ")".repeat(n));
        let expr = parse_expr(&text, &Scope::with_variables(["x"])).unwrap();
        assert_eq!(depth(&expr), n + 1);
        assert_eq!(expr.to_string(), text);
        let text = format!("{}x{}", "integral(t*".repeat(n / 2), ", t in [0, 1])".repeat(n / 2));
        let expr = parse_expr(&text, &Scope::with_variables(["x"])).unwrap();
        assert_eq!(expr.to_string(), text);
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn chained_definitions_cannot_make_the_tree_too_deep_or_too_large() {
    let grow = |step: &str| {
        let mut scope = Scope::new();
        let body = parse_expr("t", &Scope::with_variables(["t"])).unwrap();
        scope.define(Definition { name: "f0".into(), params: vec!["t".into()], body }).unwrap();
        for i in 1..2_000 {
            let mut inner = scope.without_variables();
            inner.declare("t").unwrap();
            let text = step.replace('#', &format!("f{}", i - 1));
            match parse_expr(&text, &inner) {
                Ok(body) => {
                    let name = Symbol::from(format!("f{i}"));
                    scope.define(Definition { name, params: vec!["t".into()], body }).unwrap();
                }
                Err(error) => return error.summary(),
            }
        }
        panic!("never refused");
    };
    assert!(grow("sin(#(t))").contains("operations deep"));
    assert!(grow("#(t + 1)*#(t + 2)").contains("steps to build"));
}

#[test]
fn deep_trees_built_by_a_program_drop_and_print() {
    let mut expr = parse_expr("x", &scope()).unwrap();
    for _ in 0..300_000 {
        expr = Arc::new(Node::Neg(expr));
    }
    assert_eq!(depth(&expr), 300_001);
    assert!(expr.to_string().ends_with("..."));
    drop(expr);
}
