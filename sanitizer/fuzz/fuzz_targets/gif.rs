//! Fuzzes GIF: the signature is given, the rest is not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[b"GIF89a", input].concat(), None, false);
});
