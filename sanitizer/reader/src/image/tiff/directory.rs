//! The chain of directories and the values of their fields (TIFF 6.0, section 2; BigTIFF).

/// Fields of one directory; a page has some twenty.
const MOST_FIELDS: u64 = 4_096;
/// Values of one field: as many strips as a page may have rows, twice over, or a colour map.
const MOST_VALUES: u64 = 262_144;

/// A whole file with its byte order.
pub(super) struct File<'a> {
    pub(super) bytes: &'a [u8],
    little: bool,
    big: bool,
}

/// One directory: its fields, in order.
pub(super) struct Directory<'a> {
    fields: Vec<Field<'a>>,
    little: bool,
}

struct Field<'a> {
    tag: u16,
    kind: u16,
    values: &'a [u8],
    little: bool,
}

impl<'a> File<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let (little, big) = match bytes.get(..4)? {
            [b'I', b'I', 42, 0] => (true, false),
            [b'M', b'M', 0, 42] => (false, false),
            [b'I', b'I', 43, 0] => (true, true),
            [b'M', b'M', 0, 43] => (false, true),
            _ => return None,
        };
        Some(Self { bytes, little, big })
    }

    /// Where the first directory stands.
    pub(super) fn first(&self) -> Option<u64> {
        self.offset(if self.big { 8 } else { 4 })
    }

    fn number(&self, at: u64, length: usize) -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        number(self.bytes.get(at..at.checked_add(length)?)?, self.little)
    }

    fn offset(&self, at: u64) -> Option<u64> {
        self.number(at, if self.big { 8 } else { 4 })
            .filter(|offset| *offset != 0)
    }

    /// The directory at a place, and the place of the next.
    pub(super) fn directory(&self, at: u64) -> Option<(Directory<'a>, Option<u64>)> {
        let (head, length, room) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let count = self.number(at, head)?;
        if count == 0 || count > MOST_FIELDS {
            return None;
        }
        let start = at.checked_add(u64::try_from(head).ok()?)?;
        let mut fields = Vec::new();
        for entry in 0..count {
            let at = start.checked_add(entry.checked_mul(length)?)?;
            let (Some(tag), Some(kind)) = (self.number(at, 2), self.number(at.checked_add(2)?, 2))
            else {
                break;
            };
            let many = self.number(at.checked_add(4)?, usize::try_from(room).ok()?)?;
            let (tag, kind) = (u16::try_from(tag).ok()?, u16::try_from(kind).ok()?);
            let inside = at.checked_add(4)?.checked_add(room)?;
            // A field that leads nowhere is a field that is not there.
            if let Some(values) = self.values(kind, many, inside, room) {
                fields.push(Field {
                    tag,
                    kind,
                    values,
                    little: self.little,
                });
            }
        }
        let next = start.checked_add(count.checked_mul(length)?)?;
        Some((
            Directory {
                fields,
                little: self.little,
            },
            self.offset(next),
        ))
    }

    fn values(&self, kind: u16, many: u64, inside: u64, room: u64) -> Option<&'a [u8]> {
        let each = u64::try_from(width(kind)?).ok()?;
        let plain = matches!(kind, 1 | 2 | 6 | 7);
        if many > MOST_VALUES && !plain {
            return None;
        }
        let length = many.checked_mul(each)?;
        let at = if length <= room {
            inside
        } else {
            self.offset(inside)?
        };
        let at = usize::try_from(at).ok()?;
        self.bytes
            .get(at..at.checked_add(usize::try_from(length).ok()?)?)
    }
}

/// Bytes of one value of a field type.
const fn width(kind: u16) -> Option<usize> {
    match kind {
        1 | 2 | 6 | 7 => Some(1),
        3 | 8 => Some(2),
        4 | 9 | 11 | 13 => Some(4),
        5 | 10 | 12 | 16 | 17 | 18 => Some(8),
        _ => None,
    }
}

fn number(bytes: &[u8], little: bool) -> Option<u64> {
    let mut wide = [0; 8];
    if little {
        wide.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(u64::from_le_bytes(wide))
    } else {
        wide.get_mut(8_usize.checked_sub(bytes.len())?..)?
            .copy_from_slice(bytes);
        Some(u64::from_be_bytes(wide))
    }
}

impl<'a> Directory<'a> {
    fn field(&self, tag: u16) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.tag == tag)
    }

    /// All whole numbers of a field.
    pub(super) fn numbers(&self, tag: u16) -> Option<Vec<u64>> {
        let field = self.field(tag)?;
        if !matches!(field.kind, 1 | 3 | 4 | 13 | 16 | 18) {
            return None;
        }
        let each = width(field.kind)?;
        field
            .values
            .chunks_exact(each)
            .map(|value| number(value, field.little))
            .collect()
    }

    /// The first whole number of a field.
    pub(super) fn number(&self, tag: u16) -> Option<u64> {
        let field = self.field(tag)?;
        if !matches!(field.kind, 1 | 3 | 4 | 13 | 16 | 18) {
            return None;
        }
        number(field.values.get(..width(field.kind)?)?, field.little)
    }

    /// The first value of a field of fractions.
    pub(super) fn fraction(&self, tag: u16) -> Option<(u64, u64)> {
        let field = self.field(tag).filter(|field| field.kind == 5)?;
        let above = number(field.values.get(..4)?, field.little)?;
        let below = number(field.values.get(4..8)?, field.little)?;
        (below != 0).then_some((above, below))
    }

    /// The bytes of a field of bytes.
    pub(super) fn bytes(&self, tag: u16) -> Option<&'a [u8]> {
        self.field(tag)
            .filter(|field| width(field.kind) == Some(1))
            .map(|field| field.values)
    }

    /// True where the low byte of a value comes first.
    pub(super) fn is_little(&self) -> bool {
        self.little
    }

    /// A smaller version of another page, or a mask of one (`NewSubfileType`, `SubfileType`).
    pub(super) fn is_preview(&self) -> bool {
        self.number(254).is_some_and(|kind| kind & 5 != 0) || self.number(255) == Some(2)
    }
}
