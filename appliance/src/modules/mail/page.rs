//! The pages of the mail module, as values. `page.html` makes the whole page and, by its blocks, the fragments.

use super::record::HouseLine;
use super::text::MailText;
use crate::web::layout::Frame;
use askama::Template;

/// The mail page: folders, list, and the reading pane when a mail is open.
#[derive(Debug, Template)]
#[template(path = "modules/mail/page.html", blocks = ["list", "rows", "reading"])]
pub(super) struct MailPage {
    pub frame: Frame,
    pub words: &'static MailText,
    pub folders: Vec<FolderLink>,
    pub list: List,
    pub reading: Option<Reading>,
}

/// One row alone, for a mail that has just arrived.
#[derive(Debug, Template)]
#[template(path = "modules/mail/row.html")]
pub(super) struct RowFragment {
    pub words: &'static MailText,
    pub row: Row,
}

/// The item's way and the original headers, each on its own page too.
#[derive(Debug, Template)]
#[template(path = "modules/mail/detail.html", blocks = ["detail"])]
pub(super) struct DetailPage {
    pub frame: Frame,
    pub words: &'static MailText,
    pub subject: String,
    pub back: String,
    /// Empty on the page of the headers.
    pub story: Vec<Step>,
    /// Empty on the page of the way.
    pub headers: Vec<HeaderLine>,
}

/// The rebuilt HTML of one mail, alone in a frame that may do nothing.
#[derive(Debug, Template)]
#[template(path = "modules/mail/html.html", escape = "none")]
pub(super) struct HtmlDocument {
    pub lang: &'static str,
    /// Written by our own writer from a closed vocabulary.
    pub body: String,
    pub style: String,
}

/// A folder in the middle column.
#[derive(Debug)]
pub(super) struct FolderLink {
    pub href: &'static str,
    /// `inbox`, `held`, `archive`, `trash`.
    pub key: &'static str,
    pub word: &'static str,
    /// Unread for the inbox and the archive, all for what is held; zero shows nothing.
    pub count: u64,
    pub here: bool,
}

/// The list of one folder, a page of it.
#[derive(Debug)]
pub(super) struct List {
    /// `inbox`, `held`, `archive`, `trash`.
    pub key: &'static str,
    pub folder: &'static str,
    /// The path of the folder, where the search form goes.
    pub href: &'static str,
    pub rows: Vec<Row>,
    /// Older mails, when there are any.
    pub next: Option<String>,
    /// Back to the newest, when this is not the first page.
    pub newest: Option<String>,
    pub q: String,
    pub unread_only: bool,
    /// The same list with the unread filter the other way round.
    pub unread_toggle: String,
    /// The same list without the search words.
    pub clear: String,
    /// What to say when there is no row.
    pub empty: Option<Empty>,
}

/// What an empty list says.
#[derive(Debug)]
pub(super) struct Empty {
    pub heading: &'static str,
    pub hint: &'static str,
}

/// One mail in the list.
#[derive(Debug)]
pub(super) struct Row {
    pub id: String,
    pub href: String,
    pub from: String,
    pub subject: String,
    pub preview: String,
    /// `8:31`, `昨日`, `11/18`.
    pub time: String,
    /// `令和8年11月20日 8:31`.
    pub time_full: String,
    /// RFC 3339.
    pub datetime: String,
    pub unread: bool,
    /// Whether it is the one in the reading pane.
    pub here: bool,
    pub attachments: u16,
    pub pills: Vec<Pill>,
}

/// A short word with a colour role.
#[derive(Debug)]
pub(super) struct Pill {
    /// `safe`, `hold`, `danger`, `info`.
    pub kind: &'static str,
    pub word: String,
}

/// A person in a mail's head.
#[derive(Debug)]
pub(super) struct Person {
    pub name: String,
    pub address: String,
    /// One letter for the round mark.
    pub initial: String,
}

/// The open mail.
#[derive(Debug)]
pub(super) struct Reading {
    pub id: String,
    pub subject: String,
    pub from: Person,
    pub reply_to: Vec<Person>,
    pub to: Vec<Person>,
    pub cc: Vec<Person>,
    /// `令和8年11月20日 8:31`.
    pub date: String,
    pub date_western: String,
    pub datetime: String,
    pub report: Option<Report>,
    pub files: Vec<FileCard>,
    pub held: Vec<HeldCard>,
    /// Print with `white-space: pre-wrap`.
    pub text: String,
    /// A letter of the house, whose lines lead somewhere; it says the same as the text and crossed no tier.
    pub house: Option<House>,
    /// The sandboxed HTML, when there is some.
    pub html_href: Option<String>,
    /// Whether the HTML is shown now.
    pub html_shown: bool,
    /// The same mail in the other view.
    pub other_view: Option<String>,
    pub headers_href: String,
    pub story_href: String,
    /// Filled when the way is asked for in place (`?show=story`).
    pub story: Vec<Step>,
    /// Filled when the headers are asked for in place (`?show=headers`).
    pub headers: Vec<HeaderLine>,
    /// The next newer mail of this list.
    pub previous: Option<String>,
    /// The next older mail of this list.
    pub next: Option<String>,
    /// The list without the reading pane (phone).
    pub back: String,
    /// What can be done with it, each a form of its own.
    pub acts: Vec<Act>,
    /// Who of the section answers it and did what; none in one's own mailbox.
    pub handling: Option<Handling>,
    /// Its own address, for the acts of the section.
    pub here: String,
}

/// What a letter of the house tells.
#[derive(Debug)]
pub(super) struct House {
    pub opening: String,
    pub lines: Vec<HouseLine>,
    pub closing: String,
}

/// Who of a section answers a mail, and who did what to it.
#[derive(Debug)]
pub(super) struct Handling {
    /// Whether it is whoever reads.
    pub mine: bool,
    /// 「佐藤さんが対応」.
    pub by: Option<String>,
    /// The latest first.
    pub lines: Vec<TouchLine>,
}

/// One act of one person.
#[derive(Debug)]
pub(super) struct TouchLine {
    pub who: String,
    pub what: &'static str,
    pub time: String,
    pub datetime: String,
}

/// Something the clerk can do with the mail: a POST that comes back to the list or the mail.
#[derive(Debug)]
pub(super) struct Act {
    /// `unread`, `read`, `archive`, `trash`, `restore`: also the symbol's name.
    pub key: &'static str,
    pub action: String,
    pub word: &'static str,
    /// The path to come back to, sent as `next`.
    pub next: String,
}

/// The card that says what was done on the way.
#[derive(Debug)]
pub(super) struct Report {
    /// 「無害化して届けました（3件中2件）」.
    pub heading: String,
    /// 「受信から 1.4 秒」.
    pub seconds: String,
    /// Whether the mail itself could not be made safe, so that the card warns instead of reassuring.
    pub body_held: bool,
    pub rows: Vec<ReportRow>,
    /// Sentences about the mail itself (body, headers).
    pub notes: Vec<String>,
}

/// One part's line in the report; members of an archive follow with a larger `depth`.
#[derive(Debug)]
pub(super) struct ReportRow {
    pub depth: usize,
    /// 再構築, テキスト化.
    pub method: String,
    pub name_before: String,
    /// None when the name is the same.
    pub name_after: Option<String>,
    /// What was removed, why, and what stayed.
    pub sentences: Vec<String>,
}

/// A file that can be had.
#[derive(Debug)]
pub(super) struct FileCard {
    pub name: String,
    pub href: String,
    /// At most four letters: XLSX, PDF.
    pub kind: String,
    /// `sheet`, `doc`, `slide`, `pdf`, `image`, `zip`, `text`, `other`.
    pub colour: &'static str,
    pub size: String,
    pub note: String,
}

/// A file that waits.
#[derive(Debug)]
pub(super) struct HeldCard {
    pub name: String,
    pub kind: String,
    pub size: String,
    /// The pill: パスワード待ち.
    pub reason: String,
    /// Why, one sentence.
    pub why: String,
    /// Until when it is kept, one sentence.
    pub until: String,
    /// What to do next, one sentence.
    pub next: String,
}

/// One line of the original headers.
#[derive(Debug)]
pub(super) struct HeaderLine {
    pub name: String,
    pub value: String,
}

/// One step of the item's way.
#[derive(Debug)]
pub(super) struct Step {
    /// `8:31:07`.
    pub time: String,
    pub datetime: String,
    /// `received`, `sanitized`, `sealed`, `delivered`, `held`, `opened`: also the symbol's name.
    pub kind: &'static str,
    pub word: String,
    pub detail: String,
}
