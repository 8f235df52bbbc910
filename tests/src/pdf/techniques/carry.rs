//! What is carried along: files, films, fonts, profiles, data of other programs.

use super::Technique;

const PROGRAM: &[u8] =
    b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff kanaria This program cannot be run in DOS mode.";

pub(super) const ALL: &[Technique] = &[
    Technique::written("attached program", |d| {
        d.catalog(
            "/Names<</EmbeddedFiles<</Names[(kanaria.exe)20 0 R]>>>>/PageMode/UseAttachments",
        );
        d.put(20, "<</Type/Filespec/F(kanaria.exe)/UF(kanaria.exe)/EF<</F 21 0 R/UF 21 0 R>>/Desc(kanaria)>>");
        d.stream(
            21,
            "/Type/EmbeddedFile/Subtype/application#2foctet-stream",
            PROGRAM,
        );
    }),
    Technique::written("attached to a place on the page", |d| {
        d.annotation("/Subtype/FileAttachment/FS 20 0 R/Contents(kanaria)");
        d.put(20, "<</Type/Filespec/F(kanaria.exe)/EF<</F 21 0 R>>>>");
        d.stream(21, "/Type/EmbeddedFile", PROGRAM);
    }),
    Technique::written("file that belongs to the page", |d| {
        d.page("/AF[20 0 R]");
        d.catalog("/AF[20 0 R]");
        d.put(
            20,
            "<</Type/Filespec/AFRelationship/Source/F(kanaria.docm)/EF<</F 21 0 R>>>>",
        );
        d.stream(21, "/Type/EmbeddedFile", b"PK\x03\x04 kanaria");
    }),
    Technique::written("collection of files", |d| {
        d.catalog("/Collection<</Type/Collection/View/D/D(kanaria.exe)/Schema<</kanaria<</Subtype/F/N(kanaria)>>>>/Navigator<</SWF 21 0 R/APIVersion(kanaria)>>>>/Names<</EmbeddedFiles<</Names[(kanaria.exe)20 0 R]>>>>");
        d.put(20, "<</Type/Filespec/F(kanaria.exe)/EF<</F 21 0 R>>>>");
        d.stream(21, "/Type/EmbeddedFile", PROGRAM);
    }),
    Technique::written("Flash in a rich annotation", |d| {
        d.annotation("/Subtype/RichMedia/RichMediaContent<</Assets<</Names[(kanaria.swf)20 0 R]>>/Configurations[<</Subtype/Flash/Instances[<</Asset 20 0 R/Params<</FlashVars(kanaria)>>>>]>>]>>/RichMediaSettings<</Activation<</Condition/PO/Scripts[20 0 R]>>>>");
        d.put(20, "<</Type/Filespec/F(kanaria.swf)/EF<</F 21 0 R>>>>");
        d.stream(21, "/Type/EmbeddedFile", b"CWS\x09 kanaria");
    }),
    Technique::written("film", |d| {
        d.annotation("/Subtype/Movie/Movie<</F(kanaria.avi)/Poster true>>/A<</ShowControls true>>");
    }),
    Technique::written("sound", |d| {
        d.annotation("/Subtype/Sound/Sound 20 0 R");
        d.stream(20, "/Type/Sound/R 8000", b"kanaria kanaria");
        d.opens("/S/Sound/Sound 20 0 R");
    }),
    Technique::written("rendition with a script", |d| {
        d.annotation("/Subtype/Screen/A<</S/Rendition/OP 0/JS(kanaria())/R<</S/MR/C<</S/MCD/CT(video/mp4)/D<</FS/URL/F(https://kanaria.example/a.mp4)>>/P<</TF(TEMPALWAYS)>>>>>>>>");
    }),
    Technique::written("three dimensions with a script", |d| {
        d.annotation("/Subtype/3D/3DD 20 0 R/3DA<</A/PO>>");
        d.stream(
            20,
            "/Type/3D/Subtype/U3D/OnInstantiate 21 0 R",
            b"U3D\0 kanaria",
        );
        d.stream(21, "", b"kanaria()");
    }),
    Technique::written("view of three dimensions", |d| {
        d.opens("/S/GoTo3DView/TA 10 0 R/V(kanaria)");
        d.annotation("/Subtype/3D/3DD<</Type/3DRef/3DD 20 0 R>>");
        d.stream(20, "/Type/3D/Subtype/PRC", b"PRC kanaria");
    }),
    Technique::written("stream that stands in another file", |d| {
        d.stream(20, "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/F(\\\\kanaria\\a.bin)/FFilter/ASCIIHexDecode", b"");
        d.resources("/XObject<</Im1 20 0 R>>");
        d.content("q 9 0 0 9 50 50 cm /Im1 Do Q");
    }),
    Technique::written("picture held by a server of the press", |d| {
        d.stream(20, "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/OPI<</2.0<</Type/OPI/Version 2.0/F(//kanaria/a.tif)>>>>", b"\x80");
        d.resources("/XObject<</Im1 20 0 R>>");
        d.content("q 9 0 0 9 50 50 cm /Im1 Do Q");
    }),
    Technique::written("form that is a page of another file", |d| {
        d.stream(20, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Ref<</F<</F(kanaria.pdf)>>/Page 0/ID[(a)(b)]>>", b"0 0 9 9 re f");
        d.resources("/XObject<</Fm1 20 0 R>>");
        d.content("/Fm1 Do");
    }),
    Technique::written("PostScript as a form", |d| {
        d.stream(
            20,
            "/Type/XObject/Subtype/PS/Level1 21 0 R",
            b"(kanaria) run",
        );
        d.stream(21, "", b"(%pipe%kanaria) (r) file");
        d.stream(
            22,
            "/Type/XObject/Subtype/Form/Subtype2/PS/BBox[0 0 9 9]/PS 20 0 R",
            b"0 0 9 9 re f",
        );
        d.resources("/XObject<</Ps1 20 0 R/Ps2 22 0 R>>");
        d.content("/Ps1 Do /Ps2 Do");
    }),
    Technique::written("alternatives of a picture", |d| {
        d.stream(20, "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Alternates[<</Image 21 0 R/DefaultForPrinting true>>]", b"\x80");
        d.stream(
            21,
            "/Type/XObject/Subtype/Image/Width 7/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
            b"kanaria",
        );
        d.resources("/XObject<</Im1 20 0 R>>");
        d.content("q 9 0 0 9 50 50 cm /Im1 Do Q");
    }),
    Technique::written("small picture of the page, and data of programs", |d| {
        d.page("/Thumb 20 0 R/PieceInfo<</kanaria<</LastModified(D:20260101)/Private 21 0 R>>>>");
        d.stream(
            20,
            "/Width 7/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
            b"kanaria",
        );
        d.stream(21, "", b"kanaria");
        d.catalog("/PieceInfo<</kanaria<</Private(kanaria)>>>>/SpiderInfo<</V 1.0/C[22 0 R]>>");
        d.put(
            22,
            "<</URL(https://kanaria.example/)/S<</UR(https://kanaria.example/)>>>>",
        );
    }),
    Technique::written("what it says of itself", |d| {
        d.trailer("/Info 20 0 R");
        d.put(20, "<</Title(kanaria)/Author(kanaria)/Subject(kanaria)/Keywords(kanaria)/Creator(kanaria)/Producer(kanaria)/Kanaria(kanaria)>>");
        d.catalog("/Metadata 21 0 R");
        d.stream(21, "/Type/Metadata/Subtype/XML", b"<?xpacket?><!DOCTYPE x [<!ENTITY k SYSTEM 'https://kanaria.example/'>]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&k; kanaria</x:xmpmeta>");
    }),
    Technique::written("colours that lead outside", |d| {
        d.catalog("/OutputIntents[<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier(kanaria)/RegistryName(https://kanaria.example/)/DestOutputProfileRef<</URLs[<</FS/URL/F(https://kanaria.example/)>>]>>>>]");
    }),
    Technique::written("broken profile of colours", |d| {
        d.stream(
            20,
            "/N 3/Alternate/DeviceRGB",
            b"\0\0\x02\0kanaria\x02\x10\0\0mntrRGB Lab \xff\xff\xff\xff kanaria acsp",
        );
        d.resources("/ColorSpace<</C1[/ICCBased 20 0 R]>>");
        d.content("/C1 cs 0.5 0.5 0.5 sc 50 50 20 20 re f");
    }),
    Technique::written("program that computes colours", |d| {
        d.stream(
            20,
            "/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1]",
            b"{ dup dup 1 1 1 1 1 1 1 1 roll kanaria }",
        );
        d.resources("/ColorSpace<</C1[/Separation/Kanaria/DeviceRGB 20 0 R]>>");
        d.content("/C1 cs 0.5 scn 50 50 20 20 re f");
    }),
    Technique::written("font whose matrix is a script", |d| {
        d.put(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FontMatrix[1 2 3 4 5(1; kanaria())]>>");
    }),
    Technique::either("broken font of TrueType", |d| {
        d.put(5, "<</Type/Font/Subtype/TrueType/BaseFont/Kanaria/Encoding/WinAnsiEncoding/FontDescriptor 20 0 R>>");
        d.put(
            20,
            "<</Type/FontDescriptor/FontName/Kanaria/Flags 32/FontFile2 21 0 R>>",
        );
        d.stream(21, "", b"\0\x01\0\0\xff\xff\0\0\0\0\0\0glyf\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff kanaria SING kanaria");
    }),
    Technique::either("broken font of Type 1", |d| {
        d.put(
            5,
            "<</Type/Font/Subtype/Type1/BaseFont/Kanaria/FontDescriptor 20 0 R>>",
        );
        d.put(
            20,
            "<</Type/FontDescriptor/FontName/Kanaria/Flags 4/FontFile 21 0 R>>",
        );
        d.stream(21, "/Length1 30/Length2 40/Length3 0", b"%!PS-AdobeFont-1.0: kanaria\n/FontMatrix[1 0 0 kanaria] eexec \xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
    }),
    Technique::either("broken font of CFF", |d| {
        d.put(
            5,
            "<</Type/Font/Subtype/Type1/BaseFont/Kanaria/FontDescriptor 20 0 R>>",
        );
        d.put(
            20,
            "<</Type/FontDescriptor/FontName/Kanaria/Flags 4/FontFile3 21 0 R>>",
        );
        d.stream(21, "/Subtype/Type1C", b"\x01\0\x04\x04\0\x01\x01\x01\x08kanaria\0\x01\x04\xff\xff\xff\xff\x1d\x7f\xff\xff\xff\x11");
    }),
    Technique::heavy("font that draws with itself", |d| {
        d.put(5, "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 0/LastChar 255/Widths[500]/Encoding<</Differences[89/y]>>/CharProcs<</y 20 0 R>>/Resources 6 0 R>>");
        d.stream(20, "", b"500 0 d0 BT /F1 9 Tf (Y) Tj ET 0 0 500 500 re f");
    }),
    Technique::written("broken JBIG2", |d| {
        d.stream(20, "/Type/XObject/Subtype/Image/Width 64/Height 64/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode", b"\0\0\0\0\x30\0\x01\0\0\0\x13\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0kanaria\x07\xff\xff\xff\xff");
        d.resources("/XObject<</Im1 20 0 R>>");
        d.content("q 64 0 0 64 50 50 cm /Im1 Do Q");
    }),
    Technique::written("broken JPEG 2000", |d| {
        d.stream(20, "/Type/XObject/Subtype/Image/Width 64/Height 64/Filter/JPXDecode", b"\xff\x4f\xff\x51\0\x2f\0\0\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\x01kanaria");
        d.resources("/XObject<</Im1 20 0 R>>");
        d.content("q 64 0 0 64 50 50 cm /Im1 Do Q");
    }),
    Technique::written("JPEG with more in it", |d| {
        d.stream(20, "/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", &photo());
        d.resources("/XObject<</Im1 20 0 R>>");
        d.content("q 64 0 0 64 50 50 cm /Im1 Do Q");
    }),
    Technique::either("picture that is said to be enormous", |d| {
        d.stream(20, "/Type/XObject/Subtype/Image/Width 2000000000/Height 2000000000/BitsPerComponent 8/ColorSpace/DeviceRGB", b"kanaria");
        d.resources("/XObject<</Im1 20 0 R>>");
        d.content("q 64 0 0 64 50 50 cm /Im1 Do Q");
    }),
];

/// A JPEG with a comment, a camera's notes, and a page of the web behind its end.
fn photo() -> Vec<u8> {
    let mut made = Vec::new();
    jpeg_encoder::Encoder::new(&mut made, 80)
        .encode(&[90; 192], 8, 8, jpeg_encoder::ColorType::Rgb)
        .expect("eight by eight");
    let mut photo =
        b"\xff\xd8\xff\xfe\0\x12kanaria kanaria \xff\xe1\0\x16Exif\0\0kanaria kanari".to_vec();
    photo.extend(&made[2..]);
    photo.extend(b"<script>kanaria()</script>");
    photo
}
