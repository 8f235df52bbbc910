//! Fuzzes JPEG: the signature is given, the rest is not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[b"\xff\xd8\xff", input].concat(), None, false);
});
