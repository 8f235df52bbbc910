//! The re-check: what the writer made is recognised again, strictly, by code that shares nothing with it.
//!
//! Each kind has one function that says yes only to the narrow form our writer produces. It is the
//! first of the two places where [`Sanitized`] is minted; whatever it does not recognise is held.

mod drawing;
mod gif;
mod jpeg;
mod markup;
mod package;
mod paper;
mod png;
mod record;
mod text;
mod tiff;
mod walk;
mod zip;

use bytes::Bytes;
use sekisho_ir::{Kind, Reason};

use crate::evidence::Sanitized;

/// Recognises `bytes` as `kind` and mints, or refuses.
pub(crate) fn recheck(kind: Kind, bytes: Bytes) -> Result<Sanitized, Reason> {
    let recognised = match kind {
        Kind::Text => text::is_text(&bytes),
        Kind::Csv => text::is_table(&bytes),
        Kind::Html => markup::is_html(&bytes),
        Kind::Json => record::is_record(&bytes),
        Kind::Message => text::is_message(&bytes),
        Kind::Png => png::is_png(&bytes),
        Kind::Jpeg => jpeg::is_jpeg(&bytes),
        Kind::Gif => gif::is_gif(&bytes),
        Kind::Tiff => tiff::is_tiff(&bytes),
        Kind::Svg => drawing::is_drawing(&bytes),
        Kind::Pdf => paper::is_paper(&bytes),
        Kind::Zip => zip::is_zip(&bytes),
        Kind::Docx | Kind::Xlsx | Kind::Pptx => package::is_package(kind, &bytes),
        _ => None,
    };
    if recognised.is_none() {
        tracing::error!(kind = kind.code(), "the writer's output was not recognised");
        return Err(Reason::RecheckFailed);
    }
    let digest = blake3::hash(&bytes);
    Ok(Sanitized::mint(kind, bytes, digest))
}

/// Which picture an output claims to be, where that depends on what was in the picture it was made of. A claim
/// only: it is what [`recheck`] is then asked for.
pub(crate) fn claimed_picture(bytes: &[u8]) -> Kind {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Kind::Png,
        [0xff, 0xd8, ..] => Kind::Jpeg,
        [b'G', b'I', b'F', ..] => Kind::Gif,
        [b'I', b'I', 42, 0, ..] => Kind::Tiff,
        [b'<', b's', b'v', b'g', b' ', ..] => Kind::Svg,
        _ => Kind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_without_a_recogniser_is_never_minted() {
        for kind in [
            Kind::Pdf,
            Kind::Executable,
            Kind::Docm,
            Kind::Unknown,
            Kind::Svg,
        ] {
            let refused = recheck(kind, Bytes::from_static(b"anything"));
            assert_eq!(refused, Err(Reason::RecheckFailed), "{kind}");
        }
    }

    #[test]
    fn one_kind_never_passes_as_another() {
        let text = Bytes::from_static("令和8年\n".as_bytes());
        assert!(recheck(Kind::Text, text.clone()).is_ok());
        for kind in [
            Kind::Png,
            Kind::Jpeg,
            Kind::Gif,
            Kind::Tiff,
            Kind::Svg,
            Kind::Zip,
            Kind::Xlsx,
            Kind::Json,
            Kind::Html,
        ] {
            assert!(recheck(kind, text.clone()).is_err(), "{kind}");
        }
    }
}
