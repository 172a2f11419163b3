//! Random trees of the claim language.

use claims::tree::{Binder, Domain, Expr, Formula, Function, Node, Relation, Symbol};
use enclosure::rug::Rational;
use proptest::prelude::*;
use std::sync::Arc;

/// Names that random trees use, free or bound.
pub const NAMES: [&str; 4] = ["x", "y", "k", "t"];

fn name() -> impl Strategy<Value = Symbol> + Clone {
    prop::sample::select(&NAMES[..]).prop_map(Symbol::from)
}

fn number() -> impl Strategy<Value = Node> {
    let decimal = (0u32..2_000, 0u32..5).prop_map(|(n, places)| Rational::from((n, 10u64.pow(places))));
    let large = (1u32..100, 5u32..40)
        .prop_map(|(n, e)| Rational::from(enclosure::rug::Integer::from(enclosure::rug::Integer::u_pow_u(10, e)) * n));
    let small = (1u32..100, 5u32..40)
        .prop_map(|(n, e)| Rational::from((n, enclosure::rug::Integer::from(enclosure::rug::Integer::u_pow_u(10, e)))));
    prop_oneof![6 => (0u32..12).prop_map(Rational::from), 3 => decimal, 1 => large, 1 => small].prop_map(Node::Number)
}

fn leaf() -> impl Strategy<Value = Expr> {
    prop_oneof![
        3 => number(),
        1 => Just(Node::Pi),
        1 => Just(Node::Euler),
        4 => name().prop_map(Node::Variable),
    ]
    .prop_map(Arc::new)
}

fn real(bound: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Domain> + Clone {
    let end = prop::option::weighted(0.8, (bound, any::<bool>()));
    (end.clone(), end).prop_map(|(lower, upper)| Domain::Real { lower, upper })
}

fn integers(bound: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Domain> + Clone {
    (bound.clone(), prop::option::weighted(0.8, bound)).prop_map(|(lower, upper)| Domain::Integer { lower, upper })
}

fn binder(domain: impl Strategy<Value = Domain> + Clone) -> impl Strategy<Value = Binder> + Clone {
    (name(), domain).prop_map(|(variable, domain)| Binder { variable, domain })
}

fn call(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Node> {
    prop::sample::select(Function::ALL).prop_flat_map(move |function| {
        let (least, most) = function.arity();
        prop::collection::vec(inner.clone(), least..=most.min(least.max(4)))
            .prop_map(move |args| Node::Call(function, args))
    })
}

fn relation() -> impl Strategy<Value = Relation> {
    use Relation::{Equal, Greater, GreaterEq, Less, LessEq, NotEqual};
    prop::sample::select(&[Less, LessEq, Greater, GreaterEq, Equal, NotEqual][..])
}

fn operators(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Node> {
    let two = (inner.clone(), inner.clone());
    prop_oneof![
        inner.clone().prop_map(Node::Neg),
        two.clone().prop_map(|(a, b)| Node::Add(a, b)),
        two.clone().prop_map(|(a, b)| Node::Sub(a, b)),
        two.clone().prop_map(|(a, b)| Node::Mul(a, b)),
        two.clone().prop_map(|(a, b)| Node::Div(a, b)),
        two.prop_map(|(a, b)| Node::Pow(a, b)),
    ]
    .boxed()
}

fn forms(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Node> {
    let condition = (inner.clone(), relation(), inner.clone()).prop_map(|(a, r, b)| Formula::Compare(a, r, b));
    let whole = || binder(integers(inner.clone()));
    let line = || binder(real(inner.clone()));
    prop_oneof![
        (condition, inner.clone(), inner.clone()).prop_map(|(c, a, b)| Node::If(Arc::new(c), a, b)),
        (whole(), inner.clone()).prop_map(|(b, e)| Node::Sum(b, e)),
        (whole(), inner.clone()).prop_map(|(b, e)| Node::Product(b, e)),
        (line(), inner.clone()).prop_map(|(b, e)| Node::Integral(b, e)),
        (line(), inner.clone()).prop_map(|(b, e)| Node::Supremum(b, e)),
        (whole(), inner.clone()).prop_map(|(b, e)| Node::Infimum(b, e)),
        (name(), 1u32..4, inner.clone(), inner.clone()).prop_map(|(variable, order, at, body)| Node::Derivative {
            variable,
            order,
            at,
            body
        }),
        (name(), prop::option::of(inner.clone()), inner).prop_map(|(variable, at, body)| Node::Limit {
            variable,
            at,
            body
        }),
    ]
    .boxed()
}

/// Random expressions in [`NAMES`], up to `depth` deep.
pub fn expressions(depth: u32) -> BoxedStrategy<Expr> {
    leaf()
        .prop_recursive(depth, 40, 3, |inner| {
            prop_oneof![4 => operators(inner.clone()), 3 => call(inner.clone()), 2 => forms(inner)].prop_map(Arc::new)
        })
        .boxed()
}

/// Random formulas in [`NAMES`].
pub fn formulas() -> BoxedStrategy<Formula> {
    let e = expressions(2);
    let atom = prop_oneof![
        4 => (e.clone(), relation(), e.clone()).prop_map(|(a, r, b)| Formula::Compare(a, r, b)),
        1 => e.clone().prop_map(Formula::IsInteger),
        1 => (e.clone(), relation(), e.clone(), relation(), e.clone()).prop_map(|(a, r, b, s, c)| {
            Formula::And(vec![Formula::Compare(a, r, b.clone()), Formula::Compare(b, s, c)])
        }),
    ];
    atom.prop_recursive(3, 16, 3, move |inner| {
        let many = prop::collection::vec(inner.clone(), 2..4);
        let shared = inner.clone().prop_map(Arc::new);
        let any = binder(prop_oneof![real(e.clone()), integers(e.clone())]);
        prop_oneof![
            many.clone().prop_map(Formula::And),
            many.prop_map(Formula::Or),
            shared.clone().prop_map(Formula::Not),
            (shared.clone(), shared.clone()).prop_map(|(a, b)| Formula::Implies(a, b)),
            (shared.clone(), shared.clone()).prop_map(|(a, b)| Formula::Iff(a, b)),
            (any.clone(), shared.clone()).prop_map(|(b, f)| Formula::Forall(b, f)),
            (any, shared).prop_map(|(b, f)| Formula::Exists(b, f)),
        ]
    })
    .boxed()
}
