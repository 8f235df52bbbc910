//! What of a drawing has no meaning here, counted.

use sekisho_ir::{Code, Findings};
use usvg::{Group, Node, roxmltree};

/// Counts scripts, animations, foreign markup, addresses and notes.
pub(super) fn left_out(document: &roxmltree::Document<'_>, findings: &mut Findings) {
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        let name = element.tag_name().name();
        let code = match name.to_ascii_lowercase().as_str() {
            "script" | "handler" | "listener" => Some(Code::ScriptRemoved),
            "foreignobject" | "iframe" | "audio" | "video" | "animate" | "animatetransform"
            | "animatemotion" | "animatecolor" | "set" | "discard" => Some(Code::MarkupDropped),
            "metadata" | "title" | "desc" | "namedview" => Some(Code::MetadataRemoved),
            _ => None,
        };
        if let Some(code) = code {
            findings.add(code, 1);
        }
        if name == "style" && element.text().is_some_and(leads_away) {
            findings.add(Code::RemoteContentRemoved, 1);
        }
        for attribute in element.attributes() {
            let (key, value) = (attribute.name(), attribute.value().trim());
            if key.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on")) {
                findings.add(Code::ScriptRemoved, 1);
            } else if key == "href" && !value.starts_with('#') {
                let scheme = value.get(..5).unwrap_or(value).to_ascii_lowercase();
                match (name, scheme.as_str()) {
                    (_, "javas" | "vbscr") => findings.add(Code::ScriptRemoved, 1),
                    ("image" | "feImage", "data:") => {}
                    ("a", _) => findings.add_at(Code::LinkMadeText, 1, value),
                    _ => findings.add_at(Code::RemoteContentRemoved, 1, value),
                }
            } else if leads_away(value) && !key.starts_with("xmlns") {
                findings.add(Code::RemoteContentRemoved, 1);
            }
        }
    }
}

fn leads_away(style: &str) -> bool {
    style.contains("@import")
        || style.split("url(").skip(1).any(|rest| {
            let target = rest.trim_start_matches(['"', '\'', ' ']);
            !target.starts_with('#') && !target.starts_with("data:")
        })
}

/// Counts words for whose letters there is no font.
pub(super) fn silent_text(group: &Group, findings: &mut Findings) {
    for node in group.children() {
        match node {
            Node::Group(inner) => silent_text(inner, findings),
            Node::Text(text) => {
                let said = text
                    .chunks()
                    .iter()
                    .any(|chunk| !chunk.text().trim().is_empty());
                if said && !text.flattened().has_children() {
                    findings.add_at(Code::MarkupDropped, 1, "text");
                }
            }
            _ => {}
        }
    }
}
