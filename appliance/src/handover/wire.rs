//! What is said over the hand-over socket, as JSON. Pinned by `docs/wire/handover.json`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the inner gateway says.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "t")]
pub(super) enum Ask {
    /// Here is a sealed bundle; it comes with the message.
    #[serde(rename = "bundle")]
    Bundle {
        /// The item.
        item: Uuid,
        /// How large the bundle is.
        size: u64,
    },
    /// Which addresses are there?
    #[serde(rename = "directory?")]
    Directory,
}

/// What the appliance says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "t", rename_all = "kebab-case")]
pub(super) enum Say {
    /// Everything of it is durable.
    Done {
        /// The item.
        item: Uuid,
        /// What happened for each recipient.
        outcomes: Vec<Told>,
    },
    /// It will never be taken.
    Refused {
        /// The item.
        item: Uuid,
        /// A stable word.
        why: &'static str,
    },
    /// Not now; offer it again.
    Later {
        /// The item.
        item: Uuid,
    },
    /// The list of addresses comes with the message.
    Directory {
        /// Its version.
        v: u64,
    },
}

/// What happened for one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Told {
    /// The address.
    pub to: String,
    /// A stable word.
    pub state: &'static str,
}

/// The list of addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Addresses {
    /// Its version.
    pub v: u64,
    /// The addresses in order.
    pub addresses: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn golden() -> Value {
        serde_json::from_str(include_str!("../../../docs/wire/handover.json")).expect("golden")
    }

    #[test]
    fn everything_the_inner_gateway_may_say_is_understood() {
        let golden = golden();
        let said = golden["to_appliance"].as_array().expect("list");
        assert_eq!(said.len(), 2);
        for one in said {
            serde_json::from_value::<Ask>(one["say"].clone()).expect("understood");
        }
    }

    #[test]
    fn we_say_exactly_what_was_agreed() {
        let item = Uuid::try_parse("0193575e-8a00-7c3e-9b1a-2f6c1d3a4b5c").expect("uuid");
        let told = |to: &str, state| Told {
            to: to.to_owned(),
            state,
        };
        let outcomes = vec![
            told("sato@yamabiko.example", "delivered"),
            told("takahashi@yamabiko.example", "unknown-recipient"),
        ];
        let ours = [
            Say::Done { item, outcomes },
            Say::Refused {
                item,
                why: "bad-seal",
            },
            Say::Later { item },
            Say::Directory { v: 7 },
        ];
        let golden = golden();
        let agreed = golden["to_inner"].as_array().expect("list");
        for (ours, agreed) in ours.iter().zip(agreed) {
            assert_eq!(serde_json::to_value(ours).expect("json"), agreed["say"]);
        }
        let list = Addresses {
            v: 7,
            addresses: vec!["sato@yamabiko.example".to_owned()],
        };
        assert_eq!(serde_json::to_value(list).expect("json"), agreed[3]["with"]);
    }
}
