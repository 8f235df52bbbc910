//! Fuzzes Excel by its parts: the package around them is given.
#![no_main]

use sekisho_fuzz::office::{SHEET, package};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&package(&SHEET, input), Some(SHEET.file), false);
});
