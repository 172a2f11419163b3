//! LaTeX names of variables, functions and relations.

use crate::tree::{Function, Relation};

/// Greek letters that are LaTeX commands of the same name.
const GREEK: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
];

/// A variable: Greek letters, trailing digits and what follows `_` as a subscript.
pub(super) fn symbol(name: &str) -> String {
    let (base, below) = match name.split_once('_') {
        Some((base, below)) if !base.is_empty() => (base, below.replace('_', ",")),
        _ => {
            let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
            (base, name[base.len()..].to_string())
        }
    };
    let base = match base {
        greek if GREEK.contains(&greek) => format!("\\{greek}"),
        one if one.len() == 1 => one.to_string(),
        word => format!("\\mathrm{{{}}}", word.replace('_', "\\_")),
    };
    if below.is_empty() { base } else { format!("{base}_{{{below}}}") }
}

/// A relation with spaces around it.
pub(super) fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Less => " < ",
        Relation::LessEq => " \\le ",
        Relation::Greater => " > ",
        Relation::GreaterEq => " \\ge ",
        Relation::Equal => " = ",
        Relation::NotEqual => " \\ne ",
    }
}

/// The name of a function that is printed with its arguments in brackets.
pub(super) fn function_name(function: Function) -> &'static str {
    match function {
        Function::Ln => "\\ln",
        Function::Log2 => "\\log_2",
        Function::Sin => "\\sin",
        Function::Cos => "\\cos",
        Function::Tan => "\\tan",
        Function::Asin => "\\arcsin",
        Function::Acos => "\\arccos",
        Function::Atan => "\\arctan",
        Function::Sinh => "\\sinh",
        Function::Cosh => "\\cosh",
        Function::Tanh => "\\tanh",
        Function::Erf => "\\operatorname{erf}",
        Function::Erfc => "\\operatorname{erfc}",
        Function::ErfInv => "\\operatorname{erf}^{-1}",
        Function::Gamma => "\\Gamma",
        Function::LnGamma => "\\ln\\Gamma",
        Function::Digamma => "\\psi",
        Function::Binet => "\\operatorname{Binet}",
        Function::GammaP => "P",
        Function::GammaQ => "Q",
        Function::OwenT => "T",
        Function::NormalCdf => "\\Phi",
        Function::NormalPdf => "\\varphi",
        Function::Clip => "\\operatorname{clip}",
        Function::Sign => "\\operatorname{sign}",
        Function::Max => "\\max",
        Function::Min => "\\min",
        Function::BinomialCdf => "\\operatorname{BinCdf}",
        Function::RankBound => "\\operatorname{rank}",
        Function::RankBoundPower => "\\operatorname{rank}_{\\mathrm{pow}}",
        Function::FbarDistance => "\\operatorname{dist}_{\\bar f}",
        Function::TubeBound => "\\operatorname{tube}",
        Function::TubeBoundMin => "\\operatorname{tube}_{\\min}",
        Function::TubeFraction => "p",
        Function::HeavyCdf => "\\operatorname{HeavyCdf}",
        Function::SpectralDensity => "M",
        // Printed by their own notation; the name is only a fallback.
        Function::Sqrt
        | Function::Exp
        | Function::Abs
        | Function::Floor
        | Function::Ceil
        | Function::Factorial
        | Function::Binomial
        | Function::BesselJ
        | Function::BesselJPrime
        | Function::HarmonicDim
        | Function::LegendreD
        | Function::BetaI => "\\operatorname{f}",
    }
}
