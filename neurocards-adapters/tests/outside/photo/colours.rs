//! Colours stay what they are on the seller's screen, whatever profile a photo brings.

use bytes::Bytes;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};

use super::draw::icc::{self, Screen, WIDE};
use super::draw::jpeg::{Jpeg, Scans};
use super::lab::Lab;
use super::samples::{png_with, shown};

/// What people do not see side by side.
const UNSEEN: f64 = 3.0;
const SIZE: (u32, u32) = (320, 320);
/// Colours that the wide screen and sRGB can both show.
const COLOURS: [[u8; 3]; 5] = [
    [170, 70, 60],
    [90, 150, 100],
    [70, 80, 150],
    [200, 190, 180],
    [40, 30, 60],
];

/// An application segment that says how colours are mixed: 0 for not at all.
fn adobe(mixing: u8) -> Vec<u8> {
    [&b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0"[..], &[mixing]].concat()
}

fn jpeg(values: &[u8], applications: Vec<u8>) -> Bytes {
    let drawing = Jpeg {
        size: SIZE,
        sampling: vec![(1, 1); values.len()],
        scans: Scans::Whole(vec![(0..values.len()).collect()]),
        restart: 0,
        applications,
    };
    drawing
        .draw(|component, _, _| values[component])
        .file
        .into()
}

fn of_colour(colour: [u8; 3], profile: &[u8]) -> [(&'static str, Bytes); 3] {
    let segments = [adobe(0), icc::in_jpeg(profile, 200)].concat();
    let pixels = RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb(colour));
    let (mut png, mut webp) = (Vec::new(), Vec::new());
    let mut png_encoder = PngEncoder::new(&mut png);
    png_encoder.set_icc_profile(profile.to_vec()).unwrap();
    let mut webp_encoder = WebPEncoder::new_lossless(&mut webp);
    webp_encoder.set_icc_profile(profile.to_vec()).unwrap();
    let kind = ExtendedColorType::Rgb8;
    png_encoder
        .write_image(&pixels, SIZE.0, SIZE.1, kind)
        .unwrap();
    webp_encoder
        .write_image(&pixels, SIZE.0, SIZE.1, kind)
        .unwrap();
    [
        ("JPEG", jpeg(&colour, segments)),
        ("PNG", png.into()),
        ("WebP", webp.into()),
    ]
}

async fn colour_of(photo: &Bytes) -> Lab {
    let Rgb(colour) = *shown(photo).await.get_pixel(SIZE.0 / 2, SIZE.1 / 2);
    Lab::of_srgb(colour)
}

#[tokio::test]
async fn a_colour_of_a_wide_screen_looks_the_same_in_every_format() {
    let mut most = 0.0_f64;
    for colour in COLOURS {
        let meant = WIDE.shows(colour);
        most = most.max(Lab::of_srgb(colour).differs(meant));
        for (format, photo) in of_colour(colour, &WIDE.profile()) {
            let differs = colour_of(&photo).await.differs(meant);
            assert!(differs < UNSEEN, "{format} {colour:?}: {differs}");
        }
    }
    assert!(most > 2.0 * UNSEEN, "the profile changes nothing: {most}");
}

#[tokio::test]
async fn a_grey_photo_is_as_bright_as_its_profile_says() {
    for grey in [30, 100, 200] {
        let light = f64::from(grey) / 255.0;
        let meant = Lab::of(super::lab::WHITE.map(|axis| axis * light.powf(1.25)));
        let profile = icc::in_jpeg(&icc::grey(1.25), 60_000);
        let differs = colour_of(&jpeg(&[grey], profile)).await.differs(meant);
        assert!(differs < UNSEEN, "{grey}: {differs}");
    }
}

#[tokio::test]
async fn inks_look_as_their_printer_prints_them() {
    let printed = |[cyan, magenta, yellow, black]: [bool; 4]| {
        let part = |ink: bool, amount: f64| if ink { amount } else { 0.0 };
        Lab {
            light: 94.0
                - part(cyan, 18.0)
                - part(magenta, 22.0)
                - part(yellow, 6.0)
                - part(black, 40.0),
            green_red: part(magenta, 22.0) - part(cyan, 14.0),
            blue_yellow: part(yellow, 20.0) - part(cyan, 12.0) - part(magenta, 4.0),
        }
    };
    let profile = icc::in_jpeg(&icc::printer(printed), 60_000);
    for corner in 0..16_u8 {
        let inks = [8, 4, 2, 1].map(|bit| corner & bit != 0);
        // Adobe's programs, which wrote most such files, store paper as 255.
        let stored = inks.map(|ink| if ink { 0 } else { 255 });
        let photo = jpeg(&stored, [adobe(0), profile.clone()].concat());
        let differs = colour_of(&photo).await.differs(printed(inks));
        assert!(differs < UNSEEN, "{inks:?}: {differs}");
    }
}

#[tokio::test]
async fn a_broken_profile_or_one_of_other_colours_is_as_good_as_none() {
    let colour = COLOURS[0];
    let wide = WIDE.profile();
    let printer = icc::printer(|_| Lab {
        light: 50.0,
        green_red: 0.0,
        blue_yellow: 0.0,
    });
    let useless = [
        b"no profile".to_vec(),
        wide[..100].to_vec(),
        icc::grey(1.0),
        printer,
        vec![0; 400],
    ];
    for profile in useless {
        for (format, photo) in of_colour(colour, &profile) {
            let differs = colour_of(&photo).await.differs(Lab::of_srgb(colour));
            assert!(
                differs < UNSEEN,
                "{format}, {} bytes: {differs}",
                profile.len()
            );
        }
    }
}

#[tokio::test]
async fn no_damage_of_a_profile_costs_the_photo() {
    let wide = WIDE.profile();
    for at in (0..wide.len()).step_by(11) {
        for byte in [0, 0x7f, 0xff] {
            let mut damaged = wide.clone();
            damaged[at] = byte;
            let [(_, photo), ..] = of_colour(COLOURS[0], &damaged);
            shown(&photo).await;
        }
    }
}

#[tokio::test]
async fn a_profile_leaves_transparency_alone() {
    let clear = DynamicImage::from(RgbaImage::from_pixel(SIZE.0, SIZE.1, Rgba([90, 60, 30, 0])));
    let kinds = [
        (clear.to_luma_alpha8().into(), icc::grey(1.0)),
        (clear.to_luma_alpha16().into(), icc::grey(1.0)),
        (clear.to_rgba16().into(), WIDE.profile()),
        (clear, WIDE.profile()),
    ];
    for (picture, profile) in kinds {
        let mut png = Vec::new();
        let mut encoder = PngEncoder::new(&mut png);
        encoder.set_icc_profile(profile).unwrap();
        picture.write_with_encoder(encoder).unwrap();
        let Rgb(colour) = *shown(&png.into()).await.get_pixel(9, 9);
        assert!(
            colour.iter().all(|part| *part > 250),
            "{:?}: {colour:?}",
            picture.color()
        );
    }
}

#[tokio::test]
async fn a_png_may_state_its_colours_without_a_profile() {
    let mut screen = Vec::new();
    for point in [
        31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6_000_u32,
    ] {
        screen.extend(point.to_be_bytes());
    }
    let exponent = 45_471_u32.to_be_bytes();
    let by_code = Screen {
        primaries: [
            [0.515_12, 0.241_20, -0.001_05],
            [0.291_98, 0.692_25, 0.041_89],
            [0.157_10, 0.066_57, 0.784_07],
        ],
        exponent: 1.0,
    };
    for colour in COLOURS {
        let cases = [
            (
                WIDE.shows(colour),
                png_with(colour, &[(*b"cHRM", &screen), (*b"gAMA", &exponent)]),
            ),
            (
                by_code.shows(colour),
                png_with(colour, &[(*b"cICP", &[12, 8, 0, 1])]),
            ),
            (
                Lab::of_srgb(colour),
                png_with(
                    colour,
                    &[(*b"sRGB", &[0]), (*b"gAMA", &100_000_u32.to_be_bytes())],
                ),
            ),
        ];
        for (number, (meant, photo)) in cases.into_iter().enumerate() {
            let differs = colour_of(&photo).await.differs(meant);
            assert!(differs < UNSEEN, "case {number}, {colour:?}: {differs}");
        }
    }
}
