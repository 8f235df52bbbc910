//! A strict look at an output, written apart from the sanitizer's own re-check and with other libraries: nothing in
//! it acts, nothing leads out of it, and it is whole.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use sekisho_sanitizer::Kind;

use crate::package::{Member, members};

/// Last words of the types of relationships that an output may have.
const RELATIONS: &str = "officeDocument core-properties extended-properties styles theme themeOverride fontTable \
    settings webSettings numbering footnotes endnotes comments commentsExtended commentsIds \
    commentsExtensible commentAuthors authors people person threadedComment header footer image \
    chart chartUserShapes chartStyle chartColorStyle chartEx worksheet chartsheet sharedStrings \
    drawing vmlDrawing table tableSingleCells calcChain sheetMetadata slide slideLayout \
    slideMaster notesSlide notesMaster handoutMaster presProps viewProps tableStyles diagramData \
    diagramLayout diagramQuickStyle diagramColors diagramDrawing pivotTable pivotCacheDefinition \
    pivotCacheRecords slicer slicerCache tags";

/// Elements that hold, call or name something that acts.
const ELEMENTS: &str = "altChunk subDoc OLEObject oleObject oleObj oleObjects control controls ddeLink oleLink \
    externalReference externalReferences externalLink externalBook attachedTemplate mailMerge \
    dataBinding webPublishItem webPublishing webExtension webextension taskpane connection \
    queryTable embedRegular embedBold embedItalic embedBoldItalic embeddedFont macrosheet script \
    object svgBlip quickTimeFile videoFile audioFile wavAudioFile audioCd snd sndAc stSnd \
    custData externalData movie entryMacro exitMacro frameset sourceFileName cmd media \
    contentPart ocx customUI webExtensionLinked webExtensionCreated";

/// Words a field may begin with: what counts, names, dates and points inside.
const FIELDS: &str = "PAGE NUMPAGES SECTION SECTIONPAGES DATE TIME CREATEDATE SAVEDATE PRINTDATE EDITTIME TOC TOA \
    TC TA REF PAGEREF NOTEREF STYLEREF SEQ XE INDEX EQ SYMBOL TITLE SUBJECT AUTHOR KEYWORDS \
    COMMENTS FILENAME FILESIZE NUMWORDS NUMCHARS LASTSAVEDBY REVNUM DOCPROPERTY INFO LISTNUM \
    AUTONUM AUTONUMLGL AUTONUMOUT FORMTEXT FORMCHECKBOX FORMDROPDOWN ADVANCE BIDIOUTLINE \
    CITATION BIBLIOGRAPHY TEMPLATE USERNAME USERINITIALS USERADDRESS";

/// Attributes in which people write, and an address is no more than words; and those that hold the name of a vocabulary.
const WORDS: &str = "name descr title tooltip display displayName displayText author initials prompt promptTitle error \
    errorTitle comment text val filterVal lastValue altText alt string caption customList \
    uniqueName totalsRowLabel user original formatCode content";
const VOCABULARIES: &str = "uri minVer Type";

/// Functions that call, fetch or lead outside.
const FUNCTIONS: &str = "WEBSERVICE FILTERXML HYPERLINK CALL REGISTER REGISTER.ID EXEC EXECUTE DDE RTD EVALUATE \
    SQL.REQUEST IMAGE INITIATE POKE REQUEST FOPEN FWRITE SEND.KEYS RUN HALT FORMULA CUBEVALUE \
    CUBEMEMBER CUBESET STOCKHISTORY PY GET.WORKSPACE APP.MAXIMIZE";

/// Everything in an output that should not be there. Pictures of their own are judged by their first bytes only.
pub fn findings(kind: Kind, bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let main = match kind {
        Kind::Docx => "wordprocessingml.document.main+xml",
        Kind::Xlsx => "spreadsheetml.sheet.main+xml",
        Kind::Pptx => "presentationml.presentation.main+xml",
        Kind::Png | Kind::Jpeg | Kind::Gif => {
            if !is_picture(kind.extension(), bytes) {
                found.insert(format!("no {kind} by its first bytes"));
            }
            return found;
        }
        Kind::Svg => return crate::vector::findings(bytes),
        Kind::Pdf => return crate::pdf::findings(bytes),
        _ => return found,
    };
    let Some(all) = members(bytes) else {
        found.insert("not readable as a package".to_owned());
        return found;
    };
    let names: BTreeSet<String> = all.iter().map(|m| m.name.to_lowercase()).collect();
    if names.len() != all.len() {
        found.insert("two members of one name".to_owned());
    }
    let leads = leads(&all);
    for member in &all {
        if let Some(inner) = inside(kind, &member.name) {
            // A document inside the document was written anew itself, and is judged like one.
            let its = findings(inner, &member.body);
            found.extend(its.iter().map(|f| format!("{}: {f}", member.name)));
        } else {
            look(member, &names, main, &mut found);
            related(member, leads.get(&member.name), &mut found);
        }
    }
    found
}

/// The ids of the relations of each member, by its name.
fn leads(all: &[Member]) -> BTreeMap<String, BTreeSet<String>> {
    let mut leads = BTreeMap::new();
    for member in all {
        let Some((folder, file)) = member.name.split_once("_rels/") else {
            continue;
        };
        let text = String::from_utf8_lossy(&member.body);
        let (Some(file), Ok(document)) = (file.strip_suffix(".rels"), Document::parse(&text))
        else {
            continue;
        };
        let ids = document.descendants().filter_map(|n| n.attribute("Id"));
        leads.insert(format!("{folder}{file}"), ids.map(str::to_owned).collect());
    }
    leads
}

/// Every attribute of the namespace of relationships names one of the member's, or nothing.
fn related(member: &Member, ids: Option<&BTreeSet<String>>, found: &mut BTreeSet<String>) {
    let text = String::from_utf8_lossy(&member.body);
    let Ok(document) = Document::parse(&text) else {
        return;
    };
    for given in document.descendants().flat_map(|node| node.attributes()) {
        let of_relations = given
            .namespace()
            .is_some_and(|space| space.ends_with("/relationships"))
            // Old drawings name the relation to a picture so.
            || given.name() == "relid";
        let value = given.value();
        if of_relations && !value.is_empty() && !ids.is_some_and(|ids| ids.contains(value)) {
            found.insert(format!(
                "{}: names no relation: {}={value:?}",
                member.name,
                given.name()
            ));
        }
    }
}

/// The kind of a document inside a document; none for any other member.
fn inside(kind: Kind, name: &str) -> Option<Kind> {
    let main = match kind {
        Kind::Docx => "word/documents/document",
        Kind::Xlsx => "xl/documents/document",
        _ => "ppt/documents/document",
    };
    let (number, extension) = name.strip_prefix(main)?.split_once('.')?;
    let known = [Kind::Docx, Kind::Xlsx, Kind::Pptx];
    let kind = known
        .into_iter()
        .find(|kind| kind.extension() == extension)?;
    number.bytes().all(|b| b.is_ascii_digit()).then_some(kind)
}

/// True for an object that opens a document written anew beside it, and nothing else. Where its relation leads is
/// looked at with the relations.
fn opens_inside(node: &Node<'_, '_>) -> bool {
    match node.tag_name().name() {
        "object" => node
            .attributes()
            .all(|given| matches!(given.name(), "dxaOrig" | "dyaOrig" | "anchorId")),
        "OLEObject" => attribute(node, "Type") == Some("Embed") && is_office(node, "ProgID"),
        "oleObj" => {
            let children = children(node);
            is_office(node, "progId")
                && children.iter().all(|c| matches!(*c, "embed" | "pic"))
                && children.contains(&"embed")
        }
        "oleObjects" => children(node).iter().all(|c| *c == "oleObject"),
        "oleObject" => {
            let known = ["progId", "shapeId", "dvAspect", "id"];
            is_office(node, "progId")
                && node.attributes().all(|given| known.contains(&given.name()))
                && children(node) == ["objectPr"]
        }
        _ => false,
    }
}

fn children<'a>(node: &Node<'a, '_>) -> Vec<&'a str> {
    let children = node.children().filter(Node::is_element);
    children.map(|child| child.tag_name().name()).collect()
}

fn is_office(node: &Node<'_, '_>, name: &str) -> bool {
    let known = ["Word.Document.12", "Excel.Sheet.12", "PowerPoint.Show.12"];
    attribute(node, name).is_some_and(|program| known.contains(&program))
}

/// True for a word of a list.
fn among(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

fn look(member: &Member, names: &BTreeSet<String>, main: &str, found: &mut BTreeSet<String>) {
    let name = member.name.as_str();
    let steps_fine = name
        .split('/')
        .all(|step| !step.is_empty() && step != "." && step != "..");
    if !steps_fine || name.contains(['\\', ':']) || !name.is_ascii() {
        found.insert(format!("name {name:?}"));
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "png" | "jpg" | "jpeg" | "gif" => {
            if !is_picture(extension, &member.body) {
                found.insert(format!("{name} is no picture by its first bytes"));
            }
        }
        "xml" | "rels" | "vml" => match std::str::from_utf8(&member.body).map(Document::parse) {
            Ok(Ok(document)) => markup(name, &document, names, main, found),
            Ok(Err(error)) => drop(found.insert(format!("{name}: {error}"))),
            Err(error) => drop(found.insert(format!("{name}: {error}"))),
        },
        _ => drop(found.insert(format!("member {name}"))),
    }
}

fn is_picture(extension: &str, bytes: &[u8]) -> bool {
    let magic: &[u8] = match extension {
        "png" => b"\x89PNG\r\n\x1a\n",
        "gif" => b"GIF8",
        _ => b"\xff\xd8\xff",
    };
    bytes.starts_with(magic)
}

fn markup(
    name: &str,
    document: &Document<'_>,
    names: &BTreeSet<String>,
    main: &str,
    found: &mut BTreeSet<String>,
) {
    if name == "[Content_Types].xml" {
        types(document, main, found);
    } else if name.to_lowercase().ends_with(".rels") {
        relations(name, document, names, found);
    }
    let mut instructions: Vec<String> = Vec::new();
    for node in document.descendants() {
        if node.is_pi() {
            found.insert(format!("{name}: an instruction to a program"));
        }
        if !node.is_element() {
            continue;
        }
        let local = node.tag_name().name();
        if among(ELEMENTS, local) && !opens_inside(&node) {
            found.insert(format!("{name}: element {local}"));
        }
        match local {
            // The word may be split over runs, and fields stand in fields.
            "fldChar" => match attribute(&node, "fldCharType") {
                Some("begin") => instructions.push(String::new()),
                _ => {
                    if let Some(instruction) = instructions.pop() {
                        field(name, &instruction, found);
                    }
                }
            },
            "instrText" | "delInstrText" => {
                let text = node.text().unwrap_or_default();
                match instructions.last_mut() {
                    Some(instruction) => instruction.push_str(text),
                    None => field(name, text, found),
                }
            }
            "fldSimple" => field(name, attribute(&node, "instr").unwrap_or_default(), found),
            "f"
            | "definedName"
            | "formula"
            | "formula1"
            | "formula2"
            | "calculatedColumnFormula"
            | "totalsRowFormula"
                if name.starts_with("xl/") =>
            {
                formula(name, node.text().unwrap_or_default(), found);
            }
            _ => {}
        }
        for given in node.attributes() {
            value(name, &node, given.name(), given.value(), found);
        }
    }
    for instruction in instructions {
        field(name, &instruction, found);
    }
}

fn types(document: &Document<'_>, main: &str, found: &mut BTreeSet<String>) {
    let given: Vec<&str> = document
        .descendants()
        .filter_map(|n| n.attribute("ContentType"))
        .collect();
    if given.iter().filter(|kind| kind.ends_with(main)).count() != 1 {
        found.insert("not one main part of the promised type".to_owned());
    }
    for kind in given {
        let lower = kind.to_lowercase();
        let acts = [
            "macro",
            "vba",
            "activex",
            "oleobject",
            "html",
            "octet",
            "rtf",
            "message",
            "font",
            "svg",
            "wmf",
            "emf",
            "webext",
            "connections",
            "externallink",
            "customxml",
            "printersettings",
        ];
        if acts.iter().any(|word| lower.contains(word)) && !lower.ends_with("fonttable+xml") {
            found.insert(format!("content type {kind}"));
        }
    }
}

fn relations(
    name: &str,
    document: &Document<'_>,
    names: &BTreeSet<String>,
    found: &mut BTreeSet<String>,
) {
    let folder = name.rsplit_once("_rels/").map_or("", |(folder, _)| folder);
    let mut ids = BTreeSet::new();
    for node in document
        .descendants()
        .filter(|n| n.has_tag_name("Relationship") || n.tag_name().name() == "Relationship")
    {
        let kind = node.attribute("Type").unwrap_or_default();
        let last = kind.rsplit('/').next().unwrap_or_default();
        let target = node.attribute("Target").unwrap_or_default();
        if node.attribute("TargetMode").is_some() {
            found.insert(format!("{name}: leads outside to {target}"));
        } else if !names.contains(&resolve(folder, target).to_lowercase()) {
            found.insert(format!("{name}: leads to nothing: {target}"));
        }
        let document = last == "package"
            && target
                .trim_start_matches("../")
                .starts_with("documents/document");
        if !document && !among(RELATIONS, last) {
            found.insert(format!("{name}: relationship {kind}"));
        }
        if !ids.insert(node.attribute("Id").unwrap_or_default()) {
            found.insert(format!("{name}: one Id twice"));
        }
    }
}

/// The member that a target names.
fn resolve(folder: &str, target: &str) -> String {
    let whole = target
        .strip_prefix('/')
        .map_or_else(|| format!("{folder}{target}"), str::to_owned);
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

fn attribute<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|given| given.name() == name)
        .map(|given| given.value())
}

fn field(name: &str, instruction: &str, found: &mut BTreeSet<String>) {
    let first: String = instruction
        .trim_start()
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let formula = instruction.trim_start().starts_with('=');
    if !instruction.trim().is_empty() && !formula && !among(FIELDS, &first.to_uppercase()) {
        found.insert(format!("{name}: field {first:?}"));
    }
}

fn formula(name: &str, text: &str, found: &mut BTreeSet<String>) {
    // What stands in quotes is a word, in apostrophes the name of a sheet.
    let mut bare = String::new();
    let mut inside = false;
    for c in text.chars() {
        if c == '"' {
            inside = !inside;
        } else if !inside {
            bare.push(c.to_ascii_uppercase());
        }
    }
    if bare.contains('|') {
        found.insert(format!("{name}: formula with a pipe {text:?}"));
    }
    let outside = bare.split('[').skip(1).any(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest
                .split(']')
                .next()
                .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
    });
    if outside {
        found.insert(format!("{name}: formula to another book {text:?}"));
    }
    for (at, _) in bare.match_indices('(') {
        let word = bare[..at].trim_end();
        let start = word
            .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_')
            .map_or(0, |s| s + 1);
        let word = word.get(start..).unwrap_or_default();
        let word = word.strip_prefix("_XLFN.").unwrap_or(word);
        if among(FUNCTIONS, word) {
            found.insert(format!("{name}: function {word}"));
        }
    }
}

fn value(
    name: &str,
    node: &Node<'_, '_>,
    attribute: &str,
    value: &str,
    found: &mut BTreeSet<String>,
) {
    let lower = value.trim_start().to_lowercase();
    let schemes = [
        "javascript:",
        "vbscript:",
        "file:",
        "mhtml:",
        "data:",
        "ms-",
        "http:",
        "https:",
        "ppaction://program",
        "ppaction://macro",
        "ppaction://ole",
        "ppaction://hlinkfile",
        "ppaction://hlinkpres",
        "ppaction://media",
        "ppaction://customshow",
        "\\\\",
    ];
    let scheme = schemes.iter().any(|scheme| lower.starts_with(scheme)) || lower.contains("://");
    let vocabulary = among(VOCABULARIES, attribute) && lower.starts_with("http://schemas.");
    let inert_jump = attribute == "action"
        && (lower.starts_with("ppaction://hlinksldjump")
            || lower.starts_with("ppaction://hlinkshowjump?jump=")
            || lower == "ppaction://noaction");
    if scheme && !vocabulary && !inert_jump && !among(WORDS, attribute) {
        found.insert(format!("{name}: {attribute}={value:?}"));
    }
    let calls = attribute.len() > 4
        && attribute.starts_with("on")
        && attribute.bytes().all(|b| b.is_ascii_lowercase());
    if calls
        || ["macro", "vbProcedure", "xlm", "src", "href"].contains(&attribute)
            && !value.is_empty()
            && value != "0"
    {
        found.insert(format!(
            "{name}: {}/{attribute}={value:?}",
            node.tag_name().name()
        ));
    }
    let calls = ["url(", "expression(", "behavior:"];
    if attribute == "style" && calls.iter().any(|call| lower.contains(call)) {
        found.insert(format!("{name}: style {value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use sekisho_sanitizer::Kind;

    use super::findings;
    use crate::mutate::seeds::generated;
    use crate::samples;

    #[test]
    fn what_acts_is_seen_and_what_does_not_is_left_alone() {
        let found = findings(Kind::Xlsx, &samples::xlsm());
        for sign in ["vbaProject", "externalLink", "not one main part"] {
            assert!(found.iter().any(|f| f.contains(sign)), "{sign}: {found:?}");
        }
        let plain = generated()
            .into_iter()
            .find(|seed| seed.name.ends_with("pptx"));
        let found = findings(Kind::Pptx, &plain.unwrap().bytes);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_field_in_pieces_a_formula_and_an_address_are_seen() {
        let text = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DD</w:instrText></w:r>\
                    <w:r><w:instrText>E x</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
                    <w:hyperlink r:id=\"rId9\"/></w:p>";
        let bytes = samples::docx_with(text);
        let found = findings(Kind::Docx, &bytes);
        for sign in ["field \"DDE\"", "names no relation"] {
            assert!(found.iter().any(|f| f.contains(sign)), "{sign}: {found:?}");
        }
    }
}
