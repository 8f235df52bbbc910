//! Words for places: a cell, a slide, a paragraph, as the person who opens the file would say it.

use sekisho_ir::Place;

use super::Lang;

/// A place as a phrase: 「シート『予算』のB3」. What is no place is a name and stays as it is.
pub fn place_phrase(word: &str, lang: Lang) -> String {
    let Some(place) = Place::read(word) else {
        return word.to_owned();
    };
    let ja = lang == Lang::Ja;
    match place {
        Place::Sheet(name, None) if ja => format!("シート『{name}』"),
        Place::Sheet(name, None) => format!("sheet \"{name}\""),
        Place::Sheet(name, Some(at)) => {
            let at = reference(at, lang);
            if ja {
                format!("シート『{name}』の{at}")
            } else {
                format!("{at} on sheet \"{name}\"")
            }
        }
        Place::Slide(number) if ja => format!("スライド{number}"),
        Place::Slide(number) => format!("slide {number}"),
        Place::SlideNotes(number) if ja => format!("スライド{number}のノート"),
        Place::SlideNotes(number) => format!("notes of slide {number}"),
        Place::Paragraph(number) if ja => format!("{number}段落目"),
        Place::Paragraph(number) => format!("paragraph {number}"),
        Place::SlideLayout if ja => "スライドのレイアウト".to_owned(),
        Place::SlideLayout => "slide layout".to_owned(),
        Place::SlideMaster if ja => "スライドマスター".to_owned(),
        Place::SlideMaster => "slide master".to_owned(),
        Place::Header if ja => "ヘッダー".to_owned(),
        Place::Header => "header".to_owned(),
        Place::Footer if ja => "フッター".to_owned(),
        Place::Footer => "footer".to_owned(),
        Place::Footnote if ja => "脚注".to_owned(),
        Place::Footnote => "footnote".to_owned(),
        Place::Endnote if ja => "文末脚注".to_owned(),
        Place::Endnote => "endnote".to_owned(),
        Place::Comment if ja => "コメント".to_owned(),
        Place::Comment => "comment".to_owned(),
    }
}

/// A cell as it is, a whole row or column by its word.
fn reference(at: &str, lang: Lang) -> String {
    let Some((from, to)) = at.split_once(':') else {
        return at.to_owned();
    };
    let rows = from.starts_with(|c: char| c.is_ascii_digit());
    let columns = from.ends_with(|c: char| c.is_ascii_uppercase());
    let whole = if from == to {
        from.to_owned()
    } else {
        at.to_owned()
    };
    match (rows, columns, lang) {
        (true, _, Lang::Ja) => format!("{whole}行目"),
        (true, _, Lang::En) => format!("row {whole}"),
        (_, true, Lang::Ja) => format!("{whole}列"),
        (_, true, Lang::En) => format!("column {whole}"),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_a_clerk_would_say_it() {
        for (word, ja, en) in [
            (
                "sheet:予算!B3",
                "シート『予算』のB3",
                "B3 on sheet \"予算\"",
            ),
            (
                "sheet:予算!5:5",
                "シート『予算』の5行目",
                "row 5 on sheet \"予算\"",
            ),
            (
                "sheet:予算!C:D",
                "シート『予算』のC:D列",
                "column C:D on sheet \"予算\"",
            ),
            ("sheet:予算", "シート『予算』", "sheet \"予算\""),
            ("slide:4", "スライド4", "slide 4"),
            ("slide-notes:2", "スライド2のノート", "notes of slide 2"),
            ("paragraph:12", "12段落目", "paragraph 12"),
            ("header", "ヘッダー", "header"),
            ("ThisWorkbook", "ThisWorkbook", "ThisWorkbook"),
        ] {
            assert_eq!(place_phrase(word, Lang::Ja), ja);
            assert_eq!(place_phrase(word, Lang::En), en);
        }
    }
}
