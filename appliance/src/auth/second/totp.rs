//! 確認アプリ: codes of six digits that change every half minute (RFC 6238, with SHA-1 and 30 seconds, which every app
//! knows), and how a telephone learns the secret.

use fast_qr::convert::svg::SvgBuilder;
use fast_qr::convert::{Builder as _, Shape};
use fast_qr::{ECL, QRBuilder};
use std::fmt;
use totp_rs::{Builder, Secret, Totp};

/// How many bytes a secret has: as long as the hash, as RFC 4226 asks.
const BYTES: usize = 20;

/// What the telephone and this machine both know.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::auth) struct TotpSecret([u8; BYTES]);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(..)")
    }
}

impl TotpSecret {
    /// From fresh randomness.
    pub(super) fn fresh(random: &[u8; 32]) -> Self {
        let mut bytes = [0; BYTES];
        bytes
            .iter_mut()
            .zip(random)
            .for_each(|(to, from)| *to = *from);
        Self(bytes)
    }

    /// From what was sealed.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// To be sealed.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The step whose code was typed, one step early or late at most. A code counts once: only a step after `used`.
    pub(super) fn step_of(&self, typed: &str, now: i64, used: u64) -> Option<u64> {
        let now = u64::try_from(now).ok()?;
        let step = self.generator("", "")?.check(typed, now)?;
        (step > used).then_some(step)
    }

    /// The code of a moment, for tests.
    #[cfg(test)]
    pub(in crate::auth) fn code(&self, now: i64) -> String {
        let now = u64::try_from(now).expect("after 1970");
        self.generator("", "")
            .expect("a generator")
            .generate(now)
            .to_string()
    }

    /// In groups of four letters, to be typed where no camera is.
    pub(super) fn written(&self) -> String {
        let letters = data_encoding::BASE32_NOPAD.encode(&self.0);
        let mut out = String::new();
        for (place, letter) in letters.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                out.push(' ');
            }
            out.push(letter);
        }
        out
    }

    /// What the telephone photographs: a picture as SVG, black on white in every theme because that is what cameras
    /// read. `None` where the names are too long for a code.
    pub(super) fn picture(&self, house: &str, login: &str) -> Option<String> {
        let address = self.generator(house, login)?.to_url().ok()?;
        let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
        Some(SvgBuilder::default().shape(Shape::Square).to_str(&code))
    }

    fn generator(&self, house: &str, login: &str) -> Option<Totp> {
        Builder::new()
            .with_secret(Secret::new_stack(self.0))
            .with_issuer(Some(house.replace(':', " ")))
            .with_account_name(login)
            .build()
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = TotpSecret::of(b"12345678901234567890").expect("twenty bytes");
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.code(at), code, "{at}");
            assert_eq!(secret.step_of(code, at, 0), u64::try_from(at / 30).ok());
        }
    }

    #[test]
    fn a_code_is_good_a_step_early_or_late_and_once() {
        let secret = TotpSecret::fresh(&[7; 32]);
        let (now, step) = (900_000_000, 30_000_000);
        let code = secret.code(now);
        for (at, good) in [
            (-60, false),
            (-30, true),
            (0, true),
            (59, true),
            (60, false),
        ] {
            assert_eq!(secret.step_of(&code, now + at, 0).is_some(), good, "{at}");
        }
        assert_eq!(secret.step_of(&code, now, step - 1), Some(step));
        assert_eq!(secret.step_of(&code, now, step), None, "used");
        let before = secret.code(now - 30);
        assert_eq!(secret.step_of(&before, now, step), None, "nor an older one");
        for wrong in ["", "12345", "1234567", "abcdef", "１２３"] {
            assert_eq!(secret.step_of(wrong, now, 0), None, "{wrong}");
        }
    }

    #[test]
    fn a_telephone_learns_it_by_picture_or_by_letters() {
        let secret = TotpSecret::fresh(&[7; 32]);
        assert_eq!(secret.written().len(), 39);
        let picture = secret
            .picture("関所 やまびこ市", "sato")
            .expect("a picture");
        assert!(picture.starts_with("<svg viewBox"));
        for never in ["style", "script", "href", "image"] {
            assert!(!picture.contains(never), "{never}");
        }
        assert!(secret.picture(&"長い".repeat(2_000), "sato").is_none());
        assert!(!format!("{secret:?}").contains('7'));
    }
}
