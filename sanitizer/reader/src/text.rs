//! Plain text in any charset.

use sekisho_ir::{Code, Document, Limits, Text, unicode};

use crate::{Reading, charset, note_cleaned};

/// Reads text: always succeeds; what cannot be represented is counted, what is too long is cut and told.
pub(crate) fn read<'a>(input: &[u8], limits: &Limits) -> Reading<'a> {
    let head = input.get(..limits.text_bytes).unwrap_or(input);
    let decoded = charset::decode(head, None);
    let mut cleaned = unicode::clean_text(&decoded.text);
    let kept = crate::cut_bytes(&cleaned.text, limits.text_bytes).len();
    let cut = kept < cleaned.text.len();
    cleaned.text.truncate(kept);
    let mut reading = Reading::of(Document::Text(Text {
        text: std::mem::take(&mut cleaned.text),
        charset: decoded.charset.to_owned(),
    }));
    note_cleaned(&mut reading.findings, &cleaned, "");
    reading
        .findings
        .add(Code::BytesNotRepresented, decoded.lost);
    if cut || head.len() < input.len() {
        reading.findings.add(Code::TextCut, 1);
    }
    reading
}
