//! The package as a container: parts by name, their content types, their relations.

use std::collections::BTreeMap;

use sekisho_ir::html::href_is_allowed;
use sekisho_ir::{Limits, Reason};

use super::xml::{Item, Scanner, decode};
use crate::url;
use crate::zip::{Budget, Directory};

/// A relation as the file says it.
#[derive(Clone, Debug)]
pub(super) struct RawRelation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) external: bool,
}

impl RawRelation {
    /// Where a link leads that leads to a page or an address.
    pub(super) fn address(&self) -> Option<String> {
        let is_link = self.external && self.kind.ends_with("/hyperlink");
        let address = is_link.then(|| url::plain(&self.target)).flatten()?;
        href_is_allowed(&address).then_some(address)
    }
}

/// An opened package.
pub(super) struct Container<'a> {
    directory: Directory<'a>,
    /// Members by name in lower case, without a leading slash.
    places: BTreeMap<String, usize>,
    by_extension: BTreeMap<String, String>,
    by_name: BTreeMap<String, String>,
    budget: Budget,
    depth: usize,
}

impl<'a> Container<'a> {
    pub(super) fn open(input: &'a [u8], limits: &Limits) -> Result<Self, Reason> {
        let roomy = Limits {
            children: limits.package_parts,
            ..limits.clone()
        };
        let directory = Directory::read(input, &roomy)?;
        let mut places = BTreeMap::new();
        for (place, member) in directory.members.iter().enumerate() {
            if member.directory {
                continue;
            }
            if member.encrypted {
                return Err(Reason::PasswordLocked);
            }
            let name = member
                .name
                .trim_start_matches('/')
                .replace('\\', "/")
                .to_lowercase();
            // Two parts of one name: which is meant depends on who reads.
            if places.insert(name, place).is_some() {
                return Err(Reason::Malformed);
            }
        }
        let mut made = Self {
            directory,
            places,
            by_extension: BTreeMap::new(),
            by_name: BTreeMap::new(),
            budget: Budget::new(limits),
            depth: limits.markup_depth,
        };
        made.read_types()?;
        Ok(made)
    }

    /// True where bytes belong to no member.
    pub(super) fn has_extra_bytes(&self) -> bool {
        self.directory.extra_bytes
    }

    fn read_types(&mut self) -> Result<(), Reason> {
        let bytes = self.part("[content_types].xml")?.ok_or(Reason::Malformed)?;
        let text = decode(&bytes)?;
        let mut scanner = Scanner::new(&text, self.depth);
        while let Some(item) = scanner.next()? {
            let Item::Open(tag) = item else { continue };
            let Some(kind) = tag.value("ContentType") else {
                continue;
            };
            if let Some(extension) = tag.value("Extension") {
                self.by_extension
                    .insert(extension.to_lowercase(), kind.to_lowercase());
            } else if let Some(name) = tag.value("PartName") {
                let name = name.trim_start_matches('/').to_lowercase();
                self.by_name.insert(name, kind.to_lowercase());
            }
        }
        Ok(())
    }

    /// The content type of a part, in lower case.
    pub(super) fn content_type(&self, name: &str) -> &str {
        let name = name.to_lowercase();
        let extension = name.rsplit('.').next().unwrap_or_default();
        self.by_name
            .get(&name)
            .or_else(|| self.by_extension.get(extension))
            .map_or("", String::as_str)
    }

    /// The bytes of a part; none where there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Reason> {
        let member = self
            .places
            .get(&name.to_lowercase())
            .and_then(|place| self.directory.members.get(*place));
        member
            .map(|member| member.unpack(&mut self.budget))
            .transpose()
    }

    /// The relations of a part, or of the package for an empty name.
    pub(super) fn relations(&mut self, name: &str) -> Result<Vec<RawRelation>, Reason> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let place = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let Some(bytes) = self.part(&place)? else {
            return Ok(Vec::new());
        };
        let text = decode(&bytes)?;
        let mut scanner = Scanner::new(&text, self.depth);
        let mut found = Vec::new();
        while let Some(item) = scanner.next()? {
            let Item::Open(tag) = item else { continue };
            let (Some(id), Some(kind), Some(target)) =
                (tag.value("Id"), tag.value("Type"), tag.value("Target"))
            else {
                continue;
            };
            if found.len() >= 20_000 {
                return Err(Reason::TooMany);
            }
            found.push(RawRelation {
                id: id.to_owned(),
                kind: kind.trim().to_owned(),
                target: target.trim().to_owned(),
                external: tag
                    .value("TargetMode")
                    .is_some_and(|m| m.eq_ignore_ascii_case("External")),
            });
        }
        Ok(found)
    }
}

/// The name a target has when it stands in a part of this name.
pub(super) fn resolve(source: &str, target: &str) -> String {
    let target = target
        .split(['#', '?'])
        .next()
        .unwrap_or_default()
        .replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    if !target.starts_with('/')
        && let Some((folder, _)) = source.rsplit_once('/')
    {
        parts.extend(folder.split('/'));
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            step => parts.push(step),
        }
    }
    let name = parts.join("/");
    if name.contains('%') {
        unescape(&name)
    } else {
        name
    }
}

fn unescape(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let byte = (*first == b'%')
            .then(|| tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() {
            tail.get(2..).unwrap_or_default()
        } else {
            tail
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_resolved_and_never_climb_out() {
        assert_eq!(
            resolve("xl/worksheets/sheet1.xml", "../media/image1.png"),
            "xl/media/image1.png"
        );
        assert_eq!(
            resolve("xl/workbook.xml", "/xl/styles.xml"),
            "xl/styles.xml"
        );
        assert_eq!(
            resolve("word/document.xml", "../../../etc/passwd"),
            "etc/passwd"
        );
        assert_eq!(resolve("", "word/a%20b.xml"), "word/a b.xml");
    }
}
