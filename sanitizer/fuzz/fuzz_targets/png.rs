//! Fuzzes PNG: the signature is given, the rest is not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[b"\x89PNG\r\n\x1a\n", input].concat(), None, false);
});
