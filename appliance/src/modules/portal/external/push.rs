//! What another system says: whose count is what, as of when. Nothing of it is believed before it is read here.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The most people of one push.
const PEOPLE_MOST: usize = 20_000;

/// The largest count.
const COUNT_MOST: u32 = 999_999;

/// How far the other system's clock may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    as_of: Option<String>,
    #[serde(default = "complete")]
    complete: bool,
    counts: Vec<WireCount>,
}

fn complete() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireCount {
    login: String,
    count: u32,
}

/// What is said, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Push {
    /// The moment it was true, in microseconds.
    pub as_of: u64,
    /// Whether everybody who is not named has none.
    pub complete: bool,
    /// By log-in name.
    pub counts: BTreeMap<String, u32>,
}

/// Why a push was not understood. Told to the other system's operator, with where to look.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotUnderstood {
    /// It is no such JSON.
    #[error("{0}")]
    Shape(String),
    /// The moment is none, or is to come.
    #[error("as_of is an RFC 3339 time that is not in the future")]
    AsOf,
    /// More people than there can be.
    #[error("counts names more than 20000 people")]
    TooMany,
    /// A count that is none.
    #[error("counts[{0}].count is more than 999999")]
    Count(usize),
    /// Somebody has two counts.
    #[error("counts[{0}].login was named before")]
    Twice(usize),
}

impl Push {
    /// Reads the body of a push that came at `now`.
    pub(super) fn read(body: &[u8], now: Timestamp) -> Result<Self, NotUnderstood> {
        let wire: Wire = serde_json::from_slice(body)
            .map_err(|error| NotUnderstood::Shape(error.to_string()))?;
        let as_of = match wire.as_of {
            None => now,
            Some(text) => text.parse().map_err(|_| NotUnderstood::AsOf)?,
        };
        if as_of.duration_since(now) > AHEAD {
            return Err(NotUnderstood::AsOf);
        }
        // A clock that is a little ahead does not make a number of the future.
        let as_of = u64::try_from(as_of.min(now).as_microsecond());
        let as_of = as_of.map_err(|_| NotUnderstood::AsOf)?;
        if wire.counts.len() > PEOPLE_MOST {
            return Err(NotUnderstood::TooMany);
        }
        let mut counts = BTreeMap::new();
        for (at, one) in wire.counts.into_iter().enumerate() {
            if one.count > COUNT_MOST {
                return Err(NotUnderstood::Count(at));
            }
            if counts.insert(one.login, one.count).is_some() {
                return Err(NotUnderstood::Twice(at));
            }
        }
        Ok(Self {
            as_of,
            complete: wire.complete,
            counts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(body: &str) -> Result<Push, NotUnderstood> {
        let now = "2026-11-20T08:31:07+09:00".parse().expect("a moment");
        Push::read(body.as_bytes(), now)
    }

    #[test]
    fn only_what_is_meant_is_read() {
        let push =
            read(r#"{"as_of":"2026-11-20T08:30:00+09:00","counts":[{"login":"sato","count":3}]}"#);
        let push = push.expect("read");
        assert!(push.complete && push.counts["sato"] == 3);
        assert_eq!(push.as_of % 60_000_000, 0);
        let refused = [
            (r#"{"as_of":"8:30","counts":[]}"#, NotUnderstood::AsOf),
            (
                r#"{"as_of":"2026-11-20T08:40:00+09:00","counts":[]}"#,
                NotUnderstood::AsOf,
            ),
            (
                r#"{"as_of":"0000-01-01T00:00:00Z","counts":[]}"#,
                NotUnderstood::AsOf,
            ),
            (
                r#"{"counts":[{"login":"a","count":1000000}]}"#,
                NotUnderstood::Count(0),
            ),
            (
                r#"{"counts":[{"login":"a","count":1},{"login":"a","count":2}]}"#,
                NotUnderstood::Twice(1),
            ),
        ];
        for (body, why) in refused {
            assert_eq!(read(body), Err(why), "{body}");
        }
        for body in [
            "",
            "[]",
            r#"{"counts":[{"login":"a","count":-1}]}"#,
            r#"{"counts":[],"x":1}"#,
        ] {
            assert!(matches!(read(body), Err(NotUnderstood::Shape(_))), "{body}");
        }
        let many: Vec<String> = (0..=PEOPLE_MOST)
            .map(|n| format!(r#"{{"login":"p{n}","count":1}}"#))
            .collect();
        let many = format!(r#"{{"counts":[{}]}}"#, many.join(","));
        assert_eq!(read(&many), Err(NotUnderstood::TooMany));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fall(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Push::read(&body, Timestamp::UNIX_EPOCH);
        }
    }
}
