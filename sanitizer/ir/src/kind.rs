//! What a thing is, found by looking at it and never by its name.

use crate::coded::coded;

coded! {
    /// The kind of a document, with a stable code.
    #[non_exhaustive]
    pub enum Kind {
        /// An RFC 5322 message.
        Message = "message",
        /// Plain text in some charset.
        Text = "text",
        /// HTML.
        Html = "html",
        /// Comma- or tab-separated values.
        Csv = "csv",
        /// PNG image.
        Png = "png",
        /// JPEG image.
        Jpeg = "jpeg",
        /// GIF image or animation.
        Gif = "gif",
        /// Windows bitmap.
        Bmp = "bmp",
        /// TIFF image.
        Tiff = "tiff",
        /// WebP image.
        Webp = "webp",
        /// HEIC or HEIF image.
        Heic = "heic",
        /// JPEG XL, JPEG 2000 or JPEG XR image.
        JpegNext = "jpeg-next",
        /// Windows icon.
        Ico = "ico",
        /// SVG drawing.
        Svg = "svg",
        /// Enhanced metafile.
        Emf = "emf",
        /// Windows metafile.
        Wmf = "wmf",
        /// ZIP archive that is no known package.
        Zip = "zip",
        /// 7z archive.
        SevenZip = "7z",
        /// RAR archive.
        Rar = "rar",
        /// LZH archive.
        Lzh = "lzh",
        /// tar archive.
        Tar = "tar",
        /// gzip stream.
        Gzip = "gzip",
        /// bzip2 stream.
        Bzip2 = "bzip2",
        /// xz stream.
        Xz = "xz",
        /// Zstandard stream.
        Zstd = "zstd",
        /// Windows cabinet.
        Cab = "cab",
        /// ISO 9660 image.
        Iso = "iso",
        /// Word document.
        Docx = "docx",
        /// Word document with macros.
        Docm = "docm",
        /// Word template.
        Dotx = "dotx",
        /// Word template with macros.
        Dotm = "dotm",
        /// Excel workbook.
        Xlsx = "xlsx",
        /// Excel workbook with macros.
        Xlsm = "xlsm",
        /// Excel template.
        Xltx = "xltx",
        /// Excel template with macros.
        Xltm = "xltm",
        /// Excel add-in.
        Xlam = "xlam",
        /// Excel binary workbook.
        Xlsb = "xlsb",
        /// PowerPoint presentation.
        Pptx = "pptx",
        /// PowerPoint presentation with macros.
        Pptm = "pptm",
        /// PowerPoint show.
        Ppsx = "ppsx",
        /// PowerPoint show with macros.
        Ppsm = "ppsm",
        /// PowerPoint template.
        Potx = "potx",
        /// PowerPoint template with macros.
        Potm = "potm",
        /// Visio drawing.
        Vsdx = "vsdx",
        /// OpenDocument text.
        Odt = "odt",
        /// OpenDocument spreadsheet.
        Ods = "ods",
        /// OpenDocument presentation.
        Odp = "odp",
        /// OpenDocument drawing.
        Odg = "odg",
        /// EPUB book.
        Epub = "epub",
        /// Java archive.
        Jar = "jar",
        /// Word 97 document.
        Doc = "doc",
        /// Excel 97 workbook.
        Xls = "xls",
        /// PowerPoint 97 presentation.
        Ppt = "ppt",
        /// Outlook message.
        Msg = "msg",
        /// Some other compound file.
        Ole = "ole",
        /// An Office document behind a password.
        EncryptedOffice = "encrypted-office",
        /// Outlook's winmail.dat.
        Tnef = "tnef",
        /// PDF.
        Pdf = "pdf",
        /// PostScript.
        PostScript = "postscript",
        /// Rich text.
        Rtf = "rtf",
        /// XML of no known vocabulary.
        Xml = "xml",
        /// JSON.
        Json = "json",
        /// iCalendar.
        Calendar = "calendar",
        /// vCard.
        Vcard = "vcard",
        /// Ichitaro document.
        Ichitaro = "ichitaro",
        /// DocuWorks document.
        DocuWorks = "docuworks",
        /// JWW drawing.
        Jww = "jww",
        /// DXF drawing.
        Dxf = "dxf",
        /// DWG drawing.
        Dwg = "dwg",
        /// SXF drawing (P21 or SFC).
        Sxf = "sxf",
        /// MP3 sound.
        Mp3 = "mp3",
        /// WAV sound.
        Wav = "wav",
        /// MP4 or QuickTime film.
        Mp4 = "mp4",
        /// A program (PE, ELF, Mach-O).
        Executable = "executable",
        /// A script that a machine would run.
        Script = "script",
        /// A Windows shortcut.
        Shortcut = "shortcut",
        /// A cryptographic signature or enciphered mail part.
        Signature = "signature",
        /// Nothing at all.
        Empty = "empty",
        /// Not recognised.
        Unknown = "unknown",
    }
}

impl Kind {
    /// The extension a file of this kind gets, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Message => "eml",
            Self::Text | Self::Empty => "txt",
            Self::Jpeg => "jpg",
            Self::Tiff => "tif",
            Self::JpegNext => "jxl",
            Self::Gzip => "gz",
            Self::Bzip2 => "bz2",
            Self::Ole | Self::EncryptedOffice | Self::Executable | Self::Script | Self::Unknown => {
                "bin"
            }
            Self::Tnef => "dat",
            Self::PostScript => "ps",
            Self::Calendar => "ics",
            Self::Vcard => "vcf",
            Self::Ichitaro => "jtd",
            Self::DocuWorks => "xdw",
            Self::Shortcut => "lnk",
            Self::Signature => "p7s",
            Self::Zstd => "zst",
            other => other.code(),
        }
    }

    /// The media type a file of this kind is served with.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Message => "message/rfc822",
            Self::Text => "text/plain; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Tiff => "image/tiff",
            Self::Svg => "image/svg+xml",
            Self::Zip => "application/zip",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::Pdf => "application/pdf",
            _ => "application/octet-stream",
        }
    }

    /// The kind that a rebuild of this kind gives: macros and templates become their plain siblings.
    pub const fn rebuilt(self) -> Self {
        match self {
            Self::Docm | Self::Dotx | Self::Dotm => Self::Docx,
            Self::Xlsm | Self::Xltx | Self::Xltm | Self::Xlsb => Self::Xlsx,
            Self::Pptm | Self::Ppsx | Self::Ppsm | Self::Potx | Self::Potm => Self::Pptx,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn every_code_leads_back_to_its_kind() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(*kind));
            assert!(
                kind.extension()
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            );
        }
    }
}
