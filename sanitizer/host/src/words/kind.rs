//! Words for kinds of files and for the four methods.

use sekisho_ir::{Kind, Method};

use super::{Lang, both};

/// What a kind is called.
pub fn kind_word(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Message => both("メール", "mail"),
        Kind::Text => both("テキスト", "text"),
        Kind::Html => both("HTML文書", "HTML page"),
        Kind::Csv => both("CSV表", "CSV table"),
        Kind::Png => both("PNG画像", "PNG picture"),
        Kind::Jpeg => both("JPEG画像", "JPEG picture"),
        Kind::Gif => both("GIF画像", "GIF picture"),
        Kind::Tiff => both("TIFF画像", "TIFF picture"),
        Kind::Webp => both("WebP画像", "WebP picture"),
        Kind::Heic => both("HEIC・AVIF画像", "HEIC or AVIF picture"),
        Kind::JpegNext => both("JPEG XL・JPEG 2000画像", "JPEG XL or JPEG 2000 picture"),
        Kind::Bmp | Kind::Ico => both("画像", "picture"),
        Kind::Svg | Kind::Emf | Kind::Wmf => both("図形", "drawing"),
        Kind::Zip => both("ZIP書庫", "ZIP archive"),
        Kind::SevenZip
        | Kind::Rar
        | Kind::Lzh
        | Kind::Tar
        | Kind::Gzip
        | Kind::Bzip2
        | Kind::Xz
        | Kind::Zstd
        | Kind::Cab
        | Kind::Iso
        | Kind::Jar => both("書庫", "archive"),
        Kind::Docx | Kind::Dotx | Kind::Doc => both("Word文書", "Word document"),
        Kind::Docm | Kind::Dotm => both("Word文書（マクロ付き）", "Word document with macros"),
        Kind::Xlsx | Kind::Xltx | Kind::Xlsb | Kind::Xls => both("Excelブック", "Excel workbook"),
        Kind::Xlsm | Kind::Xltm | Kind::Xlam => {
            both("Excelブック（マクロ付き）", "Excel workbook with macros")
        }
        Kind::Pptx | Kind::Ppsx | Kind::Potx | Kind::Ppt => {
            both("PowerPoint資料", "PowerPoint presentation")
        }
        Kind::Pptm | Kind::Ppsm | Kind::Potm => both(
            "PowerPoint資料（マクロ付き）",
            "PowerPoint presentation with macros",
        ),
        Kind::Vsdx => both("Visio図面", "Visio drawing"),
        Kind::Odt | Kind::Ods | Kind::Odp | Kind::Odg => {
            both("OpenDocument文書", "OpenDocument file")
        }
        Kind::Epub => both("電子書籍", "e-book"),
        Kind::Msg => both("Outlookのメール", "Outlook message"),
        Kind::Tnef => both(
            "Outlook形式の添付（winmail.dat）",
            "Outlook attachment (winmail.dat)",
        ),
        Kind::EncryptedOffice => both(
            "パスワード付きのOffice文書",
            "password-protected Office document",
        ),
        Kind::Pdf => both("PDF", "PDF"),
        Kind::PostScript => both("PostScript", "PostScript"),
        Kind::Rtf => both("リッチテキスト", "rich text"),
        Kind::Xml => both("XML", "XML"),
        Kind::Json => both("JSON", "JSON"),
        Kind::Calendar => both("予定のデータ", "calendar entry"),
        Kind::Vcard => both("連絡先のデータ", "contact card"),
        Kind::Ichitaro => both("一太郎文書", "Ichitaro document"),
        Kind::DocuWorks => both("DocuWorks文書", "DocuWorks document"),
        Kind::Jww | Kind::Dxf | Kind::Dwg | Kind::Sxf => both("CAD図面", "CAD drawing"),
        Kind::Mp3 | Kind::Wav => both("音声", "sound"),
        Kind::Mp4 => both("動画", "film"),
        Kind::Executable => both("プログラム", "program"),
        Kind::Script => both("スクリプト", "script"),
        Kind::Shortcut => both("ショートカット", "shortcut"),
        Kind::Signature => both("電子署名・暗号メール", "signature or enciphered mail"),
        Kind::Empty => both("空のファイル", "empty file"),
        _ => both("種類の分からないファイル", "file of unknown kind"),
    }
    .lang(lang)
}

/// What a method is called.
pub fn method_word(method: Method, lang: Lang) -> &'static str {
    match method {
        Method::Rebuild => both("再構築", "rebuilt"),
        Method::Reissue => both("再発行PDF", "reissued as PDF"),
        Method::Flatten => both("画像化", "flattened"),
        Method::Text => both("テキスト化", "made text"),
    }
    .lang(lang)
}
