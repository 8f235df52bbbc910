//! Fuzzes SVG: the signature is given, the rest is not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[&b"<svg xmlns=\"http://www.w3.org/2000/svg\""[..], input].concat(), None, false);
});
