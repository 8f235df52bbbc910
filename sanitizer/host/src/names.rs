//! Names of written files: the stem a person knows, the extension of what the file truly is.

use sekisho_ir::{Kind, name};

/// A name for a file of this kind, and whether the extension had to change.
pub(crate) struct TrueName {
    pub(crate) name: String,
    pub(crate) extension_changed: bool,
}

/// The name that says what the file is.
pub(crate) fn true_name(given: &str, kind: Kind) -> TrueName {
    let cleaned = name::clean_name(given).name;
    let (stem, extension) = name::split_extension(&cleaned);
    let stem = if stem.is_empty() { "file" } else { stem };
    if extensions(kind)
        .iter()
        .any(|good| extension.eq_ignore_ascii_case(good))
    {
        return TrueName {
            name: cleaned,
            extension_changed: false,
        };
    }
    // An extension that is none of a kind we know is part of the name («議事録.令和8年»).
    let known = Kind::ALL.iter().any(|kind| {
        extensions(*kind)
            .iter()
            .any(|one| extension.eq_ignore_ascii_case(one))
    });
    let stem = if known || is_dangerous(extension) {
        stem
    } else {
        cleaned.as_str()
    };
    let stem = if stem.is_empty() { "file" } else { stem };
    let named = name::clean_name(&format!("{stem}.{}", kind.extension())).name;
    TrueName {
        name: named,
        extension_changed: !extension.is_empty(),
    }
}

/// The extensions that tell the truth about this kind.
fn extensions(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Text => &[
            "txt", "text", "log", "md", "json", "ini", "conf", "yaml", "yml",
        ],
        Kind::Html => &["html", "htm"],
        Kind::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
        Kind::Csv => &["csv", "tsv"],
        Kind::Message => &["eml"],
        Kind::Png => &["png"],
        Kind::Gif => &["gif"],
        Kind::Tiff => &["tif", "tiff"],
        Kind::Bmp => &["bmp", "dib"],
        Kind::Ico => &["ico"],
        Kind::Webp => &["webp"],
        Kind::Heic => &["heic", "heif"],
        Kind::Svg => &["svg"],
        Kind::Emf => &["emf", "emz"],
        Kind::Wmf => &["wmf", "wmz"],
        Kind::Zip => &["zip"],
        Kind::Docx => &["docx"],
        Kind::Xlsx => &["xlsx"],
        Kind::Pptx => &["pptx"],
        Kind::Docm => &["docm"],
        Kind::Dotx => &["dotx"],
        Kind::Dotm => &["dotm"],
        Kind::Xlsm => &["xlsm"],
        Kind::Xltx => &["xltx"],
        Kind::Xlsb => &["xlsb"],
        Kind::Xltm => &["xltm"],
        Kind::Pptm => &["pptm"],
        Kind::Ppsx => &["ppsx"],
        Kind::Ppsm => &["ppsm"],
        Kind::Potx => &["potx"],
        Kind::Potm => &["potm"],
        Kind::Pdf => &["pdf"],
        Kind::Xml => &["xml", "xsd", "xsl"],
        Kind::Calendar => &["ics", "ical"],
        Kind::Vcard => &["vcf"],
        _ => &[],
    }
}

/// Extensions a desk would act upon; they never stay anywhere at the end of a name's stem.
fn is_dangerous(extension: &str) -> bool {
    const ACTING: &[&str] = &[
        "exe",
        "com",
        "scr",
        "pif",
        "bat",
        "cmd",
        "vbs",
        "vbe",
        "js",
        "jse",
        "wsf",
        "wsh",
        "hta",
        "lnk",
        "url",
        "msi",
        "msp",
        "reg",
        "ps1",
        "psm1",
        "jar",
        "cpl",
        "dll",
        "sys",
        "chm",
        "iso",
        "img",
        "vhd",
        "one",
        "svg",
        "svgz",
        "doc",
        "xls",
        "ppt",
        "rtf",
        "scf",
        "settingcontent-ms",
    ];
    ACTING
        .iter()
        .any(|acting| extension.eq_ignore_ascii_case(acting))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_tells_what_the_file_is_and_the_stem_stays() {
        for (given, kind, name, changed) in [
            ("見積.xlsm", Kind::Xlsx, "見積.xlsx", true),
            ("見積.xlsx", Kind::Xlsx, "見積.xlsx", false),
            ("台帳.xlsb", Kind::Xlsx, "台帳.xlsx", true),
            ("写真.JPG", Kind::Jpeg, "写真.JPG", false),
            ("写真.png", Kind::Jpeg, "写真.jpg", true),
            ("請求書.pdf.exe", Kind::Text, "請求書.pdf.txt", true),
            ("議事録.20261120", Kind::Text, "議事録.20261120.txt", true),
            ("議事録", Kind::Text, "議事録.txt", false),
            ("", Kind::Png, "file.png", false),
            ("位置図.svgz", Kind::Svg, "位置図.svg", true),
            ("位置図.svg", Kind::Svg, "位置図.svg", false),
            ("位置図.svg", Kind::Png, "位置図.png", true),
            ("𠮷田.csv", Kind::Csv, "𠮷田.csv", false),
        ] {
            let named = true_name(given, kind);
            assert_eq!(
                (named.name.as_str(), named.extension_changed),
                (name, changed),
                "{given}"
            );
        }
    }
}
