//! What may stand where in an output: a closed list of sorts of objects, each with the keys it may have.
//!
//! ```text
//!   Key=Name|Name   one of these names       Key:num str bool name nums   a value of that sort
//!   Key>Sort        a dictionary or stream   Key*Sort|Sort  a list of them   Key~Sort  names to them
//! ```
//!
//! After ISO 32000-1, narrowed to what the writer has a use for. No action but an address, no annotation but a link, no
//! function but those of two sorts, no filter but four.

/// A sort of objects: its name, and its keys.
pub(super) const SORTS: &[(&str, &str)] = &[
    (
        "Catalog",
        "Type=Catalog Pages>Pages Metadata>Metadata Lang:str Outlines>Outlines PageLabels>Labels OutputIntents*Intent",
    ),
    ("Info", "Title:str Producer:str"),
    ("Labels", "Nums:labels"),
    ("Label", "S=D|R|r|A|a P:str St:num"),
    (
        "Intent",
        "Type=OutputIntent S=GTS_PDFA1 OutputConditionIdentifier:str Info:str DestOutputProfile>Profile",
    ),
    ("Profile", "N:num Length:num Filter=FlateDecode"),
    (
        "Metadata",
        "Type=Metadata Subtype=XML Length:num Filter=FlateDecode",
    ),
    ("Pages", "Type=Pages Parent>Pages Count:num Kids*Pages|Page"),
    (
        "Page",
        "Type=Page Parent>Pages MediaBox:nums Contents>Content Group>Group Annots*Link Resources>Resources",
    ),
    ("Content", "Length:num Filter=FlateDecode"),
    ("Group", "S=Transparency CS=DeviceRGB|DeviceGray I:bool"),
    (
        "Link",
        "Type=Annot Subtype=Link Rect:nums Border:nums F:num A>Address Dest:dest",
    ),
    ("Address", "S=URI URI:str"),
    (
        "Resources",
        "Font~Font XObject~Image|Form ExtGState~State Shading~Shading Pattern~Pattern",
    ),
    (
        "Font",
        "Type=Font Subtype=Type0 BaseFont:name Encoding=Identity-H|Identity-V DescendantFonts*Descendant ToUnicode>Words",
    ),
    (
        "Descendant",
        "Type=Font Subtype=CIDFontType0 BaseFont:name CIDSystemInfo>Collection FontDescriptor>Descriptor DW:num W:nums DW2:nums W2:nums",
    ),
    ("Collection", "Registry:str Ordering:str Supplement:num"),
    (
        "Descriptor",
        "Type=FontDescriptor FontName:name Flags:num FontBBox:nums ItalicAngle:num Ascent:num Descent:num CapHeight:num StemV:num FontFile3>Program",
    ),
    (
        "Program",
        "Subtype=CIDFontType0C Length:num Filter=FlateDecode",
    ),
    (
        "Words",
        "Type=CMap CMapName:name CIDSystemInfo>Collection WMode:num Length:num Filter=FlateDecode",
    ),
    (
        "Form",
        "Type=XObject Subtype=Form BBox:nums Group>Group Resources>Resources Length:num Filter=FlateDecode",
    ),
    (
        "Image",
        "Type=XObject Subtype=Image Width:num Height:num ImageMask:bool SMask>Image BitsPerComponent:num ColorSpace:space Decode:nums Length:num Filter=FlateDecode|CCITTFaxDecode|DCTDecode DecodeParms>Parameters",
    ),
    (
        "Parameters",
        "K:num Columns:num Rows:num Predictor:num Colors:num BlackIs1:bool",
    ),
    ("State", "Type=ExtGState CA:num ca:num BM:blend SMask:veil"),
    ("Veil", "Type=Mask S=Luminosity|Alpha G>Form"),
    (
        "Pattern",
        "Type=Pattern PatternType:num PaintType:num TilingType:num BBox:nums XStep:num YStep:num Matrix:nums Resources>Resources Shading>Shading Length:num Filter=FlateDecode",
    ),
    (
        "Shading",
        "ShadingType:axis ColorSpace=DeviceRGB|DeviceGray Coords:nums Extend:bools Function>Function Domain:nums BBox:nums",
    ),
    (
        "Function",
        "FunctionType:plain Domain:nums C0:nums C1:nums N:num Functions*Function Bounds:nums Encode:nums",
    ),
    (
        "Outlines",
        "Type=Outlines First>Bookmark Last>Bookmark Count:num",
    ),
    (
        "Bookmark",
        "Title:str Parent>Outlines|Bookmark Prev>Bookmark Next>Bookmark First>Bookmark Last>Bookmark Count:num Dest:dest",
    ),
];

/// Sorts whose streams draw.
pub(super) const DRAWN: &[&str] = &["Content", "Form", "Pattern"];

/// Operators that a stream may draw with (ISO 32000-1, annex A): none that shows a picture of its own, runs PostScript
/// or marks content with words of its own.
pub(super) const OPERATORS: &str = "q Q cm w J j M d i gs m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL \
    Tf Tr Ts Td TD Tm T* Tj TJ CS cs SC SCN sc scn G g RG rg K k sh Do";

/// Ways to blend (ISO 32000-1, table 136).
pub(super) const BLENDS: &str = "Normal Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight \
    Difference Exclusion Hue Saturation Color Luminosity";

/// The keys of a sort.
pub(super) fn keys(sort: &str) -> impl Iterator<Item = &'static str> {
    let found = SORTS.iter().find(|(name, _)| *name == sort);
    found.map_or("", |(_, keys)| keys).split_whitespace()
}
