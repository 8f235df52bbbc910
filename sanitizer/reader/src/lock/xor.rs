//! Whether a password fits an XOR-obfuscated workbook ([MS-OFFCRYPTO] 2.3.7.1): two numbers of 16 bits, no more.

/// The verifier of a password of single bytes, of which only fifteen count.
pub(super) fn verifier(password: &[u8]) -> u16 {
    let typed = password.get(..15).unwrap_or(password);
    let length = u8::try_from(typed.len()).unwrap_or(15);
    let turned = |sum: u16| (sum >> 14 & 1) | (sum << 1 & 0x7fff);
    let sum = typed
        .iter()
        .rev()
        .chain([&length])
        .fold(0_u16, |sum, byte| turned(sum) ^ u16::from(*byte));
    sum ^ 0xce4b
}

#[cfg(test)]
mod tests {
    use super::verifier;

    #[test]
    fn the_verifier_is_the_published_one() {
        // ECMA-376 Part 4, 3.2.29, gives the same digest for workbook and sheet protection.
        assert_eq!(verifier(b"test"), 0xcbeb);
        assert_eq!(verifier(b"password"), 0x83af);
    }
}
