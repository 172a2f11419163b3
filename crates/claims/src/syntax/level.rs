//! How tightly operators bind, for the parser and the printer alike.

pub const IFF: u8 = 1;
pub const IMPLIES: u8 = 2;
pub const OR: u8 = 3;
pub const AND: u8 = 4;
pub const NOT: u8 = 5;
pub const RELATION: u8 = 6;
pub const SUM: u8 = 7;
pub const PRODUCT: u8 = 8;
pub const SIGN: u8 = 9;
pub const POWER: u8 = 10;
pub const POSTFIX: u8 = 11;
pub const ATOM: u8 = 12;
