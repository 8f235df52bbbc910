//! Fuzzes a text file.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sekisho_fuzz::road(input, Some("a.txt"), false));
