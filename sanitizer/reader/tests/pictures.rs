//! Pictures that are something else as well: what comes out is the picture, and only once.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may do what the product must not"
)]

use std::io::Write;

use sekisho_ir::{
    Code, Document, Frame, FrameReader, FrameWriter, Kind, Layout, Limits, Order, Output, Raster,
    Reason,
};
use sekisho_reader::{ReadHint, detect::detect, read};

/// What became of some bytes: the fresh file, and what was told.
struct Crossed {
    raster: Raster,
    bytes: Vec<u8>,
    told: Vec<Code>,
}

fn cross_with(input: &[u8], hint: &ReadHint) -> Result<Crossed, Reason> {
    let mut stream = Vec::new();
    read(input, hint, &mut stream).expect("a vector takes everything");
    let limits = Limits::default();
    let mut frames = FrameReader::new(&stream, &limits);
    let (mut raster, mut told) = (None, Vec::new());
    while let Some(frame) = frames.next().expect("well-formed frames") {
        match frame {
            Frame::Document(document) => match *document {
                Document::Raster(found) => raster = Some(found),
                other => panic!("not a picture: {:?}", other.kind()),
            },
            Frame::Held(reason) => return Err(reason),
            Frame::Finding(finding) => told.push(finding.code),
            _ => {}
        }
    }
    let raster = raster.expect("a picture");
    let mut order = Vec::new();
    let mut frames = FrameWriter::new(&mut order);
    let ordered = Order::of(Output::File);
    frames.order(ordered).expect("frames");
    frames
        .document(&Document::Raster(raster.clone()))
        .expect("frames");
    frames.end().expect("frames");
    let mut bytes = Vec::new();
    sekisho_writer::write(&order, &mut bytes).expect("what verifies is written");
    Ok(Crossed {
        raster,
        bytes,
        told,
    })
}

fn cross(input: &[u8]) -> Crossed {
    cross_with(input, &ReadHint::default()).expect("a picture that can be read")
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn png_of(width: u32, height: u32, pixels: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder
        .add_text_chunk("Comment".into(), "<script>payload()".into())
        .expect("a chunk");
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(pixels).expect("pixels");
    writer.finish().expect("an end");
    bytes
}

/// A JPEG of our own writer's, one grey square.
fn jpeg() -> Vec<u8> {
    written(&Raster {
        format: Kind::Jpeg,
        frames: vec![sekisho_ir::RasterFrame {
            pixels: vec![90; 256],
            ..sekisho_ir::RasterFrame::still(16, 16, Layout::Gray)
        }],
        loops: None,
        quality: 80,
        chroma: sekisho_ir::Chroma::Full,
    })
}

#[test]
fn a_png_that_is_a_zip_too_is_a_png_only() {
    let mut zip = b"PK\x03\x04payload.exe".to_vec();
    zip.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let both = [png_of(1, 1, &[1, 2, 3]), zip].concat();
    let crossed = cross(&both);
    assert!(!holds(&crossed.bytes, b"PK") && !holds(&crossed.bytes, b"payload"));
    assert!(crossed.bytes.ends_with(b"IEND\xaeB`\x82"));
}

#[test]
fn a_jpeg_that_is_a_page_too_is_a_jpeg_only() {
    let plain = jpeg();
    let page = b"<html><script>payload()</script></html>";
    let length = u16::try_from(page.len() + 2).expect("short").to_be_bytes();
    let comment = [&b"\xff\xfe"[..], &length, page].concat();
    let exif = b"\xff\xe1\0\x12Exif\0\0payload123";
    let both = [&plain[..2], exif, &comment, &plain[2..], page].concat();
    assert_eq!(detect(&both, Some("a.html")), Kind::Jpeg);
    let crossed = cross(&both);
    assert!(!holds(&crossed.bytes, b"payload") && !holds(&crossed.bytes, b"html"));
    assert!(crossed.bytes.ends_with(&[0xff, 0xd9]));
    assert!(crossed.told.contains(&Code::MetadataRemoved));
}

#[test]
fn a_gif_that_is_a_script_too_is_a_gif_only() {
    // The width says `/*`, so that a browser asked for a script would skip to the comment's end.
    let mut gif = b"GIF89a/*\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    gif.extend(b"\x21\xfe\x0f*/=1;payload();\0");
    let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0\x3b";
    gif.extend(frame);
    gif.extend(b"*/payload();");
    let crossed = cross(&gif);
    assert!(!holds(&crossed.bytes, b"payload"));
    assert!(crossed.bytes.ends_with(&[0x3b]));
}

#[test]
fn a_tiff_that_is_a_zip_too_is_its_pages_only() {
    let mut tiff = b"II\x2a\0\x1c\0\0\0".to_vec();
    tiff.extend(b"PK\x03\x04payload.exe.....");
    tiff.extend(8_u16.to_le_bytes());
    for (tag, kind, value) in [
        (256_u16, 3_u16, 1_u32),
        (257, 3, 1),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 12),
        (279, 4, 1),
        (305, 2, 0x0061_6263),
    ] {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(if tag == 305 { 4_u32 } else { 1 }.to_le_bytes());
        tiff.extend(value.to_le_bytes());
    }
    tiff.extend([0; 4]);
    tiff.extend(b"PK\x05\x06payload");
    let crossed = cross(&tiff);
    assert_eq!(crossed.raster.frames[0].pixels, b"p");
    assert!(!holds(&crossed.bytes, b"payload") && !holds(&crossed.bytes, b"PK"));
}

#[test]
fn within_a_document_every_picture_is_a_plain_one() {
    let hint = ReadHint {
        within_package: true,
        ..ReadHint::default()
    };
    let tiff = cross(&{
        let mut two = cross(&png_of(1, 1, &[9, 9, 9])).raster;
        two.format = Kind::Tiff;
        two.frames.push(two.frames[0].clone());
        let mut order = Vec::new();
        let mut frames = FrameWriter::new(&mut order);
        frames.order(Order::of(Output::File)).expect("frames");
        frames.document(&Document::Raster(two)).expect("frames");
        frames.end().expect("frames");
        let mut bytes = Vec::new();
        sekisho_writer::write(&order, &mut bytes).expect("pages");
        bytes
    });
    assert_eq!(tiff.raster.frames.len(), 2);
    let inside = cross_with(&tiff.bytes, &hint).map(|crossed| crossed.raster);
    let inside = inside.expect("the first page");
    assert_eq!((inside.format, inside.frames.len()), (Kind::Png, 1));
}

#[test]
fn huge_claims_are_outcomes_at_once() {
    let mut webp = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xfe\x3f\0\xfe\x3f\0".to_vec();
    webp.extend(b"VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\xff\x3f\xff\x3f");
    assert!(matches!(
        cross_with(&webp, &ReadHint::default()).map(|_| ()),
        Err(Reason::TooLarge | Reason::Malformed)
    ));
    let mut jpeg = jpeg();
    let size = jpeg
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .expect("a frame");
    jpeg[size + 5..size + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(
        cross_with(&jpeg, &ReadHint::default()).map(|_| ()),
        Err(Reason::TooLarge)
    );
    // A moving picture of a large canvas and many tiny frames is cut at the limit.
    let mut gif = b"GIF89a\x10\x27\xd0\x07\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    for _ in 0..400 {
        gif.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0");
    }
    gif.push(0x3b);
    let limits = Limits::default();
    let mut stream = Vec::new();
    read(&gif, &ReadHint::default(), &mut stream).expect("a vector takes everything");
    assert!(u64::try_from(stream.len()).expect("a length") < limits.raster_bytes + 100_000);
}

#[test]
fn formats_nobody_can_rebuild_are_known_and_held() {
    for (bytes, kind) in [
        (&b"\0\0\0\x20ftypheic\0\0\0\0mif1heic"[..], Kind::Heic),
        (b"\0\0\0\x20ftypavif\0\0\0\0avifmif1", Kind::Heic),
    ] {
        assert_eq!(detect(bytes, Some("a.jpg")), kind);
        let held = cross_with(bytes, &ReadHint::default()).map(|_| ());
        assert_eq!(held, Err(Reason::UnsupportedType));
    }
    for bytes in [
        &b"\0\0\0\x0cJXL \x0d\x0a\x87\x0a"[..],
        b"\xff\x0a\xfa\x7f\x01\x90",
        b"\0\0\0\x0cjP  \x0d\x0a\x87\x0a",
        b"\xff\x4f\xff\x51\0\x2f",
        b"II\xbc\x01\x08\0\0\0",
    ] {
        let held = cross_with(bytes, &ReadHint::default()).map(|_| ());
        assert_eq!(held, Err(Reason::UnsupportedType), "{bytes:?}");
    }
}

#[test]
fn a_webp_of_pixels_becomes_a_png() {
    let mut bytes = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut bytes);
    encoder
        .encode(
            &[1, 2, 3, 128, 4, 5, 6, 255],
            2,
            1,
            image_webp::ColorType::Rgba8,
        )
        .expect("a WebP");
    bytes
        .write_all(b"trailing payload")
        .expect("a vector takes everything");
    let crossed = cross(&bytes);
    assert_eq!(crossed.raster.format, Kind::Png);
    assert_eq!(
        crossed.raster.frames[0].pixels,
        [1, 2, 3, 128, 4, 5, 6, 255]
    );
    assert!(crossed.told.contains(&Code::FormatConverted));
    assert!(!holds(&crossed.bytes, b"payload"));
}

/// The mean of the squared differences.
fn error(one: &[u8], two: &[u8]) -> u64 {
    assert_eq!(one.len(), two.len());
    let squares = one
        .iter()
        .zip(two)
        .map(|(one, two)| u64::from(one.abs_diff(*two)).pow(2));
    squares.sum::<u64>() / u64::try_from(one.len().max(1)).expect("short")
}

#[test]
fn a_fresh_jpeg_shows_the_pixels_whatever_their_number() {
    use sekisho_ir::Chroma;
    for (width, height) in [
        (1, 1),
        (2, 1),
        (7, 9),
        (8, 8),
        (16, 17),
        (33, 15),
        (50, 65),
        (130, 3),
    ] {
        for (layout, step) in [(Layout::Gray, 1), (Layout::Rgb, 3)] {
            // Colours that change slowly across and down, so that every sampling can show them.
            let pixels: Vec<u8> = (0..height)
                .flat_map(|y| (0..width).map(move |x| (x, y)))
                .flat_map(|(x, y)| {
                    [40 + x, 200 - y, 90 + y / 2][..step]
                        .iter()
                        .map(|value| u8::try_from(*value).expect("a byte"))
                        .collect::<Vec<_>>()
                })
                .collect();
            for chroma in [Chroma::Full, Chroma::Half, Chroma::Quarter] {
                let bytes = written(&Raster {
                    format: Kind::Jpeg,
                    frames: vec![sekisho_ir::RasterFrame {
                        pixels: pixels.clone(),
                        ..sekisho_ir::RasterFrame::still(width, height, layout)
                    }],
                    loops: None,
                    quality: 95,
                    chroma,
                });
                let found = cross(&bytes).raster;
                let frame = &found.frames[0];
                assert_eq!((frame.width, frame.height), (width, height));
                // Grey is shown as three times the same.
                let seen: Vec<u8> = shown(&bytes)
                    .into_iter()
                    .step_by(if step == 1 { 3 } else { 1 })
                    .collect();
                let wrong = error(&pixels, &seen);
                assert!(
                    wrong <= 6,
                    "{width}×{height} {layout:?} {chroma:?}: {wrong}"
                );
            }
        }
    }
}

#[test]
fn a_jpeg_keeps_its_brightness_and_colours_apart() {
    use sekisho_ir::Chroma;
    let made = |width: u32, height: u32, chroma| {
        let pixels: Vec<u8> = (0..height)
            .flat_map(|y| (0..width).map(move |x| [90 + 2 * x, 200 - y, 60 + y]))
            .flatten()
            .map(|value| u8::try_from(value).expect("a byte"))
            .collect();
        let raster = Raster {
            format: Kind::Jpeg,
            frames: vec![sekisho_ir::RasterFrame {
                pixels,
                ..sekisho_ir::RasterFrame::still(width, height, Layout::Rgb)
            }],
            loops: None,
            quality: 95,
            chroma,
        };
        written(&raster)
    };
    // A camera held on its side, little-endian, one entry.
    let exif = |turn: u8| {
        let mut block =
            b"\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        block.extend([turn, 0, 0, 0, 0, 0, 0, 0]);
        block
    };
    for (width, height, chroma) in [
        (34, 18, Chroma::Quarter),
        (33, 18, Chroma::Quarter),
        (34, 18, Chroma::Half),
        (33, 17, Chroma::Full),
    ] {
        let plain = made(width, height, chroma);
        let upright = cross(&plain).raster;
        assert_eq!(upright.frames[0].layout, Layout::Planes(chroma));
        assert_eq!(upright.chroma, chroma);
        for turn in 2..=8 {
            let turned = [&plain[..2], &exif(turn), &plain[2..]].concat();
            let crossed = cross(&turned);
            let frame = &crossed.raster.frames[0];
            let lies = turn >= 5;
            let size = if lies {
                (height, width)
            } else {
                (width, height)
            };
            assert_eq!((frame.width, frame.height), size, "{turn}");
            let even = width % 2 == 0 && height % 2 == 0;
            let apart = match chroma {
                Chroma::Full => true,
                Chroma::Half => even && !lies,
                Chroma::Quarter => even,
            };
            assert_eq!(
                frame.layout == Layout::Planes(chroma),
                apart,
                "{chroma:?} {turn}"
            );
            // Shown, it is the same picture as one whose pixels were turned by a painter.
            let (fresh, right) = (shown(&crossed.bytes), shown(&plain));
            let wrong: u64 = (0..size.1)
                .flat_map(|y| (0..size.0).map(move |x| (x, y)))
                .map(|(x, y)| {
                    let (w, h) = (width - 1, height - 1);
                    let (from_x, from_y) = match turn {
                        2 => (w - x, y),
                        3 => (w - x, h - y),
                        4 => (x, h - y),
                        5 => (y, x),
                        6 => (y, h - x),
                        7 => (w - y, h - x),
                        _ => (w - y, x),
                    };
                    let at =
                        |x: u32, y: u32, w: u32| usize::try_from((y * w + x) * 3).expect("small");
                    let one = &fresh[at(x, y, size.0)..][..3];
                    error(one, &right[at(from_x, from_y, width)..][..3])
                })
                .sum();
            assert!(
                wrong <= u64::from(width * height) * 8,
                "{chroma:?} {turn}: {wrong}"
            );
        }
    }
}

#[test]
fn a_jpeg_whose_profile_is_felt_is_converted_pixel_by_pixel() {
    let plain = jpeg_of_colour();
    let wide = moxcms::ColorProfile::new_display_p3()
        .encode()
        .expect("a profile");
    let same = moxcms::ColorProfile::new_srgb()
        .encode()
        .expect("a profile");
    for (profile, felt) in [
        (&wide, true),
        (&same, false),
        (&b"no profile".to_vec(), false),
    ] {
        let body = [&b"ICC_PROFILE\0\x01\x01"[..], profile].concat();
        let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
        let with = [&plain[..2], &[0xff, 0xe2], &length, &body, &plain[2..]].concat();
        let crossed = cross(&with);
        let apart = matches!(crossed.raster.frames[0].layout, Layout::Planes(_));
        assert_eq!(apart, !felt);
        assert_eq!(crossed.told.contains(&Code::ColoursConverted), felt);
        let odd = profile.len() < 20;
        assert_eq!(crossed.told.contains(&Code::StructureRepaired), odd);
        assert!(!holds(&crossed.bytes, b"ICC_PROFILE"));
    }
}

fn jpeg_of_colour() -> Vec<u8> {
    written(&Raster {
        format: Kind::Jpeg,
        frames: vec![sekisho_ir::RasterFrame {
            pixels: [200, 40, 30].repeat(256),
            ..sekisho_ir::RasterFrame::still(16, 16, Layout::Rgb)
        }],
        loops: None,
        quality: 90,
        chroma: sekisho_ir::Chroma::Quarter,
    })
}

/// A JPEG as a viewer shows it: red, green, blue.
fn shown(bytes: &[u8]) -> Vec<u8> {
    let mut decoder =
        zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(bytes));
    decoder.decode().expect("a picture")
}

#[test]
fn planes_that_lie_about_their_size_are_refused() {
    let mut raster = cross(&jpeg_of_colour()).raster;
    for change in [-1_isize, 1, 7] {
        let mut wrong = raster.clone();
        let length = wrong.frames[0].pixels.len().saturating_add_signed(change);
        wrong.frames[0].pixels.resize(length, 0);
        assert!(try_written(&wrong).is_err());
    }
    raster.chroma = sekisho_ir::Chroma::Half;
    assert!(try_written(&raster).is_err());
    for format in [Kind::Png, Kind::Gif, Kind::Tiff] {
        assert!(
            try_written(&Raster {
                format,
                ..raster.clone()
            })
            .is_err()
        );
    }
}

fn try_written(raster: &Raster) -> Result<Vec<u8>, sekisho_ir::Refusal> {
    let mut order = Vec::new();
    let mut frames = FrameWriter::new(&mut order);
    frames.order(Order::of(Output::File)).expect("frames");
    frames
        .document(&Document::Raster(raster.clone()))
        .expect("frames");
    frames.end().expect("frames");
    let mut bytes = Vec::new();
    sekisho_writer::write(&order, &mut bytes).map(|()| bytes)
}

/// What a writer makes of a picture.
fn written(raster: &Raster) -> Vec<u8> {
    try_written(raster).expect("what verifies is written")
}
