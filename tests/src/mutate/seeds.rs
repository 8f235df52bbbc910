//! What mutations begin with: files made here, and small ones of the corpus where it is present.

use super::pack::{Part, unpack};
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
        let extension = self.name.rsplit_once('.').map(|(_, extension)| extension);
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case("svg"))
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
            || ["png", "jpg", "jpeg", "gif", "bmp", "svg"].contains(&sample.extension.as_str())
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
