//! Fuzzes metafiles: the signature is given, the rest is not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&[&b"\xd7\xcd\xc6\x9a"[..], input].concat(), None, false);
});
