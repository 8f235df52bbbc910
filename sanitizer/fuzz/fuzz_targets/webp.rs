//! Fuzzes WebP: the signature is given, the rest is not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[&b"RIFF\xff\xff\0\0WEBP"[..], input].concat(), None, false);
});
