//! A function under test, and who judges its values.

use super::arguments::Arg;
use enclosure::rug::Float;
use enclosure::{Interval, Prec, Result};

/// A function of intervals; functions with several results (tables, jets) return several.
pub type Eval = Box<dyn Fn(&[Interval], Prec) -> Result<Vec<Interval>> + Sync>;

/// Encloses the true values at points, by another method and to the precision given.
pub type Value = Box<dyn Fn(&[Float], Prec) -> Result<Vec<Interval>> + Sync>;

/// Whether the values enclosed can be the true ones at the points, up to rounding at the precision given: true when
/// each enclosure can be told to hold the true value or nothing speaks against it, false as soon as something does.
pub type Holds = Box<dyn Fn(&[Float], &[Interval], Prec) -> Result<bool> + Sync>;

/// Who decides whether an enclosure holds the true value.
pub enum Judge {
    /// Another method.
    Value(Value),
    /// An equation that the true value satisfies.
    Holds(Holds),
}

/// A function under test.
pub struct Subject {
    /// Its name.
    pub name: &'static str,
    /// Its arguments.
    pub args: Vec<Arg>,
    /// The function.
    pub f: Eval,
    /// Who judges it.
    pub judge: Judge,
    /// Greatest width at points in units of the last place; `None` where the documentation promises none.
    pub ulps: Option<u32>,
    /// By how many units of the last place a wider argument may give an end point further inside; `None`: not compared.
    pub isotone: Option<u32>,
    /// The same for twice the precision.
    pub nested: Option<u32>,
    /// Bits after which the last place of the two lines above is counted, for ranges that stop short of `p` bits.
    pub range_bits: u32,
    /// Whether special points are tried beside the random ones.
    pub corners: bool,
    /// Containment checks of a usual run.
    pub checks: u64,
    /// Largest precision.
    pub max_bits: u32,
}

impl Subject {
    /// A function that is cheap, exact to 1 ulp at points, isotone and nested.
    pub fn new<F>(name: &'static str, args: Vec<Arg>, f: F, judge: Judge) -> Self
    where
        F: Fn(&[Interval], Prec) -> Result<Vec<Interval>> + Sync + 'static,
    {
        Self {
            name,
            args,
            f: Box::new(f),
            judge,
            ulps: Some(1),
            isotone: Some(0),
            nested: Some(0),
            range_bits: u32::MAX,
            corners: true,
            checks: 2000,
            max_bits: 200,
        }
    }

    /// Another width at points.
    pub fn ulps(mut self, ulps: u32) -> Self {
        self.ulps = Some(ulps);
        self
    }

    /// No promise about the width.
    pub fn any_width(mut self) -> Self {
        self.ulps = None;
        self
    }

    /// Isotone up to so many units of the last place of `bits` bits (of the precision when that is less).
    pub fn isotone_up_to(mut self, ulps: u32, bits: u32) -> Self {
        (self.isotone, self.range_bits) = (Some(ulps), bits);
        self
    }

    /// Nested up to so many units of the last place.
    pub fn nested_up_to(mut self, ulps: u32) -> Self {
        self.nested = Some(ulps);
        self
    }

    /// Neither nested nor isotone: a building block whose width depends on more than its arguments.
    pub fn containment_only(mut self) -> Self {
        (self.isotone, self.nested, self.ulps) = (None, None, None);
        self
    }

    /// No special points: the arguments are only a way to reach those of the function.
    pub fn no_corners(mut self) -> Self {
        self.corners = false;
        self
    }

    /// Number of containment checks of a usual run.
    pub fn checks(mut self, checks: u64) -> Self {
        self.checks = checks;
        self
    }

    /// Largest precision.
    pub fn max_bits(mut self, bits: u32) -> Self {
        self.max_bits = bits;
        self
    }

    /// Evaluates the function.
    pub fn eval(&self, args: &[Interval], p: Prec) -> Result<Vec<Interval>> {
        (self.f)(args, p)
    }
}

/// A judge by another method with one result.
pub fn values<F>(f: F) -> Judge
where
    F: Fn(&[Float], Prec) -> Result<Interval> + Sync + 'static,
{
    Judge::Value(Box::new(move |x, p| Ok(vec![f(x, p)?])))
}

/// A judge of an inverse function: `back` of the enclosure must meet the argument.
pub fn inverse<F>(back: F) -> Judge
where
    F: Fn(&Interval, Prec) -> Result<Interval> + Sync + 'static,
{
    Judge::Holds(Box::new(move |x, y, p| Ok(back(&y[0], p)?.contains(&x[0]))))
}
