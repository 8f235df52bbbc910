//! From the main part along relations that may be followed; whatever is not reached does not exist.

use std::collections::BTreeMap;

use sekisho_ir::package::{Boxes, CommentBox, Measures, Properties};
use sekisho_ir::rules::{Links, Properties as KeepProperties, Traces};
use sekisho_ir::{Code, Findings, Kind, Limits, PartKind, Reason, Rules};

use super::binary::{Binary, is_binary};
use super::container::{Container, RawRelation, resolve};
use super::embed::is_embedding;
use super::header;
use super::macros;
use super::object::{self, Object, id_of_picture};
use super::place;
use super::xml::{decode, decode_whole};
use crate::{ReadHint, detect};

/// A part that was reached.
#[derive(Debug)]
pub(super) struct Found {
    /// Its name in the file.
    pub(super) name: String,
    /// Where in the document it is, for the report.
    pub(super) place: String,
    pub(super) kind: PartKind,
    pub(super) body: Raw,
    /// Relations in order: id, and the position of the part it leads to.
    pub(super) leads: Vec<(String, usize)>,
    /// Further relations, made while reading another part.
    pub(super) made: Vec<(String, usize)>,
    /// Objects on a sheet that stay, in the order of their shapes.
    pub(super) objects: Vec<Object>,
    /// Links that stay links: id, and the address they lead to.
    pub(super) web: Vec<(String, String)>,
    /// Relations that lead nowhere any more, by id.
    pub(super) lost: BTreeMap<String, RawRelation>,
}

impl Found {
    /// A part of which nothing is followed yet.
    pub(super) fn new(name: &str, place: &str, kind: PartKind, body: Raw) -> Self {
        Self {
            name: name.to_owned(),
            place: place.to_owned(),
            kind,
            body,
            leads: Vec::new(),
            made: Vec::new(),
            objects: Vec::new(),
            web: Vec::new(),
            lost: BTreeMap::new(),
        }
    }
}

/// What a reached part holds.
#[derive(Debug)]
pub(super) enum Raw {
    Xml(String),
    Picture(Vec<u8>),
    /// A document that goes its own way and comes out as this kind.
    Document {
        bytes: Vec<u8>,
        kind: Kind,
    },
    /// Old shapes: for the comments of the part at this position, by what their own shapes said; and others.
    Boxes {
        comments: Option<usize>,
        notes: Vec<CommentBox>,
        boxes: Boxes,
    },
}

/// What a walk found.
pub(super) struct Walked {
    /// The format it is written in.
    pub(super) format: Kind,
    /// The parts, the main one first.
    pub(super) found: Vec<Found>,
    /// What a site keeps of its properties.
    pub(super) properties: Properties,
    /// Whose measures a workbook was set by.
    pub(super) measures: Measures,
    /// Office 2007 wrote it.
    pub(super) of_2007: bool,
}

/// Walks a package from its main part.
pub(super) struct Walk<'c, 'a, 'f> {
    pub(super) container: &'c mut Container<'a>,
    pub(super) findings: &'f mut Findings,
    pub(super) found: Vec<Found>,
    pub(super) known: BTreeMap<(String, PartKind), usize>,
    pub(super) limits: &'c Limits,
    pub(super) rules: Rules,
    /// Embedded documents met so far.
    pub(super) embedded: u32,
    /// Those of them that did not come through, by their order.
    pub(super) left_out: &'c [u32],
    /// What a binary workbook's parts are read by.
    binary: Option<Binary>,
    /// The places of sheets and slides, by the names of their parts in lower case.
    labels: BTreeMap<String, String>,
    /// Where the relation being followed stands: the position of its part, and its id.
    pub(super) lead: Option<(usize, String)>,
    /// Where in a part each of its relations is named, for the parts of which somebody asked.
    pub(super) spots: BTreeMap<usize, BTreeMap<String, String>>,
}

/// What a package is, by the content type of its main part; none where there is no such part.
pub(super) fn kind(container: &mut Container<'_>) -> Option<Kind> {
    let roots = container.relations("").ok()?;
    let main = roots.iter().find(|relation| is_main(relation))?;
    let content = container.content_type(&resolve("", &main.target));
    let macros = content.contains("macroenabled");
    let template = content.contains("template");
    let kind = if content.contains("visio") {
        Kind::Vsdx
    } else if content.contains("sheet.binary") {
        Kind::Xlsb
    } else if content.contains("addin") {
        Kind::Xlam
    } else if content.contains("slideshow") {
        if macros { Kind::Ppsm } else { Kind::Ppsx }
    } else {
        match (format(content)?, template, macros) {
            (Kind::Docx, false, true) => Kind::Docm,
            (Kind::Docx, true, false) => Kind::Dotx,
            (Kind::Docx, true, true) => Kind::Dotm,
            (Kind::Xlsx, false, true) => Kind::Xlsm,
            (Kind::Xlsx, true, false) => Kind::Xltx,
            (Kind::Xlsx, true, true) => Kind::Xltm,
            (Kind::Pptx, false, true) => Kind::Pptm,
            (Kind::Pptx, true, false) => Kind::Potx,
            (Kind::Pptx, true, true) => Kind::Potm,
            (plain, ..) => plain,
        }
    };
    Some(kind)
}

/// What is told as the place of something that does not cross.
enum Where {
    /// Where its relation is named.
    Here,
    /// Where its relation leads, if that is outside.
    Target,
    /// Where the part it leads to leads.
    Beyond,
    /// None.
    Nowhere,
}

fn tells_comments(kind: PartKind) -> bool {
    matches!(
        kind,
        PartKind::WordComments
            | PartKind::SheetComments
            | PartKind::CommentShapes
            | PartKind::SlideComments
            | PartKind::CommentAuthors
    )
}

fn is_main(relation: &RawRelation) -> bool {
    relation.kind.ends_with("/officeDocument") && !relation.external
}

/// The format of a package whose main part has this content type, in lower case.
fn format(content: &str) -> Option<Kind> {
    if content.contains("wordprocessingml") || content.contains("ms-word") {
        Some(Kind::Docx)
    } else if content.contains("presentationml") || content.contains("ms-powerpoint") {
        Some(Kind::Pptx)
    } else if content.contains("spreadsheetml") || content.contains("ms-excel") {
        Some(Kind::Xlsx)
    } else {
        None
    }
}

/// Finds the main part and everything it leads to; the main part is the first.
pub(super) fn walk(
    container: &mut Container<'_>,
    hint: &ReadHint,
    findings: &mut Findings,
) -> Result<Walked, Reason> {
    let roots = container.relations("")?;
    let main = roots
        .iter()
        .find(|relation| is_main(relation))
        .ok_or(Reason::Malformed)?;
    let name = resolve("", &main.target);
    let content = container.content_type(&name).to_owned();
    let binary = if content.contains("sheet.binary") {
        findings.add(Code::FormatConverted, 1);
        Some(Binary::open(container, &name, &hint.limits)?)
    } else {
        None
    };
    let format = format(&content).ok_or(Reason::UnsupportedType)?;
    let kind = PartKind::main(format).ok_or(Reason::UnsupportedType)?;
    let mut walk = Walk {
        container,
        findings,
        found: Vec::new(),
        known: BTreeMap::new(),
        limits: &hint.limits,
        rules: hint.rules,
        embedded: 0,
        left_out: &hint.left_out,
        binary,
        labels: BTreeMap::new(),
        lead: None,
        spots: BTreeMap::new(),
    };
    let mut properties = Properties::default();
    let (mut measures, mut of_2007) = (Measures::Unknown, false);
    for relation in &roots {
        if relation.kind.ends_with("/extended-properties") {
            let bytes = walk.container.part(&resolve("", &relation.target))?;
            let bytes = bytes.unwrap_or_default();
            let text = decode(&bytes).unwrap_or_default();
            (measures, of_2007) = super::properties::program(&text, hint.limits.markup_depth);
        }
        let kept = hint.rules.properties == KeepProperties::Keep
            && relation.kind.ends_with("/core-properties");
        if kept {
            let bytes = walk.container.part(&resolve("", &relation.target))?;
            let bytes = bytes.unwrap_or_default();
            let text = decode(&bytes).unwrap_or_default();
            properties = super::properties::read(&text, hint.limits.markup_depth);
        } else if relation.id != main.id {
            walk.lead = None;
            walk.tell(relation, "");
        }
    }
    walk.visit(&name, kind)?.ok_or(Reason::Malformed)?;
    if let Some(Raw::Xml(text)) = walk.found.first().map(|part| &part.body) {
        let relations = walk.container.relations(&name)?;
        walk.labels = place::labels(&name, text, &relations, walk.limits.markup_depth);
    }
    let mut at = 0;
    while at < walk.found.len() {
        walk.follow(at)?;
        at = at.saturating_add(1);
    }
    Ok(Walked {
        format,
        found: walk.found,
        properties,
        measures: match format {
            Kind::Xlsx => measures,
            _ => Measures::Unknown,
        },
        of_2007,
    })
}

impl Walk<'_, '_, '_> {
    /// The position of a part, read now where it was not yet; none where it is not there.
    pub(super) fn visit(&mut self, name: &str, kind: PartKind) -> Result<Option<usize>, Reason> {
        let key = (name.to_lowercase(), kind);
        if let Some(at) = self.known.get(&key) {
            return Ok(Some(*at));
        }
        let Some(bytes) = self.container.part(name)? else {
            return Ok(None);
        };
        let body = if kind == PartKind::Picture {
            match detect::detect(&bytes, None) {
                Kind::Png
                | Kind::Jpeg
                | Kind::Gif
                | Kind::Bmp
                | Kind::Tiff
                | Kind::Webp
                | Kind::Emf
                | Kind::Wmf
                | Kind::Svg => Raw::Picture(bytes),
                _ => {
                    let place = self.here();
                    self.findings.add_at(Code::PartDropped, 1, &place);
                    return Ok(None);
                }
            }
        } else if let Some(text) = self.said_in_xml(name, kind, &bytes)? {
            Raw::Xml(text)
        } else {
            match decode_whole(bytes) {
                Ok(text) => Raw::Xml(text),
                Err(_) => return Ok(None),
            }
        };
        if self.found.len() >= self.limits.package_parts {
            return Err(Reason::TooMany);
        }
        let at = self.found.len();
        let place = match self.labels.get(&key.0) {
            Some(label) => label.clone(),
            None if kind == PartKind::Picture => String::new(),
            None => place::of_part(kind, || self.here()),
        };
        self.known.insert(key, at);
        self.found.push(Found::new(name, &place, kind, body));
        Ok(Some(at))
    }

    /// What a binary part would be as XML; none where it is XML already.
    fn said_in_xml(
        &self,
        name: &str,
        kind: PartKind,
        bytes: &[u8],
    ) -> Result<Option<String>, Reason> {
        match &self.binary {
            Some(binary) if is_binary(self.container, name) => binary.say(kind, bytes, self.limits),
            _ => Ok(None),
        }
    }

    fn follow(&mut self, at: usize) -> Result<(), Reason> {
        let Some(part) = self.found.get(at) else {
            return Ok(());
        };
        if !matches!(part.body, Raw::Xml(_)) {
            return Ok(());
        }
        let (name, kind) = (part.name.clone(), part.kind);
        let relations = self.container.relations(&name)?;
        let mut leads = Vec::new();
        let mut web = Vec::new();
        let mut lost = BTreeMap::new();
        let mut boxes = None;
        let mut old = Vec::new();
        let mut objects = Vec::new();
        let header = (kind == PartKind::Worksheet)
            .then(|| match &part.body {
                Raw::Xml(text) => header::relation(text).map(str::to_owned),
                _ => None,
            })
            .flatten();
        let mut shown = BTreeMap::new();
        if kind == PartKind::Worksheet && relations.iter().any(is_embedding) {
            let drawings: Vec<&RawRelation> = relations
                .iter()
                .filter(|lead| {
                    lead.kind.ends_with("/vmlDrawing") && Some(&lead.id) != header.as_ref()
                })
                .collect();
            shown = self.objects(at, &drawings)?;
        }
        for relation in relations {
            self.lead = Some((at, relation.id.clone()));
            let target = kind.led_to(&relation.kind).filter(|_| !relation.external);
            let place = match target {
                Some(PartKind::CommentShapes) if Some(&relation.id) == header.as_ref() => {
                    self.show_headers(&relation, &name)?
                }
                Some(PartKind::CommentShapes) => {
                    boxes = Some(relation.id.clone());
                    old.push(relation);
                    continue;
                }
                None if kind == PartKind::Slide && relation.kind.ends_with("/vmlDrawing") => {
                    old.push(relation);
                    continue;
                }
                Some(PartKind::EmbeddedDocument) | None
                    if is_embedding(&relation) && kind.may_lead_to(PartKind::EmbeddedDocument) =>
                {
                    let object = shown.remove(&relation.id);
                    let place = if object.is_some() || kind != PartKind::Worksheet {
                        self.embed(&relation, &name)?
                    } else {
                        None
                    };
                    objects.extend(object.filter(|_| place.is_some()));
                    if place.is_none() {
                        self.tell(&relation, &name);
                    }
                    place
                }
                Some(target) if self.rules.comments == Traces::Remove && tells_comments(target) => {
                    self.drop_comments(&resolve(&name, &relation.target))?;
                    continue;
                }
                Some(target) if self.fits(target, &relation, &name) => {
                    self.visit(&resolve(&name, &relation.target), target)?
                }
                Some(_) => None,
                None if self.rules.links == Links::Web
                    && kind.may_link()
                    && web.len() < self.limits.links
                    && relation.address().is_some() =>
                {
                    self.findings.add(Code::LinksKept, 1);
                    web.extend(relation.address().map(|address| (relation.id, address)));
                    continue;
                }
                None => {
                    self.tell(&relation, &name);
                    None
                }
            };
            match place {
                Some(place) => leads.push((relation.id, place)),
                None => {
                    lost.insert(relation.id.clone(), relation);
                }
            }
        }
        let mut notes = Vec::new();
        for relation in old {
            self.show_old(at, &relation, &objects, &mut notes, &mut leads)?;
        }
        let comments = leads.iter().map(|(_, place)| *place).find(|place| {
            self.found
                .get(*place)
                .is_some_and(|part| part.kind == PartKind::SheetComments)
        });
        if let Some(id) = boxes
            && (comments.is_some() || !objects.is_empty())
        {
            leads.push((id, self.found.len()));
            let boxes = object::boxes(&objects);
            let mut shapes = Found::new(
                &format!("{name} (shapes)"),
                "",
                PartKind::CommentShapes,
                Raw::Boxes {
                    comments,
                    notes,
                    boxes,
                },
            );
            for object in &objects {
                shapes.leads.push((object.id.clone(), object.picture));
                leads.push((id_of_picture(&object.id), object.picture));
            }
            self.found.push(shapes);
        }
        if let Some(part) = self.found.get_mut(at) {
            leads.append(&mut part.made);
            part.leads = leads;
            part.objects = objects;
            part.web = web;
            part.lost = lost;
        }
        Ok(())
    }

    /// Comments that no rule keeps are counted.
    fn drop_comments(&mut self, name: &str) -> Result<(), Reason> {
        let bytes = self.container.part(name)?.unwrap_or_default();
        let text = decode(&bytes).unwrap_or_default();
        let count = ["<comment ", ":comment ", ":cm "]
            .iter()
            .map(|tag| text.matches(tag).count())
            .sum();
        self.findings.add(Code::CommentRemoved, count);
        Ok(())
    }

    /// A part whose content type says that it is something else is not followed.
    fn fits(&mut self, target: PartKind, relation: &RawRelation, source: &str) -> bool {
        let content = self
            .container
            .content_type(&resolve(source, &relation.target));
        let fits = match target {
            PartKind::Picture => true,
            PartKind::Worksheet | PartKind::Chartsheet => !content.contains("macro"),
            _ => !content.contains("vba") && !content.contains("oleobject"),
        };
        if !fits {
            let place = self.here();
            self.findings.add_at(Code::MacroRemoved, 1, &place);
        }
        fits
    }

    /// Where a part leads that itself leads outside, such as the link to another book.
    fn beyond(&mut self, relation: &RawRelation, source: &str) -> String {
        let name = resolve(source, &relation.target);
        let leads = self.container.relations(&name).unwrap_or_default();
        let outside = leads.into_iter().find(|lead| lead.external);
        outside.map(|lead| lead.target).unwrap_or_default()
    }

    /// Tells what a relation led to that does not cross.
    fn tell(&mut self, relation: &RawRelation, source: &str) {
        let word = relation
            .kind
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let (code, place) = match word.as_str() {
            "vbaproject" => {
                let project = self.container.part(&resolve(source, &relation.target));
                let names = macros::modules(&project.ok().flatten().unwrap_or_default());
                for name in &names {
                    self.findings.add_at(Code::MacroRemoved, 1, name);
                }
                self.findings
                    .add(Code::MacroRemoved, usize::from(names.is_empty()));
                return;
            }
            "xlmacrosheet" | "xlintlmacrosheet" | "dialogsheet" => {
                (Code::MacroRemoved, Where::Here)
            }
            "oleobject" | "package" | "afchunk" | "audio" | "video" | "media" => {
                (Code::EmbeddedObjectRemoved, Where::Here)
            }
            "control" | "activexcontrolbinary" => (Code::ActiveXRemoved, Where::Here),
            "ctrlprop" => (Code::FormRemoved, Where::Here),
            "externallink" => (Code::ExternalLinkRemoved, Where::Beyond),
            "attachedtemplate"
            | "subdocument"
            | "frame"
            | "externallinkpath"
            | "mailmergesource"
            | "mailmergeheadersource"
            | "recipientdata"
            | "slideupdateurl" => (Code::ExternalLinkRemoved, Where::Target),
            "hyperlink" if relation.external => (Code::LinkMadeText, Where::Target),
            "image" => (Code::RemoteContentRemoved, Where::Target),
            "font" => (Code::EmbeddedFontRemoved, Where::Here),
            "connections" | "querytable" | "custompropertyquery" => {
                (Code::QueryRemoved, Where::Here)
            }
            "extensibility"
            | "webextension"
            | "webextensiontaskpanes"
            | "taskpanes"
            | "usercustomization" => (Code::AddInRemoved, Where::Here),
            "origin" | "signature" => (Code::SignatureRemoved, Where::Nowhere),
            "core-properties"
            | "extended-properties"
            | "custom-properties"
            | "thumbnail"
            | "customxml"
            | "printersettings"
            | "tags"
            | "metadata" => (Code::MetadataRemoved, Where::Nowhere),
            // These hold nothing of their own: they are made anew, or say again what stands elsewhere.
            "calcchain"
            | "xlbinaryindex"
            | "websettings"
            | "styleswitheffects"
            | "wordvbadata"
            | "hyperlink"
            | "people"
            | "person"
            | "threadedcomment"
            | "commentsextended"
            | "commentsids"
            | "commentsextensible"
            | "sheetmetadata"
            | "chartstyle"
            | "chartcolorstyle"
            | "attachedtoolbars"
            | "keymapcustomizations"
            | "vmldrawing"
            | "glossarydocument"
            | "revisioninfo"
            | "changesinfo"
            | "docmetadata" => return,
            _ if relation.external => (Code::ExternalLinkRemoved, Where::Target),
            _ => (Code::PartDropped, Where::Here),
        };
        let place = match place {
            Where::Target if relation.external => relation.target.clone(),
            Where::Target | Where::Here => {
                let name = resolve(source, &relation.target).to_lowercase();
                match self.labels.get(&name) {
                    Some(label) => label.clone(),
                    None => self.here(),
                }
            }
            Where::Beyond => self.beyond(relation, source),
            Where::Nowhere => String::new(),
        };
        self.findings.add_at(code, 1, &place);
    }
}
