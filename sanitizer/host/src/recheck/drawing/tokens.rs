//! Marks of XML in the one spelling we write: `<name a="v" …>`, `<name …/>`, `</name>`; nothing stands between them.

/// One mark.
pub(super) enum Tag<'a> {
    /// The beginning of an element; `empty` where it ends at once.
    Open {
        name: &'a str,
        attributes: Vec<(&'a str, &'a str)>,
        empty: bool,
    },
    /// The end of an element.
    Close(&'a str),
}

/// Attributes of one element.
const MOST_ATTRIBUTES: usize = 24;

/// The marks still to come.
pub(super) struct Tokens<'a>(&'a str);

impl<'a> Tokens<'a> {
    pub(super) fn over(text: &'a str) -> Self {
        Self(text)
    }

    /// The next mark; none where there is no mark of ours.
    pub(super) fn step(&mut self) -> Option<Tag<'a>> {
        if let Some(rest) = self.0.strip_prefix("</") {
            let (name, rest) = rest.split_once('>')?;
            self.0 = rest;
            return is_name(name).then_some(Tag::Close(name));
        }
        let rest = self.0.strip_prefix('<')?;
        let (name, mut rest) = rest.split_at_checked(name_length(rest))?;
        is_name(name).then_some(())?;
        let mut attributes = Vec::new();
        let empty = loop {
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break false;
            }
            if let Some(after) = rest.strip_prefix("/>") {
                rest = after;
                break true;
            }
            (attributes.len() < MOST_ATTRIBUTES).then_some(())?;
            let (attribute, after) = rest.strip_prefix(' ')?.split_once("=\"")?;
            let (value, after) = after.split_once('"')?;
            (is_name(attribute) && value.bytes().all(is_plain)).then_some(())?;
            attributes.push((attribute, value));
            rest = after;
        };
        self.0 = rest;
        Some(Tag::Open {
            name,
            attributes,
            empty,
        })
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

fn name_length(text: &str) -> usize {
    text.find([' ', '>', '/']).unwrap_or(text.len())
}

fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':');
    (1..=32).contains(&name.len()) && name.bytes().all(letter)
}

/// What a value of ours is made of: nothing that XML would read as anything but itself.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'&' | b'\'') || byte == b' '
}
