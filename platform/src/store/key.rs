//! Keys as bytes that sort the way their values do.
//!
//! Numbers are big-endian with the sign turned, text and byte strings are escaped and ended so that a shorter one
//! sorts before a longer one and parts can stand side by side. The encoding is ours and on the disk for good: an
//! engine can be replaced without rewriting a key.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// Something that can be part of a key. Encodings of whole parts are never prefixes of each other, so the encoding
/// of the first parts of a tuple is the common prefix of every tuple that begins with them.
pub trait ToKey {
    /// Appends the encoding.
    fn encode(&self, out: &mut Vec<u8>);

    /// The encoding alone.
    fn to_key(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.encode(&mut out);
        out
    }
}

/// A key that can be read back.
pub trait Key: ToKey + Sized {
    /// Takes one encoding off the front; `None` when there is none.
    fn decode(bytes: &mut &[u8]) -> Option<Self>;

    /// Reads an encoding with nothing behind it.
    fn from_key(mut bytes: &[u8]) -> Option<Self> {
        let key = Self::decode(&mut bytes)?;
        bytes.is_empty().then_some(key)
    }
}

/// Sorts the other way round: the largest number first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reverse<T>(pub T);

/// Text that may go on: the prefix of every text that begins so.
#[derive(Debug, Clone, Copy)]
pub struct Starts<'a>(pub &'a str);

impl<T: ToKey + ?Sized> ToKey for &T {
    fn encode(&self, out: &mut Vec<u8>) {
        (**self).encode(out);
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

macro_rules! unsigned {
    ($($number:ty),*) => {$(
        impl ToKey for $number {
            fn encode(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
        }
        impl Key for $number {
            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                take(bytes).map(<$number>::from_be_bytes)
            }
        }
        impl ToKey for Reverse<$number> {
            fn encode(&self, out: &mut Vec<u8>) {
                (<$number>::MAX - self.0).encode(out);
            }
        }
        impl Key for Reverse<$number> {
            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                <$number>::decode(bytes).map(|number| Reverse(<$number>::MAX - number))
            }
        }
    )*};
}
unsigned!(u8, u16, u32, u64, u128);

macro_rules! signed {
    ($($number:ty => $turned:ty),*) => {$(
        impl ToKey for $number {
            fn encode(&self, out: &mut Vec<u8>) {
                (self.cast_unsigned() ^ (1 << (<$turned>::BITS - 1))).encode(out);
            }
        }
        impl Key for $number {
            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                let turned = <$turned>::decode(bytes)? ^ (1 << (<$turned>::BITS - 1));
                Some(turned.cast_signed())
            }
        }
        impl ToKey for Reverse<$number> {
            fn encode(&self, out: &mut Vec<u8>) {
                (!self.0).encode(out);
            }
        }
        impl Key for Reverse<$number> {
            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                <$number>::decode(bytes).map(|number| Reverse(!number))
            }
        }
    )*};
}
signed!(i8 => u8, i16 => u16, i32 => u32, i64 => u64, i128 => u128);

impl ToKey for bool {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
}

impl Key for bool {
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        match take(bytes)? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }
}

impl<const N: usize> ToKey for [u8; N] {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
}

impl<const N: usize> Key for [u8; N] {
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        take(bytes)
    }
}

impl ToKey for Uuid {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }
}

impl Key for Uuid {
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        take(bytes).map(Self::from_bytes)
    }
}

/// A zero within is written `00 FF`, the end is `00 01`.
fn escape(bytes: &[u8], out: &mut Vec<u8>) {
    for &byte in bytes {
        out.push(byte);
        if byte == 0 {
            out.push(0xFF);
        }
    }
}

fn unescape(bytes: &mut &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        match take(bytes)? {
            [0] => match take(bytes)? {
                [0xFF] => out.push(0),
                [0x01] => return Some(out),
                _ => return None,
            },
            [byte] => out.push(byte),
        }
    }
}

impl ToKey for [u8] {
    fn encode(&self, out: &mut Vec<u8>) {
        escape(self, out);
        out.extend_from_slice(&[0x00, 0x01]);
    }
}

impl ToKey for Vec<u8> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.as_slice().encode(out);
    }
}

impl Key for Vec<u8> {
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        unescape(bytes)
    }
}

impl ToKey for str {
    fn encode(&self, out: &mut Vec<u8>) {
        self.as_bytes().encode(out);
    }
}

impl ToKey for String {
    fn encode(&self, out: &mut Vec<u8>) {
        self.as_bytes().encode(out);
    }
}

impl Key for String {
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        String::from_utf8(unescape(bytes)?).ok()
    }
}

impl ToKey for Starts<'_> {
    fn encode(&self, out: &mut Vec<u8>) {
        escape(self.0.as_bytes(), out);
    }
}

impl<T: ToKey> ToKey for Option<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            None => out.push(0),
            Some(inner) => {
                out.push(1);
                inner.encode(out);
            }
        }
    }
}

impl<T: Key> Key for Option<T> {
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        match take(bytes)? {
            [0] => Some(None),
            [1] => T::decode(bytes).map(Some),
            _ => None,
        }
    }
}

impl ToKey for Timestamp {
    fn encode(&self, out: &mut Vec<u8>) {
        self.as_nanosecond().encode(out);
    }
}

impl Key for Timestamp {
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        Timestamp::from_nanosecond(i128::decode(bytes)?).ok()
    }
}

impl ToKey for Reverse<Timestamp> {
    fn encode(&self, out: &mut Vec<u8>) {
        Reverse(self.0.as_nanosecond()).encode(out);
    }
}

impl Key for Reverse<Timestamp> {
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        let nanoseconds = Reverse::<i128>::decode(bytes)?.0;
        Timestamp::from_nanosecond(nanoseconds).ok().map(Reverse)
    }
}

impl ToKey for Date {
    fn encode(&self, out: &mut Vec<u8>) {
        (self.year(), self.month(), self.day()).encode(out);
    }
}

impl Key for Date {
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        let (year, month, day) = Key::decode(bytes)?;
        Date::new(year, month, day).ok()
    }
}

macro_rules! tuple {
    ($($part:ident $place:tt),*) => {
        impl<$($part: ToKey),*> ToKey for ($($part,)*) {
            fn encode(&self, out: &mut Vec<u8>) {
                let _ = &out;
                $(self.$place.encode(out);)*
            }
        }
        impl<$($part: Key),*> Key for ($($part,)*) {
            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                let _ = &bytes;
                Some(($($part::decode(bytes)?,)*))
            }
        }
    };
}
tuple!();
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);

/// Makes a one-field newtype a key, encoded as its field. The field may be private: the macro stands where the
/// type does.
///
/// ```
/// #[derive(Debug, Clone, Copy, PartialEq)]
/// struct ShelfId(u64);
/// sekisho_platform::key_as!(ShelfId(u64));
/// ```
#[macro_export]
macro_rules! key_as {
    ($newtype:ident($inner:ty)) => {
        impl $crate::store::ToKey for $newtype {
            fn encode(&self, out: &mut Vec<u8>) {
                $crate::store::ToKey::encode(&self.0, out);
            }
        }
        impl $crate::store::Key for $newtype {
            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                <$inner as $crate::store::Key>::decode(bytes).map($newtype)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keeps_order<K: Key + PartialOrd + PartialEq + std::fmt::Debug>(a: &K, b: &K) {
        let (left, right) = (a.to_key(), b.to_key());
        assert_eq!(a.partial_cmp(b), left.partial_cmp(&right), "{a:?} {b:?}");
        assert_eq!(&K::from_key(&left).unwrap(), a);
    }

    proptest! {
        #[test]
        fn numbers_keep_their_order(a: (i64, u32, i8), b: (i64, u32, i8)) {
            keeps_order(&a, &b);
        }

        #[test]
        fn texts_keep_their_order_even_with_zeros(a in "[\\x00a\u{1}あ\u{10FFFF}]{0,6}", b in "[\\x00a\u{1}あ\u{10FFFF}]{0,6}") {
            keeps_order(&a, &b);
        }

        #[test]
        fn tuples_of_bytes_keep_their_order(a: (Vec<u8>, Option<u16>, bool), b: (Vec<u8>, Option<u16>, bool)) {
            keeps_order(&a, &b);
        }

        #[test]
        fn reversed_numbers_turn_their_order(a: i64, b: i64, c: u64, d: u64) {
            prop_assert_eq!(a.cmp(&b), Reverse(b).to_key().cmp(&Reverse(a).to_key()));
            prop_assert_eq!(c.cmp(&d), Reverse(d).to_key().cmp(&Reverse(c).to_key()));
            prop_assert_eq!(Reverse::<i64>::from_key(&Reverse(a).to_key()), Some(Reverse(a)));
        }

        #[test]
        fn any_bytes_decode_or_refuse(bytes: Vec<u8>) {
            let _ = <(String, u64, Option<Timestamp>)>::from_key(&bytes);
        }
    }

    #[test]
    fn moments_sort_across_the_epoch() {
        let before = Timestamp::new(-1, -5).unwrap();
        let after = Timestamp::new(0, 7).unwrap();
        keeps_order(&before, &after);
        assert!(Reverse(after).to_key() < Reverse(before).to_key());
    }

    #[test]
    fn the_beginning_of_a_text_is_a_prefix_of_it() {
        let whole = ("やまびこ", 3_u8).to_key();
        assert!(whole.starts_with(&Starts("やま").to_key()));
        assert!(!whole.starts_with(&"やま".to_key()));
    }
}
