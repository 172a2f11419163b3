//! `depthsep eval`: an enclosure of the value of an expression.

use crate::cli::{Eval, Format};
use crate::failure::{Ending, Failure, Result};
use crate::output::csv;
use crate::papers;
use claims::eval::{Context, eval};
use claims::syntax::{Scope, parse_binder, parse_expr};
use claims::tree::{Domain, Expr};
use enclosure::{Interval, Prec};
use serde_json::json;
use std::io::Write;

/// Working precision may grow to this multiple of the one asked for while the result is too wide.
const MAX_GROWTH: u32 = 16;

/// Runs the command.
///
/// # Errors
/// On bad input, and where the expression has no value.
pub fn run(args: &Eval, out: &mut impl Write) -> Result {
    let mut scope = match &args.paper {
        None => Scope::new(),
        Some(key) => papers::by_key(&papers::load(args.claims.as_deref())?, key)?.scope.clone(),
    };
    let asked = Prec::new(args.prec).map_err(|e| Failure::argument("--prec", e))?;
    let values = bindings(&args.bindings, &mut scope)?;
    let expr = parse_expr(&args.expression, &scope)
        .map_err(|e| Failure::argument("expression", format!("{}\n{}", e.summary(), e.pointer("  "))))?;
    let value = enclose(&expr, &values, asked)?;
    print(args, &value, asked, out)?;
    Ok(Ending::Good)
}

/// A variable and where its value comes from.
type Binding = (String, Expr, Expr);

/// Reads `name=value` and `name=[a, b]`.
fn bindings(texts: &[String], scope: &mut Scope) -> Result<Vec<Binding>> {
    let mut found = Vec::new();
    let constants = scope.without_variables();
    for text in texts {
        let fail = |message: String| Failure::argument("--let", format!("\"{text}\": {message}"));
        let (name, value) = text.split_once('=').ok_or_else(|| fail("write NAME=VALUE".into()))?;
        let (name, value) = (name.trim(), value.trim());
        let (low, high) = if value.starts_with('[') {
            let binder = parse_binder(&format!("{name} in {value}"), &constants).map_err(|e| fail(e.summary()))?;
            match binder.domain {
                Domain::Real { lower: Some((a, _)), upper: Some((b, _)) } => (a, b),
                _ => return Err(fail("both ends must be finite".into())),
            }
        } else {
            let e = parse_expr(value, &constants).map_err(|e| fail(e.summary()))?;
            (e.clone(), e)
        };
        scope.declare(name).map_err(fail)?;
        found.push((name.to_owned(), low, high));
    }
    Ok(found)
}

/// Evaluates, raising the working precision until the result is as narrow as the variables allow or the limit is met.
fn enclose(expr: &Expr, values: &[Binding], asked: Prec) -> Result<Interval> {
    let at = |p: Prec| -> Result<Interval> {
        let mut context = Context::new(p);
        for (name, low, high) in values {
            let end =
                |e: &Expr| eval(e, &Context::new(p)).map_err(|e| Failure::argument("--let", format!("{name}: {e}")));
            let (low, high) = (end(low)?, end(high)?);
            let value = Interval::new(low.lo().clone(), high.hi().clone());
            let value = value
                .map_err(|_| Failure::argument("--let", format!("{name}: the left end is above the right end")))?;
            context = context.with(name, value);
        }
        eval(expr, &context).map_err(|e| Failure::argument("expression", e))
    };
    let mut p = asked.plus(16);
    let limit = asked.bits().saturating_mul(MAX_GROWTH).max(4096);
    let mut best = at(p)?;
    let narrow = |v: &Interval| v.accuracy_bits().is_none_or(|b| b >= i64::from(asked.bits()));
    let exact = values.iter().all(|(_, low, high)| low == high);
    while exact && !narrow(&best) && p.bits() < limit {
        p = p.double();
        let next = at(p)?;
        best = best.intersect(&next).unwrap_or(next);
    }
    Ok(best.round(asked))
}

fn print(args: &Eval, value: &Interval, p: Prec, out: &mut impl Write) -> Result<()> {
    let (lower, upper) = value.to_decimal(Interval::digits_for(p));
    match args.format {
        Format::Json => writeln!(out, "{}", json!({ "lower": lower, "upper": upper }))?,
        Format::Csv => {
            writeln!(out, "expression,lower,upper")?;
            writeln!(out, "{}", csv::record(&[&args.expression, &lower, &upper]))?;
        }
        Format::Table => {
            writeln!(out, "lower  {lower}")?;
            writeln!(out, "upper  {upper}")?;
            match certified(&lower, &upper) {
                Some((text, digits)) => writeln!(out, "value  {text}  ({digits} certified digits)")?,
                None => writeln!(out, "value  no digit is certain at this width")?,
            }
        }
    }
    Ok(())
}

/// The digits on which both bounds agree, and how many are significant: every number between the bounds starts so.
fn certified(lower: &str, upper: &str) -> Option<(String, usize)> {
    if lower == upper {
        let mantissa = lower.split('e').next().unwrap_or("");
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
        return Some((lower.to_owned(), digits));
    }
    let split = |s: &str| {
        s.split_once('e').map_or_else(|| (s.to_owned(), String::new()), |(m, e)| (m.to_owned(), format!("e{e}")))
    };
    let ((a, ea), (b, eb)) = (split(lower), split(upper));
    let point = |s: &str| s.find('.').unwrap_or(s.len());
    if ea != eb || point(&a) != point(&b) {
        return None;
    }
    let common: String = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x).collect();
    // Digits before the point must all be there, or the prefix means another number.
    if common.len() < point(&a) {
        return None;
    }
    let digits = common.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    (digits > 0).then(|| (format!("{}...{ea}", common.trim_end_matches('.')), digits))
}

#[cfg(test)]
mod tests {
    use super::certified;

    #[test]
    fn certified_digits_are_the_common_prefix() {
        assert_eq!(certified("0.12345", "0.12349"), Some(("0.1234...".into(), 4)));
        assert_eq!(certified("-0.0012", "-0.0011"), Some(("-0.001...".into(), 1)));
        assert_eq!(certified("1.5", "1.5"), Some(("1.5".into(), 2)));
        assert_eq!(certified("9.9", "10.1"), None);
        assert_eq!(certified("123", "129"), None);
        assert_eq!(certified("1.25e-30", "1.27e-30"), Some(("1.2...e-30".into(), 2)));
        assert_eq!(certified("1.25e-30", "1.27e-29"), None);
        assert_eq!(certified("-0.1", "0.1"), None);
    }
}
