//! Fuzzes the decoder, the verifier and the writer of papers with payloads of a reader that was taken over.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::payload(input);
});
