//! Plain text in any charset. What is too long is held: nothing of a file is cut away in silence.

use sekisho_ir::{Code, Document, Limits, Reason, Text, unicode};

use crate::{Reading, charset, note_cleaned};

/// Reads text; what cannot be represented is counted.
pub(crate) fn read<'a>(input: &[u8], limits: &Limits) -> Result<Reading<'a>, Reason> {
    if input.len() > limits.text_bytes {
        return Err(Reason::TooLarge);
    }
    let decoded = charset::decode(input, None);
    let mut cleaned = unicode::clean_text(&decoded.text);
    if cleaned.text.len() > limits.text_bytes {
        return Err(Reason::TooLarge);
    }
    let mut reading = Reading::of(Document::Text(Text {
        text: std::mem::take(&mut cleaned.text),
        charset: decoded.charset.to_owned(),
    }));
    note_cleaned(&mut reading.findings, &cleaned, "");
    reading
        .findings
        .add(Code::BytesNotRepresented, decoded.lost);
    Ok(reading)
}
