//! The expression tree that every reader of a claim shares: the evaluator, the jet evaluator, the printers.

mod encode;
mod formula;
mod function;
mod substitute;
mod unlink;
mod visit;

pub(crate) use encode::encode;
pub use encode::{Digest, Hasher, structural_hash};
pub use formula::{Binder, Domain, Formula, Relation};
pub use function::Function;
pub(crate) use substitute::Rebuild;
pub use substitute::{Substitution, substitute, substitute_formula};
pub(crate) use visit::FreeVariables;
pub use visit::{depth, free_variables, size};

use enclosure::rug::Rational;
use std::sync::Arc;

/// A shared subtree: definitions are expanded by reference, so a tree is a directed acyclic graph.
pub type Expr = Arc<Node>;

/// Name of a variable.
pub type Symbol = Arc<str>;

/// A real-valued expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// An exact rational number; decimals in claims are exact.
    Number(Rational),
    /// The circle constant.
    Pi,
    /// Euler's number.
    Euler,
    /// A variable, free or bound by an enclosing operator.
    Variable(Symbol),
    /// `-a`
    Neg(Expr),
    /// `a + b`
    Add(Expr, Expr),
    /// `a - b`
    Sub(Expr, Expr),
    /// `a * b`
    Mul(Expr, Expr),
    /// `a / b`
    Div(Expr, Expr),
    /// `a ^ b`
    Pow(Expr, Expr),
    /// A built-in function of its arguments.
    Call(Function, Vec<Expr>),
    /// A defined function: its name and arguments as written, and the body with the arguments already put in.
    Defined {
        /// Name as in the claim file.
        name: Symbol,
        /// Arguments as written.
        args: Vec<Expr>,
        /// What it stands for here.
        body: Expr,
    },
    /// `if(condition, then, otherwise)`
    If(Arc<Formula>, Expr, Expr),
    /// Sum of `body` over an integer range.
    Sum(Binder, Expr),
    /// Product of `body` over an integer range.
    Product(Binder, Expr),
    /// Integral of `body` over a real interval.
    Integral(Binder, Expr),
    /// Derivative of `body` of the given order in `variable`, at `at`.
    Derivative {
        /// Variable of differentiation, bound in `body`.
        variable: Symbol,
        /// Order, at least 1.
        order: u32,
        /// Point at which the derivative is taken (not under the binding).
        at: Expr,
        /// What is differentiated.
        body: Expr,
    },
    /// Limit of `body` as `variable` tends to `at` (`None`: to +infinity).
    Limit {
        /// The variable, bound in `body`.
        variable: Symbol,
        /// Where it tends.
        at: Option<Expr>,
        /// Of what.
        body: Expr,
    },
    /// Supremum of `body` over the binder's domain.
    Supremum(Binder, Expr),
    /// Infimum of `body` over the binder's domain.
    Infimum(Binder, Expr),
}
