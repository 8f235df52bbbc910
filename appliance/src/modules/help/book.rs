//! The manual as it was written: chapters (a file each) and their sections, read once from what the build embedded.

use super::render::{self, Rendered};
use crate::text::Language;
use crate::text::fold::fold;
use rust_embed::RustEmbed;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "../docs/manual"]
#[include = "*.md"]
struct Manual;

/// The chapters in the order they are read; one that is not named here stands behind them.
const ORDER: &[&str] = &[
    "start",
    "portal",
    "mail",
    "directory",
    "search",
    "notices",
    "display",
    "keys",
    "reassignment",
    "settings",
    "sanitize",
];

/// For whom a chapter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reader {
    /// 職員.
    Clerk,
    /// 団体管理者、総合管理者.
    Administrator,
    /// 設置業者、情報担当.
    Installer,
}

impl Reader {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Clerk, Self::Administrator, Self::Installer];

    /// The word in a chapter's first line and in addresses.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Administrator => "administrator",
            Self::Installer => "installer",
        }
    }

    /// Reads the word.
    pub(super) fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reader| reader.tag() == tag)
    }
}

/// The manual in one language.
#[derive(Debug)]
pub(super) struct Book {
    /// In the order they are read.
    pub chapters: Vec<Chapter>,
}

/// A file of the manual.
#[derive(Debug)]
pub(super) struct Chapter {
    /// Its name in addresses: the file's.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// For whom.
    pub reader: Reader,
    /// What stands before the first section, and the sections.
    pub sections: Vec<Section>,
}

/// A part of a chapter under its heading.
#[derive(Debug)]
pub(super) struct Section {
    /// Its name after `#`; empty for what stands before the first heading.
    pub anchor: String,
    /// Its heading; the chapter's for what stands before.
    pub title: String,
    /// Rendered, without the heading.
    pub html: String,
    /// The bare words.
    pub text: String,
    /// Heading and words as they are searched.
    pub folded: String,
    /// Whether it stands on the leaflet.
    pub leaflet: bool,
}

impl Book {
    /// A chapter by its name.
    pub(super) fn chapter(&self, name: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.name == name)
    }

    /// Every section with its chapter, in order.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&Chapter, &Section)> {
        self.chapters.iter().flat_map(|chapter| {
            chapter
                .sections
                .iter()
                .map(move |section| (chapter, section))
        })
    }
}

impl Chapter {
    /// Its first sentence, for the contents; empty where it begins with a heading.
    pub(super) fn lead(&self, language: Language) -> String {
        let end = match language {
            Language::Japanese => '。',
            Language::English => '.',
        };
        let intro = self
            .sections
            .first()
            .filter(|section| section.anchor.is_empty());
        intro.map_or_else(String::new, |section| {
            section
                .text
                .split_inclusive(end)
                .next()
                .unwrap_or_default()
                .to_owned()
        })
    }

    /// Where a section of it opens.
    pub(super) fn href(&self, section: &Section) -> String {
        let mark = if section.anchor.is_empty() { "" } else { "#" };
        format!("/help/{}{mark}{}", self.name, section.anchor)
    }
}

/// The manual in a language.
pub(super) fn book(language: Language) -> &'static Book {
    static JA: LazyLock<Book> = LazyLock::new(|| read(Language::Japanese));
    static EN: LazyLock<Book> = LazyLock::new(|| read(Language::English));
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

fn read(language: Language) -> Book {
    let folder = format!("{}/", language.tag());
    let mut chapters: Vec<Chapter> = Manual::iter()
        .filter_map(|path| {
            let name = path.strip_prefix(&folder)?.strip_suffix(".md")?.to_owned();
            let file = Manual::get(&path)?;
            let text = String::from_utf8_lossy(&file.data).into_owned();
            Some(chapter(name, &text, language))
        })
        .collect();
    let place = |name: &str| {
        let known = ORDER.iter().position(|known| *known == name);
        known.unwrap_or(ORDER.len())
    };
    chapters
        .sort_by_cached_key(|chapter| (chapter.reader, place(&chapter.name), chapter.name.clone()));
    Book { chapters }
}

/// Reads one file.
pub(super) fn chapter(name: String, text: &str, language: Language) -> Chapter {
    let Rendered {
        title,
        reader,
        parts,
    } = render::render(text, language);
    let sections = parts.into_iter().map(|part| {
        let heading = if part.title.is_empty() {
            title.clone()
        } else {
            part.title
        };
        Section {
            folded: fold(&[heading.as_str(), part.text.as_str()].join(" ")),
            anchor: part.anchor,
            title: heading,
            html: part.html,
            text: part.text,
            leaflet: part.leaflet,
        }
    });
    Chapter {
        sections: sections.collect(),
        reader: reader
            .as_deref()
            .and_then(Reader::from_tag)
            .unwrap_or(Reader::Clerk),
        name,
        title,
    }
}
