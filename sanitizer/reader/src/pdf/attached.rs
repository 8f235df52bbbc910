//! Files attached to a PDF, wherever they hang: in the tree of names, on a page, in a portfolio, beside a part of it.
//! Each is a child that goes its own way.

use std::borrow::Cow;
use std::collections::BTreeSet;

use hayro_interpret::hayro_syntax::object::{Dict, Name, Stream, String as Text};
use sekisho_ir::{Limits, name};

use super::guide;
use crate::Child;

/// Bytes of all attached files of one PDF.
const BYTES: usize = 256 * 1024 * 1024;

/// Attached files, each once.
#[derive(Default)]
pub(super) struct Attached {
    seen: BTreeSet<(u32, i32)>,
    pub(super) children: Vec<Child<'static>>,
    bytes: usize,
    /// Those that are only named here and lie elsewhere, or cannot be read.
    pub(super) lost: usize,
    /// Those that are enciphered otherwise than the rest.
    pub(super) locked: usize,
    is_locked: bool,
    /// Those beyond what one file may have.
    pub(super) beyond: usize,
}

impl Attached {
    /// None yet; `locked` where they are enciphered otherwise than the rest of the file.
    pub(super) fn of(locked: bool) -> Self {
        Self {
            is_locked: locked,
            ..Self::default()
        }
    }

    /// Takes the file of a file specification that has one inside (ISO 32000-2, 7.11.3 and 7.11.4).
    pub(super) fn take(&mut self, specification: &Dict<'_>, limits: &Limits) {
        let Some(files) = specification.get::<Dict<'_>>(b"EF") else {
            return;
        };
        // All of them are the same file under the names of several systems.
        let keys = [&b"UF"[..], b"F", b"Unix", b"Mac", b"DOS"];
        let Some(stream) = keys.iter().find_map(|key| files.get::<Stream<'_>>(key)) else {
            self.lost = self.lost.saturating_add(1);
            return;
        };
        let id = stream.obj_id();
        if !self.seen.insert((id.obj_number, id.gen_number)) {
            return;
        }
        if self.is_locked {
            self.locked = self.locked.saturating_add(1);
            return;
        }
        if self.children.len() >= limits.children {
            self.beyond = self.beyond.saturating_add(1);
            return;
        }
        let Ok(bytes) = stream.decoded() else {
            self.lost = self.lost.saturating_add(1);
            return;
        };
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > BYTES {
            self.beyond = self.beyond.saturating_add(1);
            return;
        }
        let said = keys
            .iter()
            .find_map(|key| specification.get::<Text<'_>>(key))
            .map(|said| guide::words(said.as_bytes()))
            .unwrap_or_default();
        // The last part of whatever path it was named by.
        let last = said.rsplit(['/', '\\']).next().unwrap_or_default();
        let cleaned = name::clean_name(last).name;
        let number = self.children.len().saturating_add(1);
        let declared = stream.dict().get::<Name<'_>>(b"Subtype");
        self.children.push(Child {
            name: if cleaned.is_empty() {
                format!("attachment {number}")
            } else {
                cleaned
            },
            declared: declared.map(|sort| {
                let plain = sort.as_str().chars().filter(char::is_ascii_graphic);
                plain.take(100).collect()
            }),
            inline: false,
            bytes: Cow::Owned(bytes.into_owned()),
        });
    }
}
