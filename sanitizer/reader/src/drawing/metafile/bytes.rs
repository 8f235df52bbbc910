//! Numbers of a record by their place, little-endian; a place outside the record has none.

/// The bytes of a record.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    pub(super) fn short(&self, at: usize) -> Option<i16> {
        Some(i16::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    pub(super) fn word(&self, at: usize) -> Option<u16> {
        self.short(at).map(i16::cast_unsigned)
    }

    pub(super) fn long(&self, at: usize) -> Option<i32> {
        Some(i32::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    pub(super) fn dword(&self, at: usize) -> Option<u32> {
        self.long(at).map(i32::cast_unsigned)
    }

    /// A count or an offset.
    pub(super) fn count(&self, at: usize) -> Option<usize> {
        usize::try_from(self.dword(at)?).ok()
    }

    /// A float that is a number.
    pub(super) fn float(&self, at: usize) -> Option<f64> {
        let value = f64::from(f32::from_bits(self.dword(at)?));
        value.is_finite().then_some(value)
    }

    /// So many whole numbers of four bytes, one behind the other.
    pub(super) fn longs<const N: usize>(&self, at: usize) -> Option<[f64; N]> {
        let bytes = self.0.get(at..)?;
        let mut numbers = [0.0; N];
        for (index, number) in numbers.iter_mut().enumerate() {
            *number = f64::from(Bytes(bytes).long(index.checked_mul(4)?)?);
        }
        Some(numbers)
    }

    /// So many whole numbers of two bytes, one behind the other.
    pub(super) fn shorts<const N: usize>(&self, at: usize) -> Option<[f64; N]> {
        let bytes = self.0.get(at..)?;
        let mut numbers = [0.0; N];
        for (index, number) in numbers.iter_mut().enumerate() {
            *number = f64::from(Bytes(bytes).short(index.checked_mul(2)?)?);
        }
        Some(numbers)
    }

    /// So many floats, one behind the other.
    pub(super) fn floats<const N: usize>(&self, at: usize) -> Option<[f64; N]> {
        let bytes = self.0.get(at..)?;
        let mut numbers = [0.0; N];
        for (index, number) in numbers.iter_mut().enumerate() {
            *number = Bytes(bytes).float(index.checked_mul(4)?)?;
        }
        Some(numbers)
    }

    /// A part of so many bytes.
    pub(super) fn part(&self, at: usize, length: usize) -> Option<&'a [u8]> {
        self.0.get(at..at.checked_add(length)?)
    }

    /// What follows a place.
    pub(super) fn from(&self, at: usize) -> &'a [u8] {
        self.0.get(at..).unwrap_or_default()
    }

    /// `count` points at a place, of four bytes each where they are `small`, else of eight; fewer where the record ends.
    pub(super) fn points(&self, at: usize, count: usize, small: bool) -> Vec<(f64, f64)> {
        let rest = self.from(at);
        if small {
            let points = rest.as_chunks::<4>().0.iter().take(count);
            points
                .map(|[a, b, c, d]| {
                    let number = |low, high| f64::from(i16::from_le_bytes([low, high]));
                    (number(*a, *b), number(*c, *d))
                })
                .collect()
        } else {
            let points = rest.as_chunks::<8>().0.iter().take(count);
            points
                .map(|[a, b, c, d, e, f, g, h]| {
                    let number = |bytes| f64::from(i32::from_le_bytes(bytes));
                    (number([*a, *b, *c, *d]), number([*e, *f, *g, *h]))
                })
                .collect()
        }
    }

    /// A colour: red, green, blue and a byte of flags ([MS-WMF] 2.2.1.7).
    pub(super) fn colour(&self, at: usize) -> Option<[u8; 3]> {
        let [red, green, blue, _]: [u8; 4] = *self.0.get(at..)?.first_chunk()?;
        Some([red, green, blue])
    }
}
