//! What was found, removed, kept or changed: codes, numbers and places. Words are made on the trusted side.

use serde::{Deserialize, Serialize};

use crate::coded::coded;
use crate::unicode;

/// At most so many places are named in one finding.
pub const MAX_PLACES: usize = 16;
/// A place is at most so many characters.
pub const MAX_PLACE_CHARS: usize = 120;

coded! {
    /// What happened to some content.
    #[non_exhaustive]
    pub enum Code {
        /// A macro project was left out.
        MacroRemoved = "macro-removed",
        /// A link from the document to something outside was left out or made inert.
        ExternalLinkRemoved = "external-link-removed",
        /// An embedded object was left out.
        EmbeddedObjectRemoved = "embedded-object-removed",
        /// An ActiveX control was left out.
        ActiveXRemoved = "activex-removed",
        /// A DDE field or link was left out.
        DdeRemoved = "dde-removed",
        /// An embedded font was left out.
        EmbeddedFontRemoved = "embedded-font-removed",
        /// A script or event handler was left out.
        ScriptRemoved = "script-removed",
        /// Content that would have been fetched over the network was left out.
        RemoteContentRemoved = "remote-content-removed",
        /// A cell that a spreadsheet program would run was made plain text.
        FormulaNeutralised = "formula-neutralised",
        /// Authors, times, thumbnails and the like were left out.
        MetadataRemoved = "metadata-removed",
        /// Comments were left out.
        CommentRemoved = "comment-removed",
        /// A part outside the vocabulary was left out.
        PartDropped = "part-dropped",
        /// Elements or attributes outside the vocabulary were left out.
        MarkupDropped = "markup-dropped",
        /// A form was left out.
        FormRemoved = "form-removed",
        /// Text nobody could have seen was left out.
        HiddenTextRemoved = "hidden-text-removed",
        /// A digital signature was left out, since rebuilding breaks it.
        SignatureRemoved = "signature-removed",
        /// A query or data connection was left out.
        QueryRemoved = "query-removed",
        /// A custom user interface or add-in was left out.
        AddInRemoved = "add-in-removed",
        /// A formula was replaced by its value.
        FormulaFrozen = "formula-frozen",
        /// A field was replaced by its text.
        FieldFrozen = "field-frozen",
        /// A link of a scheme that is not allowed was made plain text.
        LinkMadeText = "link-made-text",
        /// The words of a link name another place than it leads to; the true place is shown beside them.
        LinkDiffers = "link-differs",
        /// Control characters were left out.
        ControlRemoved = "control-removed",
        /// Characters that turn the reading direction were left out.
        DirectionRemoved = "direction-removed",
        /// A name was changed to be safe.
        NameChanged = "name-changed",
        /// A name's extension was changed to what the file is.
        ExtensionChanged = "extension-changed",
        /// Bytes that could not be represented.
        BytesNotRepresented = "bytes-not-represented",
        /// The charset was not said, or wrongly said, and was found by looking.
        CharsetGuessed = "charset-guessed",
        /// A header or parameter stood more than once; one was chosen.
        DuplicateHeader = "duplicate-header",
        /// The structure was broken and was read as well as it could be.
        StructureRepaired = "structure-repaired",
        /// Text was cut at the limit.
        TextCut = "text-cut",
        /// Parts beyond the limit were left out.
        PartsBeyondLimit = "parts-beyond-limit",
        /// Bytes before, after or between the meaningful ones were left out.
        ExtraBytesDropped = "extra-bytes-dropped",
        /// Formulas were kept.
        FormulasKept = "formulas-kept",
        /// Print areas were kept.
        PrintAreaKept = "print-area-kept",
        /// Sheets were kept.
        SheetsKept = "sheets-kept",
        /// Merged cells were kept.
        MergedCellsKept = "merged-cells-kept",
        /// Input rules were kept.
        ValidationsKept = "validations-kept",
        /// Charts were kept.
        ChartsKept = "charts-kept",
        /// Pages or slides were kept.
        PagesKept = "pages-kept",
        /// An animation was kept.
        AnimationKept = "animation-kept",
        /// An animation was made its first picture.
        AnimationStilled = "animation-stilled",
        /// Comments were kept.
        CommentsKept = "comments-kept",
        /// Tracked changes were kept.
        RevisionsKept = "revisions-kept",
        /// Tracked changes were made part of the text, as if accepted.
        RevisionsAccepted = "revisions-accepted",
        /// What was hidden is shown now.
        HiddenShown = "hidden-shown",
        /// A document inside the document was sanitised and stays.
        EmbeddedKept = "embedded-kept",
        /// An embedded object was replaced by the picture it was shown by.
        EmbeddedPictured = "embedded-pictured",
        /// A drawing that cannot be kept was replaced by its picture.
        DrawingPictured = "drawing-pictured",
        /// The words of a drawing are outlines now: they look the same and are no text any more.
        WordsOutlined = "words-outlined",
        /// Effects in a drawing (blur, shadow, light) were drawn as pixels.
        EffectsPictured = "effects-pictured",
        /// The file was written in the sibling format that can be rebuilt.
        FormatConverted = "format-converted",
        /// Colours of another colour space were brought into the common one.
        ColoursConverted = "colours-converted",
        /// A lock was opened with the password given; the new file has none.
        LockOpened = "lock-opened",
        /// Images were decoded to pixels and drawn anew.
        ImagesRedrawn = "images-redrawn",
        /// Pictures were made smaller, as the site wants them.
        PicturesReduced = "pictures-reduced",
        /// Links were kept.
        LinksKept = "links-kept",
        /// Hidden sheets, rows or text were kept and are told.
        HiddenKept = "hidden-kept",
        /// Files attached inside it go their own way and stand beside it.
        AttachmentsApart = "attachments-apart",
        /// Files attached inside it are enciphered and could not be taken out.
        AttachmentsLocked = "attachments-locked",
        /// It came out of a document that it was attached inside.
        TakenFrom = "taken-from",
        /// A page too intricate to be shown each time is a picture now.
        PagePictured = "page-pictured",
        /// Pages are pictures now; their words lie unseen over them.
        PagesPictured = "pages-pictured",
        /// Pages are pictures now, and so are their words.
        WordsPictured = "words-pictured",
        /// Pictures were left out, since only words were asked for.
        PicturesLeftOut = "pictures-left-out",
        /// A page asks for more work than is allowed; it is why the whole is held.
        PageTooIntricate = "page-too-intricate",
        /// A page is larger than any sheet; it is why the whole is held.
        PageTooLarge = "page-too-large",
    }
}

/// Which of the three tellings a code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Something was left out.
    Removed,
    /// Something of worth was kept.
    Kept,
    /// Something was changed or is worth knowing.
    Note,
}

impl Code {
    /// Removed, kept or note.
    pub const fn class(self) -> Class {
        match self {
            Self::MacroRemoved
            | Self::ExternalLinkRemoved
            | Self::EmbeddedObjectRemoved
            | Self::ActiveXRemoved
            | Self::DdeRemoved
            | Self::EmbeddedFontRemoved
            | Self::ScriptRemoved
            | Self::RemoteContentRemoved
            | Self::MetadataRemoved
            | Self::CommentRemoved
            | Self::PartDropped
            | Self::MarkupDropped
            | Self::FormRemoved
            | Self::HiddenTextRemoved
            | Self::SignatureRemoved
            | Self::QueryRemoved
            | Self::AddInRemoved
            | Self::ControlRemoved
            | Self::DirectionRemoved
            | Self::PicturesLeftOut
            | Self::PartsBeyondLimit
            | Self::ExtraBytesDropped => Class::Removed,
            Self::FormulasKept
            | Self::PrintAreaKept
            | Self::SheetsKept
            | Self::MergedCellsKept
            | Self::ValidationsKept
            | Self::ChartsKept
            | Self::PagesKept
            | Self::AnimationKept
            | Self::ImagesRedrawn
            | Self::LinksKept
            | Self::CommentsKept
            | Self::RevisionsKept
            | Self::EmbeddedKept
            | Self::HiddenKept => Class::Kept,
            _ => Class::Note,
        }
    }
}

coded! {
    /// Why a thing is held.
    #[non_exhaustive]
    pub enum Reason {
        /// It is behind a password.
        PasswordLocked = "password-locked",
        /// It is behind a lock that no password opens: a certificate, rights management, a module of somebody's own.
        UnsupportedLock = "unsupported-lock",
        /// Nobody knows what it is.
        UnknownType = "unknown-type",
        /// It is known and cannot be rebuilt.
        UnsupportedType = "unsupported-type",
        /// It is broken beyond reading.
        Malformed = "malformed",
        /// It is larger than allowed.
        TooLarge = "too-large",
        /// It is nested deeper than allowed.
        TooDeep = "too-deep",
        /// It has more parts than allowed.
        TooMany = "too-many",
        /// Reading it took longer than allowed.
        TimedOut = "timed-out",
        /// The process that read it ended badly.
        Crashed = "crashed",
        /// Reading it took more memory than allowed.
        MemoryExceeded = "memory-exceeded",
        /// The process that read it tried what it may not.
        ForbiddenCall = "forbidden-call",
        /// The method asked for cannot be used on its kind yet.
        MethodUnavailable = "method-unavailable",
        /// A rule says that it is held.
        PolicyHolds = "policy-holds",
        /// The writer refused what the reader described.
        WriterRefused = "writer-refused",
        /// What the writer made was not recognised when read again.
        RecheckFailed = "recheck-failed",
    }
}

coded! {
    /// How a thing is made safe. There is no fifth called pass.
    pub enum Method {
        /// The same format, editable, written anew.
        Rebuild = "rebuild",
        /// A new PDF with a text layer.
        Reissue = "reissue",
        /// Pixels.
        Flatten = "flatten",
        /// Plain text.
        Text = "text",
    }
}

/// One telling: what, how often, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What happened.
    pub code: Code,
    /// How often.
    pub count: u32,
    /// Where, cleaned, at most [`MAX_PLACES`] of at most [`MAX_PLACE_CHARS`] characters.
    pub places: Vec<String>,
}

impl Finding {
    /// A finding without a place.
    pub fn new(code: Code, count: u32) -> Self {
        Self {
            code,
            count,
            places: Vec::new(),
        }
    }

    /// Adds a place, cleaned and cut; beyond the maximum it is only counted by the caller.
    pub fn at(mut self, place: &str) -> Self {
        self.add_place(place);
        self
    }

    fn add_place(&mut self, place: &str) {
        if self.places.len() < MAX_PLACES {
            let cleaned: String = unicode::clean_line(place)
                .text
                .chars()
                .take(MAX_PLACE_CHARS)
                .collect();
            if !cleaned.is_empty() && !self.places.contains(&cleaned) {
                self.places.push(cleaned);
            }
        }
    }

    /// True where the finding keeps its own promises.
    pub fn is_well_formed(&self) -> bool {
        self.places.len() <= MAX_PLACES
            && self.places.iter().all(|place| {
                place.chars().count() <= MAX_PLACE_CHARS && place.chars().all(unicode::line_allows)
            })
    }
}

/// Gathers findings while reading: one row a code, in the order first met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts `count` of `code`; nothing is told of a count of zero.
    pub fn add(&mut self, code: Code, count: usize) {
        self.add_at(code, count, "");
    }

    /// Counts `count` of `code` at a place.
    pub fn add_at(&mut self, code: Code, count: usize, place: &str) {
        if count == 0 {
            return;
        }
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if let Some(row) = self.0.iter_mut().find(|row| row.code == code) {
            row.count = row.count.saturating_add(count);
            row.add_place(place);
        } else {
            self.0.push(Finding::new(code, count).at(place));
        }
    }

    /// Adds a place to a code that was counted before.
    pub fn place(&mut self, code: Code, place: &str) {
        if let Some(row) = self.0.iter_mut().find(|row| row.code == code) {
            row.add_place(place);
        }
    }

    /// Counts everything that another reading found.
    pub fn merge(&mut self, other: &Self) {
        for row in &other.0 {
            self.add(row.code, usize::try_from(row.count).unwrap_or(usize::MAX));
            for place in &row.places {
                self.place(row.code, place);
            }
        }
    }

    /// The rows so far.
    pub fn rows(&self) -> &[Finding] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Findings, Method, Reason};

    #[test]
    fn the_same_code_is_told_once_with_its_places() {
        let mut findings = Findings::new();
        findings.add_at(Code::MacroRemoved, 1, "Module1");
        findings.add_at(Code::MacroRemoved, 2, "Mod\u{202e}ule2\n");
        findings.add(Code::CommentRemoved, 0);
        let [row] = findings.rows() else {
            panic!("one row")
        };
        assert_eq!(row.count, 3);
        assert_eq!(row.places, ["Module1", "Module2"]);
        assert!(row.is_well_formed());
    }

    #[test]
    fn codes_are_stable_words() {
        assert_eq!(Reason::PasswordLocked.code(), "password-locked");
        assert_eq!(Method::from_code("rebuild"), Some(Method::Rebuild));
        for code in Code::ALL {
            assert_eq!(Code::from_code(code.code()), Some(*code));
        }
    }
}
