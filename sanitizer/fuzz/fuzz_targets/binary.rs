//! Fuzzes the records of a binary workbook: the package around them is given.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::road(&sekisho_fuzz::binary_book(input), None, false);
});
