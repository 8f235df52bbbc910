//! Who is at the other end when the town's reverse proxy stands between: the address that guesses are counted by and
//! that the audit trail shows.
//!
//! Promises: `X-Forwarded-For` is read only from a peer the configuration names as a proxy; it is read from the right,
//! where the proxies write, so nothing a browser writes to its left is believed; what does not read is not guessed at.

use axum::http::{HeaderMap, HeaderName};
use serde::Deserialize;
use std::net::IpAddr;

/// The header, each proxy adding at its end whom it spoke with.
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The longest list that is read; no site has as many proxies in a row.
const LONGEST: usize = 32;

/// A network, as `192.0.2.0/24` or `2001:db8::/32`; an address alone is a network of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

/// What is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no network; write it as 192.0.2.0/24")]
pub struct InvalidNetwork(String);

impl TryFrom<String> for Network {
    type Error = InvalidNetwork;

    fn try_from(text: String) -> Result<Self, InvalidNetwork> {
        let invalid = || InvalidNetwork(text.clone());
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text.as_str(), None),
        };
        let first: IpAddr = address.parse().map_err(|_| invalid())?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().map_err(|_| invalid())?,
            None => most,
        };
        let network = Self { first, bits };
        // A network that would trust everybody, or whose address is not its first, is a slip of the pen.
        let (fits, own) = (
            (1..=most).contains(&bits),
            network.masked(first) == Some(number(first)),
        );
        (fits && own).then_some(network).ok_or_else(invalid)
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        self.first.is_ipv4() == address.is_ipv4()
            && self.masked(address) == Some(number(self.first))
    }

    /// The first address of the network of this size that an address is in.
    fn masked(self, address: IpAddr) -> Option<u128> {
        let most: u8 = if address.is_ipv4() { 32 } else { 128 };
        let host = u32::from(most.checked_sub(self.bits)?);
        let number = number(address);
        number.checked_shr(host)?.checked_shl(host)
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

/// The proxies whose word is taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Proxies(pub(super) Vec<Network>);

impl Proxies {
    /// The client's address: the peer's, or, from a trusted proxy, the first from the right that is no trusted proxy.
    /// Where nothing else can be told for sure it is the peer's.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return peer;
        }
        self.forwarded(headers).unwrap_or(peer)
    }

    fn forwarded(&self, headers: &HeaderMap) -> Option<IpAddr> {
        // A later line stands to the right of an earlier one.
        let mut lines = Vec::new();
        for line in headers.get_all(FORWARDED) {
            lines.push(line.to_str().ok()?);
        }
        let entries = lines.iter().rev().flat_map(|line| line.rsplit(','));
        for entry in entries.take(LONGEST) {
            let address = entry.trim().parse::<IpAddr>().ok()?.to_canonical();
            if !self.trusts(address) {
                return Some(address);
            }
        }
        None
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn network(text: &str) -> Result<Network, InvalidNetwork> {
        text.to_owned().try_into()
    }

    fn proxies() -> Proxies {
        let of = ["10.0.0.0/24", "2001:db8:1::/48", "192.0.2.7"];
        Proxies(of.map(|text| network(text).expect("a network")).to_vec())
    }

    fn client(peer: &str, lines: &[&[u8]]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            let value = HeaderValue::from_bytes(line).expect("a value");
            headers.append(FORWARDED, value);
        }
        let peer = peer.parse().expect("an address");
        proxies().client(peer, &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_asked_whom_it_spoke_with() {
        assert_eq!(client("10.0.0.9", &[b"198.51.100.4"]), "198.51.100.4");
        assert_eq!(client("10.0.1.9", &[b"198.51.100.4"]), "10.0.1.9");
        assert_eq!(client("198.51.100.9", &[b"10.0.0.1"]), "198.51.100.9");
        assert_eq!(client("10.0.0.9", &[]), "10.0.0.9");
        assert_eq!(
            client("2001:db8:1::5", &[b"2001:db8:2::1"]),
            "2001:db8:2::1"
        );
        assert_eq!(client("192.0.2.8", &[b"203.0.113.1"]), "192.0.2.8");
    }

    #[test]
    fn what_a_browser_wrote_to_the_left_is_not_believed() {
        for forged in [
            &b"127.0.0.1, 198.51.100.4"[..],
            b"203.0.113.1,198.51.100.4",
            b"10.0.0.1, 10.0.0.2, 198.51.100.4, 10.0.0.3",
            b"not-an-address, 198.51.100.4",
            b"\x22;drop, , 198.51.100.4 , 192.0.2.7",
        ] {
            assert_eq!(client("10.0.0.9", &[forged]), "198.51.100.4");
        }
        // A line of its own stands before the proxy's.
        let lines = [&b"203.0.113.1"[..], b"198.51.100.4"];
        assert_eq!(client("10.0.0.9", &lines), "198.51.100.4");
    }

    #[test]
    fn what_does_not_read_is_the_peer_itself() {
        let long = vec!["10.0.0.1"; 5_000].join(",");
        for odd in [
            &b"unknown"[..],
            b"",
            b",",
            b"198.51.100.4,",
            b"198.51.100.4:80",
            b"_hidden",
            b"198.51.100.4, 999.1.1.1",
            b"\xff\xfe",
            b"10.0.0.1",
            long.as_bytes(),
        ] {
            assert_eq!(client("10.0.0.9", &[odd]), "10.0.0.9");
        }
    }

    #[test]
    fn one_address_in_two_clothes_is_one() {
        assert_eq!(
            client("::ffff:10.0.0.9", &[b"198.51.100.4"]),
            "198.51.100.4"
        );
        assert_eq!(
            client("10.0.0.9", &[b"::ffff:198.51.100.4"]),
            "198.51.100.4"
        );
        assert_eq!(client("::ffff:198.51.100.4", &[]), "198.51.100.4");
    }

    #[test]
    fn a_slip_of_the_pen_is_no_network() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0.1/24",
            "0.0.0.0/0",
            "::/0",
            "10.0.0.0/-1",
            "proxy",
            "10.0.0.0/",
            "2001:db8::/129",
        ] {
            assert!(network(text).is_err(), "{text}");
        }
        for text in [
            "10.0.0.0/8",
            "10.0.0.1",
            "10.0.0.1/32",
            "::1",
            "fd00::/8",
            "128.0.0.0/1",
        ] {
            assert!(network(text).is_ok(), "{text}");
        }
    }
}
