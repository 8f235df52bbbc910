//! ZIP archives: a strict reading of the container, then every member as an untrusted child.
//!
//! ```text
//!  bytes ─▶ directory  one interpretation or none: central directory = local headers, nothing overlaps
//!               ├▶ names     UTF-8 by flag, by field, by looking; else CP932
//!               └▶ unpack    stored or deflate, sizes and sums checked, budgets before bytes
//! ```

mod directory;
mod names;
mod unpack;

use std::borrow::Cow;
use std::collections::BTreeSet;

use sekisho_ir::name::{clean_path, split_extension};
use sekisho_ir::{Archive, Code, Document, Entry, Findings, Limits, Reason};

pub(crate) use directory::{Directory, Member};
pub(crate) use unpack::Budget;

use crate::{Child, Reading};

/// Reads an archive. A member behind a password holds the whole: its content cannot be known.
pub(crate) fn read<'a>(input: &'a [u8], limits: &Limits) -> Result<Reading<'a>, Reason> {
    let directory = Directory::read(input, limits)?;
    let mut findings = Findings::new();
    findings.add(Code::ExtraBytesDropped, usize::from(directory.extra_bytes));
    if directory.members.iter().any(|member| member.encrypted) {
        return Err(Reason::PasswordLocked);
    }
    let mut budget = Budget::new(limits);
    let mut archive = Archive::default();
    let mut children: Vec<Child<'a>> = Vec::new();
    let mut taken = BTreeSet::new();
    for member in &directory.members {
        let cleaned = clean_path(&member.name);
        if cleaned.name.is_empty() {
            continue;
        }
        if member.special {
            findings.add_at(Code::PartDropped, 1, &cleaned.name);
            continue;
        }
        if cleaned.name.chars().count() > limits.path_chars {
            return Err(Reason::TooLarge);
        }
        let path = free(&cleaned.name, &mut taken, member.directory);
        let Some(path) = path else { continue };
        if cleaned.changed || path != cleaned.name {
            findings.add_at(Code::NameChanged, 1, &path);
        }
        if member.guessed {
            findings.add_at(Code::CharsetGuessed, 1, &path);
        }
        let child = if member.directory {
            None
        } else {
            let index = u32::try_from(children.len()).map_err(|_| Reason::TooMany)?;
            let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
            let bytes = Cow::Owned(member.unpack(&mut budget)?);
            children.push(Child {
                name,
                declared: None,
                inline: false,
                bytes,
            });
            Some(index)
        };
        archive.entries.push(Entry {
            path,
            directory: member.directory,
            child,
        });
    }
    Ok(Reading {
        document: Document::Archive(archive),
        children,
        findings,
        signatures: Vec::new(),
    })
}

/// A path nobody has yet: the path itself, or with a number before its extension. A folder may stand once only.
fn free(path: &str, taken: &mut BTreeSet<String>, directory: bool) -> Option<String> {
    if taken.insert(path.to_lowercase()) {
        return Some(path.to_owned());
    }
    if directory {
        return None;
    }
    let (folder, name) = path
        .rsplit_once('/')
        .map_or(("", path), |(folder, name)| (folder, name));
    let (stem, extension) = split_extension(name);
    (2_u32..10_000).find_map(|number| {
        let folder = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let dot = if extension.is_empty() { "" } else { "." };
        let next = format!("{folder}{stem} ({number}){dot}{extension}");
        taken.insert(next.to_lowercase()).then_some(next)
    })
}

#[cfg(test)]
mod tests;
