//! Every maximum, known before anything is allocated.

/// The maxima of one item. `Limits::default()` is what the house uses; a rule may lower them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one input.
    pub input_bytes: usize,
    /// Bytes of one document frame.
    pub document_bytes: usize,
    /// Bytes of one child or blob frame.
    pub child_bytes: usize,
    /// Bytes of any other frame.
    pub small_bytes: usize,
    /// Findings in one stream.
    pub findings: usize,
    /// Signatures told of one document.
    pub signatures: usize,
    /// Children of one container.
    pub children: usize,
    /// Multipart nesting of one mail.
    pub mime_depth: usize,
    /// Header fields kept of one mail.
    pub headers: usize,
    /// Characters of one header value.
    pub header_chars: usize,
    /// Addresses in one header.
    pub addresses: usize,
    /// Characters of a subject, a name or an address.
    pub line_chars: usize,
    /// Bytes of a text, a body or all strings of an HTML document.
    pub text_bytes: usize,
    /// Events of one HTML document.
    pub html_events: usize,
    /// Open elements at once in HTML or XML.
    pub markup_depth: usize,
    /// Characters of one attribute value.
    pub attribute_chars: usize,
    /// Rows of a table.
    pub rows: usize,
    /// Cells of a table.
    pub cells: usize,
    /// Characters of one cell.
    pub cell_chars: usize,
    /// Pixels along one edge.
    pub edge_pixels: u32,
    /// Bytes of the pixels of all frames of one raster: a sheet of A3 at 600 dots an inch in colour, twenty times that
    /// in ink and paper. A job holds them at most twice, so that it stays below 512 MiB.
    pub raster_bytes: u64,
    /// Frames of one raster.
    pub frames: usize,
    /// Marks, definitions, pictures and gradient stops of one drawing.
    pub drawing_marks: usize,
    /// Segments and dashes of all outlines of one drawing.
    pub drawing_segments: usize,
    /// Groups open at once in one drawing.
    pub drawing_depth: usize,
    /// Marks one drawing draws in all, those of definitions counted each time they are used.
    pub drawing_drawn: u64,
    /// Bytes of the pixels in one drawing, counted each time they are shown.
    pub drawing_picture_bytes: u64,
    /// Pages of one paper.
    pub paper_pages: usize,
    /// Marks, definitions and gradient stops of all pages of one paper.
    pub paper_marks: usize,
    /// Segments and dashes of all outlines of one paper, those of its glyphs included.
    pub paper_segments: usize,
    /// Glyphs of all fonts of one paper.
    pub paper_glyphs: usize,
    /// Glyphs shown on all pages of one paper.
    pub paper_placed: usize,
    /// Marks one paper draws in all, those of definitions counted each time they are used.
    pub paper_drawn: u64,
    /// Steps of drawing that one page may ask its reader for.
    pub paper_page_steps: u64,
    /// Steps that all pages may ask for together, and as many more for each of them.
    pub paper_steps: (u64, u64),
    /// Pictures of one paper.
    pub paper_pictures: usize,
    /// Bytes of the pixels of all pictures of one paper.
    pub paper_picture_bytes: u64,
    /// Characters of an archive path.
    pub path_chars: usize,
    /// Links of one part of a package.
    pub links: usize,
    /// Parts of a package.
    pub package_parts: usize,
    /// XML events of one package.
    pub xml_events: usize,
    /// Bytes of text and attributes of one package.
    pub xml_bytes: usize,
    /// Rounds of digesting that all passwords together may cost on one lock.
    pub lock_rounds: u64,
}

const MIB: usize = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            input_bytes: 512 * MIB,
            document_bytes: 512 * MIB,
            child_bytes: 512 * MIB,
            small_bytes: 64 * 1024,
            findings: 256,
            signatures: 32,
            children: 1_000,
            mime_depth: 32,
            headers: 200,
            header_chars: 4_000,
            addresses: 1_000,
            line_chars: 1_000,
            text_bytes: 64 * MIB,
            html_events: 400_000,
            markup_depth: 128,
            attribute_chars: 16_384,
            rows: 1_048_576,
            cells: 8_000_000,
            cell_chars: 65_536,
            edge_pixels: 20_000,
            raster_bytes: 210_000_000,
            frames: 500,
            drawing_marks: 400_000,
            drawing_segments: 4_000_000,
            drawing_depth: 100,
            drawing_drawn: 4_000_000,
            drawing_picture_bytes: 100_000_000,
            paper_pages: 10_000,
            paper_marks: 1_500_000,
            paper_segments: 8_000_000,
            paper_glyphs: 400_000,
            paper_placed: 12_000_000,
            paper_drawn: 40_000_000,
            paper_page_steps: 12_000_000,
            paper_steps: (20_000_000, 100_000),
            paper_pictures: 50_000,
            paper_picture_bytes: 210_000_000,
            path_chars: 400,
            links: 70_000,
            package_parts: 5_000,
            xml_events: 20_000_000,
            xml_bytes: 256 * MIB,
            lock_rounds: 12_000_000,
        }
    }
}
