//! The words between the inner node and the appliance, over a Unix SEQPACKET socket.
//!
//! One packet is one JSON object with at most one sealed memfd: the bundle on its way up, the address list on its
//! way down. `docs/wire/handover.json` is the golden.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::delivery::Outcome;

/// The largest packet either side sends.
pub(super) const PACKET_MOST: usize = 64 * 1024;

/// What the inner node says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum ToAppliance {
    /// The attached memfd is a sealed bundle.
    Bundle {
        /// The item in it.
        item: Uuid,
        /// Its size.
        size: u64,
    },
    /// Who takes mail?
    #[serde(rename = "directory?")]
    AskDirectory,
}

/// What the appliance says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum FromAppliance {
    /// The item is committed.
    Done {
        /// The item.
        item: Uuid,
        /// One outcome for each recipient.
        outcomes: Vec<Outcome>,
    },
    /// The item will never be taken.
    Refused {
        /// The item.
        item: Uuid,
        /// The reason's code.
        why: String,
    },
    /// The item cannot be taken now.
    Later {
        /// The item.
        item: Uuid,
    },
    /// The attached memfd is the address list.
    Directory {
        /// Its version.
        v: u64,
    },
}

/// The address list in the memfd.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AddressList {
    /// Its version.
    pub(super) v: u64,
    /// Every address that takes mail.
    pub(super) addresses: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_golden_packet_is_understood_and_written_the_same() {
        let text = include_str!("../../../docs/wire/handover.json");
        let golden: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(golden["packet_most"], PACKET_MOST);
        for packet in golden["to_appliance"].as_array().unwrap() {
            let understood: ToAppliance = serde_json::from_value(packet["say"].clone()).unwrap();
            assert_eq!(serde_json::to_value(&understood).unwrap(), packet["say"]);
        }
        for packet in golden["to_inner"].as_array().unwrap() {
            let understood: FromAppliance = serde_json::from_value(packet["say"].clone()).unwrap();
            assert_eq!(serde_json::to_value(&understood).unwrap(), packet["say"]);
            if let FromAppliance::Directory { v } = understood {
                let list: AddressList = serde_json::from_value(packet["with"].clone()).unwrap();
                assert_eq!(list.v, v);
                assert_eq!(serde_json::to_value(&list).unwrap(), packet["with"]);
            }
        }
    }
}
