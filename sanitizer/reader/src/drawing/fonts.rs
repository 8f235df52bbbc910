//! Letters for drawings: fonts that the program was given before its walls were raised, shared by every item.

use std::sync::{Arc, OnceLock};

use usvg::fontdb::{Database, Family, Query, Source, Stretch, Style, Weight};
use usvg::{Font, FontFamily, FontResolver, FontStyle};

static FONTS: OnceLock<Arc<Database>> = OnceLock::new();

/// Takes fonts (TrueType or OpenType, single or collected) for drawings read from now on. Only the first call counts;
/// without it, words in drawings are left out and told. The first font stands for every sans serif, the
/// first whose name says so for every serif.
pub fn set_fonts(files: impl IntoIterator<Item = impl AsRef<[u8]> + Send + Sync + 'static>) {
    let mut database = Database::new();
    for file in files {
        database.load_font_source(Source::Binary(Arc::new(file)));
    }
    let name = |serif: bool| {
        let named = |face: &&usvg::fontdb::FaceInfo| {
            face.families
                .iter()
                .any(|(name, _)| is_serif(name) == serif)
        };
        let face = database.faces().find(named);
        face.and_then(|face| face.families.first())
            .map(|(name, _)| name.clone())
    };
    let (sans, serif) = (name(false), name(true));
    if let Some(name) = sans.clone().or_else(|| serif.clone()) {
        database.set_sans_serif_family(name.clone());
        database.set_cursive_family(name.clone());
        database.set_fantasy_family(name.clone());
        database.set_monospace_family(name);
    }
    if let Some(name) = serif.or(sans) {
        database.set_serif_family(name);
    }
    let _ = FONTS.set(Arc::new(database));
}

/// The fonts that were brought along.
pub(super) fn database() -> Arc<Database> {
    FONTS.get_or_init(|| Arc::new(Database::new())).clone()
}

/// The bytes of a font's file, shared.
pub(crate) type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// The house's face for words of that sort, with its place in the file it is in.
pub(crate) fn face(serif: bool) -> Option<(FontBytes, u32)> {
    let database = database();
    let family = if serif {
        Family::Serif
    } else {
        Family::SansSerif
    };
    let found = database.query(&Query {
        families: &[family],
        ..Query::default()
    })?;
    let face = database.face(found)?;
    match &face.source {
        Source::Binary(data) => Some((data.clone(), face.index)),
        #[expect(unreachable_patterns, reason = "there is a disk in some builds of it")]
        _ => None,
    }
}

/// True where a family's name says that its strokes have feet.
fn is_serif(name: &str) -> bool {
    let name = name.to_lowercase();
    let serif = [
        "mincho", "明朝", "times", "roman", "century", "georgia", "garamond",
    ];
    serif.iter().any(|word| name.contains(word))
        || (name.contains("serif") && !name.contains("sans"))
}

/// Families that are not there are stood for by the one of their kind.
pub(super) fn resolver<'a>() -> FontResolver<'a> {
    FontResolver {
        select_font: Box::new(|font, database| select(font, database)),
        select_fallback: FontResolver::default_fallback_selector(),
    }
}

fn select(font: &Font, database: &Database) -> Option<usvg::fontdb::ID> {
    let mut families: Vec<Family<'_>> = font
        .families()
        .iter()
        .map(|family| match family {
            FontFamily::Serif => Family::Serif,
            FontFamily::Named(name) => Family::Name(name),
            _ => Family::SansSerif,
        })
        .collect();
    let named = font.families().iter().any(|family| match family {
        FontFamily::Named(name) => is_serif(name),
        _ => false,
    });
    families.push(if named {
        Family::Serif
    } else {
        Family::SansSerif
    });
    let query = Query {
        families: &families,
        weight: Weight(font.weight()),
        stretch: Stretch::Normal,
        style: match font.style() {
            FontStyle::Normal => Style::Normal,
            FontStyle::Italic => Style::Italic,
            FontStyle::Oblique => Style::Oblique,
        },
    };
    database
        .query(&query)
        .or_else(|| database.faces().next().map(|face| face.id))
}

/// The faces of a family that are here.
fn of_family(name: &str) -> impl Iterator<Item = &'static usvg::fontdb::FaceInfo> {
    let database = FONTS.get_or_init(|| Arc::new(Database::new()));
    let name = name.to_owned();
    database.faces().filter(move |face| {
        let mut families = face.families.iter();
        families.any(|(family, _)| family.eq_ignore_ascii_case(&name))
    })
}

/// True where a family is here and need not be stood for.
pub(super) fn has(name: &str) -> bool {
    of_family(name).next().is_some()
}

/// True where a family has a bold face of its own.
pub(super) fn is_bold(name: &str) -> bool {
    of_family(name).any(|face| face.weight.0 >= 600)
}

/// True where a family has a slanted face of its own.
pub(super) fn is_slanted(name: &str) -> bool {
    of_family(name).any(|face| face.style != Style::Normal)
}
