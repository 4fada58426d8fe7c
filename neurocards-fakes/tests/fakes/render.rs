//! What the renderer promises: a photo of any shape becomes a video that plays.

use std::io::Cursor;
use std::time::Duration;

use image::{ImageFormat, Rgb, RgbImage};
use neurocards_fakes::render::{ClipOptions, RenderError, probe, render_clip};
use openh264::decoder::Decoder;
use openh264::formats::YUVSource as _;

/// A photo with a different colour in each part, so that moving over it changes the picture.
fn photo(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let colour = |x: u32, y: u32| {
        let red = u8::try_from(x * 255 / width).unwrap();
        let green = u8::try_from(y * 255 / height).unwrap();
        Rgb([red, green, 40])
    };
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_fn(width, height, colour)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

/// Decodes the first frame and returns its size in pixels.
fn first_frame(clip: &[u8]) -> (usize, usize) {
    let start = clip.windows(4).position(|kind| kind == b"mdat").unwrap() + 4;
    let mut decoder = Decoder::new().unwrap();
    let mut at = start;
    while at + 4 <= clip.len() {
        let size = u32::from_be_bytes(clip[at..at + 4].try_into().unwrap()) as usize;
        let unit = [&[0, 0, 0, 1], &clip[at + 4..at + 4 + size]].concat();
        if let Some(frame) = decoder.decode(&unit).unwrap() {
            return frame.dimensions();
        }
        at += 4 + size;
    }
    panic!("no frame decodes");
}

#[test]
fn a_photo_becomes_a_vertical_video_that_streams_and_decodes() {
    let clip = render_clip(&photo(300, 300, ImageFormat::Jpeg), &ClipOptions::tiny()).unwrap();
    let facts = probe(&clip).unwrap();
    assert_eq!(
        (facts.codec.as_str(), facts.width, facts.height),
        ("avc1", 180, 320)
    );
    assert_eq!((facts.duration, facts.frames), (Duration::from_secs(1), 12));
    assert!(facts.streams, "moov stands before mdat");
    assert_eq!(first_frame(&clip), (180, 320));
}

#[test]
fn photos_of_any_shape_and_format_are_taken() {
    let options = ClipOptions {
        duration: Duration::from_millis(200),
        ..ClipOptions::tiny()
    };
    let shapes = [(90, 160), (160, 90), (64, 400), (400, 64), (1, 1)];
    for ((width, height), format) in shapes.into_iter().zip([
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Png,
        ImageFormat::Png,
    ]) {
        let clip = render_clip(&photo(width, height, format), &options).unwrap();
        let facts = probe(&clip).unwrap();
        assert_eq!((facts.width, facts.height), (180, 320), "{width}x{height}");
    }
}

#[test]
fn equal_seeds_give_equal_bytes_and_other_seeds_another_video() {
    let photo = photo(90, 160, ImageFormat::Png);
    let render = |seed| {
        render_clip(
            &photo,
            &ClipOptions {
                seed,
                ..ClipOptions::tiny()
            },
        )
        .unwrap()
    };
    assert_eq!(render(7), render(7));
    assert_ne!(render(7), render(8));
}

#[test]
fn the_wanted_length_and_frame_rate_are_kept() {
    let options = ClipOptions {
        frame_rate: 10,
        duration: Duration::from_millis(2_500),
        ..ClipOptions::tiny()
    };
    let clip = render_clip(&photo(90, 160, ImageFormat::Png), &options).unwrap();
    let facts = probe(&clip).unwrap();
    assert_eq!(
        (facts.duration, facts.frames),
        (Duration::from_millis(2_500), 25)
    );
}

#[test]
fn what_is_no_photo_is_refused() {
    let refused = render_clip(b"%PDF-1.7", &ClipOptions::tiny());
    assert!(matches!(refused, Err(RenderError::Photo(_))));
}

#[test]
fn options_out_of_range_are_refused_before_any_work() {
    let odd = ClipOptions {
        width: 181,
        ..ClipOptions::tiny()
    };
    let endless = ClipOptions {
        duration: Duration::from_hours(1),
        ..ClipOptions::tiny()
    };
    let still = ClipOptions {
        frame_rate: 0,
        ..ClipOptions::tiny()
    };
    for options in [odd, endless, still] {
        assert!(matches!(
            render_clip(b"", &options),
            Err(RenderError::Options(_))
        ));
    }
}
