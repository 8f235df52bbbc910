//! Fuzzes metafiles: the headers and the window are given, the records are not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    // A placeable header of a hundred units each way, 96 an inch, then the header of the metafile itself.
    let mut file = vec![0xd7, 0xcd, 0xc6, 0x9a, 0, 0, 0, 0, 0, 0, 100, 0, 100, 0, 96, 0];
    file.extend([0; 6]);
    file.extend([1, 0, 9, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    // A window that is as large.
    file.extend([5, 0, 0, 0, 0x0c, 2, 100, 0, 100, 0]);
    sekisho_fuzz::road(&[&file, input].concat(), None, false);
});
