//! Fresh pictures hold exactly the pixels that were described.

use super::{blank, write};
use sekisho_ir::{Chroma, Kind, Layout, Raster, RasterFrame};

fn raster(format: Kind, layout: Layout, frames: &[Vec<u8>]) -> Raster<&[u8]> {
    let frames = frames
        .iter()
        .map(|pixels| RasterFrame {
            width: 2,
            height: 2,
            delay_centis: 5,
            dpi: None,
            lossy: false,
            packed: None,
            layout,
            pixels: pixels.as_slice(),
        })
        .collect();
    Raster {
        format,
        frames,
        loops: Some(0),
        quality: 90,
        chroma: Chroma::Full,
    }
}

#[test]
fn a_png_says_nothing_but_size_and_colours() {
    let pixels: Vec<u8> = vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3];
    let bytes = write(&raster(
        Kind::Png,
        Layout::Rgb,
        std::slice::from_ref(&pixels),
    ))
    .unwrap();
    let mut chunks = Vec::new();
    let mut rest = &bytes[8..];
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest[..4].try_into().unwrap());
        let length = usize::try_from(length).unwrap();
        chunks.push(String::from_utf8(rest[4..8].to_vec()).unwrap());
        rest = &rest[12 + length..];
    }
    assert_eq!(chunks, ["IHDR", "PLTE", "IDAT", "IEND"]);
    let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes));
    reader.set_transformations(png::Transformations::EXPAND);
    let mut reader = reader.read_info().unwrap();
    let mut read = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut read).unwrap();
    assert_eq!(read, pixels);
    assert!(blank().unwrap().len() < 100);
}

#[test]
fn an_animation_is_written_by_its_differences() {
    let opaque = |values: [u8; 4]| {
        values
            .iter()
            .flat_map(|v| [*v, 0, 0, 255])
            .collect::<Vec<u8>>()
    };
    let mut clear = opaque([9, 9, 3, 4]);
    clear[..4].fill(0);
    let frames = vec![opaque([1, 2, 3, 4]), opaque([1, 9, 3, 4]), clear];
    let bytes = write(&raster(Kind::Gif, Layout::Rgba, &frames)).unwrap();
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(bytes.as_slice()).unwrap();
    let first = decoder.read_next_frame().unwrap().unwrap();
    assert_eq!(first.buffer, frames[0]);
    assert_eq!(first.delay, 5);
    let second = decoder.read_next_frame().unwrap().unwrap();
    assert_eq!(
        second.dispose,
        gif::DisposalMethod::Background,
        "the third is clear in a corner"
    );
    let third = decoder.read_next_frame().unwrap().unwrap();
    assert_eq!(third.buffer, frames[2]);
    assert!(decoder.read_next_frame().unwrap().is_none());
}

#[test]
fn the_same_pixels_give_the_same_bytes() {
    let shades = [vec![10, 200, 30, 90]];
    let photo = raster(Kind::Jpeg, Layout::Gray, &shades);
    let bytes = write(&photo).unwrap();
    assert!(bytes.starts_with(&[0xff, 0xd8]));
    assert_eq!(bytes, write(&photo).unwrap());
}
