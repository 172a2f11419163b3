//! Calls, the forms with a bound variable, and binders.

use super::Result;
use super::lexer::Kind;
use super::parser::{Item, Parser};
use crate::tree::{Binder, Domain, Expr, Formula, Function, Node, Symbol};
use std::sync::Arc;

/// Highest order of a derivative.
const MAX_ORDER: u32 = 100;

impl Parser<'_> {
    /// `name(...)`, with the name at the current token.
    pub(super) fn form(&mut self) -> Result<Item> {
        let start = self.at;
        let name = self.word(start);
        self.at += 2;
        let item = match name {
            "if" => Item::Expr(self.cases(start)?),
            "sum" => Item::Expr(self.bound_form(start, "sum(f(k), k in a..=b)", Node::Sum)?),
            "prod" => Item::Expr(self.bound_form(start, "prod(f(k), k in a..=b)", Node::Product)?),
            "integral" => Item::Expr(self.bound_form(start, "integral(f(x), x in [a, b])", Node::Integral)?),
            "sup" => Item::Expr(self.bound_form(start, "sup(f(x), x in [a, b])", Node::Supremum)?),
            "inf" => Item::Expr(self.bound_form(start, "inf(f(x), x in [a, b])", Node::Infimum)?),
            "deriv" => Item::Expr(self.derivative(start)?),
            "limit" => Item::Expr(self.limit(start)?),
            "forall" => Item::Formula(self.quantified(Formula::Forall)?),
            "exists" => Item::Formula(self.quantified(Formula::Exists)?),
            "int" => Item::Formula(Formula::IsInteger(self.expression()?)),
            _ => return self.call(start).map(Item::Expr),
        };
        self.close(start + 1)?;
        Ok(item)
    }

    /// A built-in or defined function with its arguments; the opening bracket has been read.
    fn call(&mut self, start: usize) -> Result<Expr> {
        let name = self.word(start);
        let span = self.span(start);
        let function = Function::by_name(name);
        let arity = function.map(Function::arity).or_else(|| {
            let params = self.scope.definition(name)?.params.len();
            Some((params, params))
        });
        let Some((least, most)) = arity else {
            if self.variable(name).is_some() || matches!(name, "pi" | "e") {
                let help = "multiplication is written *".into();
                return Err(self.helped(span, format!("\"{name}\" is not a function"), help));
            }
            return Err(self.unknown("function", name, span));
        };
        let mut args = Vec::new();
        if !self.eat(Kind::Close) {
            loop {
                args.push(self.expression()?);
                if !self.eat(Kind::Comma) {
                    break;
                }
            }
            self.close(start + 1)?;
        }
        if !(least..=most).contains(&args.len()) {
            let wanted = if least == most { format!("{least}") } else { format!("{least} to {most}") };
            let plural = if most == 1 { "" } else { "s" };
            let message = format!("\"{name}\" takes {wanted} argument{plural}, not {}", args.len());
            return Err(self.error(self.since(start), message));
        }
        match function {
            Some(function) => self.make(start, Node::Call(function, args)),
            None => self.apply(start, args),
        }
    }

    fn cases(&mut self, start: usize) -> Result<Expr> {
        let condition = self.formula()?;
        self.expect(Kind::Comma, "\",\" and the value if the condition holds")?;
        let then = self.expression()?;
        self.expect(Kind::Comma, "\",\" and the value otherwise")?;
        let otherwise = self.expression()?;
        self.make(start, Node::If(Arc::new(condition), then, otherwise))
    }

    /// The name that the form opened at token `open` binds: the first word after its first comma. It must be known
    /// before the body, which comes first, is read.
    fn announced(&self, open: usize, example: &str) -> Result<Symbol> {
        let Some(comma) = self.first_comma(open) else {
            let span = self.span(open - 1);
            return Err(self.helped(span, "the bound variable is missing", format!("write {example}")));
        };
        if self.kind(comma + 1) != Kind::Name {
            let span = self.span(comma + 1);
            return Err(self.helped(span, "expected the bound variable", format!("write {example}")));
        }
        let name = self.word(comma + 1);
        self.check_variable(name, comma + 1)?;
        Ok(Symbol::from(name))
    }

    fn check_variable(&self, name: &str, index: usize) -> Result<()> {
        let checked = self.scope.check_binding(name);
        checked.map_err(|message| self.error(self.span(index), message))
    }

    fn under<T>(&mut self, variable: &Symbol, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.bound.push(variable.clone());
        let result = parse(self);
        self.bound.pop();
        result
    }

    fn bound_form(&mut self, start: usize, example: &str, wrap: fn(Binder, Expr) -> Node) -> Result<Expr> {
        let variable = self.announced(start + 1, example)?;
        let body = self.under(&variable, Self::expression)?;
        self.expect(Kind::Comma, "\",\"")?;
        let at = self.at;
        let binder = self.binder()?;
        let node = wrap(binder, body);
        let real = |b: &Binder| matches!(b.domain, Domain::Real { .. });
        match &node {
            Node::Sum(b, _) | Node::Product(b, _) if real(b) => {
                let message = "this needs an integer range";
                Err(self.helped(self.since(at), message, format!("write {example}")))
            }
            Node::Integral(b, _) if !real(b) => {
                let message = "this needs a real interval";
                Err(self.helped(self.since(at), message, format!("write {example}")))
            }
            _ => self.make(start, node),
        }
    }

    fn derivative(&mut self, start: usize) -> Result<Expr> {
        let variable = self.announced(start + 1, "deriv(f(x), x) or deriv(f(x), x = a)")?;
        let body = self.under(&variable, Self::expression)?;
        self.expect(Kind::Comma, "\",\"")?;
        let named = self.at;
        self.expect(Kind::Name, "the variable")?;
        let at = if self.eat(Kind::Equal) {
            self.expression()?
        } else if self.variable(&variable).is_some() {
            self.make(named, Node::Variable(variable.clone()))?
        } else {
            return Err(self.helped(
                self.span(named),
                format!("\"{variable}\" has no value here"),
                format!("write {variable} = a for the derivative at a"),
            ));
        };
        let mut order = 1;
        if self.eat(Kind::Comma) {
            let parsed = if self.peek() == Kind::Number { self.word(self.at).parse().ok() } else { None };
            order = match parsed {
                Some(order) if (1..=MAX_ORDER).contains(&order) => order,
                _ => return Err(self.unexpected(&format!("the order, an integer from 1 to {MAX_ORDER}"))),
            };
            self.at += 1;
        }
        self.make(start, Node::Derivative { variable, order, at, body })
    }

    fn limit(&mut self, start: usize) -> Result<Expr> {
        let variable = self.announced(start + 1, "limit(f(x), x = inf)")?;
        let body = self.under(&variable, Self::expression)?;
        self.expect(Kind::Comma, "\",\"")?;
        self.expect(Kind::Name, "the variable")?;
        self.expect(Kind::Equal, "\"=\"")?;
        let from = self.at;
        let at = match self.end()? {
            End::Infinite { negative: false } => None,
            End::At(at) => Some(at),
            End::Infinite { negative: true } => {
                let help = format!("substitute -{variable}");
                return Err(self.helped(self.since(from), "limits at -inf are not in the language", help));
            }
        };
        self.make(start, Node::Limit { variable, at, body })
    }

    fn quantified(&mut self, wrap: fn(Binder, Arc<Formula>) -> Formula) -> Result<Formula> {
        let binder = self.binder()?;
        self.expect(Kind::Comma, "\",\" and a formula")?;
        let body = self.under(&binder.variable.clone(), Self::formula)?;
        Ok(wrap(binder, Arc::new(body)))
    }

    /// `x in [a, b]`, `n in a..=b`, `n in a..`.
    pub(super) fn binder(&mut self) -> Result<Binder> {
        let named = self.at;
        if self.peek() != Kind::Name {
            return Err(self.unexpected("a variable"));
        }
        let name = self.word(named);
        self.check_variable(name, named)?;
        let variable = Symbol::from(name);
        self.at += 1;
        if !self.is_word("in") {
            return Err(self.unexpected("\"in\" and a domain such as [0, 1) or 1..=d"));
        }
        self.at += 1;
        let open = self.at;
        let real = match self.peek() {
            Kind::OpenSquare => true,
            Kind::Open => self.first_comma(open).is_some(),
            _ => false,
        };
        let domain = if real { self.real_domain()? } else { self.integer_domain()? };
        Ok(Binder { variable, domain })
    }

    fn real_domain(&mut self) -> Result<Domain> {
        let closed_below = self.peek() == Kind::OpenSquare;
        self.at += 1;
        let from = self.at;
        let lower = match self.end()? {
            End::At(bound) => Some((bound, closed_below)),
            End::Infinite { negative: true } => None,
            End::Infinite { negative: false } => {
                return Err(self.error(self.since(from), "the lower end cannot be inf"));
            }
        };
        self.expect(Kind::Comma, "\",\" and the upper end")?;
        let from = self.at;
        let end = self.end()?;
        let closed_above = self.peek() == Kind::CloseSquare;
        if !closed_above && self.peek() != Kind::Close {
            return Err(self.unexpected("\"]\" or \")\""));
        }
        let upper = match end {
            End::At(bound) => Some((bound, closed_above)),
            End::Infinite { negative: false } => None,
            End::Infinite { negative: true } => {
                return Err(self.error(self.since(from), "the upper end cannot be -inf"));
            }
        };
        self.at += 1;
        Ok(Domain::Real { lower, upper })
    }

    fn integer_domain(&mut self) -> Result<Domain> {
        let lower = self.expression()?;
        if self.eat(Kind::Through) {
            return Ok(Domain::Integer { lower, upper: Some(self.expression()?) });
        }
        if !self.eat(Kind::From) {
            return Err(self.unexpected("\"..=\" and the last integer, or \"..\""));
        }
        if matches!(self.peek(), Kind::End | Kind::Comma | Kind::Close) {
            return Ok(Domain::Integer { lower, upper: None });
        }
        let message = "an integer range includes its last value";
        Err(self.helped(self.span(self.at - 1), message, "write ..= before the last value".into()))
    }

    /// A finite bound or an infinity.
    fn end(&mut self) -> Result<End> {
        let negative = self.peek() == Kind::Minus;
        let at = self.at + usize::from(negative);
        if self.kind(at) == Kind::Name && self.word(at) == "inf" && self.kind(at + 1) != Kind::Open {
            self.at = at + 1;
            return Ok(End::Infinite { negative });
        }
        self.expression().map(End::At)
    }
}

/// An end of a real interval.
enum End {
    At(Expr),
    Infinite { negative: bool },
}
