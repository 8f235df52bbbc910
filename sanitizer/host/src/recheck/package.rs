//! Office packages: a recognised ZIP whose parts, content types and relations are all on a list.
//!
//! The recogniser does not read documents. It looks for the shape of everything that acts: a part
//! of a name or a type that could hold code or another document, a relation that leads outside.

use std::collections::BTreeSet;

use sekisho_ir::Kind;
use sekisho_ir::name::name_is_clean;

use super::zip::{Entry, entries};

/// Relations and content types are short; anything longer is not ours.
const SMALL: usize = 8 * 1024 * 1024;

/// Words that name a part, a relation or a type which acts.
const ACTING: &[&str] = &[
    "vba",
    "macro",
    "activex",
    "oleobject",
    "embeddings",
    "externallink",
    "customui",
    "webextension",
    "taskpanes",
    "attachedtemplate",
    "altchunk",
    "afchunk",
    "connections",
    "querytable",
    "printersettings",
    "ddelink",
    "subdocument",
    "mailmerge",
    "control",
    "customxml",
    "frame",
];

/// A package of this kind.
pub(super) fn is_package(kind: Kind, bytes: &[u8]) -> Option<()> {
    let entries = entries(bytes)?;
    let mut seen = BTreeSet::new();
    for entry in &entries {
        (is_path(entry.name) && seen.insert(entry.name.to_lowercase())).then_some(())?;
    }
    let (main, main_type) = match kind {
        Kind::Docx => ("word/", "wordprocessingml.document.main+xml"),
        Kind::Xlsx => ("xl/", "spreadsheetml.sheet.main+xml"),
        Kind::Pptx => ("ppt/", "presentationml.presentation.main+xml"),
        _ => return None,
    };
    for entry in &entries {
        is_part(entry, main)?;
    }
    let types = entries
        .iter()
        .find(|entry| entry.name == "[Content_Types].xml")?;
    let types = words(types)?;
    (types.contains(main_type) && !types.contains("macroEnabled")).then_some(())?;
    acts(&types).then_some(()).map_or(Some(()), |()| None)
}

/// Every step of a part's name is clean, but for the one name that a package must begin with a dot.
fn is_path(name: &str) -> bool {
    name.split('/')
        .all(|step| step == ".rels" || name_is_clean(step))
}

fn is_part(entry: &Entry<'_>, main: &str) -> Option<()> {
    let name = entry.name;
    let known = name == "[Content_Types].xml"
        || ["_rels/", "docProps/", main]
            .iter()
            .any(|folder| name.starts_with(folder));
    let extension = name.rsplit_once('.').map(|(_, extension)| extension)?;
    if let Some(file) = name
        .strip_prefix(main)
        .and_then(|n| n.strip_prefix("documents/"))
    {
        return is_document(file, extension, entry);
    }
    let form = ["xml", "rels", "png", "jpg", "jpeg", "gif", "vml"].contains(&extension);
    (known && form && !acts(name)).then_some(())?;
    match extension {
        _ if name == "docProps/app.xml" => is_measures(&words(entry)?),
        "rels" => is_relations(&words(entry)?),
        "png" => super::png::is_png(&entry.content(usize::MAX)?),
        "jpg" | "jpeg" => super::jpeg::is_jpeg(&entry.content(usize::MAX)?),
        "gif" => super::gif::is_gif(&entry.content(usize::MAX)?),
        "vml" => is_boxes(&words(entry)?),
        _ => Some(()),
    }
}

/// The extended properties say whose measures a workbook was set by, and nothing else.
fn is_measures(text: &str) -> Option<()> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Properties xmlns=\
\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>";
    let program = text
        .strip_prefix(HEAD)?
        .strip_suffix("</Application></Properties>")?;
    matches!(program, "Microsoft Excel" | "LibreOffice").then_some(())
}

/// A document inside the document: recognised like one that stands alone.
fn is_document(file: &str, extension: &str, entry: &Entry<'_>) -> Option<()> {
    let kind = match extension {
        "docx" => Kind::Docx,
        "xlsx" => Kind::Xlsx,
        "pptx" => Kind::Pptx,
        _ => return None,
    };
    (!file.contains('/')).then_some(())?;
    is_package(kind, &entry.content(usize::MAX)?)
}

/// The old shapes of a sheet: these elements, these attributes, no word in them.
fn is_boxes(text: &str) -> Option<()> {
    const ELEMENTS: &[&str] = &[
        "xml",
        "o:shapelayout",
        "o:idmap",
        "v:shapetype",
        "v:stroke",
        "v:path",
        "v:shape",
        "v:fill",
        "v:shadow",
        "v:textbox",
        "div",
        "x:ClientData",
        "x:MoveWithCells",
        "x:SizeWithCells",
        "x:Anchor",
        "x:AutoFill",
        "x:Row",
        "x:CF",
        "x:AutoPict",
        "x:Visible",
        "v:formulas",
        "v:f",
        "v:imagedata",
        "o:lock",
        "x:Column",
    ];
    const ATTRIBUTES: &[&str] = &[
        "xmlns:v",
        "xmlns:o",
        "xmlns:x",
        "v:ext",
        "data",
        "id",
        "coordsize",
        "o:spt",
        "path",
        "joinstyle",
        "gradientshapeok",
        "o:connecttype",
        "type",
        "style",
        "fillcolor",
        "o:insetmode",
        "color",
        "color2",
        "obscured",
        "ObjectType",
        "o:preferrelative",
        "filled",
        "stroked",
        "eqn",
        "o:extrusionok",
        "aspectratio",
        "rotation",
        "o:spid",
        "o:relid",
        "strokecolor",
        "cropleft",
        "croptop",
        "cropright",
        "cropbottom",
        "gain",
        "blacklevel",
        "grayscale",
    ];
    for tag in text.strip_prefix('<')?.split('<') {
        let (tag, words) = tag.split_once('>')?;
        let tag = tag
            .strip_prefix('/')
            .unwrap_or(tag.strip_suffix('/').unwrap_or(tag));
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        ELEMENTS.contains(&name).then_some(())?;
        while !rest.is_empty() {
            let (attribute, after) = rest.split_once("=\"")?;
            let (value, after) = after.split_once('"')?;
            let known = ATTRIBUTES.contains(&attribute.trim_start());
            let plain = attribute.trim_start().starts_with("xmlns:") || !value.contains("//");
            // A picture is named by a relation of the part, never by a place.
            let related = attribute.trim_start() != "o:relid"
                || value.strip_prefix("rId").is_some_and(|number| {
                    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
                });
            (known && plain && related).then_some(())?;
            rest = after;
        }
        let number = |c: char| c.is_ascii_digit() || matches!(c, ',' | ' ');
        (["False", "Pict"].contains(&words) || words.chars().all(number)).then_some(())?;
    }
    Some(())
}

/// Relations lead inside; one that leads outside is a hyperlink to a page or an address.
fn is_relations(text: &str) -> Option<()> {
    for relation in text.split("<Relationship ").skip(1) {
        let (relation, _) = relation.split_once('>')?;
        let kind = attribute(relation, "Type")?;
        let target = attribute(relation, "Target")?;
        let kind = kind.rsplit('/').next()?.to_ascii_lowercase();
        let outside = relation.contains("TargetMode");
        let good = if outside {
            kind == "hyperlink"
                && ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|good| target.starts_with(good))
        } else {
            !target.contains("://") && !target.contains('\\') && !target.starts_with("//")
        };
        let within = target.strip_prefix("../").unwrap_or(target);
        let document = kind == "package" && !outside && within.starts_with("documents/document");
        (good && (document || kind != "package") && !acts(&kind)).then_some(())?;
    }
    Some(())
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = element.split_once(&format!("{name}=\""))?;
    value.split_once('"').map(|(value, _)| value)
}

fn words(entry: &Entry<'_>) -> Option<String> {
    String::from_utf8(entry.content(SMALL)?.into_owned()).ok()
}

fn acts(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ACTING.iter().any(|acting| words.contains(acting))
}

#[cfg(test)]
mod tests {
    use super::super::zip::tests::stored;
    use super::*;

    const TYPES: &[u8] = br#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;

    fn package(extra: &[(&str, &[u8])]) -> Vec<u8> {
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", TYPES),
            ("xl/workbook.xml", b"<workbook/>"),
        ];
        parts.extend(extra);
        stored(&parts)
    }

    #[test]
    fn a_plain_workbook_is_recognised_as_itself_only() {
        let good = package(&[("xl/worksheets/sheet1.xml", b"<x/>")]);
        assert!(is_package(Kind::Xlsx, &good).is_some());
        assert!(is_package(Kind::Docx, &good).is_none());
    }

    #[test]
    fn old_shapes_are_ours_or_refused() {
        let shape = |looks: &str, within: &str| {
            format!(
                "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:shape id=\"CH\"{looks}>{within}</v:shape></xml>"
            )
        };
        for (good, looks, within) in [
            (
                true,
                " style=\"width:1.50pt\"",
                "<v:imagedata o:relid=\"rId1\" gain=\"19661f\"/>",
            ),
            (
                true,
                "",
                "<x:ClientData ObjectType=\"Pict\"><x:Anchor>1, 0, 2</x:Anchor><x:CF>Pict</x:CF></x:ClientData>",
            ),
            (false, " href=\"x\"", ""),
            (false, " style=\"background:url(//x)\"", ""),
            (false, "", "<v:imagedata src=\"x\"/>"),
            (false, "", "<v:imagedata o:relid=\"x\"/>"),
            (false, "", "<v:imagedata o:href=\"x\"/>"),
            (false, "", "<x:FmlaMacro>evil</x:FmlaMacro>"),
            (false, "", "words"),
        ] {
            let text = shape(looks, within);
            assert_eq!(is_boxes(&text).is_some(), good, "{text}");
        }
    }

    #[test]
    fn what_acts_or_leads_outside_is_refused() {
        let relations = |kind: &str, target: &str, mode: &str| {
            format!(
                r#"<Relationships><Relationship Id="r" Type="http://x/{kind}" Target="{target}"{mode}/></Relationships>"#
            )
        };
        let outside = r#" TargetMode="External""#;
        for (kind, target, mode, good) in [
            ("worksheet", "worksheets/sheet1.xml", "", true),
            ("hyperlink", "https://example.jp/", outside, true),
            ("hyperlink", "file://server/x", outside, false),
            ("image", "https://track.example/x.png", outside, false),
            ("oleObject", "embeddings/x.xml", "", false),
            ("package", "embeddings/x.xlsx", "", false),
            ("package", "documents/document1.xlsx", "", true),
            ("package", "../documents/document1.xlsx", "", true),
            ("vbaProject", "x.xml", "", false),
            ("attachedTemplate", "https://x/", outside, false),
        ] {
            let text = relations(kind, target, mode);
            let made = package(&[("xl/_rels/workbook.xml.rels", text.as_bytes())]);
            assert_eq!(
                is_package(Kind::Xlsx, &made).is_some(),
                good,
                "{kind} {target}"
            );
        }
        for part in [
            "xl/vbaProject.bin",
            "xl/activeX/a.xml",
            "xl/embeddings/a.xml",
            "docProps/app.xml",
            "x/y.xml",
            "xl/a.exe",
        ] {
            assert!(
                is_package(Kind::Xlsx, &package(&[(part, b"x")])).is_none(),
                "{part}"
            );
        }
    }
}
