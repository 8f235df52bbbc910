//! What a treatment asks of the writer for a kind, and what it does not keep.

use sekisho_ir::rules::TextLayer;
use sekisho_ir::{Code, Finding, Kind, Method, Output};

use crate::policy::Treatment;

/// What the writer is asked for and what must come out of it.
pub(crate) fn form(treatment: Treatment, kind: Kind) -> Option<(Output, Kind)> {
    match treatment {
        Treatment::Rebuild => match kind {
            Kind::Message => Some((Output::Eml, Kind::Message)),
            // Inert words, whatever their grammar: written as the text they are.
            Kind::Empty | Kind::Xml | Kind::Json | Kind::Calendar | Kind::Vcard => {
                Some((Output::File, Kind::Text))
            }
            // Pixels without a writer of their own form; what they become follows from what they are.
            Kind::Bmp | Kind::Ico => Some((Output::File, Kind::Png)),
            other => Some((Output::File, other.rebuilt())),
        },
        Treatment::Text => has_words(kind).then_some((Output::Text, Kind::Text)),
        Treatment::Reissue => (kind == Kind::Pdf).then_some((Output::File, Kind::Pdf)),
        Treatment::Flatten => (kind == Kind::Pdf).then_some((Output::Pixels, Kind::Pdf)),
        Treatment::Hold => None,
    }
}

/// What a reader found was to be kept, and the method asked for does not keep.
pub(crate) fn lost_by(method: Method, layer: TextLayer, findings: &mut Vec<Finding>) {
    for finding in findings.iter_mut() {
        finding.code = match (method, layer, finding.code) {
            (Method::Flatten, TextLayer::Keep, Code::PagesKept) => Code::PagesPictured,
            (Method::Flatten, TextLayer::Remove, Code::PagesKept) => Code::WordsPictured,
            (Method::Text, _, Code::ImagesRedrawn) => Code::PicturesLeftOut,
            (_, _, code) => code,
        };
    }
    // No page is a picture among pages of pictures, or among words.
    if matches!(method, Method::Flatten | Method::Text) {
        findings.retain(|finding| finding.code != Code::PagePictured);
    }
}

/// Kinds whose words the writer can take out.
fn has_words(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Message
            | Kind::Text
            | Kind::Html
            | Kind::Csv
            | Kind::Empty
            | Kind::Xml
            | Kind::Json
            | Kind::Calendar
            | Kind::Vcard
            | Kind::Pdf
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macro_kinds_come_out_as_their_plain_siblings_and_nothing_passes() {
        assert_eq!(
            form(Treatment::Rebuild, Kind::Xlsm),
            Some((Output::File, Kind::Xlsx))
        );
        assert_eq!(
            form(Treatment::Rebuild, Kind::Xlsb),
            Some((Output::File, Kind::Xlsx))
        );
        assert_eq!(
            form(Treatment::Rebuild, Kind::Message),
            Some((Output::Eml, Kind::Message))
        );
        assert_eq!(
            form(Treatment::Text, Kind::Html),
            Some((Output::Text, Kind::Text))
        );
        assert_eq!(form(Treatment::Hold, Kind::Text), None);
        let of_pdf = [
            (Treatment::Reissue, Some((Output::File, Kind::Pdf))),
            (Treatment::Flatten, Some((Output::Pixels, Kind::Pdf))),
            (Treatment::Text, Some((Output::Text, Kind::Text))),
        ];
        for (treatment, made) in of_pdf {
            assert_eq!(form(treatment, Kind::Pdf), made);
        }
    }

    #[test]
    fn what_a_method_does_not_keep_is_told() {
        let found = || {
            vec![
                Finding::new(Code::PagesKept, 3),
                Finding::new(Code::ImagesRedrawn, 2),
            ]
        };
        let told = |method, layer| {
            let mut findings = found();
            lost_by(method, layer, &mut findings);
            findings
                .into_iter()
                .map(|finding| finding.code)
                .collect::<Vec<_>>()
        };
        let keep = TextLayer::Keep;
        assert_eq!(
            told(Method::Reissue, keep),
            [Code::PagesKept, Code::ImagesRedrawn]
        );
        assert_eq!(
            told(Method::Flatten, keep),
            [Code::PagesPictured, Code::ImagesRedrawn]
        );
        let without = told(Method::Flatten, TextLayer::Remove);
        assert_eq!(without, [Code::WordsPictured, Code::ImagesRedrawn]);
        assert_eq!(
            told(Method::Text, keep),
            [Code::PagesKept, Code::PicturesLeftOut]
        );
    }
}
