//! Fuzzes enhanced metafiles: the header is given, the records are not.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let mut header = [0; 88];
    header[..8].copy_from_slice(&[1, 0, 0, 0, 88, 0, 0, 0]);
    header[16..24].copy_from_slice(&[100, 0, 0, 0, 100, 0, 0, 0]);
    header[32..44].copy_from_slice(b"\0\x10\0\0\0\x10\0\0 EMF");
    sekisho_fuzz::road(&[&header[..], input].concat(), None, false);
});
