//! A BIFF12 part as a row of records ([MS-XLSB] 2.1.4): type, size, body. A part begins and ends with its own
//! records; what is cut short or lies about its size is malformed. Future records are passed over.

use sekisho_ir::Reason;

use super::fields::Fields;
use super::id;

/// One record.
#[derive(Debug)]
pub(super) struct Record<'a> {
    /// Its number, as in [MS-XLSB] 2.3.2.
    pub(super) id: u16,
    pub(super) fields: Fields<'a>,
}

/// The records of a part, one after the other.
#[derive(Debug)]
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// Opens a part that must begin with the record `begin`; its body is given too.
    pub(super) fn open(bytes: &'a [u8], begin: u16) -> Result<(Self, Fields<'a>), Reason> {
        let mut records = Self { rest: bytes };
        let first = records.known()?;
        if first.id != begin {
            return Err(Reason::Malformed);
        }
        Ok((records, first.fields))
    }

    /// The next record in front of the record `end`; none there. A part that stops before is malformed.
    pub(super) fn within(&mut self, end: u16) -> Result<Option<Record<'a>>, Reason> {
        let record = self.known()?;
        Ok(Some(record).filter(|record| record.id != end))
    }

    /// Passes over everything up to the record `end`.
    pub(super) fn skip(&mut self, end: u16) -> Result<(), Reason> {
        while self.within(end)?.is_some() {}
        Ok(())
    }

    /// What would be next, without going there.
    pub(super) fn peek(&self) -> Option<u16> {
        Self { rest: self.rest }
            .known()
            .ok()
            .map(|record| record.id)
    }

    /// The next record that belongs to no future, and to no alternative that only some programs know.
    fn known(&mut self) -> Result<Record<'a>, Reason> {
        let mut future = 0_usize;
        loop {
            let record = self.any()?;
            match record.id {
                id::FRT_BEGIN | id::AC_BEGIN => future = future.saturating_add(1),
                id::FRT_END | id::AC_END => future = future.saturating_sub(1),
                found if future > 0 && !id::OF_THE_FUTURE.contains(&found) => {}
                _ => return Ok(record),
            }
        }
    }

    fn any(&mut self) -> Result<Record<'a>, Reason> {
        let id = self.number(2)?;
        let size = self.number(4)?;
        let size = usize::try_from(size).map_err(|_| Reason::Malformed)?;
        let (body, rest) = self.rest.split_at_checked(size).ok_or(Reason::Malformed)?;
        self.rest = rest;
        Ok(Record {
            id: u16::try_from(id).map_err(|_| Reason::Malformed)?,
            fields: Fields::new(body),
        })
    }

    /// A number of at most `most` bytes, seven bits each, the lowest first; the eighth says that more follow.
    fn number(&mut self, most: u32) -> Result<u32, Reason> {
        let mut value = 0_u32;
        for place in 0..most {
            let (byte, rest) = self.rest.split_first().ok_or(Reason::Malformed)?;
            self.rest = rest;
            value |= u32::from(byte & 0x7f) << place.saturating_mul(7);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        // The last byte may not promise more.
        Err(Reason::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Reason, Records};
    use crate::ooxml::binary::id;

    #[test]
    fn types_and_sizes_are_read_and_lies_refused() {
        let part = [0x81, 1, 0, 0x00, 2, 7, 7, 0x82, 1, 0];
        let (mut records, _) = Records::open(&part, id::BEGIN_SHEET).unwrap();
        let row = records.within(id::END_SHEET).unwrap().unwrap();
        assert_eq!((row.id, row.fields.len()), (0, 2));
        assert!(records.within(id::END_SHEET).unwrap().is_none());
        for wrong in [
            &part[..9],
            &part[..7],
            &[0x81, 1, 0, 0, 200, 1][..],
            &[0x81, 1, 0, 0, 0xff, 0xff, 0xff, 0xff, 1][..],
            &[0x81, 1, 0, 0x80, 0x80, 0x80, 0][..],
        ] {
            let (mut records, _) = Records::open(wrong, id::BEGIN_SHEET).unwrap();
            assert_eq!(records.skip(id::END_SHEET), Err(Reason::Malformed));
        }
        assert!(Records::open(&part, id::BEGIN_BOOK).is_err());
        assert!(Records::open(&[], id::BEGIN_BOOK).is_err());
    }

    #[test]
    fn future_records_are_passed_over_with_all_they_hold() {
        let part = [
            0x81, 1, 0, 35, 0, 0x82, 1, 0, 35, 0, 36, 0, 36, 0, 5, 1, 0, 0x82, 1, 0,
        ];
        let (mut records, _) = Records::open(&part, id::BEGIN_SHEET).unwrap();
        assert_eq!(records.within(id::END_SHEET).unwrap().unwrap().id, 5);
        assert!(records.within(id::END_SHEET).unwrap().is_none());
    }
}
