//! How uneven the boxes of pictures inside a drawing are.
//!
//! The parser fits a picture into its box in single precision. Where the box is sixteen million times as high as
//! the picture in it would be wide, the picture's place plus its width is its place: the parser takes that for
//! impossible and falls over. Nobody could see such a picture.

use usvg::roxmltree;

/// What single precision can tell apart is 2^24.
const MOST: f64 = 8_388_608.0;

/// The largest length or place that a picture's box may be told by, in parts of the shortest side of any.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unevenness(f64);

impl Unevenness {
    /// Of all pictures of a drawing.
    pub(super) fn of(document: &roxmltree::Document<'_>) -> Self {
        // What is not said is a hundred units of something, or the picture's own size.
        let (mut longest, mut share, mut shortest) = (100.0_f64, 1.0_f64, 1.0_f64);
        for element in document.descendants().filter(roxmltree::Node::is_element) {
            let is_picture = element.tag_name().name() == "image";
            for attribute in element.attributes() {
                let is_side = matches!(attribute.name(), "width" | "height");
                // What a percentage is of can be said by any element around.
                if !is_side && !matches!(attribute.name(), "x" | "y" | "viewBox") {
                    continue;
                }
                let numbers = attribute.value().split([' ', ',', '\t', '\n', '\r']);
                for length in numbers.filter_map(length) {
                    match length {
                        Length::Units(units) => longest = longest.max(units),
                        Length::Share(part) => share = share.max(part),
                    }
                    let (Length::Units(number) | Length::Share(number)) = length;
                    if is_picture && is_side && number > 0.0 {
                        shortest = shortest.min(number);
                    }
                }
            }
        }
        Self(longest * share / shortest)
    }

    /// True where a picture of this size can be fitted into every box.
    pub(super) fn fits(self, width: f64, height: f64) -> bool {
        self.0 * (width / height).max(height / width) < MOST
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Length {
    /// In units of the drawing, not less than it is.
    Units(f64),
    /// Of what is around.
    Share(f64),
}

/// A length or the like, without its sign.
fn length(value: &str) -> Option<Length> {
    let value = value.trim_start_matches(['+', '-']);
    let mut before = ' ';
    let is_part = |c: char| {
        let is = c.is_ascii_digit()
            || matches!(c, '.' | 'e' | 'E')
            || (matches!(c, '+' | '-') && matches!(before, 'e' | 'E'));
        before = c;
        is
    };
    let rest = value.trim_start_matches(is_part);
    let number = value.strip_suffix(rest)?;
    let bare = number.trim_end_matches(['e', 'E']);
    let has_unit = !rest.is_empty() || bare != number;
    let number: f64 = bare.parse().ok()?;
    Some(match rest {
        "%" => Length::Share(number / 100.0),
        "px" => Length::Units(number),
        // An inch is 96, and no letter is much larger.
        _ if has_unit => Length::Units(number * 100.0),
        _ => Length::Units(number),
    })
}

#[cfg(test)]
mod tests {
    use super::{Length, Unevenness, length};

    #[test]
    fn a_length_is_the_number_before_its_unit() {
        for (value, number) in [
            ("12px", Length::Units(12.0)),
            ("-.5em", Length::Units(50.0)),
            ("1e3", Length::Units(1000.0)),
            ("2e-2in", Length::Units(2.0)),
            ("3ex", Length::Units(300.0)),
            ("50%", Length::Share(0.5)),
        ] {
            assert_eq!(length(value), Some(number), "{value}");
        }
        assert_eq!(length("auto"), None);
    }

    #[test]
    fn what_people_draw_fits_and_what_nobody_could_see_does_not() {
        let of = |svg| Unevenness::of(&usvg::roxmltree::Document::parse(svg).unwrap());
        let map =
            of("<svg viewBox='0 0 42000 29700'><image x='40000' width='1' height='300'/></svg>");
        assert!(map.fits(1.0, 100.0));
        let tower = of("<svg><image width='20' height='9999999999'/></svg>");
        assert!(!tower.fits(1.0, 1.0));
        let none = of("<svg width='100%'><rect width='1e-30'/></svg>");
        assert!(none.fits(4000.0, 1.0));
    }
}
