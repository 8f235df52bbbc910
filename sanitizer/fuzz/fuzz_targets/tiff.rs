//! Fuzzes TIFF: the signature is given, the rest is not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[&b"II\x2a\0\x08\0\0\0"[..], input].concat(), None, false);
});
