//! A cursor that never reads beyond its bytes; each step is an answer or the end of the check.

/// Bytes still to be recognised.
pub(super) struct Walk<'a>(&'a [u8]);

impl<'a> Walk<'a> {
    pub(super) fn over(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn chunk<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.chunk::<1>().map(|[byte]| byte)
    }

    /// The next bytes must be these.
    pub(super) fn expect(&mut self, bytes: &[u8]) -> Option<()> {
        (self.take(bytes.len())? == bytes).then_some(())
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }
}

/// A length as it counts in memory.
pub(super) fn size(length: u32) -> Option<usize> {
    usize::try_from(length).ok()
}
