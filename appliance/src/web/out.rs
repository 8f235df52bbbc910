//! A list that leaves the house as a file: a workbook, CSV in UTF-8, CSV in Shift_JIS. What Shift_JIS has no code for is
//! shown before anything is saved, and replaced only when somebody says so.

use super::layout::Frame;
use super::text::{self, OutText};
use super::{Failure, disposition, page};
use crate::sheet::{Sheet, Unsayable};
use crate::text::Language;
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// How a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// `xlsx`, `csv` or `cp932`.
    pub kind: String,
    /// Whether 〓 may stand for what Shift_JIS lacks.
    pub geta: bool,
    /// The name of the file without its ending.
    pub stem: String,
    /// The address of this file without `as` and `geta`, to which these are added.
    pub address: String,
    /// The page it came from.
    pub back: String,
}

/// What Shift_JIS cannot say, before the file is saved.
#[derive(Debug, Template)]
#[template(path = "web/layout/out.html")]
struct OutPage {
    frame: Frame,
    words: &'static OutText,
    cells: Vec<Unsayable>,
    utf8: String,
    geta: String,
    back: String,
}

/// The file, or the page that says what would be lost in it. An unknown kind is not there.
pub(crate) fn out(
    sheet: &Sheet,
    wanted: &Wanted,
    language: Language,
    frame: Frame,
) -> Result<Response, Failure> {
    let name = |ending: &str| [wanted.stem.as_str(), ending].concat();
    match wanted.kind.as_str() {
        "xlsx" => Ok(saved(
            &name(".xlsx"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            sheet.xlsx()?,
        )),
        "csv" => Ok(saved(
            &name(".csv"),
            "text/csv; charset=utf-8",
            sheet.csv_utf8()?,
        )),
        "cp932" => {
            let (bytes, cells) = sheet.csv_cp932()?;
            if cells.is_empty() || wanted.geta {
                return Ok(saved(
                    &name("_sjis.csv"),
                    "text/csv; charset=Shift_JIS",
                    bytes,
                ));
            }
            let sign = if wanted.address.contains('?') {
                '&'
            } else {
                '?'
            };
            page(&OutPage {
                frame,
                words: text::out(language),
                cells,
                utf8: format!("{}{sign}as=csv", wanted.address),
                geta: format!("{}{sign}as=cp932&geta=1", wanted.address),
                back: wanted.back.clone(),
            })
        }
        _ => Err(Failure::NotFound),
    }
}

/// A file to be kept.
fn saved(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let named = disposition::attachment(name);
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, named),
        ],
        bytes,
    )
        .into_response()
}
