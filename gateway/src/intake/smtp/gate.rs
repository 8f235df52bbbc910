//! How many may be inside at once, in total and from one client address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// Counts the sessions that are open.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    inside: Arc<Mutex<Inside>>,
    most: usize,
    most_of_one: usize,
}

#[derive(Debug, Default)]
struct Inside {
    total: usize,
    by_client: HashMap<IpAddr, usize>,
}

/// Why nobody more is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closed {
    /// The house is full.
    Full,
    /// This client has enough sessions.
    FullForClient,
}

/// One session's place inside; leaving is dropping it.
#[derive(Debug)]
pub(crate) struct Pass {
    gate: Gate,
    client: IpAddr,
}

impl Gate {
    pub(crate) fn new(most: usize, most_of_one: usize) -> Self {
        Self {
            inside: Arc::default(),
            most,
            most_of_one,
        }
    }

    /// Lets one session of `client` in.
    pub(crate) fn enter(&self, client: IpAddr) -> Result<Pass, Closed> {
        let client = one_client(client);
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if inside.total >= self.most {
            return Err(Closed::Full);
        }
        let own = inside.by_client.entry(client).or_default();
        if *own >= self.most_of_one {
            return Err(Closed::FullForClient);
        }
        *own += 1;
        inside.total += 1;
        Ok(Pass {
            gate: self.clone(),
            client,
        })
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inside = self
            .gate
            .inside
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        inside.total = inside.total.saturating_sub(1);
        if let Some(own) = inside.by_client.get_mut(&self.client) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                inside.by_client.remove(&self.client);
            }
        }
    }
}

/// A client is an IPv4 address or an IPv6 network of 64 bits.
fn one_client(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greedy_client_is_stopped_before_the_house_is_full_and_leaving_makes_room() {
        let gate = Gate::new(3, 2);
        let [greedy, other] = ["2001:db8::1", "192.0.2.7"].map(|text| text.parse().unwrap());
        let neighbour = "2001:db8::ffff:1".parse().unwrap();
        let first = gate.enter(greedy).unwrap();
        let _second = gate.enter(neighbour).unwrap();
        assert_eq!(gate.enter(greedy).unwrap_err(), Closed::FullForClient);
        let _third = gate.enter(other).unwrap();
        assert_eq!(gate.enter(other).unwrap_err(), Closed::Full);
        drop(first);
        assert!(gate.enter(other).is_ok());
    }
}
