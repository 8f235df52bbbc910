//! A picture of a person, and how it lies among the large things.

use crate::org::{StaffId, Town};
use sekisho_platform::blob::Digest;
use sekisho_sanitizer::{Kind, Sanitized};
use serde::{Deserialize, Serialize};

/// How many pixels a photo has at most, a side: three times what a page shows of it.
pub(super) const EDGE: u32 = 480;

/// What the sanitizer made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Form {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl Form {
    /// As a browser is told.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => Kind::Jpeg.media_type(),
            Self::Png => Kind::Png.media_type(),
        }
    }
}

/// A picture that lies among the large things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Picture {
    /// Under what.
    pub(super) digest: Digest,
    /// What it is.
    pub(super) form: Form,
}

/// Bytes before the picture's own.
pub(super) const HEAD: usize = 40;

/// A picture on its way there, made of nothing but what the sanitizer wrote.
#[derive(Debug)]
pub(super) struct Fresh {
    /// What its row will say.
    pub(super) picture: Picture,
    /// What lies there.
    pub(super) bytes: Vec<u8>,
}

impl Fresh {
    /// Takes what the sanitizer wrote; none where it is no picture that is shown. In front of it stands whose it is and
    /// when it came, so that the same bytes elsewhere, in a mail, of another person or of another day, are another thing:
    /// what a person takes down can then be removed from the disk without asking who else has it.
    pub(super) fn of((town, staff): (Town, StaffId), at: u64, file: &Sanitized) -> Option<Self> {
        let form = match file.kind() {
            Kind::Jpeg => Form::Jpeg,
            Kind::Png => Form::Png,
            _ => return None,
        };
        let mut bytes = Vec::with_capacity(HEAD.saturating_add(file.bytes().len()));
        bytes.extend_from_slice(town.organisation().uuid().as_bytes());
        bytes.extend_from_slice(staff.uuid().as_bytes());
        bytes.extend_from_slice(&at.to_be_bytes());
        bytes.extend_from_slice(file.bytes());
        let digest = Digest::of(&bytes);
        let picture = Picture { digest, form };
        Some(Self { picture, bytes })
    }
}

/// The picture's own bytes of what lies there.
pub(super) fn own(mut blob: bytes::Bytes) -> bytes::Bytes {
    blob.split_off(HEAD.min(blob.len()))
}
