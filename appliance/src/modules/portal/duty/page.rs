//! All that has a deadline, as a page.

use super::text::DutyText;
use crate::modules::portal::Row;
use crate::web::layout::Frame;
use askama::Template;

/// The list.
#[derive(Debug, Template)]
#[template(path = "modules/portal/duty/page.html")]
pub(super) struct DutyPage {
    pub frame: Frame,
    pub words: &'static DutyText,
    pub heading: &'static str,
    /// Whether only what ends today is shown.
    pub today: bool,
    pub rows: Vec<Row>,
}
