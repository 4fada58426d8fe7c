//! Video files: facts of good ones, names of faults in bad ones, no panic on any.

use neurocards_adapters::video::{VideoProblem, probe};
use neurocards_core::work::media::VideoFacts;
use proptest::prelude::*;

fn boxed(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).expect("test data are short");
    [&length.to_be_bytes()[..], &kind, content].concat()
}

fn movie_header(scale: u32, ticks: u32) -> Vec<u8> {
    let mut content = vec![0; 100];
    content[12..16].copy_from_slice(&scale.to_be_bytes());
    content[16..20].copy_from_slice(&ticks.to_be_bytes());
    boxed(*b"mvhd", &content)
}

fn track(handler: [u8; 4], width: u32, height: u32, turned: bool) -> Vec<u8> {
    let mut header = vec![0; 84];
    let across = if turned { 44 } else { 40 };
    header[across..across + 4].copy_from_slice(&0x0001_0000_u32.to_be_bytes());
    header[76..80].copy_from_slice(&(width << 16).to_be_bytes());
    header[80..84].copy_from_slice(&(height << 16).to_be_bytes());
    let media = boxed(*b"hdlr", &[&[0; 8], &handler[..], &[0; 12]].concat());
    boxed(
        *b"trak",
        &[boxed(*b"tkhd", &header), boxed(*b"mdia", &media)].concat(),
    )
}

fn file(movie: &[u8]) -> Vec<u8> {
    [
        boxed(*b"ftyp", b"isom\0\0\x02\0"),
        boxed(*b"moov", movie),
        boxed(*b"mdat", &[7; 64]),
    ]
    .concat()
}

fn good() -> Vec<u8> {
    let sound = track(*b"soun", 0, 0, false);
    let picture = track(*b"vide", 720, 1_280, false);
    file(&[movie_header(600, 8_880), sound, picture].concat())
}

#[test]
fn length_and_size_are_read_from_the_first_video_track() {
    let facts = VideoFacts {
        seconds: 15,
        width: 720,
        height: 1_280,
    };
    assert_eq!(probe(&good()), Ok(facts));
}

#[test]
fn a_turned_picture_is_measured_as_shown() {
    let movie = [movie_header(1, 5), track(*b"vide", 1_280, 720, true)].concat();
    let facts = probe(&file(&movie)).unwrap();
    assert_eq!((facts.width, facts.height), (720, 1_280));
}

#[test]
fn a_fragmented_file_states_its_length_elsewhere() {
    let elsewhere = boxed(*b"mvex", &boxed(*b"mehd", &[0, 0, 0, 0, 0, 0, 0x17, 0x70]));
    let movie = [
        movie_header(1_000, 0),
        track(*b"vide", 64, 64, false),
        elsewhere,
    ]
    .concat();
    assert_eq!(probe(&file(&movie)).unwrap().seconds, 6);
}

#[test]
fn every_fault_has_its_name() {
    let picture = track(*b"vide", 64, 64, false);
    let cases: [(Vec<u8>, VideoProblem); 6] = [
        (Vec::new(), VideoProblem::NotAnMp4),
        (
            b"<html>404 Not Found</html>".to_vec(),
            VideoProblem::NotAnMp4,
        ),
        (good()[..60].to_vec(), VideoProblem::Damaged("moov")),
        (
            good()[..good().len() - 1].to_vec(),
            VideoProblem::Damaged("mdat"),
        ),
        (file(&movie_header(1, 5)), VideoProblem::NoPicture),
        (
            file(&[movie_header(0, 5), picture].concat()),
            VideoProblem::NoLength,
        ),
    ];
    for (bytes, problem) in cases {
        assert_eq!(probe(&bytes), Err(problem));
    }
}

proptest! {
    #[test]
    fn no_garbage_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = probe(&bytes);
        let _ = probe(&file(&bytes));
    }

    #[test]
    fn no_damage_makes_it_panic(at in 0_usize..400, byte: u8, cut in 0_usize..400) {
        let mut bytes = good();
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.truncate(bytes.len().saturating_sub(cut));
        let _ = probe(&bytes);
    }
}
