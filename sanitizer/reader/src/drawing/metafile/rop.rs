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

    /// True where the brush makes a difference.
    pub(super) fn asks_for_pattern(self) -> bool {
        self.0 >> 4 != self.0 & 0x0f
    }

    /// The result for as many bits as there are.
    fn bits(self, pattern: u32, source: u32, destination: u32) -> u32 {
        // Those that nearly every file has, at once; any other one bit of its table after another.
        match self.0 {
            0x00 => 0,
            0xff => u32::MAX,
            0xcc => source,
            0xf0 => pattern,
            0xaa => destination,
            0x33 => !source,
            0x55 => !destination,
            0x88 => source & destination,
            0xee => source | destination,
            0x66 => source ^ destination,
            0x5a => pattern ^ destination,
            0x22 => !source & destination,
            0xbb => !source | destination,
            _ => self.spelled(pattern, source, destination),
        }
    }

    fn spelled(self, pattern: u32, source: u32, destination: u32) -> u32 {
        let mut result = 0;
        for at in 0..8_u32 {
            if (self.0 >> at) & 1 == 0 {
                continue;
            }
            let pick = |value: u32, which: u32| if at & which == 0 { !value } else { value };
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
        let colours = |of: PremultipliedColorU8| [of.red(), of.green(), of.blue()];
        let [pattern, source, there] = [colours(pattern), colours(source), before]
            .map(|[red, green, blue]| u32::from_le_bytes([red, green, blue, 0]));
        let [red, green, blue, _] = self.bits(pattern, source, there).to_le_bytes();
        if [red, green, blue] == before {
            return destination;
        }
        PremultipliedColorU8::from_rgba(red, green, blue, 255).unwrap_or(destination)
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn what_is_said_at_once_is_what_the_table_says() {
        for table in 0..=u8::MAX {
            let table = Table(table);
            for pattern in [0, u32::MAX, 0x0f0f_3c5a] {
                for source in [0, u32::MAX, 0x1234_5678] {
                    for there in [0, u32::MAX, 0x9abc_def0] {
                        let spelled = table.spelled(pattern, source, there);
                        assert_eq!(table.bits(pattern, source, there), spelled, "{table:?}");
                    }
                }
            }
        }
    }
}
