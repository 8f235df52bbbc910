//! Formulas: tokens in reverse Polish order ([MS-XLSB] 2.5.98.16, Ptg) become text as XML holds it. Nothing is judged
//! here; what cannot be read becomes a text that the judge of formulas freezes and tells.

use sekisho_ir::Reason;

use super::book::{Book, Place};
use super::fields::{Fields, number};
use super::functions::{USER_DEFINED, function};
use super::reference::{self, Cell};

/// What stands for a formula that cannot be read: it calls a function nobody knows, so it never counts as one.
const UNREADABLE: &str = "UNREADABLE()";
/// A longer formula is none for Excel.
const LONGEST: usize = 32_768;
/// Bytes that may be moved to put one formula together: nesting without end is none of Excel's.
const MOST_MOVED: usize = 2 * 1024 * 1024;

/// A formula that was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Formula {
    /// Its text, without a sign of equality; empty where there is none.
    Text(String),
    /// It stands with others at this row and column (PtgExp).
    With(u32, u32),
}

impl Formula {
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::With(..) => UNREADABLE.to_owned(),
        }
    }
}

/// Where a formula stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    /// The cell that relative references count from.
    pub(super) cell: (u32, u32),
    /// References to other sheets are relative too: in names, rules and validations.
    pub(super) relative: bool,
}

impl Stand {
    /// In a cell.
    pub(super) fn cell(row: u32, column: u32) -> Self {
        Self {
            cell: (row, column),
            relative: false,
        }
    }

    /// For a range that begins there.
    pub(super) fn range(cell: (u32, u32)) -> Self {
        Self {
            cell,
            relative: true,
        }
    }
}

/// Reads a formula with what belongs to it (CellParsedFormula and its siblings, 2.5.98.4).
pub(super) fn read(fields: &mut Fields<'_>, stand: Stand, book: &Book) -> Result<Formula, Reason> {
    let size = fields.count(1)?;
    let tokens = fields.part(size)?;
    let size = fields.count(1)?;
    let extra = fields.part(size)?;
    Ok(put_together(tokens, extra, stand, book))
}

/// Reads a formula of a future record, where both sizes stand in front (FRTFormula, 2.5.59).
pub(super) fn read_future(
    fields: &mut Fields<'_>,
    stand: Stand,
    book: &Book,
) -> Result<Formula, Reason> {
    let size = fields.count(1)?;
    let extra_size = fields.count(1)?;
    let tokens = fields.part(size)?;
    let extra = fields.part(extra_size)?;
    Ok(put_together(tokens, extra, stand, book))
}

fn put_together(tokens: Fields<'_>, extra: Fields<'_>, stand: Stand, book: &Book) -> Formula {
    if let Some(master) = together(tokens, extra) {
        return Formula::With(master.0, master.1);
    }
    let mut reader = Reader {
        tokens,
        extra,
        stand,
        book,
        stack: Vec::new(),
        moved: 0,
    };
    Formula::Text(match reader.run() {
        Some(text) if text.len() <= LONGEST => text,
        _ => UNREADABLE.to_owned(),
    })
}

/// The cell that holds the formula for several (PtgExp, 2.5.98.37).
fn together(mut tokens: Fields<'_>, mut extra: Fields<'_>) -> Option<(u32, u32)> {
    if tokens.u8().ok()? != 0x01 {
        return None;
    }
    Some((tokens.row().ok()?, extra.column().ok()?))
}

/// How firmly an operator binds; what binds less gets parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Union,
    Compare,
    Concat,
    Add,
    Multiply,
    Power,
    Percent,
    Sign,
    Intersect,
    Range,
    Whole,
}

struct Reader<'b, 'f> {
    tokens: Fields<'f>,
    extra: Fields<'f>,
    stand: Stand,
    book: &'b Book,
    stack: Vec<(String, Bond)>,
    moved: usize,
}

impl Reader<'_, '_> {
    fn run(&mut self) -> Option<String> {
        while self.tokens.len() > 0 {
            let token = self.tokens.u8().ok()?;
            // Bits six and seven only say which type of value is wanted.
            let plain = match token {
                0x40..=0x7f => token & 0x1f | 0x20,
                _ => token,
            };
            match plain {
                0x03..=0x11 => self.binary(plain)?,
                0x12 => self.prefix('+')?,
                0x13 => self.prefix('-')?,
                0x14 => {
                    let mut text = self.operand(Bond::Percent)?;
                    text.push('%');
                    self.put(text, Bond::Percent)?;
                }
                0x15 => {
                    let (text, _) = self.stack.pop()?;
                    self.moving(&text)?;
                    self.put(format!("({text})"), Bond::Whole)?;
                }
                0x16 => self.put(String::new(), Bond::Whole)?,
                0x17 => {
                    let text = self.tokens.short().ok()?;
                    self.put(quoted(&text), Bond::Whole)?;
                }
                0x18 => self.list()?,
                0x19 => self.attribute()?,
                0x1c => {
                    let text = error(self.tokens.u8().ok()?);
                    self.put(text.to_owned(), Bond::Whole)?;
                }
                0x1d => {
                    let text = if self.tokens.u8().ok()? == 0 {
                        "FALSE"
                    } else {
                        "TRUE"
                    };
                    self.put(text.to_owned(), Bond::Whole)?;
                }
                0x1e => {
                    let text = self.tokens.u16().ok()?.to_string();
                    self.put(text, Bond::Whole)?;
                }
                0x1f => {
                    let text = number(self.tokens.f64().ok()?)?;
                    // A sign in front binds as a sign does.
                    let bond = if text.starts_with('-') {
                        Bond::Sign
                    } else {
                        Bond::Whole
                    };
                    self.put(text, bond)?;
                }
                0x20 => {
                    self.tokens.take(14).ok()?;
                    let text = self.array()?;
                    self.put(text, Bond::Whole)?;
                }
                0x21 => {
                    let (name, count) = function(self.tokens.u16().ok()?)?;
                    self.call(name.to_owned(), count?)?;
                }
                0x22 => self.call_by_count()?,
                0x23 => {
                    let at = self.tokens.u32().ok()?.checked_sub(1)?;
                    let name = self.book.names.get(usize::try_from(at).ok()?)?;
                    self.put(name.clone(), Bond::Whole)?;
                }
                0x26 => {
                    self.tokens.take(6).ok()?;
                    let count = self.extra.count(16).ok()?;
                    self.extra.take(count.checked_mul(16)?).ok()?;
                }
                0x27 | 0x28 => drop(self.tokens.take(6).ok()?),
                0x29 => drop(self.tokens.take(2).ok()?),
                0x39 => {
                    let source = self.tokens.u16().ok()?;
                    let name = self.book.name_of(source, self.tokens.u32().ok()?)?;
                    self.put(name, Bond::Whole)?;
                }
                _ => self.reference(plain)?,
            }
        }
        let (text, _) = self.stack.pop().unwrap_or((String::new(), Bond::Whole));
        self.stack.is_empty().then_some(text)
    }

    fn put(&mut self, text: String, bond: Bond) -> Option<()> {
        if text.len() > LONGEST {
            return None;
        }
        self.stack.push((text, bond));
        Some(())
    }

    fn moving(&mut self, text: &str) -> Option<()> {
        self.moved = self.moved.saturating_add(text.len());
        (self.moved <= MOST_MOVED).then_some(())
    }

    /// The last operand, in parentheses where it binds less than `least`.
    fn operand(&mut self, least: Bond) -> Option<String> {
        let (text, bond) = self.stack.pop()?;
        Some(if bond < least {
            format!("({text})")
        } else {
            text
        })
    }

    fn prefix(&mut self, sign: char) -> Option<()> {
        let mut text = self.operand(Bond::Sign)?;
        self.moving(&text)?;
        text.insert(0, sign);
        self.put(text, Bond::Sign)
    }

    fn binary(&mut self, token: u8) -> Option<()> {
        let (sign, bond, above) = match token {
            0x03 => ("+", Bond::Add, Bond::Multiply),
            0x04 => ("-", Bond::Add, Bond::Multiply),
            0x05 => ("*", Bond::Multiply, Bond::Power),
            0x06 => ("/", Bond::Multiply, Bond::Power),
            0x07 => ("^", Bond::Power, Bond::Percent),
            0x08 => ("&", Bond::Concat, Bond::Add),
            0x09 => ("<", Bond::Compare, Bond::Concat),
            0x0a => ("<=", Bond::Compare, Bond::Concat),
            0x0b => ("=", Bond::Compare, Bond::Concat),
            0x0c => (">=", Bond::Compare, Bond::Concat),
            0x0d => (">", Bond::Compare, Bond::Concat),
            0x0e => ("<>", Bond::Compare, Bond::Concat),
            0x0f => (" ", Bond::Intersect, Bond::Range),
            0x10 => (",", Bond::Union, Bond::Compare),
            _ => (":", Bond::Range, Bond::Whole),
        };
        let right = self.operand(above)?;
        let mut text = self.operand(bond)?;
        self.moving(&right)?;
        text.push_str(sign);
        text.push_str(&right);
        self.put(text, bond)
    }

    fn call_by_count(&mut self) -> Option<()> {
        let count = usize::from(self.tokens.u8().ok()? & 0x7f);
        let number = self.tokens.u16().ok()?;
        // The highest bit says that it is a command and no function.
        if number & 0x8000 != 0 {
            return None;
        }
        if number != USER_DEFINED {
            return self.call(function(number)?.0.to_owned(), count);
        }
        let at = self.stack.len().checked_sub(count)?;
        if count == 0 {
            return None;
        }
        let (name, _) = self.stack.remove(at);
        self.call(name, count.checked_sub(1)?)
    }

    fn call(&mut self, mut text: String, count: usize) -> Option<()> {
        let at = self.stack.len().checked_sub(count)?;
        text.push('(');
        for (at, (argument, bond)) in self.stack.drain(at..).enumerate() {
            if at > 0 {
                text.push(',');
            }
            if bond == Bond::Union {
                text.push('(');
            }
            text.push_str(&argument);
            if bond == Bond::Union {
                text.push(')');
            }
        }
        text.push(')');
        self.moving(&text)?;
        self.put(text, Bond::Whole)
    }

    /// Attributes of the token before: what Excel needs to compute faster or to show spaces (2.5.98.22 and on).
    fn attribute(&mut self) -> Option<()> {
        match self.tokens.u8().ok()? {
            0x04 => {
                let count = usize::from(self.tokens.u16().ok()?).checked_add(1)?;
                self.tokens.take(count.checked_mul(2)?).ok()?;
            }
            0x10 => {
                self.tokens.take(2).ok()?;
                self.call("SUM".to_owned(), 1)?;
            }
            _ => drop(self.tokens.take(2).ok()?),
        }
        Some(())
    }

    fn reference(&mut self, token: u8) -> Option<()> {
        let relative =
            matches!(token, 0x2c | 0x2d) || self.stand.relative && matches!(token, 0x3a | 0x3b);
        let base = relative.then_some(self.stand.cell);
        let text = match token {
            0x24 | 0x2c => Cell::read(&mut self.tokens, base)?.to_string(),
            0x25 | 0x2d => reference::area(&mut self.tokens, base)?,
            0x2a => {
                self.tokens.take(6).ok()?;
                "#REF!".to_owned()
            }
            0x2b => {
                self.tokens.take(12).ok()?;
                "#REF!".to_owned()
            }
            0x3a..=0x3d => {
                let place = self.book.place(self.tokens.u16().ok()?);
                let cells = match token {
                    0x3a => Cell::read(&mut self.tokens, base)?.to_string(),
                    0x3b => reference::area(&mut self.tokens, base)?,
                    _ => {
                        let size = if token == 0x3c { 6 } else { 12 };
                        self.tokens.take(size).ok()?;
                        "#REF!".to_owned()
                    }
                };
                match place {
                    Place::Here(sheet) | Place::Outside(sheet) => format!("{sheet}{cells}"),
                    Place::Gone => "#REF!".to_owned(),
                }
            }
            _ => return None,
        };
        self.put(text, Bond::Whole)
    }

    /// Cells of a table (PtgList, 2.5.98.52).
    fn list(&mut self) -> Option<()> {
        if self.tokens.u8().ok()? != 0x19 {
            return None;
        }
        let place = self.book.place(self.tokens.u16().ok()?);
        let flags = self.tokens.u16().ok()?;
        let table = self.tokens.u32().ok()?;
        let columns = (self.tokens.u16().ok()?, self.tokens.u16().ok()?);
        let text = match place {
            Place::Outside(book) => format!("{book}table"),
            _ if flags & 0x2000 != 0 => return None,
            _ if flags & 0x1000 != 0 => "#REF!".to_owned(),
            _ => reference::list(self.book.tables.get(&table)?, flags, columns)?,
        };
        self.put(text, Bond::Whole)
    }

    /// An array of constants (PtgExtraArray, 2.5.98.39).
    fn array(&mut self) -> Option<String> {
        let rows = self.extra.u32().ok()?;
        let columns = self.extra.u32().ok()?;
        let mut text = "{".to_owned();
        for row in 0..rows {
            for column in 0..columns {
                if column > 0 {
                    text.push(',');
                } else if row > 0 {
                    text.push(';');
                }
                match self.extra.u8().ok()? {
                    0x00 => text.push_str(&number(self.extra.f64().ok()?)?),
                    0x01 => text.push_str(&quoted(&self.extra.short().ok()?)),
                    0x02 => text.push_str(if self.extra.u8().ok()? == 0 {
                        "FALSE"
                    } else {
                        "TRUE"
                    }),
                    0x04 => {
                        text.push_str(error(self.extra.u8().ok()?));
                        self.extra.take(3).ok()?;
                    }
                    _ => return None,
                }
            }
            if text.len() > LONGEST || columns == 0 {
                return None;
            }
        }
        text.push('}');
        Some(text)
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The errors a cell may hold (BErr, 2.5.98.2).
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2b => "#GETTING_DATA",
        _ => "#N/A",
    }
}
