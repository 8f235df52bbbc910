//! What the codes of a font say: a map to characters, for those who search, copy and listen.

use pdf_writer::types::{SystemInfo, UnicodeCmap};
use pdf_writer::writers::WMode;
use pdf_writer::{Name, Str};
use sekisho_ir::paper::Glyph;

/// The map of a font whose first glyph has the code 1.
pub(super) fn of(glyphs: &[&Glyph], vertical: bool) -> Vec<u8> {
    let info = SystemInfo {
        registry: Str(b"Adobe"),
        ordering: Str(b"UCS"),
        supplement: 0,
    };
    let mode = if vertical {
        WMode::Vertical
    } else {
        WMode::Horizontal
    };
    let mut map = UnicodeCmap::<u16>::with_writing_mode(Name(b"Sekisho-Words"), info, mode);
    for (code, glyph) in (1_u16..).zip(glyphs) {
        if !glyph.text.is_empty() {
            map.pair_with_multiple(code, glyph.text.chars());
        }
    }
    map.finish().into_vec()
}
