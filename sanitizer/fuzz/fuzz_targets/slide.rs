//! Fuzzes PowerPoint by its parts: the package around them is given.
#![no_main]

use sekisho_fuzz::office::{SLIDE, package};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&package(&SLIDE, input), Some(SLIDE.file), false);
});
