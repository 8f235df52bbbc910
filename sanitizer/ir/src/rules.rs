//! What a site decides about a document beyond what is always so: links, comments, revisions, hidden things,
//! properties, movement, documents inside documents.
//!
//! None of them decides about safety: whatever a rule says, nothing that runs, loads or leads where no person
//! can see crosses. They decide how much of the sender's working traces and comforts a reader gets.

use serde::{Deserialize, Serialize};

/// One site's decisions. The default is the house's: editable, nothing hidden that is not told, no live links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Links to pages and addresses.
    pub links: Links,
    /// Comments of people.
    pub comments: Traces,
    /// Tracked changes.
    pub revisions: Revisions,
    /// Hidden sheets, rows, slides and text.
    pub hidden: Hidden,
    /// Title, author, times.
    pub properties: Properties,
    /// Pictures that move.
    pub animation: Animation,
    /// Documents inside documents.
    pub embedded: Embedded,
    /// How large pictures may be.
    pub pictures: Pictures,
    /// How finely pages become pixels.
    pub dots: Dots,
    /// Words of pages that become pixels.
    pub text_layer: TextLayer,
}

/// What becomes of a link to a page or an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Links {
    /// Words, with the true place beside them where the words name another.
    #[default]
    Text,
    /// Stays a link where it leads to `http:`, `https:` or `mailto:`; everything else becomes words.
    Web,
}

/// What becomes of comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Traces {
    /// They stay.
    #[default]
    Keep,
    /// They are left out, and counted.
    Remove,
}

/// What becomes of tracked changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Revisions {
    /// They stay tracked.
    #[default]
    Keep,
    /// The document as if every change had been accepted.
    Accept,
}

/// What becomes of what the sender had hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// It stays hidden, can be shown by a click, and is told.
    #[default]
    Keep,
    /// It is shown.
    Show,
    /// Hidden sheets and slides are emptied, hidden text is left out.
    Remove,
}

/// What becomes of a document's properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Properties {
    /// None is left.
    #[default]
    Remove,
    /// Title, subject, creator and times stay, as plain words.
    Keep,
}

/// What becomes of a picture that moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Animation {
    /// It moves on.
    #[default]
    Keep,
    /// Its first picture.
    First,
}

/// What becomes of a document inside a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Embedded {
    /// It goes through the sanitizer itself and stays where it can be opened again; else its picture.
    #[default]
    Sanitise,
    /// Only the picture it is shown by.
    Picture,
}

/// What becomes of a picture that is larger than it need be. Pictures inside Office documents stay as they are: what is
/// cut off and shown of them is counted there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pictures {
    /// It is as large as it was.
    #[default]
    Keep,
    /// It has at most so many pixels at its longer edge; a smaller one stays as it is.
    AtMost(u32),
    /// It is cut to a square about its middle, of a tall one a little above it, of at most so many pixels a side.
    Square(u32),
}

/// Dots an inch of a page that becomes pixels. What is only ink and paper gets twice as many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Dots {
    /// Enough to read.
    #[default]
    #[serde(rename = "150")]
    Coarse,
    /// As a fax is at its best.
    #[serde(rename = "200")]
    Middle,
    /// As a printer of an office.
    #[serde(rename = "300")]
    Fine,
}

impl Dots {
    /// The number.
    pub const fn an_inch(self) -> u16 {
        match self {
            Self::Coarse => 150,
            Self::Middle => 200,
            Self::Fine => 300,
        }
    }
}

/// What becomes of the words of pages that become pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextLayer {
    /// They lie unseen over the picture: to be searched for and copied.
    #[default]
    Keep,
    /// There is nothing but the picture.
    Remove,
}

#[cfg(test)]
mod tests {
    use super::{Hidden, Links, Pictures, Rules};

    #[test]
    fn rules_not_named_are_the_houses_and_unknown_ones_are_refused() {
        let rules: Rules = serde_json::from_str(r#"{"links":"web"}"#).unwrap();
        assert_eq!(rules.links, Links::Web);
        assert_eq!(rules.hidden, Hidden::Keep);
        assert!(serde_json::from_str::<Rules>(r#"{"link":"web"}"#).is_err());
        assert!(serde_json::from_str::<Rules>(r#"{"links":"all"}"#).is_err());
        let small: Rules = serde_json::from_str(r#"{"pictures":{"at-most":480}}"#).unwrap();
        assert_eq!(small.pictures, Pictures::AtMost(480));
    }
}
