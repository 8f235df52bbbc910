//! What hides: other formats around the file, words nobody sees, layers, comments, threads, unused objects.

use super::Technique;

pub(super) const ALL: &[Technique] = &[
    Technique::written("a ZIP behind its end", |d| {
        d.after = crate::samples::pack(&[("kanaria.js", "kanaria()")]);
    }),
    Technique::written("a page of the web before its header", |d| {
        d.before = b"<html><script>kanaria()</script><!-- ".to_vec();
        d.after = b" --></html>".to_vec();
    }),
    Technique::either("a picture before its header", |d| {
        d.before = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xfe\0\x20kanaria kanaria kanaria kanar\n".to_vec();
        d.after = b"\xff\xd9".to_vec();
    }),
    Technique::either("a header a thousand bytes in", |d| {
        d.before = b"kanaria ".repeat(125);
    }),
    Technique::written("a program behind its end", |d| {
        d.after = b"MZ\x90\0 kanaria %%EOF\n".to_vec();
    }),
    Technique::written("a script of the shell before its header", |d| {
        d.before = b"#!/bin/sh\nkanaria; exit\n".to_vec();
    }),
    Technique::written("two ends", |d| {
        d.after = b"% kanaria\n77 0 obj\n<</Type/Catalog/OpenAction<</S/JavaScript/JS(kanaria())>>/Pages 2 0 R>>\nendobj\n%%EOF\n".to_vec();
    }),
    Technique::written("objects that nobody names", |d| {
        d.put(20, "<</S/JavaScript/JS(kanaria())>>");
        d.put(21, "<</Type/Filespec/F(kanaria.exe)/EF<</F 22 0 R>>>>");
        d.stream(22, "/Type/EmbeddedFile", b"MZ kanaria");
    }),
    Technique::written("a layer that is off", |d| {
        layer(d, "/OFF[20 0 R]");
    }),
    Technique::written("a layer only for print", |d| {
        layer(
            d,
            "/OFF[20 0 R]/AS[<</Event/Print/Category[/Print]/OCGs[20 0 R]>>]",
        );
    }),
    Technique::written("a note and its window", |d| {
        d.annotation("/Subtype/Text/Contents(kanaria)/T(kanaria)/RC(<body><a href='https://kanaria.example/'>kanaria</a></body>)/Popup 20 0 R/Open false");
        d.put(
            20,
            "<</Type/Annot/Subtype/Popup/Parent 10 0 R/Rect[0 0 9 9]/Contents(kanaria)>>",
        );
    }),
    Technique::written("an annotation of no known sort", |d| {
        d.annotation("/Subtype/Kanaria/Kanaria(kanaria)/A<</S/Kanaria/JS(kanaria())>>");
    }),
    Technique::written("a hidden annotation with an appearance", |d| {
        d.put(
            10,
            "<</Type/Annot/Subtype/Stamp/Rect[50 50 150 90]/F 2/AP<</N 20 0 R>>/NM(kanaria)>>",
        );
        d.page("/Annots[10 0 R]");
        d.stream(
            20,
            "/Type/XObject/Subtype/Form/BBox[0 0 100 40]/Resources 6 0 R",
            b"BT /F1 20 Tf (kanaria) Tj ET",
        );
    }),
    Technique::written("appearances for a mouse", |d| {
        d.annotation("/Subtype/Stamp/AP<</N 20 0 R/R 21 0 R/D 21 0 R>>");
        d.stream(
            20,
            "/Type/XObject/Subtype/Form/BBox[0 0 100 40]",
            b"0 0 100 40 re S",
        );
        d.stream(
            21,
            "/Type/XObject/Subtype/Form/BBox[0 0 100 40]/Resources 6 0 R",
            b"BT /F1 20 Tf (kanaria) Tj ET",
        );
    }),
    Technique::written("marks with words of their own", |d| {
        d.content("/Span<</ActualText(kanaria)/Alt(kanaria)/E(kanaria)>>BDC 9 9 m EMC /kanaria MP /kanaria<</kanaria(kanaria)>>DP");
    }),
    Technique::written("a tree of structure with words", |d| {
        d.catalog("/MarkInfo<</Marked true>>/StructTreeRoot 20 0 R");
        d.put(20, "<</Type/StructTreeRoot/K 21 0 R/ClassMap<</kanaria<</O/kanaria>>>>/RoleMap<</Kanaria/P>>>>");
        d.put(21, "<</Type/StructElem/S/Kanaria/P 20 0 R/Alt(kanaria)/ActualText(kanaria)/ID(kanaria)/Ref 22 0 R>>");
        d.put(
            22,
            "<</Type/StructElem/S/Link/P 20 0 R/A<</O/HTML-4.01/href(https://kanaria.example/)>>>>",
        );
    }),
    Technique::written("threads and dictionaries of the web", |d| {
        d.catalog("/Threads[20 0 R]/Legal<</Attestation(kanaria)/JavaScriptActions 1>>/Extensions<</KANA<</BaseVersion/1.7/URL(https://kanaria.example/)>>>>/Version/1.7");
        d.put(20, "<</Type/Thread/F 21 0 R/I<</Title(kanaria)>>>>");
        d.put(
            21,
            "<</Type/Bead/T 20 0 R/N 21 0 R/V 21 0 R/P 3 0 R/R[0 0 9 9]>>",
        );
        d.page("/B[21 0 R]");
        d.opens("/S/Thread/F(kanaria.pdf)/D(kanaria)");
    }),
    Technique::written("presentations that stand beside", |d| {
        d.catalog("/Names<</AlternatePresentations<</Names[(kanaria)<</Type/SlideShow/Subtype/Embedded/Resources<</Names[]>>/StartResource(kanaria.svg)>>]>>/Pages<</Names[(kanaria)3 0 R]>>/Templates<</Names[(kanaria)3 0 R]>>/IDS<</Names[]>>/URLS<</Names[(https://kanaria.example/)20 0 R]>>>>");
        d.put(20, "<</Type/SpiderContentSet/S/SPS/ID(kanaria)/O[]/SI[]>>");
    }),
    Technique::written("preferences and page modes", |d| {
        d.catalog("/PageMode/FullScreen/PageLayout/kanaria/ViewerPreferences<</HideToolbar true/HideMenubar true/HideWindowUI true/PrintScaling/kanaria/Enforce[/kanaria]>>");
    }),
    Technique::written("names of pages", |d| {
        d.catalog(
            "/Dests<</kanaria[3 0 R/XYZ 0 0 0]>>/Names<</Dests<</Names[(kanaria)[3 0 R/Fit]]>>>>",
        );
        d.annotation("/Subtype/Link/Dest(kanaria)");
    }),
    Technique::written("separations, boxes and measures", |d| {
        d.page("/SeparationInfo<</Pages[3 0 R]/DeviceColorant(kanaria)>>/BoxColorInfo<</kanaria<<>>>>/VP[<</Type/Viewport/Name(kanaria)/BBox[0 0 9 9]>>]/UserUnit 1.0/LastModified(kanaria)/Tabs/S/TemplateInstantiated/kanaria");
    }),
    Technique::written("a halftone, a spot and a transfer", |d| {
        d.resources("/ExtGState<</G1<</Type/ExtGState/HT 20 0 R/TR 21 0 R/HTO[0 0]/UseBlackPtComp/ON/BG 21 0 R/UCR 21 0 R>>>>");
        d.stream(
            20,
            "/Type/Halftone/HalftoneType 6/Width 1/Height 7/HalftoneName(kanaria)",
            b"kanaria",
        );
        d.stream(21, "/FunctionType 4/Domain[0 1]/Range[0 1]", b"{ kanaria }");
        d.content("/G1 gs 50 50 20 20 re f");
    }),
    Technique::written("a filter that locks one stream", |d| {
        d.stream(
            20,
            "/Type/EmbeddedFile/Filter[/Crypt/FlateDecode]/DecodeParms[<</Name/kanaria>>null]",
            b"kanaria",
        );
        d.catalog(
            "/Names<</EmbeddedFiles<</Names[(kanaria)<</Type/Filespec/EF<</F 20 0 R>>>>]>>>>",
        );
    }),
    Technique::written("rights that readers enforce", |d| {
        d.catalog("/Perms<</UR3<</Type/Sig/Filter/Adobe.PPKLite/Contents(kanaria)/Reference[<</Type/SigRef/TransformMethod/UR3/TransformParams<</Document[/FullSave]/EF[/Create/kanaria]>>>>]>>>>");
    }),
];

fn layer(d: &mut super::super::Draft, how: &str) {
    d.put(
        20,
        "<</Type/OCG/Name(kanaria)/Usage<</Print<</PrintState/ON>>>>>>",
    );
    d.catalog(&format!(
        "/OCProperties<</OCGs[20 0 R]/D<<{how}/Order[(kanaria)[20 0 R]]>>>>"
    ));
    d.resources("/Properties<</L1 20 0 R>>");
    d.content("/OC/L1 BDC BT /F1 20 Tf 72 300 Td (kanaria) Tj ET EMC");
}
