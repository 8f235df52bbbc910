//! What a module offers for the portal: a number with the list behind it, or a card.
//!
//! A module writes its tiles in its own folder and names them once in the list of `modules`. A number is a promise:
//! the page it links to shows exactly that many rows, each with an `id` that begins with `row-`; a test walks them all.
//! A tile that needs a shape of its own (a day with its hours, say) makes its body from a template of its own.

use crate::cx::Cx;
use crate::text::Language;
use crate::web::Failure;
use sekisho_platform::store::View;

/// The tiles of the house, in the order in which they stand until somebody arranges them.
pub(crate) type Tiles = &'static [&'static dyn Tile];

/// Where a tile stands until somebody arranges it. A number stands in the band above the columns, wherever else
/// somebody puts it within the band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// A number, in the band.
    Band,
    /// A card, in one of the columns from the left.
    Column(usize),
    /// A card that stands nowhere until somebody fetches it.
    Away,
}

/// Something that can stand on a portal.
pub(crate) trait Tile: Send + Sync {
    /// Its name in stored arrangements and addresses, for good: small letters, digits and `-`.
    fn key(&self) -> &str;

    /// Its name on screen.
    fn word(&self, language: Language) -> &str;

    /// Where it stands at first, which also tells a number from a card.
    fn home(&self) -> Home;

    /// Whether it is made anew while the page stays open. One in which people write is not.
    fn live(&self) -> bool {
        true
    }

    /// What stands on it now for this person.
    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure>;
}

/// A tile of the house among those that are made for somebody.
impl Tile for &'static dyn Tile {
    fn key(&self) -> &str {
        (**self).key()
    }

    fn word(&self, language: Language) -> &str {
        (**self).word(language)
    }

    fn home(&self) -> Home {
        (**self).home()
    }

    fn live(&self) -> bool {
        (**self).live()
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        (**self).face(tx, cx)
    }
}

/// What stands on a tile.
#[derive(Debug)]
pub(crate) enum Face {
    /// A number.
    Number(Number),
    /// A card.
    Card(Card),
}

/// A number with the list behind it.
#[derive(Debug, Default)]
pub(crate) struct Number {
    /// The list; empty for none yet.
    pub href: String,
    /// How many rows it has; none while that is not known.
    pub count: Option<u64>,
    /// What belongs to the number: うち今日 2, 8時25分現在.
    pub hint: String,
    /// Whether it waits for an act of this person.
    pub waits: bool,
    /// Whether the number is old; then the hint says so.
    pub stale: bool,
    /// Whether the list is another system's.
    pub foreign: bool,
}

/// A card.
#[derive(Debug)]
pub(crate) struct Card {
    /// Its heading, where that is not the tile's name.
    pub heading: Option<String>,
    /// A few quiet words beside the heading: 期限の近い順.
    pub hint: &'static str,
    /// Where all of it is, beside the heading.
    pub link: Option<Link>,
    /// What it is about.
    pub body: Body,
    /// Whether it waits for a person, which a bar at its side repeats.
    pub holds: bool,
}

/// A link with its words.
#[derive(Debug)]
pub(crate) struct Link {
    /// Where to.
    pub href: String,
    /// Its words.
    pub word: String,
}

/// What a card is about.
#[derive(Debug)]
pub(crate) enum Body {
    /// Lines.
    Rows {
        /// The first of them.
        rows: Vec<Row>,
        /// The rest, where there is more than is shown.
        more: Option<Link>,
        /// What stands there for no row: what is so, and what will be here.
        none: (&'static str, &'static str),
    },
    /// HTML that a template of the module made.
    Html(String),
}

/// A line of a card.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Where it opens.
    pub href: String,
    /// What it is.
    pub title: String,
    /// Why it is here, from whom.
    pub meta: String,
    /// Its state in a word.
    pub pill: Option<Pill>,
    /// What stands before it: the hour or the day until when.
    pub lead: Option<Lead>,
    /// When, short; empty for none.
    pub time: String,
    /// When, for machines.
    pub datetime: String,
    /// The word of what to do with it; then a button stands at its end.
    pub act: Option<&'static str>,
    /// Whether that is the one thing to do first.
    pub first: bool,
}

/// A state in a word.
#[derive(Debug)]
pub(crate) struct Pill {
    /// `is-hold`, `is-safe`, `is-danger`, `is-info`, or empty.
    pub kind: String,
    /// The word.
    pub word: String,
}

/// What stands before a line.
#[derive(Debug)]
pub(crate) struct Lead {
    /// 12:00, 本日中, 11/24.
    pub word: String,
    /// Whether it is for today or over.
    pub presses: bool,
}
