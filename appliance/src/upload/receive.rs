//! A form that carries a file: the file as `Untrusted`, nothing of it on the disk.

use super::{Refused, Uploads, closed};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use sekisho_sanitizer::Untrusted;

/// The largest file, in bytes.
pub(crate) const FILE_MOST: usize = 10_000_000;

/// How much is read to the end although it is too large: a browser whose upload is cut short shows its own page
/// instead of our sentence. Beyond that it is.
pub(crate) const DRAINED_MOST: usize = 64 * 1024 * 1024;

/// The longest name.
const NAME_CHARS: usize = 200;

/// What was sent.
#[derive(Debug)]
pub(crate) struct Sent {
    /// The name the file came under.
    pub(crate) name: String,
    /// The file.
    pub(crate) file: Untrusted,
}

/// Reads a form whose file is the field `file`.
pub(crate) async fn receive(uploads: &Uploads, mut form: Multipart) -> Result<Sent, Refused> {
    let _room = uploads.room.acquire().await.map_err(closed)?;
    let (mut name, mut file) = (String::new(), None);
    let mut refused = None;
    while let Some(field) = form.next_field().await.map_err(|error| of(&error))? {
        if field.name() != Some("file") || file.is_some() {
            whole(field, 0).await.or_else(beside)?;
            continue;
        }
        let called = field.file_name().unwrap_or_default();
        name = called.chars().take(NAME_CHARS).collect();
        match whole(field, FILE_MOST).await {
            Ok(bytes) => file = Some(bytes),
            Err(Refused::TooLarge) => refused = Some(Refused::TooLarge),
            Err(other) => return Err(other),
        }
    }
    match (refused, file) {
        (Some(refused), _) => Err(refused),
        (None, Some(bytes)) if !bytes.is_empty() => Ok(Sent {
            name,
            file: Untrusted::new(bytes),
        }),
        (None, _) => Err(Refused::Nothing),
    }
}

/// A field's bytes; of one that is too large the rest is read and forgotten.
async fn whole(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    let mut fits = true;
    while let Some(piece) = field.chunk().await.map_err(|error| of(&error))? {
        fits = fits && bytes.len().saturating_add(piece.len()) <= most;
        if fits {
            bytes.extend_from_slice(&piece);
        } else {
            bytes = Vec::new();
        }
    }
    if fits {
        Ok(bytes)
    } else {
        Err(Refused::TooLarge)
    }
}

/// Nothing beside the file is kept, so nothing there is too large.
fn beside(refused: Refused) -> Result<Vec<u8>, Refused> {
    match refused {
        Refused::TooLarge => Ok(Vec::new()),
        other => Err(other),
    }
}

fn of(error: &MultipartError) -> Refused {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Refused::TooLarge
    } else {
        Refused::Broken
    }
}
