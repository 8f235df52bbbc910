//! Fuzzes Word by its parts: the package around them is given.
#![no_main]

use sekisho_fuzz::office::{WORD, package};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&package(&WORD, input), Some(WORD.file), false);
});
