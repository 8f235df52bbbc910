//! What our colours mean: sRGB (IEC 61966-2-1) as a profile of a matrix and one curve (ICC.1:2001-04), computed here.

/// Points of the curve; between them the error is less than a thousandth.
const POINTS: u16 = 33;

/// Red, green and blue as a profile has them, for its white (D50), in 65,536ths.
const COLORANTS: [[i32; 3]; 3] = [
    [0x6fa2, 0x38f5, 0x0390],
    [0x6299, 0xb785, 0x18da],
    [0x24a0, 0x0f84, 0xb6cf],
];
const WHITE: [i32; 3] = [0xf6d6, 0x1_0000, 0xd32d];

/// The bytes of the profile.
pub(super) fn profile() -> Vec<u8> {
    let name = b"Sekisho sRGB\0";
    let mut description = tag(*b"desc");
    description.extend(13_u32.to_be_bytes());
    description.extend(name);
    // No name in other scripts, and none for a machine of 1984.
    description.extend([0; 4 + 4 + 2 + 1 + 67]);
    let mut rights = tag(*b"text");
    rights.extend(b"No rights reserved\0");
    let mut curve = tag(*b"curv");
    curve.extend(u32::from(POINTS).to_be_bytes());
    for point in 0..POINTS {
        curve.extend(light(f64::from(point) / f64::from(POINTS - 1)).to_be_bytes());
    }
    let [red, green, blue] = COLORANTS.map(place);
    let parts: [(&[&[u8; 4]], Vec<u8>); 7] = [
        (&[b"desc"], description),
        (&[b"cprt"], rights),
        (&[b"wtpt"], place(WHITE)),
        (&[b"rXYZ"], red),
        (&[b"gXYZ"], green),
        (&[b"bXYZ"], blue),
        (&[b"rTRC", b"gTRC", b"bTRC"], curve),
    ];
    let count: usize = parts.iter().map(|(names, _)| names.len()).sum();
    let mut table = number(count).to_vec();
    let mut body = Vec::new();
    let start = 128 + 4 + 12 * count;
    for (names, data) in &parts {
        for name in *names {
            table.extend_from_slice(*name);
            table.extend(number(start + body.len()));
            table.extend(number(data.len()));
        }
        body.extend(data);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let mut out = number(start + body.len()).to_vec();
    out.extend([0; 4]);
    // Version 2.1; a display; red, green and blue; by way of XYZ.
    out.extend([2, 0x10, 0, 0]);
    out.extend(b"mntrRGB XYZ ");
    // A date has to stand here; it says nothing.
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend(b"acsp");
    out.resize(68, 0);
    for value in WHITE {
        out.extend(value.to_be_bytes());
    }
    out.resize(128, 0);
    out.extend(table);
    out.extend(body);
    out
}

fn tag(kind: [u8; 4]) -> Vec<u8> {
    let mut data = kind.to_vec();
    data.extend([0; 4]);
    data
}

fn place(values: [i32; 3]) -> Vec<u8> {
    let mut data = tag(*b"XYZ ");
    data.extend(values.into_iter().flat_map(i32::to_be_bytes));
    data
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

/// How much light a value gives.
fn light(value: f64) -> u16 {
    let linear = if value <= 0.040_45 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    };
    u16::try_from(super::spell::whole(linear * 65_535.0)).unwrap_or(u16::MAX)
}
