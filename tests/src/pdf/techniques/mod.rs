//! Ways of a PDF to act, to lead outside, to hide and to break its reader: one draft each.
//!
//! Whatever a technique brings is called [`CANARY`]: a script says it, an address has it, a file is named so. Nothing of
//! that name may be found in an output, in no stream and no string.

mod act;
mod carry;
mod hide;
mod shape;

use super::{Disguise, Draft};

/// What a technique would bring in.
pub const CANARY: &str = "kanaria";

/// What has to come of a technique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// The page is readable, so it is written anew and its words are there.
    Written,
    /// Written anew or held: what is broken is no page one could read.
    Either,
}

/// One way.
#[derive(Debug, Clone, Copy)]
pub struct Technique {
    /// Its name.
    pub name: &'static str,
    /// What has to come of it.
    pub want: Want,
    heavy: bool,
    make: fn(&mut Draft),
}

impl Technique {
    const fn written(name: &'static str, make: fn(&mut Draft)) -> Self {
        Self {
            name,
            want: Want::Written,
            heavy: false,
            make,
        }
    }

    const fn either(name: &'static str, make: fn(&mut Draft)) -> Self {
        Self {
            name,
            want: Want::Either,
            heavy: false,
            make,
        }
    }

    /// One that is stopped by a limit of time or memory: once is enough.
    const fn heavy(name: &'static str, make: fn(&mut Draft)) -> Self {
        Self {
            heavy: true,
            ..Self::either(name, make)
        }
    }

    /// The coats it comes in.
    pub fn coats(&self) -> &'static [Disguise] {
        if self.heavy {
            &Disguise::ALL[..1]
        } else {
            &Disguise::ALL
        }
    }

    /// Its draft.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft::default();
        (self.make)(&mut draft);
        draft
    }
}

/// All of them.
pub fn all() -> impl Iterator<Item = Technique> {
    [act::ALL, carry::ALL, hide::ALL, shape::ALL]
        .into_iter()
        .flatten()
        .copied()
}
