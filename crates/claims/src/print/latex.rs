//! LaTeX for expressions, formulas and binders (math mode, amsmath).

use super::latex_words::{function_name, symbol};
use super::number::decimal_literal;
use crate::syntax::level;
use crate::tree::{Binder, Domain, Expr, Formula, Function, Node, Symbol};
use std::collections::BTreeMap;

/// Deeper trees are cut with an ellipsis.
const MAX_DEPTH: usize = 1_000;
/// Longer texts are cut too.
const MAX_TEXT: usize = 1 << 20;

/// Prints trees as LaTeX. Defined names print as the paper writes them where that is known.
#[derive(Clone, Debug, Default)]
pub struct Latex {
    names: BTreeMap<Symbol, String>,
}

impl Latex {
    /// A printer that knows no names.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How to print a defined name.
    #[must_use]
    pub fn with_name(mut self, name: &str, latex: &str) -> Self {
        self.names.insert(Symbol::from(name), latex.into());
        self
    }

    /// The LaTeX of an expression.
    #[must_use]
    pub fn expr(&self, expr: &Expr) -> String {
        self.write(|w| w.node(expr, 0))
    }

    /// The LaTeX of a formula.
    #[must_use]
    pub fn formula(&self, formula: &Formula) -> String {
        self.write(|w| w.formula(formula, 0))
    }

    /// The LaTeX of a binder, such as `x \in [0, 1)`.
    #[must_use]
    pub fn binder(&self, binder: &Binder) -> String {
        self.write(|w| w.binder(binder))
    }

    fn write(&self, f: impl FnOnce(&mut Writer)) -> String {
        let mut writer = Writer { latex: self, out: String::new(), depth: 0 };
        f(&mut writer);
        writer.out
    }
}

pub(super) struct Writer<'a> {
    latex: &'a Latex,
    out: String,
    pub(super) depth: usize,
}

/// Fractions and roots group by themselves, so they count as atoms; powers of them do not.
fn node_level(node: &Node) -> u8 {
    match node {
        Node::Neg(_) => level::SIGN,
        Node::Add(..) | Node::Sub(..) => level::SUM,
        Node::Mul(..) => level::PRODUCT,
        Node::Sum(..) | Node::Product(..) | Node::Integral(..) | Node::Limit { .. } => level::PRODUCT,
        Node::Supremum(..) | Node::Infimum(..) | Node::Derivative { .. } => level::PRODUCT,
        Node::Div(..) | Node::Pow(..) => level::POWER,
        Node::Call(Function::Factorial, _) => level::POSTFIX,
        Node::Call(Function::Exp, _) => level::POWER,
        Node::Number(q) if q.cmp0().is_lt() => level::SIGN,
        Node::Number(q) if decimal_literal(q).is_none() => level::POWER,
        _ => level::ATOM,
    }
}

impl Writer<'_> {
    pub(super) fn goes_on(&mut self) -> bool {
        let more = self.depth < MAX_DEPTH && self.out.len() < MAX_TEXT;
        if !more && !self.out.ends_with("\\dots ") {
            self.out.push_str("\\dots ");
        }
        more
    }

    pub(super) fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    pub(super) fn node(&mut self, node: &Node, least: u8) {
        if !self.goes_on() {
            return;
        }
        self.depth += 1;
        if node_level(node) < least {
            self.text("\\left(");
            self.bare(node);
            self.text("\\right)");
        } else {
            self.bare(node);
        }
        self.depth -= 1;
    }

    fn braced(&mut self, node: &Node) {
        self.text("{");
        self.node(node, 0);
        self.text("}");
    }

    fn bare(&mut self, node: &Node) {
        match node {
            Node::Number(q) => self.number(q),
            Node::Pi => self.text("\\pi"),
            Node::Euler => self.text("e"),
            Node::Variable(name) => self.text(&symbol(name)),
            Node::Neg(a) => {
                self.text("-");
                self.node(a, level::SIGN);
            }
            Node::Add(a, b) => self.infix(a, " + ", b, level::SUM, level::PRODUCT),
            Node::Sub(a, b) => self.infix(a, " - ", b, level::SUM, level::PRODUCT),
            Node::Mul(a, b) => {
                // Two numbers side by side need a visible sign.
                let dot = matches!(&**b, Node::Number(_))
                    || matches!(&**b, Node::Pow(base, _) if matches!(&**base, Node::Number(_)));
                self.infix(a, if dot { " \\cdot " } else { " \\, " }, b, level::PRODUCT, level::POWER);
            }
            Node::Div(a, b) => {
                self.text("\\frac");
                self.braced(a);
                self.braced(b);
            }
            Node::Pow(a, b) => {
                self.node(a, level::POSTFIX);
                self.text("^");
                self.braced(b);
            }
            Node::Call(function, args) => self.call(*function, args),
            Node::Defined { name, args, .. } => {
                let known = self.latex.names.get(name).cloned();
                self.text(&known.unwrap_or_else(|| symbol(name)));
                if !args.is_empty() {
                    self.arguments(args);
                }
            }
            Node::If(condition, a, b) => {
                self.text("\\begin{cases} ");
                self.node(a, 0);
                self.text(" & \\text{if } ");
                self.formula(condition, 0);
                self.text(" \\\\ ");
                self.node(b, 0);
                self.text(" & \\text{otherwise} \\end{cases}");
            }
            Node::Sum(binder, body) => self.range("\\sum", binder, body),
            Node::Product(binder, body) => self.range("\\prod", binder, body),
            Node::Integral(binder, body) => self.integral(binder, body),
            Node::Supremum(binder, body) => self.over("\\sup", binder, body),
            Node::Infimum(binder, body) => self.over("\\inf", binder, body),
            Node::Derivative { variable, order, at, body } => self.derivative(variable, *order, at, body),
            Node::Limit { variable, at, body } => {
                self.text(&format!("\\lim_{{{} \\to ", symbol(variable)));
                match at {
                    Some(at) => self.node(at, 0),
                    None => self.text("\\infty"),
                }
                self.text("} ");
                self.node(body, level::PRODUCT);
            }
        }
    }

    fn number(&mut self, q: &enclosure::rug::Rational) {
        let magnitude = q.clone().abs();
        let sign = if q.cmp0().is_lt() { "-" } else { "" };
        let text = match decimal_literal(&magnitude) {
            Some(literal) => match literal.split_once('e') {
                Some(("1", exponent)) => format!("10^{{{exponent}}}"),
                Some((digits, exponent)) => format!("{digits} \\cdot 10^{{{exponent}}}"),
                None => literal,
            },
            None => format!("\\frac{{{}}}{{{}}}", magnitude.numer(), magnitude.denom()),
        };
        self.text(&format!("{sign}{text}"));
    }

    pub(super) fn infix(&mut self, a: &Node, operator: &str, b: &Node, left: u8, right: u8) {
        self.node(a, left);
        self.text(operator);
        self.node(b, right);
    }

    fn arguments(&mut self, args: &[Expr]) {
        self.text("\\left(");
        for (i, arg) in args.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            self.node(arg, 0);
        }
        self.text("\\right)");
    }

    fn call(&mut self, function: Function, args: &[Expr]) {
        match (function, args) {
            (Function::Sqrt, [x]) => {
                self.text("\\sqrt");
                self.braced(x);
            }
            (Function::Exp, [x]) => {
                self.text("e^");
                self.braced(x);
            }
            (Function::Abs, [x]) => self.between("\\left|", x, "\\right|"),
            (Function::Floor, [x]) => self.between("\\left\\lfloor ", x, "\\right\\rfloor"),
            (Function::Ceil, [x]) => self.between("\\left\\lceil ", x, "\\right\\rceil"),
            (Function::Factorial, [x]) => {
                self.node(x, level::POSTFIX);
                self.text("!");
            }
            (Function::Binomial, [n, k]) => {
                self.text("\\binom");
                self.braced(n);
                self.braced(k);
            }
            (Function::BesselJ, [nu, x]) => self.indexed("J", &[nu], x),
            (Function::BesselJPrime, [nu, x]) => self.indexed("J'", &[nu], x),
            (Function::HarmonicDim, [d, n]) => {
                self.text("N_{");
                self.node(d, 0);
                self.text(",");
                self.node(n, 0);
                self.text("}");
            }
            (Function::LegendreD, [d, n, x]) => self.indexed("P", &[n, d], x),
            (Function::BetaI, [x, a, b]) => {
                self.text("I_");
                self.braced(x);
                self.arguments(&[a.clone(), b.clone()]);
            }
            (function, args) => {
                self.text(function_name(function));
                self.arguments(args);
            }
        }
    }

    fn between(&mut self, open: &str, x: &Node, close: &str) {
        self.text(open);
        self.node(x, 0);
        self.text(close);
    }

    fn indexed(&mut self, name: &str, below: &[&Expr], x: &Expr) {
        self.text(name);
        self.text("_{");
        for (i, index) in below.iter().enumerate() {
            if i > 0 {
                self.text(",");
            }
            self.node(index, 0);
        }
        self.text("}");
        self.arguments(std::slice::from_ref(x));
    }

    /// `\sum_{k=a}^{b} body`.
    fn range(&mut self, sign: &str, binder: &Binder, body: &Node) {
        self.text(sign);
        self.text("_{");
        if let Domain::Integer { lower, upper } = &binder.domain {
            self.text(&format!("{} = ", symbol(&binder.variable)));
            self.node(lower, 0);
            self.text("}^{");
            match upper {
                Some(upper) => self.node(upper, 0),
                None => self.text("\\infty"),
            }
        } else {
            self.binder(binder);
        }
        self.text("} ");
        self.node(body, level::PRODUCT);
    }

    fn integral(&mut self, binder: &Binder, body: &Node) {
        self.text("\\int");
        if let Domain::Real { lower, upper } = &binder.domain {
            self.text("_{");
            match lower {
                Some((end, _)) => self.node(end, 0),
                None => self.text("-\\infty"),
            }
            self.text("}^{");
            match upper {
                Some((end, _)) => self.node(end, 0),
                None => self.text("\\infty"),
            }
            self.text("} ");
        }
        self.node(body, level::PRODUCT);
        self.text(&format!(" \\, d{}", symbol(&binder.variable)));
    }

    fn over(&mut self, sign: &str, binder: &Binder, body: &Node) {
        self.text(sign);
        self.text("_{");
        self.binder(binder);
        self.text("} ");
        self.node(body, level::PRODUCT);
    }

    fn derivative(&mut self, variable: &Symbol, order: u32, at: &Expr, body: &Node) {
        let x = symbol(variable);
        let (above, below) = if order == 1 {
            (String::new(), String::new())
        } else {
            (format!("^{{{order}}}"), format!("^{{{order}}}"))
        };
        let here = matches!(&**at, Node::Variable(name) if name == variable);
        if !here {
            self.text("\\left.");
        }
        self.text(&format!("\\frac{{d{above}}}{{d{x}{below}}} "));
        self.node(body, level::POWER);
        if !here {
            self.text(&format!("\\right|_{{{x} = "));
            self.node(at, 0);
            self.text("}");
        }
    }

    pub(super) fn binder(&mut self, binder: &Binder) {
        self.text(&format!("{} \\in ", symbol(&binder.variable)));
        match &binder.domain {
            Domain::Real { lower, upper } => {
                self.text(if matches!(lower, Some((_, true))) { "[" } else { "(" });
                match lower {
                    Some((end, _)) => self.node(end, 0),
                    None => self.text("-\\infty"),
                }
                self.text(", ");
                match upper {
                    Some((end, _)) => self.node(end, 0),
                    None => self.text("\\infty"),
                }
                self.text(if matches!(upper, Some((_, true))) { "]" } else { ")" });
            }
            Domain::Integer { lower, upper } => {
                self.text("\\{");
                self.node(lower, 0);
                self.text(", \\dots");
                if let Some(upper) = upper {
                    self.text(", ");
                    self.node(upper, 0);
                }
                self.text("\\}");
            }
        }
    }
}
