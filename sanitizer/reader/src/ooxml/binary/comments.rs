//! Comments on cells ([MS-XLSB] 2.1.7.10).

use sekisho_ir::{Limits, Reason};

use super::book::Book;
use super::records::Records;
use super::xml::{Pieces, Xml};
use super::{id, strings};

/// The comments as XML has them.
pub(super) fn comments(bytes: &[u8], book: &Book, limits: &Limits) -> Result<String, Reason> {
    let (mut records, _) = Records::open(bytes, id::BEGIN_COMMENTS)?;
    let mut pieces = Pieces::new(limits.document_bytes);
    pieces.at(0).open("authors");
    pieces.at(1).open("commentList");
    while let Some(mut record) = records.within(id::END_COMMENTS)? {
        match record.id {
            id::COMMENT_AUTHOR => {
                pieces.at(0).leaf("author", &record.fields.wide()?);
            }
            id::BEGIN_COMMENT => {
                let author = record.fields.u32()?;
                let cells = record.fields.range()?;
                let mut text = Xml::default();
                while let Some(mut record) = records.within(id::END_COMMENT)? {
                    if record.id == id::COMMENT_TEXT && text.is_empty() {
                        text.open("text");
                        strings::rich(&mut record.fields, book, &mut text)?;
                        text.close();
                    }
                }
                let xml = pieces.at(1);
                xml.open("comment")
                    .attr("ref", cells)
                    .attr("authorId", author);
                xml.markup(&text.finish()).close();
            }
            _ => {}
        }
        pieces.check()?;
    }
    Ok(pieces.finish("comments"))
}
