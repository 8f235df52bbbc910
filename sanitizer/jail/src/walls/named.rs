//! The walls by their names, and which of them a site may do without.
//!
//! The names are stable: they stand in configuration files, logs and alarms.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Wall {
    /// No path can be opened.
    Landlock,
    /// Every system call that is not on the list kills.
    Seccomp,
    /// Executing a program cannot gain rights.
    NoNewPrivileges,
    /// No capability is held or to be had.
    Capabilities,
    /// Memory, time, output, descriptors, processes.
    Limits,
    /// No address can be reached.
    Network,
}

impl Wall {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Landlock,
        Self::Seccomp,
        Self::NoNewPrivileges,
        Self::Capabilities,
        Self::Limits,
        Self::Network,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Landlock => "landlock",
            Self::Seccomp => "seccomp",
            Self::NoNewPrivileges => "no-new-privileges",
            Self::Capabilities => "capabilities",
            Self::Limits => "limits",
            Self::Network => "network",
        }
    }

    /// Whether a site may do without it.
    ///
    /// What Landlock, the capabilities and the network wall stop, the list of system calls stops as
    /// well. Nothing stands behind that list and behind the limits, and the list cannot be raised
    /// without `no-new-privileges`; these three no configuration can give away.
    pub fn acceptable(self) -> bool {
        match self {
            Self::Landlock | Self::Capabilities | Self::Network => true,
            Self::Seccomp | Self::NoNewPrivileges | Self::Limits => false,
        }
    }
}

impl fmt::Display for Wall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The walls a site does without, each named by its configuration. None unless it says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct AcceptedWalls(BTreeSet<Acceptable>);

/// A wall that may be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
struct Acceptable(Wall);

/// A name that cannot stand among the accepted walls.
#[derive(Debug, Error)]
pub enum NotAcceptable {
    /// No wall has this name.
    #[error("no wall is called `{0}`; `landlock`, `capabilities` and `network` can be accepted")]
    Unknown(String),
    /// Nothing runs without it.
    #[error("nothing ever runs without `{0}`; it cannot be accepted as missing")]
    Needed(Wall),
}

impl TryFrom<String> for Acceptable {
    type Error = NotAcceptable;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        match Wall::ALL.into_iter().find(|wall| wall.name() == name) {
            Some(wall) if wall.acceptable() => Ok(Self(wall)),
            Some(wall) => Err(NotAcceptable::Needed(wall)),
            None => Err(NotAcceptable::Unknown(name)),
        }
    }
}

impl AcceptedWalls {
    /// These walls, by name.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, NotAcceptable> {
        let walls = names
            .into_iter()
            .map(|name| Acceptable::try_from(name.to_owned()));
        Ok(Self(walls.collect::<Result<_, _>>()?))
    }

    /// Whether this wall may be missing.
    pub fn accepts(&self, wall: Wall) -> bool {
        self.0.contains(&Acceptable(wall))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_named_walls_are_accepted() {
        let accepted = AcceptedWalls::of(["landlock"]).unwrap();
        for wall in Wall::ALL {
            assert_eq!(accepted.accepts(wall), wall == Wall::Landlock, "{wall}");
            assert!(!AcceptedWalls::default().accepts(wall), "{wall}");
        }
    }

    #[test]
    fn what_nothing_runs_without_cannot_be_named() {
        for wall in Wall::ALL {
            assert_eq!(
                AcceptedWalls::of([wall.name()]).is_ok(),
                wall.acceptable(),
                "{wall}"
            );
        }
        assert!(matches!(
            AcceptedWalls::of(["landlok"]),
            Err(NotAcceptable::Unknown(_))
        ));
    }
}
