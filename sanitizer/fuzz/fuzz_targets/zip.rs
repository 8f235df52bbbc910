//! Fuzzes ZIP: the signature is given, the rest is not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[b"PK\x03\x04", input].concat(), None, false);
});
