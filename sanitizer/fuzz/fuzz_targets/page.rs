//! Fuzzes PDF by its objects: the file around them is given.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&sekisho_fuzz::paper::file(input), Some("a.pdf"), false);
});
