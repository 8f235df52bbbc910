//! Fuzzes a whole mail.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sekisho_fuzz::road(input, None, true));
