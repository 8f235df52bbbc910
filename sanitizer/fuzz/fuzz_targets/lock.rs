//! Fuzzes what stands behind a lock's signature: the descriptor of an agile lock, the package after it.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| sekisho_fuzz::locked(input));
