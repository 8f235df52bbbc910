//! PDFs whose objects the fuzzer chooses: the file around them is given, so that every change meets the interpreter.

/// What stands between two parts in an input.
pub const BETWEEN: u8 = 0x1e;

/// The file that an input stands for: the page's content, its resources, what the page says more, and objects from the
/// seventh on, each as it stands between `obj` and `endobj`.
pub fn file(input: &[u8]) -> Vec<u8> {
    let mut parts = input.split(|byte| *byte == BETWEEN);
    let content = parts.next().unwrap_or_default();
    let resources = parts.next().unwrap_or_default();
    let more = parts.next().unwrap_or_default();
    let length = format!("<</Length {}>>\nstream\n", content.len());
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources 6 0 R".as_slice(),
            more,
            b">>",
        ]
        .concat(),
        [length.as_bytes(), content, b"\nendstream"].concat(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
        [b"<</Font<</F1 5 0 R>>".as_slice(), resources, b">>"].concat(),
    ];
    objects.extend(parts.map(<[u8]>::to_vec));
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    let size = places.len() + 1;
    file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}
