//! Fuzzes icons: the signature is given, the rest is not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[&b"\0\0\x01\0\x01\0"[..], input].concat(), None, false);
});
