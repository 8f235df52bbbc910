//! Fuzzes the recogniser of papers with what a writer that was taken over might make.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::keep(input);
    sekisho_fuzz::recheck::is_paper(input);
});
