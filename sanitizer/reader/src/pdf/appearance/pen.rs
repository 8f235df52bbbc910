//! The small PDF that is being written: one page, the faces it may name, and the states it needs.

use std::fmt::Write;

use hayro_interpret::hayro_syntax::object::{Array, Dict};

/// Bytes of one page of appearances.
const MOST: usize = 8 * 1024 * 1024;
/// Different states of opacity and mixing.
const STATES: usize = 64;

/// Faces by the name the content calls them by.
const LATIN: [(&str, &str); 6] = [
    ("H", "Helvetica"),
    ("HB", "Helvetica-Bold"),
    ("T", "Times-Roman"),
    ("TB", "Times-Bold"),
    ("C", "Courier"),
    ("CB", "Courier-Bold"),
];
const JAPANESE: [(&str, &str); 2] = [("G", "MS-Gothic"), ("M", "MS-Mincho")];

/// The content of a page, step by step.
#[derive(Default)]
pub(super) struct Pen {
    content: String,
    /// Opacity in thousandths, and whether what lies below shows through as under a marker.
    states: Vec<(u16, bool)>,
}

impl Pen {
    /// Says numbers and what is done with them. What is no number is nought.
    pub(super) fn say(&mut self, numbers: &[f64], step: &str) {
        if self.content.len() > MOST {
            return;
        }
        for number in numbers {
            let number = if number.is_finite() { *number } else { 0.0 };
            // Writing to a string cannot fail.
            let _ = write!(self.content, "{number:.3} ");
        }
        self.content.push_str(step);
        self.content.push('\n');
    }

    /// Names a face and its size.
    pub(super) fn face(&mut self, name: &str, size: f64) {
        self.say(&[], &format!("/{name} {size:.3} Tf"));
    }

    /// Shows the bytes of a face's codes.
    pub(super) fn show(&mut self, codes: &[u8]) {
        let mut spelt = String::with_capacity(codes.len().saturating_mul(2));
        for code in codes {
            let _ = write!(spelt, "{code:02x}");
        }
        self.say(&[], &format!("<{spelt}> Tj"));
    }

    /// Sets how opaque what follows is.
    pub(super) fn state(&mut self, opacity: f64, marker: bool) {
        let share = (opacity.clamp(0.0, 1.0) * 1000.0).round();
        let share = (0..=1000_u16)
            .find(|thousandths| f64::from(*thousandths) >= share)
            .unwrap_or(1000);
        if share == 1000 && !marker {
            return;
        }
        let wanted = (share, marker);
        let known = self.states.iter().position(|state| *state == wanted);
        let place = known.unwrap_or_else(|| {
            self.states.push(wanted);
            self.states.len().saturating_sub(1)
        });
        if place < STATES {
            self.say(&[], &format!("/S{place} gs"));
        }
    }

    pub(super) fn save(&mut self) {
        self.say(&[], "q");
    }

    pub(super) fn restore(&mut self) {
        self.say(&[], "Q");
    }

    pub(super) fn rectangle(&mut self, [left, bottom, right, top]: [f64; 4]) {
        self.say(&[left, bottom, right - left, top - bottom], "re");
    }

    /// An ellipse within a rectangle.
    pub(super) fn ellipse(&mut self, [left, bottom, right, top]: [f64; 4]) {
        let (x, y) = (f64::midpoint(left, right), f64::midpoint(bottom, top));
        // How far the controls of a quarter of a circle stand off, for a radius of one.
        let bend = 0.552_284_75;
        let (across, down) = ((right - x) * bend, (top - y) * bend);
        self.say(&[right, y], "m");
        self.say(&[right, y + down, x + across, top, x, top], "c");
        self.say(&[x - across, top, left, y + down, left, y], "c");
        self.say(&[left, y - down, x - across, bottom, x, bottom], "c");
        self.say(&[x + across, bottom, right, y - down, right, y], "c");
        self.say(&[], "h");
    }

    /// The PDF, where anything was drawn.
    pub(super) fn into_sheet(self) -> Option<Vec<u8>> {
        if self.content.is_empty() || self.content.len() > MOST.saturating_mul(2) {
            return None;
        }
        let mut fonts = String::new();
        for (name, base) in LATIN {
            let _ = write!(
                fonts,
                "/{name}<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding>>"
            );
        }
        let _ = write!(
            fonts,
            "/Z<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"
        );
        for (name, base) in JAPANESE {
            let _ = write!(
                fonts,
                "/{name}<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/UniJIS-UTF16-H\
                 /DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}\
                 /CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>\
                 /DW 1000/W[327 389 500]/FontDescriptor<</Type/FontDescriptor/FontName/{base}\
                 /Flags 4>>>>]>>"
            );
        }
        let mut states = String::new();
        for (number, (share, marker)) in self.states.iter().take(STATES).enumerate() {
            let blend = if *marker { "Multiply" } else { "Normal" };
            let share = f64::from(*share) / 1000.0;
            let _ = write!(
                states,
                "/S{number}<</CA {share:.3}/ca {share:.3}/BM/{blend}>>"
            );
        }
        let resources = format!("<</Font<<{fonts}>>/ExtGState<<{states}>>>>");
        let length = self.content.len();
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources{resources}>>"
            ),
            format!("<</Length {length}>>\nstream\n{}\nendstream", self.content),
        ];
        Some(file(&objects))
    }
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut places = Vec::with_capacity(objects.len());
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        let _ = write!(out, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = out.len();
    let size = places.len().saturating_add(1);
    let _ = write!(out, "xref\n0 {size}\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    out.into_bytes()
}

/// The step that sets a colour as an annotation says it (ISO 32000-2, table 166); none where it is to be clear.
pub(super) fn colour(
    dict: &Dict<'_>,
    key: &[u8],
    stroke: bool,
) -> Option<(Vec<f64>, &'static str)> {
    let shares: Vec<f64> = dict
        .get::<Array<'_>>(key)?
        .iter::<f64>()
        .take(5)
        .map(|share| share.clamp(0.0, 1.0))
        .collect();
    let step = match (shares.len(), stroke) {
        (1, true) => "G",
        (1, false) => "g",
        (3, true) => "RG",
        (3, false) => "rg",
        (4, true) => "K",
        (4, false) => "k",
        _ => return None,
    };
    Some((shares, step))
}
