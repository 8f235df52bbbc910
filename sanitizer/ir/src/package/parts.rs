//! The parts a package may have, what each is called, and which may lead to which.

use crate::coded::coded;
use crate::kind::Kind;
use crate::vocabulary::Space;

coded! {
    /// What a part is. There is no part that is not one of these.
    pub enum PartKind {
        /// The text of a Word document.
        WordDocument = "word-document",
        /// Styles of a Word document.
        WordStyles = "word-styles",
        /// Numbering of a Word document.
        WordNumbering = "word-numbering",
        /// Settings of a Word document.
        WordSettings = "word-settings",
        /// Fonts named by a Word document.
        WordFonts = "word-fonts",
        /// A header.
        WordHeader = "word-header",
        /// A footer.
        WordFooter = "word-footer",
        /// Footnotes.
        WordFootnotes = "word-footnotes",
        /// Endnotes.
        WordEndnotes = "word-endnotes",
        /// Comments.
        WordComments = "word-comments",
        /// A workbook.
        Workbook = "workbook",
        /// A sheet of cells.
        Worksheet = "worksheet",
        /// A sheet that is a chart.
        Chartsheet = "chartsheet",
        /// Styles of a workbook.
        SheetStyles = "sheet-styles",
        /// Strings shared by the sheets.
        SharedStrings = "shared-strings",
        /// Comments on a sheet.
        SheetComments = "sheet-comments",
        /// The boxes that comments and objects on a sheet are shown in.
        CommentShapes = "comment-shapes",
        /// The pictures in the headers and footers of a sheet.
        HeaderShapes = "header-shapes",
        /// A table on a sheet.
        SheetTable = "sheet-table",
        /// A drawing on a sheet.
        SheetDrawing = "sheet-drawing",
        /// A presentation.
        Presentation = "presentation",
        /// A slide.
        Slide = "slide",
        /// A slide layout.
        SlideLayout = "slide-layout",
        /// A slide master.
        SlideMaster = "slide-master",
        /// Notes of a slide.
        Notes = "notes",
        /// The notes master.
        NotesMaster = "notes-master",
        /// The handout master.
        HandoutMaster = "handout-master",
        /// How a presentation is shown.
        ShowSettings = "show-settings",
        /// How a presentation is edited.
        ViewSettings = "view-settings",
        /// Table styles of a presentation.
        TableStyles = "table-styles",
        /// Comments on a slide.
        SlideComments = "slide-comments",
        /// Who commented.
        CommentAuthors = "comment-authors",
        /// A theme.
        Theme = "theme",
        /// A theme for one chart or slide.
        ThemeOverride = "theme-override",
        /// A chart.
        Chart = "chart",
        /// Shapes on a chart.
        ChartShapes = "chart-shapes",
        /// The data of a diagram.
        DiagramData = "diagram-data",
        /// The layout of a diagram.
        DiagramLayout = "diagram-layout",
        /// The style of a diagram.
        DiagramStyle = "diagram-style",
        /// The colours of a diagram.
        DiagramColors = "diagram-colors",
        /// The drawn form of a diagram.
        DiagramDrawing = "diagram-drawing",
        /// A picture.
        Picture = "picture",
        /// A document inside the document, sanitised by itself.
        EmbeddedDocument = "embedded-document",
    }
}

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
const SLIDE: &str = "application/vnd.openxmlformats-officedocument.presentationml.";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument.";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.drawingml.";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships/";
const MICROSOFT: &str = "http://schemas.microsoft.com/office/2007/relationships/";

/// What is fixed about a kind of part.
struct Shape {
    /// Folder within the format's own, with a trailing slash, and the name without number and extension.
    stem: &'static str,
    /// True where there may be several, told apart by a number.
    several: bool,
    /// Content type, in front of `+xml`, as family and rest.
    content: (&'static str, &'static str),
    /// The element the part consists of.
    root: (Space, &'static str),
    /// The last word of the relationship type that leads to it.
    relation: &'static str,
}

impl PartKind {
    #[rustfmt::skip]
    const fn shape(self) -> Shape {
        use Space as S;
        let (stem, several, content, root, relation) = match self {
            Self::WordDocument => ("document", false, (WORD, "document.main"), (S::Word, "document"), "officeDocument"),
            Self::WordStyles => ("styles", false, (WORD, "styles"), (S::Word, "styles"), "styles"),
            Self::WordNumbering => ("numbering", false, (WORD, "numbering"), (S::Word, "numbering"), "numbering"),
            Self::WordSettings => ("settings", false, (WORD, "settings"), (S::Word, "settings"), "settings"),
            Self::WordFonts => ("fontTable", false, (WORD, "fontTable"), (S::Word, "fonts"), "fontTable"),
            Self::WordHeader => ("header", true, (WORD, "header"), (S::Word, "hdr"), "header"),
            Self::WordFooter => ("footer", true, (WORD, "footer"), (S::Word, "ftr"), "footer"),
            Self::WordFootnotes => ("footnotes", false, (WORD, "footnotes"), (S::Word, "footnotes"), "footnotes"),
            Self::WordEndnotes => ("endnotes", false, (WORD, "endnotes"), (S::Word, "endnotes"), "endnotes"),
            Self::WordComments => ("comments", false, (WORD, "comments"), (S::Word, "comments"), "comments"),
            Self::Workbook => ("workbook", false, (SHEET, "sheet.main"), (S::Sheet, "workbook"), "officeDocument"),
            Self::Worksheet => ("worksheets/sheet", true, (SHEET, "worksheet"), (S::Sheet, "worksheet"), "worksheet"),
            Self::Chartsheet => ("chartsheets/sheet", true, (SHEET, "chartsheet"), (S::Sheet, "chartsheet"), "chartsheet"),
            Self::SheetStyles => ("styles", false, (SHEET, "styles"), (S::Sheet, "styleSheet"), "styles"),
            Self::SharedStrings => ("sharedStrings", false, (SHEET, "sharedStrings"), (S::Sheet, "sst"), "sharedStrings"),
            Self::SheetComments => ("comments", true, (SHEET, "comments"), (S::Sheet, "comments"), "comments"),
            Self::CommentShapes => ("drawings/vmlDrawing", true, (OFFICE, "vmlDrawing"), (S::Sheet, ""), "vmlDrawing"),
            Self::HeaderShapes => ("drawings/headerDrawing", true, (OFFICE, "vmlDrawing"), (S::Sheet, ""), "vmlDrawing"),
            Self::SheetTable => ("tables/table", true, (SHEET, "table"), (S::Sheet, "table"), "table"),
            Self::SheetDrawing => ("drawings/drawing", true, (OFFICE, "drawing"), (S::SheetDrawing, "wsDr"), "drawing"),
            Self::Presentation => ("presentation", false, (SLIDE, "presentation.main"), (S::Slide, "presentation"), "officeDocument"),
            Self::Slide => ("slides/slide", true, (SLIDE, "slide"), (S::Slide, "sld"), "slide"),
            Self::SlideLayout => ("slideLayouts/slideLayout", true, (SLIDE, "slideLayout"), (S::Slide, "sldLayout"), "slideLayout"),
            Self::SlideMaster => ("slideMasters/slideMaster", true, (SLIDE, "slideMaster"), (S::Slide, "sldMaster"), "slideMaster"),
            Self::Notes => ("notesSlides/notesSlide", true, (SLIDE, "notesSlide"), (S::Slide, "notes"), "notesSlide"),
            Self::NotesMaster => ("notesMasters/notesMaster", true, (SLIDE, "notesMaster"), (S::Slide, "notesMaster"), "notesMaster"),
            Self::HandoutMaster => ("handoutMasters/handoutMaster", true, (SLIDE, "handoutMaster"), (S::Slide, "handoutMaster"), "handoutMaster"),
            Self::ShowSettings => ("presProps", false, (SLIDE, "presProps"), (S::Slide, "presentationPr"), "presProps"),
            Self::ViewSettings => ("viewProps", false, (SLIDE, "viewProps"), (S::Slide, "viewPr"), "viewProps"),
            Self::TableStyles => ("tableStyles", false, (SLIDE, "tableStyles"), (S::Drawing, "tblStyleLst"), "tableStyles"),
            Self::SlideComments => ("comments/comment", true, (SLIDE, "comments"), (S::Slide, "cmLst"), "comments"),
            Self::CommentAuthors => ("commentAuthors", false, (SLIDE, "commentAuthors"), (S::Slide, "cmAuthorLst"), "commentAuthors"),
            Self::Theme => ("theme/theme", true, (OFFICE, "theme"), (S::Drawing, "theme"), "theme"),
            Self::ThemeOverride => ("theme/themeOverride", true, (OFFICE, "themeOverride"), (S::Drawing, "themeOverride"), "themeOverride"),
            Self::Chart => ("charts/chart", true, (DRAWING, "chart"), (S::Chart, "chartSpace"), "chart"),
            Self::ChartShapes => ("drawings/chartDrawing", true, (DRAWING, "chartshapes"), (S::Chart, "userShapes"), "chartUserShapes"),
            Self::DiagramData => ("diagrams/data", true, (DRAWING, "diagramData"), (S::Diagram, "dataModel"), "diagramData"),
            Self::DiagramLayout => ("diagrams/layout", true, (DRAWING, "diagramLayout"), (S::Diagram, "layoutDef"), "diagramLayout"),
            Self::DiagramStyle => ("diagrams/quickStyle", true, (DRAWING, "diagramStyle"), (S::Diagram, "styleDef"), "diagramQuickStyle"),
            Self::DiagramColors => ("diagrams/colors", true, (DRAWING, "diagramColors"), (S::Diagram, "colorsDef"), "diagramColors"),
            Self::DiagramDrawing => ("diagrams/drawing", true, ("application/vnd.ms-office.", "drawingml.diagramDrawing"), (S::DiagramDrawing, "drawing"), "diagramDrawing"),
            // Not the folder's usual name: whoever looks for unread embeddings shall find none.
            Self::EmbeddedDocument => ("documents/document", true, ("", ""), (S::Word, ""), "package"),
            Self::Picture => ("media/image", true, ("", ""), (S::Picture, ""), "image"),
        };
        Shape { stem, several, content, root, relation }
    }

    /// The element a part of this kind consists of; none for pictures and comment boxes.
    pub const fn root(self) -> (Space, &'static str) {
        self.shape().root
    }

    /// The content type it gets.
    pub fn content_type(self) -> String {
        let (family, rest) = self.shape().content;
        match self {
            Self::CommentShapes | Self::HeaderShapes => format!("{family}{rest}"),
            _ => format!("{family}{rest}+xml"),
        }
    }

    /// The name it gets, without extension: the `number`-th of its kind, from one.
    pub fn name(self, format: Kind, number: usize) -> String {
        let folder = match format {
            Kind::Docx => "word",
            Kind::Xlsx => "xl",
            _ => "ppt",
        };
        let Shape { stem, several, .. } = self.shape();
        if several {
            format!("{folder}/{stem}{number}")
        } else {
            format!("{folder}/{stem}")
        }
    }

    /// The type of a relationship that leads to it.
    pub fn relation_type(self) -> String {
        let family = if self == Self::DiagramDrawing {
            MICROSOFT
        } else {
            RELATION
        };
        format!("{family}{}", self.shape().relation)
    }

    /// The main part of a format.
    pub const fn main(format: Kind) -> Option<Self> {
        match format {
            Kind::Docx => Some(Self::WordDocument),
            Kind::Xlsx => Some(Self::Workbook),
            Kind::Pptx => Some(Self::Presentation),
            _ => None,
        }
    }

    /// What a relationship of this type leads to when it stands in `self`; none where it may not.
    pub fn led_to(self, relation_type: &str) -> Option<Self> {
        let word = [RELATION, STRICT, MICROSOFT]
            .iter()
            .find_map(|family| relation_type.strip_prefix(family))?;
        Self::ALL
            .iter()
            .copied()
            .find(|target| target.shape().relation == word && self.may_lead_to(*target))
    }

    /// True where links to pages and addresses may stand in a part of this kind.
    pub const fn may_link(self) -> bool {
        matches!(
            self,
            Self::WordDocument
                | Self::WordHeader
                | Self::WordFooter
                | Self::WordFootnotes
                | Self::WordEndnotes
                | Self::WordComments
                | Self::Worksheet
                | Self::SheetDrawing
                | Self::Slide
                | Self::SlideLayout
                | Self::SlideMaster
                | Self::Notes
                | Self::DiagramData
                | Self::DiagramDrawing
        )
    }

    /// True where a part of this kind may lead to one of `target`.
    pub fn may_lead_to(self, target: Self) -> bool {
        use PartKind as P;
        let leads_to_drawings = matches!(
            target,
            P::Picture
                | P::Chart
                | P::DiagramData
                | P::DiagramLayout
                | P::DiagramStyle
                | P::DiagramColors
                | P::DiagramDrawing
        );
        match self {
            P::WordDocument => {
                leads_to_drawings
                    || matches!(
                        target,
                        P::WordStyles
                            | P::WordNumbering
                            | P::WordSettings
                            | P::WordFonts
                            | P::WordHeader
                            | P::WordFooter
                            | P::WordFootnotes
                            | P::WordEndnotes
                            | P::WordComments
                            | P::Theme
                            | P::EmbeddedDocument
                    )
            }
            P::WordHeader
            | P::WordFooter
            | P::WordFootnotes
            | P::WordEndnotes
            | P::WordComments => leads_to_drawings || target == P::EmbeddedDocument,
            P::SheetDrawing => leads_to_drawings,
            P::WordNumbering
            | P::ChartShapes
            | P::DiagramData
            | P::DiagramLayout
            | P::DiagramDrawing
            | P::CommentShapes
            | P::HeaderShapes
            | P::Theme
            | P::ThemeOverride => target == P::Picture,
            P::Workbook => matches!(
                target,
                P::Worksheet | P::Chartsheet | P::SheetStyles | P::SharedStrings | P::Theme
            ),
            P::Worksheet => matches!(
                target,
                P::SheetDrawing
                    | P::SheetComments
                    | P::CommentShapes
                    | P::HeaderShapes
                    | P::SheetTable
                    | P::Picture
                    | P::EmbeddedDocument
            ),
            P::Chartsheet => matches!(target, P::SheetDrawing | P::Picture),
            P::Chart => matches!(target, P::ChartShapes | P::ThemeOverride | P::Picture),
            P::Presentation => matches!(
                target,
                P::Slide
                    | P::SlideMaster
                    | P::NotesMaster
                    | P::HandoutMaster
                    | P::ShowSettings
                    | P::ViewSettings
                    | P::TableStyles
                    | P::CommentAuthors
                    | P::Theme
            ),
            P::Slide => {
                leads_to_drawings
                    || matches!(
                        target,
                        P::SlideLayout
                            | P::Notes
                            | P::SlideComments
                            | P::ThemeOverride
                            | P::Slide
                            | P::EmbeddedDocument
                    )
            }
            P::SlideLayout => {
                leads_to_drawings || matches!(target, P::SlideMaster | P::ThemeOverride | P::Slide)
            }
            P::SlideMaster => {
                leads_to_drawings || matches!(target, P::SlideLayout | P::Theme | P::Slide)
            }
            P::Notes => {
                leads_to_drawings || matches!(target, P::NotesMaster | P::Slide | P::ThemeOverride)
            }
            P::NotesMaster | P::HandoutMaster => leads_to_drawings || target == P::Theme,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PartKind;
    use crate::kind::Kind;
    use crate::vocabulary::Element;

    #[test]
    fn every_part_consists_of_a_word_of_the_vocabulary() {
        for kind in PartKind::ALL {
            let (space, name) = kind.root();
            assert!(
                name.is_empty() || Element::find(space, name).is_some(),
                "{kind}"
            );
        }
    }

    #[test]
    fn a_relationship_is_read_in_the_part_it_stands_in() {
        let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments";
        assert_eq!(
            PartKind::Worksheet.led_to(strict),
            Some(PartKind::SheetComments)
        );
        assert_eq!(
            PartKind::Slide.led_to(strict),
            Some(PartKind::SlideComments)
        );
        for gone in [
            "oleObject",
            "attachedTemplate",
            "externalLink",
            "control",
            "aFChunk",
        ] {
            let word = format!("{}{gone}", super::RELATION);
            assert!(
                PartKind::ALL
                    .iter()
                    .all(|kind| kind.led_to(&word).is_none()),
                "{gone}"
            );
        }
        assert_eq!(
            PartKind::Worksheet.name(Kind::Xlsx, 3),
            "xl/worksheets/sheet3"
        );
    }
}
