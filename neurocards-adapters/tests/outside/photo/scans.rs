//! JPEG files in every order of scans: decoded rightly when they are whole, refused when they are
//! not.

use bytes::Bytes;
use image::Rgb;
use neurocards_adapters::photo::{PhotoProblem, inspect};

use super::draw::jpeg::{Drawn, Jpeg, Scans};
use super::samples::{jpeg, shown};

/// No multiple of any unit.
const SIZE: (u32, u32) = (331, 363);
/// Pixels of a patch's side: a multiple of every unit.
const PATCH: u32 = 64;
/// Brightness, blueness and redness of patches, all of them colours.
const PATCHES: [[u8; 3]; 7] = [
    [90, 110, 190],
    [150, 90, 100],
    [60, 170, 110],
    [200, 120, 135],
    [120, 128, 128],
    [170, 60, 150],
    [40, 135, 125],
];

fn patch(x: u32, y: u32) -> [u8; 3] {
    let number = (x / PATCH + 3 * (y / PATCH)) as usize;
    PATCHES[number % PATCHES.len()]
}

/// The colour that brightness, blueness and redness make (ITU-T T.871, section 7).
fn colour([brightness, blueness, redness]: [u8; 3]) -> [f64; 3] {
    let [y, b, r] = [brightness, blueness, redness].map(f64::from);
    let (b, r) = (b - 128.0, r - 128.0);
    [
        y + 1.402 * r,
        y - 0.344_136 * b - 0.714_136 * r,
        y + 1.772 * b,
    ]
}

fn draw(drawing: &Jpeg) -> Drawn {
    drawing.draw(|component, x, y| patch(x, y)[component])
}

async fn check_patches(file: Vec<u8>, what: &str) {
    let seen = shown(&Bytes::from(file)).await;
    assert_eq!(seen.dimensions(), SIZE, "{what}");
    // The middle of every patch, and the last pixels of those at the edges.
    for (left, top) in (0..SIZE.0)
        .step_by(64)
        .flat_map(|x| (0..SIZE.1).step_by(64).map(move |y| (x, y)))
    {
        let (right, bottom) = ((left + PATCH).min(SIZE.0), (top + PATCH).min(SIZE.1));
        for (x, y) in [
            (left.midpoint(right), top.midpoint(bottom)),
            (right - 3, bottom - 3),
        ] {
            let Rgb(found) = *seen.get_pixel(x, y);
            let meant = colour(patch(left, top));
            let near = found
                .iter()
                .zip(meant)
                .all(|(found, meant)| (f64::from(*found) - meant).abs() < 14.0);
            assert!(near, "{what} at {x},{y}: {found:?} instead of {meant:?}");
        }
    }
}

/// Every way to write a picture of three components that is tested.
fn drawings() -> Vec<(String, Jpeg)> {
    let whole = |scans: &[&[usize]]| Scans::Whole(scans.iter().map(|scan| scan.to_vec()).collect());
    let orders = [
        ("one scan", whole(&[&[0, 1, 2]])),
        ("a scan each", whole(&[&[0], &[1], &[2]])),
        ("colours first", whole(&[&[2], &[1], &[0]])),
        ("brightness apart", whole(&[&[0], &[1, 2]])),
        ("redness apart", whole(&[&[0, 1], &[2]])),
        ("rising quality", Scans::Progressive),
    ];
    let mut drawings = Vec::new();
    for (across, down) in [(1, 1), (2, 1), (1, 2), (2, 2), (4, 1)] {
        for (order, scans) in &orders {
            for restart in [0, 5] {
                let scans = scans.clone();
                let drawing = Jpeg {
                    scans,
                    restart,
                    ..Jpeg::coloured(SIZE, across, down)
                };
                drawings.push((
                    format!("{across}x{down}, {order}, restart {restart}"),
                    drawing,
                ));
            }
        }
    }
    drawings
}

#[tokio::test]
async fn every_order_of_scans_is_decoded_rightly() {
    for (what, drawing) in drawings() {
        check_patches(draw(&drawing).file, &what).await;
    }
}

#[tokio::test]
async fn what_a_sequential_scan_says_of_its_coefficients_is_not_believed() {
    let Drawn { mut file, data } = draw(&Jpeg::coloured(SIZE, 2, 2));
    let header = data.first().expect("a scan").start;
    file.splice(header - 3..header, [0, 0, 0x11]);
    check_patches(file, "odd coefficients").await;
}

#[tokio::test]
async fn components_sampled_in_three_ways_are_shown_rightly_or_not_at_all() {
    let in_scans = |scans| Jpeg {
        sampling: vec![(4, 1), (2, 1), (1, 1)],
        scans: Scans::Whole(scans),
        ..Jpeg::coloured(SIZE, 1, 1)
    };
    let together = draw(&in_scans(vec![vec![0, 1, 2]])).file;
    check_patches(together, "in one scan").await;
    // The decoder expects a block too many of the second, and such files are too rare for more.
    let apart = draw(&in_scans(vec![vec![0], vec![1], vec![2]])).file;
    match inspect(&apart.clone().into()).await {
        Ok(_) => check_patches(apart, "a scan each").await,
        problem => assert_eq!(problem, Err(PhotoProblem::Damaged)),
    }
}

#[tokio::test]
async fn a_frame_of_a_film_is_read_with_the_tables_of_the_standard() {
    let whole = jpeg(400, 300);
    let mut frame = whole.to_vec();
    while let Some(at) = frame.windows(2).position(|pair| pair == [0xff, 0xc4]) {
        let length = usize::from(u16::from_be_bytes([frame[at + 2], frame[at + 3]]));
        frame.drain(at..at + 2 + length);
    }
    assert!(frame.len() < whole.len());
    assert_eq!(shown(&frame.into()).await, shown(&whole).await);
}

#[tokio::test]
async fn a_whole_picture_needs_no_end_marker() {
    let tails = [&b""[..], b"\xff", &[0; 20], b"\xff\xff\xff\xd9", b"\0"];
    for ((what, drawing), tail) in drawings().into_iter().zip(tails.into_iter().cycle()) {
        let file = draw(&drawing).file;
        let picture = &file[..file.len() - 2];
        check_patches([picture, tail].concat(), &format!("{what}, {tail:?}")).await;
    }
}

#[tokio::test]
async fn a_picture_with_lost_data_is_refused_whichever_scan_lost_them() {
    for (what, drawing) in drawings() {
        let Drawn { file, data } = draw(&drawing);
        for (scan, range) in data.iter().enumerate() {
            if scan_has_no_codes(&drawing, scan) {
                continue;
            }
            for kept in [0, 25, 50, 75, 98] {
                let end = range.start + range.len() * kept / 100;
                for tail in [&b""[..], b"\xff\xd9"] {
                    let cut = [&file[..end], tail].concat();
                    let found = inspect(&cut.into()).await;
                    assert_eq!(
                        found,
                        Err(PhotoProblem::Damaged),
                        "{what}: scan {scan} to {kept} %"
                    );
                }
                let hole = [&file[..end], &file[range.end..]].concat();
                let found = inspect(&hole.into()).await;
                assert_eq!(
                    found,
                    Err(PhotoProblem::Damaged),
                    "{what}: hole in {scan} from {kept} %"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_picture_whose_end_was_filled_with_zeros_is_refused() {
    for (what, drawing) in drawings() {
        let Drawn { file, data } = draw(&drawing);
        let last = data.last().expect("a scan");
        for kept in [0, 25, 50, 75] {
            let end = last.start + last.len() * kept / 100;
            for tail in [&b""[..], b"\xff\xd9"] {
                let mut filled = file[..end].to_vec();
                filled.resize(last.end, 0);
                filled.extend(tail);
                let found = inspect(&filled.into()).await;
                let damaged = Err(PhotoProblem::Damaged);
                assert_eq!(found, damaged, "{what}: zeros from {kept} %");
            }
        }
    }
}

#[tokio::test]
async fn zeros_that_are_data_cost_nothing() {
    // Flat parts, whose codes are zeros, up to the last bit.
    let flat = Jpeg {
        sampling: vec![(1, 1)],
        scans: Scans::Progressive,
        ..Jpeg::coloured((320, 320), 1, 1)
    };
    let Drawn { mut file, data } = flat.draw(|_, _, _| 128);
    let last = data.last().expect("a scan");
    file.splice(last.clone(), vec![0; 40 * 40 * 2 / 8]);
    assert!(inspect(&file.into()).await.is_ok());
}

/// The lowest bit of all means stands in its scan without a code: a loss there makes some patches
/// one level darker.
fn scan_has_no_codes(drawing: &Jpeg, scan: usize) -> bool {
    matches!(drawing.scans, Scans::Progressive) && scan == 1 + drawing.sampling.len()
}
