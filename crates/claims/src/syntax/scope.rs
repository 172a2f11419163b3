//! What names mean where a text is parsed.

use crate::tree::{Expr, Function, Symbol};
use std::collections::BTreeMap;

/// Words the grammar uses; no variable or definition may have one as its name.
pub(crate) const RESERVED: &[&str] = &[
    "pi", "e", "inf", "in", "not", "and", "or", "implies", "iff", "forall", "exists", "int", "if", "sum", "prod",
    "integral", "deriv", "sup", "limit", "true", "false",
];

/// Longest name accepted.
const MAX_NAME: usize = 64;

/// A defined function or constant.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name.
    pub name: Symbol,
    /// Its parameters; none for a constant.
    pub params: Vec<Symbol>,
    /// What it stands for, in its parameters.
    pub body: Expr,
}

/// The variables and definitions that may be used.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    variables: Vec<Symbol>,
    definitions: BTreeMap<Symbol, Definition>,
}

impl Scope {
    /// A scope with no names but the built-in ones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A scope with these variables. Names are not checked; use [`Scope::declare`] for names that come from outside.
    #[must_use]
    pub fn with_variables<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { variables: names.into_iter().map(Symbol::from).collect(), definitions: BTreeMap::new() }
    }

    /// Adds a variable.
    ///
    /// # Errors
    /// A message when the name is no identifier, reserved, built in, defined or already a variable.
    pub fn declare(&mut self, name: &str) -> Result<(), String> {
        self.check_binding(name)?;
        if self.has_variable(name) {
            return Err(format!("variable \"{name}\" is declared twice"));
        }
        self.variables.push(Symbol::from(name));
        Ok(())
    }

    /// Adds a definition.
    ///
    /// # Errors
    /// A message when the name is no identifier, reserved, built in, or already means something.
    pub fn define(&mut self, definition: Definition) -> Result<(), String> {
        self.check_binding(&definition.name)?;
        if self.definitions.contains_key(&definition.name) {
            return Err(format!("\"{}\" is defined twice", definition.name));
        }
        if definition.params.is_empty() && self.has_variable(&definition.name) {
            return Err(format!("\"{}\" is already a variable", definition.name));
        }
        self.definitions.insert(definition.name.clone(), definition);
        Ok(())
    }

    /// Whether `name` may name a bound variable here.
    pub(crate) fn check_binding(&self, name: &str) -> Result<(), String> {
        check_name(name)?;
        // A defined function is always followed by its arguments and a variable never is: they may share a name.
        if self.definitions.get(name).is_some_and(|d| d.params.is_empty()) {
            return Err(format!("\"{name}\" is already defined"));
        }
        Ok(())
    }

    /// Whether a variable of that name is in scope.
    #[must_use]
    pub fn has_variable(&self, name: &str) -> bool {
        self.variables.iter().any(|v| &**v == name)
    }

    /// The variables, in order of declaration.
    #[must_use]
    pub fn variables(&self) -> &[Symbol] {
        &self.variables
    }

    /// The definition of that name.
    #[must_use]
    pub fn definition(&self, name: &str) -> Option<&Definition> {
        self.definitions.get(name)
    }

    /// All definitions by name.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.values()
    }

    /// The same definitions with no variable.
    #[must_use]
    pub fn without_variables(&self) -> Self {
        Self { variables: Vec::new(), definitions: self.definitions.clone() }
    }
}

/// Whether `name` is an identifier free for the user.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let mut chars = name.chars();
    let head = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if !head || !chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(format!("\"{}\" is not a name: letters, digits and _ only, no digit first", clip(name)));
    }
    if name.len() > MAX_NAME {
        return Err(format!("\"{}\" is longer than {MAX_NAME} characters", clip(name)));
    }
    if RESERVED.contains(&name) {
        return Err(format!("\"{name}\" is a reserved word"));
    }
    if Function::by_name(name).is_some() {
        return Err(format!("\"{name}\" is a built-in function"));
    }
    Ok(())
}

/// A name short enough for a message.
pub(crate) fn clip(name: &str) -> String {
    if name.chars().count() <= 40 { name.into() } else { name.chars().take(37).chain("...".chars()).collect() }
}
