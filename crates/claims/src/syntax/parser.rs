//! Operators, names and numbers. The forms with a bound variable are in `forms`.

use super::build::Builder;
use super::lexer::{Kind, Token, tokens};
use super::scope::{RESERVED, clip};
use super::{MAX_NESTING, Result, Scope, SyntaxError, level};
use crate::tree::{Expr, Formula, Function, Node, Relation, Symbol};
use std::ops::Range;
use std::sync::Arc;

/// What a piece of text turns out to be: which one is decided by what is found, not by where it stands.
pub(super) enum Item {
    Expr(Expr),
    Formula(Formula),
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    tokens: Vec<Token>,
    /// Index of the first comma directly inside the bracket that opens at each token (0: none).
    commas: Vec<u32>,
    pub(super) at: usize,
    pub(super) scope: &'a Scope,
    pub(super) bound: Vec<Symbol>,
    pub(super) builder: Builder,
    nesting: usize,
}

impl<'a> Parser<'a> {
    pub fn new(text: &'a str, scope: &'a Scope) -> Result<Self> {
        let tokens = tokens(text)?;
        let commas = first_commas(&tokens);
        Ok(Self { text, tokens, commas, at: 0, scope, bound: Vec::new(), builder: Builder::default(), nesting: 0 })
    }

    // Tokens ---------------------------------------------------------------------------------------------------

    pub fn peek(&self) -> Kind {
        self.kind(self.at)
    }

    pub fn kind(&self, index: usize) -> Kind {
        self.tokens.get(index).map_or(Kind::End, |t| t.kind)
    }

    pub fn span(&self, index: usize) -> Range<usize> {
        self.tokens.get(index).map_or(self.text.len()..self.text.len(), |t| t.span())
    }

    /// Text of the token at `index`.
    pub fn word(&self, index: usize) -> &'a str {
        &self.text[self.span(index)]
    }

    pub fn is_word(&self, word: &str) -> bool {
        self.peek() == Kind::Name && self.word(self.at) == word
    }

    /// The first comma directly inside the bracket that opens at token `open`.
    pub fn first_comma(&self, open: usize) -> Option<usize> {
        self.commas.get(open).map(|&i| i as usize).filter(|&i| i > 0)
    }

    pub fn eat(&mut self, kind: Kind) -> bool {
        let found = self.peek() == kind;
        self.at += usize::from(found);
        found
    }

    pub fn expect(&mut self, kind: Kind, what: &str) -> Result<()> {
        if self.eat(kind) { Ok(()) } else { Err(self.unexpected(what)) }
    }

    pub fn finish(&mut self) -> Result<()> {
        if self.peek() == Kind::End { Ok(()) } else { Err(self.unexpected("the end")) }
    }

    // Errors ---------------------------------------------------------------------------------------------------

    pub fn error(&self, span: Range<usize>, message: impl Into<String>) -> Box<SyntaxError> {
        Box::new(SyntaxError::new(self.text, span, message))
    }

    pub fn helped(&self, span: Range<usize>, message: impl Into<String>, help: String) -> Box<SyntaxError> {
        Box::new(SyntaxError::new(self.text, span, message).with_help(Some(help)))
    }

    /// The current token is not `what` was expected.
    pub fn unexpected(&self, what: &str) -> Box<SyntaxError> {
        let span = self.span(self.at);
        let found = match self.peek() {
            Kind::End => "the text ends".to_string(),
            _ => format!("found \"{}\"", clip(&self.text[span.clone()])),
        };
        let message = format!("expected {what}, but {found}");
        let operand = |kind| matches!(kind, Kind::Number | Kind::Name | Kind::Open);
        let ended = |kind| matches!(kind, Kind::Number | Kind::Name | Kind::Close);
        let side_by_side = self.at > 0 && operand(self.peek()) && ended(self.kind(self.at - 1));
        if side_by_side && !RESERVED.contains(&self.word(self.at)) {
            return self.helped(span, message, "multiplication is written *".into());
        }
        self.error(span, message)
    }

    pub fn make(&mut self, start: usize, node: Node) -> Result<Expr> {
        self.builder.make(node).map_err(|message| self.error(self.since(start), message))
    }

    /// From the token `start` to the last one read.
    pub fn since(&self, start: usize) -> Range<usize> {
        self.span(start).start..self.span(self.at.max(start + 1) - 1).end
    }

    // Grammar --------------------------------------------------------------------------------------------------

    /// The whole text as an expression.
    pub fn whole_expression(&mut self) -> Result<Expr> {
        let item = self.item(0)?;
        self.finish()?;
        self.need_expr(&item, 0)
    }

    /// The whole text as a formula.
    pub fn whole_formula(&mut self) -> Result<Formula> {
        let item = self.item(0)?;
        self.finish()?;
        self.need_formula(&item, 0)
    }

    pub fn expression(&mut self) -> Result<Expr> {
        self.operand(0)
    }

    pub fn formula(&mut self) -> Result<Formula> {
        let start = self.at;
        let item = self.item(0)?;
        self.need_formula(&item, start)
    }

    /// An item whose operators bind at least as tightly as `least`.
    fn item(&mut self, least: u8) -> Result<Item> {
        if self.nesting >= MAX_NESTING {
            return Err(self.error(self.span(self.at), format!("nested more than {MAX_NESTING} deep")));
        }
        self.nesting += 1;
        let start = self.at;
        let mut left = self.prefix()?;
        while let Some(next) = self.infix(start, &left, least)? {
            left = next;
        }
        self.nesting -= 1;
        Ok(left)
    }

    /// `left` joined with what follows, when an operator of level at least `least` follows.
    fn infix(&mut self, start: usize, left: &Item, least: u8) -> Result<Option<Item>> {
        let (of, right): (u8, u8) = match self.peek() {
            Kind::Plus | Kind::Minus => (level::SUM, level::PRODUCT),
            Kind::Star | Kind::Slash => (level::PRODUCT, level::SIGN),
            Kind::Caret => (level::POWER, level::SIGN),
            Kind::Bang => (level::POSTFIX, level::ATOM),
            kind if relation(kind).is_some() => (level::RELATION, level::SUM),
            Kind::Name => match self.word(self.at) {
                "and" => (level::AND, level::NOT),
                "or" => (level::OR, level::AND),
                "implies" => (level::IMPLIES, level::IMPLIES),
                "iff" => (level::IFF, level::IMPLIES),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        if of < least {
            return Ok(None);
        }
        if of >= level::RELATION {
            let a = self.need_expr(left, start)?;
            return self.arithmetic(start, a, of, right).map(Some);
        }
        let a = self.need_formula(left, start)?;
        self.connective(a, of, right).map(Some)
    }

    fn arithmetic(&mut self, start: usize, a: Expr, of: u8, right: u8) -> Result<Item> {
        if of == level::RELATION {
            return self.chain(a);
        }
        let kind = self.peek();
        self.at += 1;
        if kind == Kind::Bang {
            return self.make(start, Node::Call(Function::Factorial, vec![a])).map(Item::Expr);
        }
        let b = self.operand(right)?;
        let node = match kind {
            Kind::Plus => Node::Add(a, b),
            Kind::Minus => Node::Sub(a, b),
            Kind::Star => Node::Mul(a, b),
            Kind::Slash => Node::Div(a, b),
            _ => Node::Pow(a, b),
        };
        self.make(start, node).map(Item::Expr)
    }

    /// The comparisons that follow `first`.
    fn chain(&mut self, first: Expr) -> Result<Item> {
        let mut parts = Vec::new();
        let mut a = first;
        while let Some(relation) = relation(self.peek()) {
            self.at += 1;
            let b = self.operand(level::SUM)?;
            parts.push(Formula::Compare(a, relation, b.clone()));
            a = b;
        }
        Ok(Item::Formula(if parts.len() == 1 { parts.swap_remove(0) } else { Formula::And(parts) }))
    }

    fn connective(&mut self, a: Formula, of: u8, right: u8) -> Result<Item> {
        let word = self.word(self.at);
        let mut parts = vec![a];
        loop {
            self.at += 1;
            let start = self.at;
            let item = self.item(right)?;
            parts.push(self.need_formula(&item, start)?);
            if of < level::OR || !self.is_word(word) {
                break;
            }
        }
        if of == level::AND {
            return Ok(Item::Formula(Formula::And(parts)));
        }
        if of == level::OR {
            return Ok(Item::Formula(Formula::Or(parts)));
        }
        let mut parts = parts.into_iter().map(Arc::new);
        match (parts.next(), parts.next()) {
            (Some(a), Some(b)) if of == level::IMPLIES => Ok(Item::Formula(Formula::Implies(a, b))),
            (Some(a), Some(b)) => Ok(Item::Formula(Formula::Iff(a, b))),
            _ => Err(self.unexpected("a formula")),
        }
    }

    /// The expression operand of an operator.
    fn operand(&mut self, least: u8) -> Result<Expr> {
        let start = self.at;
        let item = self.item(least)?;
        self.need_expr(&item, start)
    }

    fn need_expr(&self, item: &Item, start: usize) -> Result<Expr> {
        match item {
            Item::Expr(expr) => Ok(expr.clone()),
            Item::Formula(_) => Err(self.error(self.since(start), "expected an expression, but this is a formula")),
        }
    }

    fn need_formula(&self, item: &Item, start: usize) -> Result<Formula> {
        match item {
            Item::Formula(formula) => Ok(formula.clone()),
            Item::Expr(_) => {
                let help = "a formula compares: a <= b".into();
                Err(self.helped(self.since(start), "expected a formula, but this is an expression", help))
            }
        }
    }

    fn prefix(&mut self) -> Result<Item> {
        let start = self.at;
        match self.peek() {
            Kind::Minus => {
                self.at += 1;
                let a = self.operand(level::SIGN)?;
                self.make(start, Node::Neg(a)).map(Item::Expr)
            }
            Kind::Number => {
                let value = self.number()?;
                self.make(start, Node::Number(value)).map(Item::Expr)
            }
            Kind::Open => {
                self.at += 1;
                let inner = self.item(0)?;
                self.close(start)?;
                Ok(inner)
            }
            Kind::Name if self.word(start) == "not" => {
                self.at += 1;
                let from = self.at;
                let item = self.item(level::NOT)?;
                Ok(Item::Formula(Formula::Not(Arc::new(self.need_formula(&item, from)?))))
            }
            Kind::Name if self.kind(start + 1) == Kind::Open => self.form(),
            Kind::Name => self.name().map(Item::Expr),
            _ => Err(self.unexpected("an expression or a formula")),
        }
    }

    /// The bracket that closes the one at token `open`.
    pub fn close(&mut self, open: usize) -> Result<()> {
        if self.eat(Kind::Close) {
            return Ok(());
        }
        let opened = self.span(open).start;
        let column = self.text[..opened].chars().rev().take_while(|c| *c != '\n').count() + 1;
        Err(self.unexpected(&format!("\")\" for the \"(\" at column {column}")))
    }
}

fn relation(kind: Kind) -> Option<Relation> {
    Some(match kind {
        Kind::Less => Relation::Less,
        Kind::LessEq => Relation::LessEq,
        Kind::Greater => Relation::Greater,
        Kind::GreaterEq => Relation::GreaterEq,
        Kind::Equal => Relation::Equal,
        Kind::NotEqual => Relation::NotEqual,
        _ => return None,
    })
}

/// For each opening bracket the index of its first comma. Half-open intervals pair unlike brackets, so the kinds are
/// not matched here; the grammar checks them.
fn first_commas(tokens: &[Token]) -> Vec<u32> {
    let mut commas = vec![0; tokens.len()];
    let mut open: Vec<usize> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open | Kind::OpenSquare => open.push(i),
            Kind::Close | Kind::CloseSquare => {
                open.pop();
            }
            Kind::Comma => {
                if let Some(&bracket) = open.last()
                    && commas[bracket] == 0
                {
                    commas[bracket] = i as u32;
                }
            }
            _ => {}
        }
    }
    commas
}
