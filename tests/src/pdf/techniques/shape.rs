//! What has no end or no shape: loops, lies about lengths, depths, sizes.

use super::Technique;

pub(super) const ALL: &[Technique] = &[
    Technique::either("pages that are their own parents", |d| {
        d.put(
            2,
            "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2000000/Parent 2 0 R>>",
        );
    }),
    Technique::either("a tree of pages as a ring", |d| {
        d.put(2, "<</Type/Pages/Kids[20 0 R 3 0 R]/Count 2>>");
        d.put(20, "<</Type/Pages/Kids[21 0 R]/Count 1/Parent 2 0 R>>");
        d.put(
            21,
            "<</Type/Pages/Kids[20 0 R 2 0 R]/Count 1/Parent 20 0 R>>",
        );
    }),
    Technique::either("a form that shows itself", |d| {
        d.stream(
            20,
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 20 0 R>>>>",
            b"/X Do 0 0 9 9 re f",
        );
        d.resources("/XObject<</X 20 0 R>>");
        d.content("/X Do");
    }),
    Technique::either("two forms that show each other", |d| {
        d.stream(
            20,
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 21 0 R>>>>",
            b"/X Do /X Do",
        );
        d.stream(
            21,
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 20 0 R>>>>",
            b"/X Do /X Do",
        );
        d.resources("/XObject<</X 20 0 R>>");
        d.content("/X Do");
    }),
    Technique::either("a tile that is painted with itself", |d| {
        d.stream(20, "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<</Pattern<</P 20 0 R>>>>", b"/Pattern cs /P scn 0 0 9 9 re f");
        d.resources("/Pattern<</P 20 0 R>>");
        d.content("/Pattern cs /P scn 50 50 99 99 re f");
    }),
    Technique::either("a veil that is veiled by itself", |d| {
        d.put(20, "<</Type/ExtGState/SMask<</S/Alpha/G 21 0 R>>>>");
        d.stream(21, "/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Group<</S/Transparency>>/Resources<</ExtGState<</G 20 0 R>>>>", b"/G gs 0 0 9 9 re f");
        d.resources("/ExtGState<</G 20 0 R>>");
        d.content("/G gs 50 50 99 99 re f");
    }),
    Technique::heavy("forms that double forty times", |d| {
        for number in 20..60 {
            d.stream(
                number,
                &format!(
                    "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {} 0 R>>>>",
                    number + 1
                ),
                b"/X Do /X Do",
            );
        }
        d.stream(
            60,
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]",
            b"0 0 9 9 re f",
        );
        d.resources("/XObject<</X 20 0 R>>");
        d.content("/X Do");
    }),
    Technique::either("a length that is a stream that is a length", |d| {
        d.stream(20, "/Length 21 0 R", b"kanaria");
        d.stream(21, "/Length 20 0 R", b"kanaria");
        d.page("/Metadata 20 0 R");
    }),
    Technique::either("a number that stands for itself", |d| {
        d.put(20, "20 0 R");
        d.page("/Rotate 20 0 R/CropBox 20 0 R/Annots 20 0 R");
    }),
    Technique::written("bookmarks as a ring", |d| {
        d.catalog("/Outlines 20 0 R");
        d.put(20, "<</Type/Outlines/First 21 0 R/Last 22 0 R/Count 2>>");
        d.put(
            21,
            "<</Title(Mokuji)/Parent 20 0 R/Next 22 0 R/First 20 0 R>>",
        );
        d.put(
            22,
            "<</Title(Mokuji)/Parent 20 0 R/Next 21 0 R/Prev 21 0 R/First 21 0 R>>",
        );
    }),
    Technique::written("names as a ring", |d| {
        d.catalog("/Names<</Dests 20 0 R/JavaScript 20 0 R>>");
        d.put(20, "<</Kids[20 0 R 20 0 R]>>");
        d.annotation("/Subtype/Link/Dest(kanaria)");
    }),
    Technique::written("fields that are their own kin", |d| {
        d.catalog("/AcroForm<</Fields[10 0 R]>>");
        d.annotation("/Subtype/Widget/FT/Tx/T(a)/Parent 10 0 R/Kids[10 0 R]/V(kanaria)/AA<</K<</S/JavaScript/JS(kanaria())>>>>/MK<</CA(kanaria)>>/F 2");
    }),
    Technique::either("a page beyond any sheet", |d| {
        d.put(
            super::super::draft::PAGE,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]/Contents 4 0 R/Resources 6 0 R>>",
        );
    }),
    Technique::either("a page without an area", |d| {
        d.put(
            super::super::draft::PAGE,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]/Contents 4 0 R/Resources 6 0 R>>",
        );
    }),
    Technique::either("a page whose box is no number", |d| {
        d.put(super::super::draft::PAGE, "<</Type/Page/Parent 2 0 R/MediaBox[-99999999999999 0 1e38 842]/Contents 4 0 R/Resources 6 0 R>>");
    }),
    Technique::either("lists within lists", |d| {
        let deep = 20_000;
        d.content(&format!("{}{} TJ", "[".repeat(deep), "]".repeat(deep)));
    }),
    Technique::either("states within states", |d| {
        d.below(&"q ".repeat(100_000));
    }),
    Technique::either("dashes without number", |d| {
        d.content("[0.0001 0.0001] 0 d 0 0 m 595 842 l S [0 0] 0 d 0 0 m 595 842 l S");
    }),
    Technique::either("a bomb of one stream", |d| {
        let packed = super::super::filters::flate(&vec![b' '; 30_000_000]);
        d.stream(
            20,
            "/Filter[/FlateDecode/FlateDecode]",
            &super::super::filters::flate(&packed),
        );
        d.add(super::super::draft::PAGE, "/PieceInfo 20 0 R");
        d.put(super::super::draft::PAGE, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R 20 0 R]/Resources 6 0 R>>");
    }),
    Technique::either("filters without end", |d| {
        let chain = "/ASCIIHexDecode".repeat(500);
        d.stream(20, &format!("/Filter[{chain}]"), b"6b616e61726961>");
        d.put(super::super::draft::PAGE, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R 20 0 R]/Resources 6 0 R>>");
    }),
    Technique::either("words of an unknown lock", |d| {
        d.trailer("/Encrypt<</Filter/Kanaria/V 5/R 6/Length 256/O(kanaria)/U(kanaria)/P 0>>");
    }),
    Technique::either("no page at all", |d| {
        d.put(2, "<</Type/Pages/Kids[]/Count 0>>");
        d.opens("/S/JavaScript/JS(kanaria())");
    }),
];
