//! Raster operations ([MS-WMF] 2.1.1.31, 2.1.1.2): eight bits say what becomes of each bit of a pixel.

use resvg::tiny_skia::PremultipliedColorU8;

/// The truth table of an operation: bit `pattern·4 + source·2 + destination` is the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Table(u8);

impl Table {
    pub(super) const SOURCE: Self = Self(0xcc);
    pub(super) const PATTERN: Self = Self(0xf0);
    /// What leaves everything as it is.
    pub(super) const KEEP: Self = Self(0xaa);

    /// Of an operation of three operands, whose third byte is the table.
    pub(super) fn ternary(operation: u32) -> Self {
        let [_, _, table, _] = operation.to_le_bytes();
        Self(table)
    }

    /// Of an operation of pen or brush with what is there; unknown ones paint.
    pub(super) fn binary(operation: u32) -> Self {
        let code = match u8::try_from(operation) {
            Ok(code @ 1..=16) => code.saturating_sub(1),
            _ => return Self::PATTERN,
        };
        let bit = |at: u32| (code >> at) & 1;
        let (low, high) = (bit(0) | bit(1) << 1, bit(2) | bit(3) << 1);
        Self(low | low << 2 | high << 4 | high << 6)
    }

    /// The result for one channel.
    pub(super) fn channel(self, pattern: u8, source: u8, destination: u8) -> u8 {
        let mut result = 0;
        for at in 0..8_u32 {
            if (self.0 >> at) & 1 == 0 {
                continue;
            }
            let pick = |value: u8, which: u32| if at & which == 0 { !value } else { value };
            result |= pick(pattern, 4) & pick(source, 2) & pick(destination, 1);
        }
        result
    }

    /// The result for one pixel. Where nothing was drawn yet is white paper, which stays clear where it stays white.
    pub(super) fn pixel(
        self,
        pattern: PremultipliedColorU8,
        source: PremultipliedColorU8,
        destination: PremultipliedColorU8,
    ) -> PremultipliedColorU8 {
        let paper = 255_u8.saturating_sub(destination.alpha());
        let on_paper = |value: u8| value.saturating_add(paper);
        let before = [
            on_paper(destination.red()),
            on_paper(destination.green()),
            on_paper(destination.blue()),
        ];
        let [red, green, blue] = before;
        let after = [
            self.channel(pattern.red(), source.red(), red),
            self.channel(pattern.green(), source.green(), green),
            self.channel(pattern.blue(), source.blue(), blue),
        ];
        if after == before {
            return destination;
        }
        let [red, green, blue] = after;
        PremultipliedColorU8::from_rgba(red, green, blue, 255).unwrap_or(destination)
    }
}
