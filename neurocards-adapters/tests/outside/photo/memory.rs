//! What photos take in memory: as much as is promised, or they are refused.

use std::path::Path;
use std::process::Command;

use bytes::Bytes;
use neurocards_adapters::photo::{PhotoLimits, PhotoProblem, Target, inspect, prepare};
use neurocards_core::work::format::Aspect;

use super::draw::jpeg::Jpeg;
use super::samples::progressive_cmyk_jpeg;

/// Names the photo of the child process.
const PHOTO: &str = "NEUROCARDS_TEST_PHOTO";

/// A transparent WebP of 5,000 by 4,750 pixels, which nearly needs all that is promised.
const TRANSPARENT: &[u8] = include_bytes!("large-transparent.webp");

/// Bytes by which the most memory of a process grows while it prepares a photo.
fn growth(photo: &[u8]) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photo");
    std::fs::write(&path, photo).unwrap();
    let (_, module) = module_path!().split_once("::").unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            &format!("{module}::a_photo_is_prepared"),
            "--nocapture",
        ])
        .env(PHOTO, &path)
        .output()
        .unwrap();
    let said = String::from_utf8(child.stdout).unwrap();
    let grown = said.lines().find_map(|line| line.strip_prefix("grown by "));
    grown.unwrap_or_else(|| panic!("{said}")).parse().unwrap()
}

/// The child process of [`growth`]. Without its photo it proves nothing and does nothing.
#[tokio::test]
async fn a_photo_is_prepared() {
    let Some(path) = std::env::var_os(PHOTO) else {
        return;
    };
    let photo = Bytes::from(std::fs::read(Path::new(&path)).unwrap());
    let target = Target::of(Aspect::Vertical);
    // Brings the code itself into memory, which no photo is to answer for.
    let small = progressive_cmyk_jpeg(600, 600);
    prepare(&small, target).await.unwrap();
    let before = most_memory();
    prepare(&photo, target).await.unwrap();
    println!("\ngrown by {}", most_memory() - before);
}

/// The most memory that this process had so far, in bytes (Linux, `proc_pid_status(5)`).
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.unwrap().trim().strip_suffix(" kB").unwrap();
    kilobytes.parse::<u64>().unwrap() * 1_024
}

async fn most_pixels(photo: Bytes) -> u64 {
    match inspect(&photo).await {
        Err(PhotoProblem::TooLarge { max_pixels, .. }) => max_pixels,
        other => panic!("{other:?}"),
    }
}

async fn fits(photo: Bytes, least: u64) {
    inspect(&photo).await.unwrap();
    let grown = growth(&photo);
    assert!(grown > least, "{grown}: it is not decoded");
    assert!(grown < PhotoLimits::MAX_MEMORY, "{grown}");
}

#[tokio::test]
async fn a_progressive_jpeg_in_four_colours_fits() {
    fits(progressive_cmyk_jpeg(5_000, 5_000), 150_000_000).await;
    let most = most_pixels(progressive_cmyk_jpeg(6_500, 6_500)).await;
    assert!((25_000_000..42_000_000).contains(&most), "{most}");
}

#[tokio::test]
async fn what_the_camera_of_a_phone_gives_fits() {
    let drawing = Jpeg::coloured((8_064, 6_048), 2, 2);
    let drawn =
        drawing.draw(|component, x, _| [if x < 4_000 { 90 } else { 160 }, 99, 150][component]);
    fits(drawn.file.into(), 20_000_000).await;
}

#[tokio::test]
async fn a_transparent_webp_fits_or_is_refused() {
    let mut taller = TRANSPARENT.to_vec();
    taller[27..30].copy_from_slice(&4_999_u32.to_le_bytes()[..3]);
    let most = most_pixels(taller.into()).await;
    assert!((20_000_000..25_000_000).contains(&most), "{most}");
    let grown = growth(TRANSPARENT);
    assert!(grown > 150_000_000, "{grown}: it is not decoded");
    assert!(grown < PhotoLimits::MAX_MEMORY, "{grown}");
}
