//! Fuzzes the writer with frames of a reader that was taken over.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    sekisho_fuzz::keep(input);
    let _ = sekisho_writer::write(input, &mut Vec::new());
});
