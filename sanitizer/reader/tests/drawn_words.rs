//! Words in drawings: they look the same, are outlines, and none of them can be read out of the file.

#![allow(clippy::unwrap_used, clippy::print_stderr)]
#![expect(clippy::disallowed_methods, reason = "fonts are on a disk")]

#[allow(unused)]
mod road;

use resvg::tiny_skia::Pixmap;
use resvg::usvg::{Options, Transform, Tree};
use road::{carry, told};
use sekisho_ir::{Code, Kind};

/// Fonts that Debian has.
const FONTS: &[&str] = &[
    "/usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
];

fn painted(tree: &Tree) -> Pixmap {
    let size = tree.size().to_int_size();
    let mut pixmap = Pixmap::new(size.width(), size.height()).unwrap();
    resvg::render(tree, Transform::identity(), &mut pixmap.as_mut());
    pixmap
}

#[test]
fn words_become_outlines_that_look_the_same() {
    let Some(path) = FONTS
        .iter()
        .find(|path| std::path::Path::new(path).exists())
    else {
        eprintln!("SKIPPED: none of the fonts is here: {FONTS:?}");
        return;
    };
    let font = std::fs::read(path).unwrap();
    let mut known = Options::default();
    known.fontdb_mut().load_font_data(font.clone());
    let face = known.fontdb.faces().next().unwrap();
    let family = face.families.first().unwrap().0.clone();
    sekisho_reader::set_fonts(vec![font]);
    let given = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80" font-family="{family}">
        <linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>
        <clipPath id="c"><text x="10" y="70" font-size="30">Clip</text></clipPath>
        <text x="10" y="30" font-size="24" fill="url(#g)" text-decoration="underline">Secret<tspan dy="4">Words</tspan></text>
        <rect y="40" width="200" height="40" clip-path="url(#c)"/></svg>"#
    );
    let made = carry("図.svg", given.as_bytes()).unwrap();
    assert_eq!(made.kind, Kind::Svg);
    assert!(told(&made.findings, Code::WordsOutlined) > 0);
    let text = String::from_utf8(made.bytes).unwrap();
    for word in ["Secret", "Words", "Clip", "<text", "tspan", &family] {
        assert!(!text.contains(word), "{word}");
    }
    let before = painted(&Tree::from_str(&given, &known).unwrap());
    let after = painted(&Tree::from_str(&text, &Options::default()).unwrap());
    assert!(before.pixels().iter().any(|pixel| pixel.alpha() > 0));
    let pairs = before.data().iter().zip(after.data());
    let worst = pairs.map(|(a, b)| a.abs_diff(*b)).max();
    assert!(worst.unwrap() <= 4, "{worst:?}");
}
