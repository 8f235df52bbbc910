//! The fields of a record, each read only where it is there ([MS-XLSB] 2.5): numbers, strings, ranges, colours.

use std::fmt::{self, Write};

use sekisho_ir::Reason;

/// Rows of a sheet.
pub(super) const ROWS: u32 = 1_048_576;
/// Columns of a sheet.
pub(super) const COLUMNS: u32 = 16_384;

/// What of a record was not read yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

/// Cells from corner to corner, from zero (UncheckedRfX, 2.5.153).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

impl<'a> Fields<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    pub(super) fn len(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn take(&mut self, size: usize) -> Result<&'a [u8], Reason> {
        let (head, rest) = self.rest.split_at_checked(size).ok_or(Reason::Malformed)?;
        self.rest = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Reason> {
        self.take(N)?.try_into().map_err(|_| Reason::Malformed)
    }

    pub(super) fn u8(&mut self) -> Result<u8, Reason> {
        self.array().map(u8::from_le_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Reason> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn i16(&mut self) -> Result<i16, Reason> {
        self.array().map(i16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Reason> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn i32(&mut self) -> Result<i32, Reason> {
        self.array().map(i32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Result<f64, Reason> {
        self.array().map(f64::from_le_bytes)
    }

    /// A Boolean of four bytes.
    pub(super) fn bool32(&mut self) -> Result<bool, Reason> {
        Ok(self.u32()? != 0)
    }

    /// A size in bytes or a count, never larger than what could follow.
    pub(super) fn count(&mut self, each: usize) -> Result<usize, Reason> {
        let count = usize::try_from(self.u32()?).map_err(|_| Reason::Malformed)?;
        let size = count.checked_mul(each).ok_or(Reason::Malformed)?;
        if size > self.rest.len() {
            return Err(Reason::Malformed);
        }
        Ok(count)
    }

    /// The fields of the next `size` bytes.
    pub(super) fn part(&mut self, size: usize) -> Result<Self, Reason> {
        self.take(size).map(Self::new)
    }

    /// UTF-16 code units of an XLWideString (2.5.168).
    pub(super) fn units(&mut self) -> Result<Vec<u16>, Reason> {
        let count = self.count(2)?;
        self.units_of(count)
    }

    fn units_of(&mut self, count: usize) -> Result<Vec<u16>, Reason> {
        let bytes = self.take(count.checked_mul(2).ok_or(Reason::Malformed)?)?;
        let (pairs, _) = bytes.as_chunks();
        Ok(pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect())
    }

    /// An XLWideString, spelled as in XML.
    pub(super) fn wide(&mut self) -> Result<String, Reason> {
        self.units().map(|units| spell(&units))
    }

    /// An XLNullableWideString (2.5.166).
    pub(super) fn nullable(&mut self) -> Result<Option<String>, Reason> {
        let mut ahead = *self;
        if ahead.u32()? == u32::MAX {
            *self = ahead;
            return Ok(None);
        }
        self.wide().map(Some)
    }

    /// A string whose length takes two bytes.
    pub(super) fn short(&mut self) -> Result<String, Reason> {
        let count = usize::from(self.u16()?);
        self.units_of(count).map(|units| spell(&units))
    }

    pub(super) fn row(&mut self) -> Result<u32, Reason> {
        self.u32()
            .ok()
            .filter(|row| *row < ROWS)
            .ok_or(Reason::Malformed)
    }

    pub(super) fn column(&mut self) -> Result<u32, Reason> {
        self.u32()
            .ok()
            .filter(|column| *column < COLUMNS)
            .ok_or(Reason::Malformed)
    }

    pub(super) fn range(&mut self) -> Result<Range, Reason> {
        let rows = (self.row()?, self.row()?);
        let columns = (self.column()?, self.column()?);
        if rows.0 > rows.1 || columns.0 > columns.1 {
            return Err(Reason::Malformed);
        }
        Ok(Range { rows, columns })
    }

    /// Several ranges (UncheckedSqRfX, 2.5.154).
    pub(super) fn ranges(&mut self) -> Result<Vec<Range>, Reason> {
        let count = self.count(16)?;
        (0..count).map(|_| self.range()).collect()
    }
}

/// Text from UTF-16, with `_xHHHH_` for what XML cannot say (ST_Xstring, ECMA-376 part 1, 22.9.2.19).
pub(super) fn spell(units: &[u16]) -> String {
    let mut text = String::with_capacity(units.len());
    let hide = |text: &mut String, unit: u16| {
        // Writing to a string cannot fail.
        let _ = write!(text, "_x{unit:04X}_");
    };
    for (at, read) in char::decode_utf16(units.iter().copied()).scan(0_usize, |at, read| {
        let here = *at;
        *at = here.saturating_add(read.as_ref().map_or(1, |c| c.len_utf16()));
        Some((here, read))
    }) {
        match read {
            Ok('_') if is_spelled(units.get(at..).unwrap_or_default()) => text.push_str("_x005F_"),
            Ok(c @ ('\t' | '\n')) => text.push(c),
            Ok(c @ ('\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')) => {
                hide(&mut text, u16::try_from(u32::from(c)).unwrap_or(0));
            }
            Ok(c) => text.push(c),
            Err(lone) => hide(&mut text, lone.unpaired_surrogate()),
        }
    }
    text
}

/// True where `_xHHHH_` stands here as plain text.
fn is_spelled(units: &[u16]) -> bool {
    let of = |at: usize| {
        let unit = units.get(at).copied().unwrap_or(0);
        char::from_u32(u32::from(unit)).unwrap_or('\0')
    };
    of(0) == '_' && of(1) == 'x' && (2..6).all(|at| of(at).is_ascii_hexdigit()) && of(6) == '_'
}

impl Range {
    /// The reference of a cell, from zero.
    pub(super) fn cell(row: u32, column: u32) -> String {
        Self {
            rows: (row, row),
            columns: (column, column),
        }
        .to_string()
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}",
            letters(self.columns.0),
            self.rows.0.saturating_add(1)
        )?;
        if self.rows.0 != self.rows.1 || self.columns.0 != self.columns.1 {
            write!(
                f,
                ":{}{}",
                letters(self.columns.1),
                self.rows.1.saturating_add(1)
            )?;
        }
        Ok(())
    }
}

/// The letters of a column, from zero.
pub(super) fn letters(column: u32) -> String {
    let mut number = column.saturating_add(1);
    let mut letters = Vec::new();
    while number > 0 {
        let digit = number.saturating_sub(1) % 26;
        letters.push(char::from_u32(digit.saturating_add(65)).unwrap_or('A'));
        number = number.saturating_sub(1) / 26;
    }
    letters.iter().rev().collect()
}

/// Several ranges as XML lists them.
pub(super) fn list(ranges: &[Range]) -> String {
    let names: Vec<String> = ranges.iter().map(Range::to_string).collect();
    names.join(" ")
}

/// A number as XML spells it; none where it is none.
pub(super) fn number(value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let text = format!("{value:?}");
    Some(text.strip_suffix(".0").map_or(text.clone(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::{Fields, Range, letters, number, spell};
    use sekisho_ir::Reason;

    #[test]
    fn a_length_that_lies_is_malformed_before_anything_is_taken() {
        let mut lie = u32::MAX.saturating_sub(1).to_le_bytes().to_vec();
        lie.extend([b'a', 0]);
        assert_eq!(Fields::new(&lie).wide(), Err(Reason::Malformed));
        assert_eq!(Fields::new(&lie).nullable(), Err(Reason::Malformed));
        assert_eq!(Fields::new(&lie).ranges(), Err(Reason::Malformed));
        assert_eq!(Fields::new(&[255; 4]).nullable(), Ok(None));
        assert_eq!(Fields::new(&[1, 0]).u32(), Err(Reason::Malformed));
    }

    #[test]
    fn what_xml_cannot_say_is_spelled() {
        let units: Vec<u16> = "ア\0_x0041_ _x\n\r"
            .encode_utf16()
            .chain([0xd800, 0x41])
            .collect();
        assert_eq!(spell(&units), "ア_x0000__x005F_x0041_ _x\n_x000D__xD800_A");
        assert_eq!(spell(&[0xd842, 0xdfb7]), "𠮷");
    }

    #[test]
    fn cells_and_numbers_have_their_names() {
        assert_eq!((letters(0), letters(25)), ("A".to_owned(), "Z".to_owned()));
        assert_eq!(
            (letters(26), letters(16_383)),
            ("AA".to_owned(), "XFD".to_owned())
        );
        let range = Range {
            rows: (0, 3),
            columns: (1, 1),
        };
        assert_eq!(range.to_string(), "B1:B4");
        assert_eq!(number(3.0).as_deref(), Some("3"));
        assert_eq!(number(1e300).as_deref(), Some("1e300"));
        assert_eq!(number(0.1).as_deref(), Some("0.1"));
        assert_eq!(number(f64::NAN), None);
    }
}
