//! Fuzzes the reader of PDF by whole files.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[b"%PDF-", input].concat(), Some("a.pdf"), false);
});
