//! What mutations begin with: files made here, and small ones of the corpus where it is present.

use super::pack::{Part, unpack};
use crate::pdf::{Disguise, Draft, techniques};
use crate::samples;

/// A file to mutate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed {
    /// The name it goes by on its way.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its members, for a package.
    pub parts: Option<Vec<Part>>,
}

impl Seed {
    /// A seed of these bytes.
    pub fn of(name: &str, bytes: Vec<u8>) -> Self {
        let parts = unpack(&bytes).filter(|parts| !parts.is_empty());
        Self {
            name: name.to_owned(),
            bytes,
            parts,
        }
    }

    /// True for a drawing by its name.
    pub fn is_drawing(&self) -> bool {
        self.is("svg")
    }

    /// True for a PDF by its name.
    pub fn is_paper(&self) -> bool {
        self.is("pdf")
    }

    fn is(&self, wanted: &str) -> bool {
        let extension = self.name.rsplit_once('.').map(|(_, extension)| extension);
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
    }
}

/// A drawing with something of every kind: gradients, a pattern, a clip, a mask, an effect, words, uses, a style.
const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="120" height="90" viewBox="0 0 240 180">
<style>.road{stroke:#888;stroke-width:6;fill:none}</style>
<defs><linearGradient id="l"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".5"/></linearGradient>
<radialGradient id="r" xlink:href="#l" r="40%"/>
<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse"><circle cx="5" cy="5" r="3" fill="url(#l)"/></pattern>
<clipPath id="c"><circle cx="60" cy="60" r="50"/></clipPath>
<mask id="m"><rect width="240" height="180" fill="url(#r)"/></mask>
<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><g id="u"><rect width="20" height="15"/></g></defs>
<rect width="240" height="180" fill="url(#p)"/><path class="road" d="M0 90C60 30 120 150 240 60" stroke-dasharray="9 4"/>
<g clip-path="url(#c)" transform="rotate(5)"><rect width="100" height="100" fill="url(#r)"/></g>
<g mask="url(#m)" opacity=".7" style="mix-blend-mode:multiply"><ellipse cx="150" cy="90" rx="60" ry="40"/></g>
<g filter="url(#f)"><use xlink:href="#u" x="30" y="120" fill="green"/></g><text x="20" y="20" font-size="14">町役場</text>
<image x="200" y="10" width="20" height="20" xlink:href="data:image/gif;base64,R0lGODlhAQABAPAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="/></svg>"##;

/// A page with something of every kind: a font, forms, a tile, gradients, a veil, a picture, a link, bookmarks.
fn page() -> Draft {
    let mut draft = Draft::default();
    draft.resources("/XObject<</X 20 0 R/I 21 0 R>>/Pattern<</P 22 0 R>>/Shading<</S 23 0 R>>/ExtGState<</G 24 0 R>>");
    draft.content("q 0.5 0 0 0.5 99 99 cm /X Do Q q 40 0 0 40 200 200 cm /I Do Q /Pattern cs /P scn 300 300 90 90 re f");
    draft.content("q 0 0 99 99 re W n /S sh Q q /G gs 1 0 0 rg 400 400 m 500 400 l 450 500 l h B Q [4 2] 1 d 9 9 m 99 9 l S");
    draft.stream(20, "/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Group<</S/Transparency/I true>>/Resources 6 0 R", b"BT /F1 9 Tf 5 5 Td [(Ka)-90(ta)] TJ ET");
    draft.stream(21, "/Type/XObject/Subtype/Image/Width 4/Height 2/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 1 <000000ff0000>]", &[0, 1, 0, 1, 1, 0, 1, 0]);
    draft.stream(22, "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>", b"0 0 1 rg 1 1 4 4 re f");
    draft.put(23, "<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 99 99]/Extend[true true]/Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>>>");
    draft.put(
        24,
        "<</Type/ExtGState/CA 0.5/ca 0.5/BM/Multiply/SMask<</S/Luminosity/G 25 0 R>>>>",
    );
    draft.stream(
        25,
        "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency/CS/DeviceGray>>",
        b"0.5 g 0 0 595 842 re f",
    );
    draft.annotation("/Subtype/Link/Dest[3 0 R/Fit]");
    draft.catalog("/Outlines 26 0 R/PageLabels<</Nums[0<</S/r>>]>>");
    draft.put(26, "<</Type/Outlines/First 27 0 R/Last 27 0 R/Count 1>>");
    draft.put(27, "<</Title(Mokuji)/Parent 26 0 R/Dest[3 0 R/Fit]>>");
    draft
}

/// PDFs that are made here: a page in every coat, and each hostile one.
pub fn papers() -> Vec<Seed> {
    let seed = |draft: &Draft, disguise: Disguise| Seed::of("通知.pdf", disguise.dress(draft));
    let mut all: Vec<Seed> = Disguise::ALL.map(|disguise| seed(&page(), disguise)).into();
    let hostile = techniques::all().map(|technique| seed(&technique.draft(), Disguise::Plain));
    all.extend(hostile.filter(|seed| seed.bytes.len() < 20_000));
    all
}

/// Files that are made here: one of each language, small, with relations to turn.
pub fn generated() -> Vec<Seed> {
    vec![
        Seed::of("文書.docx", samples::docx(600)),
        Seed::of("様式.xlsm", samples::xlsm()),
        Seed::of("説明.pptx", presentation()),
        Seed::of("位置図.svg", DRAWING.as_bytes().to_vec()),
    ]
}

/// Small files of the corpus: Office packages and pictures below so many bytes.
pub fn of_corpus(largest: usize) -> Vec<Seed> {
    let Some(folder) = crate::corpus::folder() else {
        return Vec::new();
    };
    let wanted = |sample: &crate::corpus::Sample| {
        sample.is_office()
            || ["png", "jpg", "jpeg", "gif", "bmp", "svg", "pdf"]
                .contains(&sample.extension.as_str())
    };
    let samples = crate::corpus::samples(&folder).into_iter().filter(wanted);
    samples
        .map(|sample| (sample.name.clone(), sample.read()))
        .filter(|(_, bytes)| bytes.len() <= largest)
        .map(|(name, bytes)| {
            let file = name.rsplit('/').next().unwrap_or_default();
            Seed::of(file, bytes)
        })
        .filter(|seed| {
            seed.parts
                .as_ref()
                .is_none_or(|parts| parts.iter().map(|p| p.body.len()).sum::<usize>() < 400_000)
        })
        .collect()
}

/// A presentation of one slide with a title, its layout and its master.
fn presentation() -> Vec<u8> {
    const DECLARED: &str = r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main""#;
    const TYPE: &str = "application/vnd.openxmlformats-officedocument.presentationml";
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let tree = |text: &str| {
        format!(
            r#"<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="題"/><p:cNvSpPr/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="ja-JP"/><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld>"#
        )
    };
    let relations = |rows: &[(&str, &str, &str)]| {
        let rows: Vec<String> = rows
            .iter()
            .map(|(id, kind, target)| {
                format!(r#"<Relationship Id="{id}" Type="{RELATION}/{kind}" Target="{target}"/>"#)
            })
            .collect();
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"#,
            rows.concat()
        )
    };
    let types: Vec<String> = [
        ("presentation", "presentation.main"),
        ("slides/slide1", "slide"),
        ("slideLayouts/slideLayout1", "slideLayout"),
        ("slideMasters/slideMaster1", "slideMaster"),
    ]
    .iter()
    .map(|(part, kind)| {
        format!(r#"<Override PartName="/ppt/{part}.xml" ContentType="{TYPE}.{kind}+xml"/>"#)
    })
    .collect();
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}</Types>"#,
                types.concat()
            ),
        ),
        (
            "_rels/.rels",
            relations(&[("rId1", "officeDocument", "ppt/presentation.xml")]),
        ),
        (
            "ppt/presentation.xml",
            format!(
                r#"<p:presentation {DECLARED}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>"#
            ),
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            relations(&[
                ("rId1", "slideMaster", "slideMasters/slideMaster1.xml"),
                ("rId2", "slide", "slides/slide1.xml"),
            ]),
        ),
        (
            "ppt/slides/slide1.xml",
            format!("<p:sld {DECLARED}>{}</p:sld>", tree("説明会のお知らせ")),
        ),
        (
            "ppt/slides/_rels/slide1.xml.rels",
            relations(&[("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml")]),
        ),
        (
            "ppt/slideLayouts/slideLayout1.xml",
            format!(
                r#"<p:sldLayout {DECLARED} type="title">{}</p:sldLayout>"#,
                tree("題")
            ),
        ),
        (
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
            relations(&[("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")]),
        ),
        (
            "ppt/slideMasters/slideMaster1.xml",
            format!(
                r#"<p:sldMaster {DECLARED}>{}<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>"#,
                tree("題")
            ),
        ),
        (
            "ppt/slideMasters/_rels/slideMaster1.xml.rels",
            relations(&[("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml")]),
        ),
    ];
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    samples::pack(&parts)
}
