//! Text to tokens.

use super::{MAX_TEXT, Result, SyntaxError};
use std::ops::Range;

/// Kind of a token. Its text is the span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Name,
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    Bang,
    Open,
    Close,
    OpenSquare,
    CloseSquare,
    Comma,
    Less,
    LessEq,
    Greater,
    GreaterEq,
    Equal,
    NotEqual,
    /// `..`
    From,
    /// `..=`
    Through,
    End,
}

/// A token and where it stands. Offsets fit in 32 bits because texts are at most [`MAX_TEXT`] long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    start: u32,
    end: u32,
}

impl Token {
    pub fn span(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The tokens of `text`, closed by an [`Kind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    if text.len() > MAX_TEXT {
        let message = format!("the text has {} bytes, more than the limit of {MAX_TEXT}", text.len());
        return Err(Box::new(SyntaxError::new("", 0..0, message)));
    }
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let (kind, length) = next(text, at)?;
        out.push(Token { kind, start: at as u32, end: (at + length) as u32 });
        at += length;
    }
    let end = text.trim_end().len() as u32;
    out.push(Token { kind: Kind::End, start: end, end });
    Ok(out)
}

/// Kind and length of the token that starts at `at`.
fn next(text: &str, at: usize) -> Result<(Kind, usize)> {
    let rest = &text.as_bytes()[at..];
    let second = rest.get(1).copied().unwrap_or(0);
    let fixed = match (rest[0], second) {
        (b'.', b'.') if rest.get(2) == Some(&b'=') => (Kind::Through, 3),
        (b'.', b'.') => (Kind::From, 2),
        (b'<', b'=') => (Kind::LessEq, 2),
        (b'>', b'=') => (Kind::GreaterEq, 2),
        (b'!', b'=') => (Kind::NotEqual, 2),
        (b'<', _) => (Kind::Less, 1),
        (b'>', _) => (Kind::Greater, 1),
        (b'=', b'=') => return fail(text, at..at + 2, "unexpected \"==\"", "write = for equality"),
        (b'=', _) => (Kind::Equal, 1),
        (b'!', _) => (Kind::Bang, 1),
        (b'+', _) => (Kind::Plus, 1),
        (b'-', _) => (Kind::Minus, 1),
        (b'*', b'*') => return fail(text, at..at + 2, "unexpected \"**\"", "write ^ for powers"),
        (b'*', _) => (Kind::Star, 1),
        (b'/', _) => (Kind::Slash, 1),
        (b'^', _) => (Kind::Caret, 1),
        (b'(', _) => (Kind::Open, 1),
        (b')', _) => (Kind::Close, 1),
        (b'[', _) => (Kind::OpenSquare, 1),
        (b']', _) => (Kind::CloseSquare, 1),
        (b',', _) => (Kind::Comma, 1),
        (c, _) if c.is_ascii_digit() => return number(text, at).map(|n| (Kind::Number, n)),
        (c, _) if c.is_ascii_alphabetic() || c == b'_' => {
            let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
            (Kind::Name, length)
        }
        _ => {
            let c = text[at..].chars().next().unwrap_or('?');
            let help = match c {
                '.' => "a number starts with a digit: 0.5",
                '\u{2212}' => "the minus sign is -",
                '\u{2264}' => "write <=",
                '\u{2265}' => "write >=",
                '&' => "write and",
                '|' => "write or, or abs(x)",
                '{' | '}' => "only ( ) and [ ] are brackets",
                _ => "it is not part of the language",
            };
            return fail(text, at..at + c.len_utf8(), &format!("unexpected character {c:?}"), help);
        }
    };
    Ok(fixed)
}

/// Length of the number `digits[.digits][e[+-]digits]` at `at`; a point belongs to it only when a digit follows, so
/// that `1..` is a range.
fn number(text: &str, at: usize) -> Result<usize> {
    let rest = &text.as_bytes()[at..];
    let digits = |from: usize| rest[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let is_digit = |i: usize| rest.get(i).is_some_and(u8::is_ascii_digit);
    let mut length = digits(0);
    if rest.get(length) == Some(&b'.') && is_digit(length + 1) {
        length += 1 + digits(length + 1);
    }
    if matches!(rest.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(rest.get(length + 1), Some(b'+' | b'-')));
        if is_digit(length + 1 + sign) {
            length += 1 + sign + digits(length + 1 + sign);
        }
    }
    if rest.get(length).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_') {
        return fail(text, at..at + length + 1, "a name follows a number", "write * between factors");
    }
    if rest.get(length) == Some(&b'.') && rest.get(length + 1) != Some(&b'.') {
        return fail(text, at..at + length + 1, "a point without digits after it", "write 1 or 1.0");
    }
    Ok(length)
}

fn fail<T>(text: &str, span: Range<usize>, message: &str, help: &str) -> Result<T> {
    Err(Box::new(SyntaxError::new(text, span, message).with_help(Some(help.into()))))
}
