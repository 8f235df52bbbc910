//! Pictures made here, read back by their pixels; and pictures that claim too much.

use crate::ReadHint;
use sekisho_ir::rules::{Pictures, Rules};
use sekisho_ir::{Code, Document, Kind, Layout, Limits, Raster, Reason};

fn read(bytes: &[u8], kind: Kind) -> Result<Raster, Reason> {
    let reading = super::read(bytes, kind, &ReadHint::default())?;
    assert!(
        reading
            .findings
            .rows()
            .iter()
            .any(|row| row.code == Code::ImagesRedrawn)
    );
    let Document::Raster(raster) = reading.document else {
        panic!("a raster")
    };
    raster.verify(&Limits::default()).unwrap();
    Ok(raster)
}

fn png(width: u32, height: u32, pixels: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder
        .add_text_chunk("Comment".into(), "secret".into())
        .unwrap();
    let mut writer = encoder.write_header().unwrap();
    if let Some(pixels) = pixels {
        writer.write_image_data(pixels).unwrap();
    }
    drop(writer);
    bytes
}

#[test]
fn a_png_is_its_pixels_and_nothing_else() {
    let pixels: Vec<u8> = (0..2 * 3 * 3).collect();
    let mut bytes = png(2, 3, Some(&pixels));
    bytes.extend_from_slice(b"PK\x03\x04 trailing");
    let raster = read(&bytes, Kind::Png).unwrap();
    assert_eq!(raster.frames[0].layout, Layout::Rgb);
    assert_eq!(raster.frames[0].pixels, pixels);
}

#[test]
fn a_huge_picture_is_refused_by_its_header() {
    let mut huge = png(60_000, 60_000, None)[..33].to_vec();
    huge.extend_from_slice(b"\0\0\0\x01IDAT\0\0\0\0\0");
    assert_eq!(read(&huge, Kind::Png), Err(Reason::TooLarge));
    let mut gif = b"GIF89a\xff\xff\xff\xff\0\0\0".to_vec();
    gif.extend_from_slice(b",\0\0\0\0\xff\xff\xff\xff\0\x02\0;");
    assert_eq!(read(&gif, Kind::Gif), Err(Reason::TooLarge));
}

#[test]
fn a_gif_moves_on_a_whole_canvas() {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 2, 1, &[255, 0, 0, 0, 0, 255]).unwrap();
    encoder.set_repeat(gif::Repeat::Infinite).unwrap();
    for (left, index) in [(0, 0), (1, 1)] {
        let frame = gif::Frame {
            width: 1,
            height: 1,
            left,
            delay: 7,
            buffer: vec![index].into(),
            ..gif::Frame::default()
        };
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    let raster = read(&bytes, Kind::Gif).unwrap();
    assert_eq!(raster.loops, Some(0));
    assert_eq!(raster.frames.len(), 2);
    assert_eq!(raster.frames[1].delay_centis, 7);
    assert_eq!(raster.frames[1].pixels, [255, 0, 0, 255, 0, 0, 255, 255]);
}

#[test]
fn a_bitmap_crosses_as_png() {
    let mut bytes =
        b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x02\0\0\0\x01\0\x18\0".to_vec();
    bytes.resize(54, 0);
    bytes.extend_from_slice(&[1, 2, 3, 0, 4, 5, 6, 0]);
    let raster = read(&bytes, Kind::Bmp).unwrap();
    assert_eq!(
        (raster.format, raster.frames[0].pixels.as_slice()),
        (Kind::Png, &[6, 5, 4, 3, 2, 1][..])
    );
}

#[test]
fn a_picture_is_made_no_larger_than_the_site_wants_it_but_for_those_of_documents() {
    let rules = Rules {
        pictures: Pictures::AtMost(10),
        ..Rules::default()
    };
    let bytes = png(40, 20, Some(&[7; 40 * 20 * 3]));
    for within_package in [false, true] {
        let hint = ReadHint {
            within_package,
            rules,
            ..ReadHint::default()
        };
        let reading = super::read(&bytes, Kind::Png, &hint).unwrap();
        let told = reading.findings.rows().iter();
        let told = told.filter(|row| row.code == Code::PicturesReduced).count();
        let Document::Raster(raster) = reading.document else {
            panic!("a raster")
        };
        raster.verify(&Limits::default()).unwrap();
        let wanted = if within_package {
            (40, 20, 0)
        } else {
            (10, 5, 1)
        };
        let frame = &raster.frames[0];
        assert_eq!((frame.width, frame.height, told), wanted);
        assert!(frame.pixels.iter().all(|value| *value == 7));
    }
}

#[test]
fn a_square_is_cut_before_it_is_made_smaller() {
    let rules = Rules {
        pictures: Pictures::Square(10),
        ..Rules::default()
    };
    let hint = ReadHint {
        rules,
        ..ReadHint::default()
    };
    for ((width, height), wanted) in [((40, 20), 10), ((20, 50), 10), ((30, 6), 6)] {
        let pixels: Vec<u8> = vec![7; width * height * 3];
        let (width, height) = (width.try_into().unwrap(), height.try_into().unwrap());
        let reading = super::read(&png(width, height, Some(&pixels)), Kind::Png, &hint).unwrap();
        let told = reading.findings.rows().iter();
        let told = told.filter(|row| row.code == Code::PicturesReduced).count();
        let Document::Raster(raster) = reading.document else {
            panic!("a raster")
        };
        raster.verify(&Limits::default()).unwrap();
        let frame = &raster.frames[0];
        assert_eq!((frame.width, frame.height, told), (wanted, wanted, 1));
        assert!(frame.pixels.iter().all(|value| *value == 7));
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>, at: usize, value: u8) {
        for kind in [Kind::Png, Kind::Jpeg, Kind::Gif, Kind::Bmp] {
            let _ = super::read(&bytes, kind, &ReadHint::default());
        }
        let mut picture = png(4, 4, Some(&[7; 48]));
        let at = at % picture.len();
        picture[at] = value;
        let _ = super::read(&picture, Kind::Png, &ReadHint::default());
    }
}
