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

/// What says how long the samples of a fragment are.
#[derive(Debug, Clone, Copy)]
enum Told {
    EachSample,
    Fragment,
    Movie,
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// A track with an id, the scale of its samples, and samples of its own: how many, how long.
fn sampled_track(handler: [u8; 4], id: u32, scale: u32, samples: (u32, u32)) -> Vec<u8> {
    let mut header = vec![0; 84];
    header[12..16].copy_from_slice(&id.to_be_bytes());
    header[76..80].copy_from_slice(&(720_u32 << 16).to_be_bytes());
    header[80..84].copy_from_slice(&(1_280_u32 << 16).to_be_bytes());
    let runs = match samples {
        (0, _) => words(&[0, 0]),
        (count, each) => words(&[0, 1, count, each]),
    };
    let tables = boxed(*b"minf", &boxed(*b"stbl", &boxed(*b"stts", &runs)));
    let media = [
        boxed(*b"mdhd", &words(&[0, 0, 0, scale, 0, 0])),
        boxed(*b"hdlr", &[&[0; 8], &handler[..], &[0; 12]].concat()),
        tables,
    ];
    let track = [boxed(*b"tkhd", &header), boxed(*b"mdia", &media.concat())];
    boxed(*b"trak", &track.concat())
}

/// A fragment of `count` samples of track 2, `each` long, and of one sample of track 1, the sound.
fn fragment(told: Told, count: u32, each: u32) -> Vec<u8> {
    let (header, run) = match told {
        // Where the data begin, what the first sample is; length, size and time of each.
        Told::EachSample => {
            let mut run = words(&[0xb05, count, 99, 99]);
            (0..count).for_each(|size| run.extend(words(&[each, size, 0])));
            (words(&[0x02_0000, 2]), run)
        }
        // Where the data begin in 8 bytes, the description, the length; sizes of each.
        Told::Fragment => {
            let mut run = words(&[0x200, count]);
            (0..count).for_each(|size| run.extend(words(&[size])));
            (words(&[0x0b, 2, 0, 99, 1, each]), run)
        }
        Told::Movie => (words(&[0x02_0000, 2]), words(&[0, count])),
    };
    let picture = [boxed(*b"tfhd", &header), boxed(*b"trun", &run)].concat();
    let sound = [
        boxed(*b"tfhd", &words(&[0x08, 1, 900_000])),
        boxed(*b"trun", &words(&[0, 1])),
    ];
    let parts = [
        boxed(*b"mfhd", &[0; 8]),
        boxed(*b"traf", &sound.concat()),
        boxed(*b"traf", &picture),
    ];
    [boxed(*b"moof", &parts.concat()), boxed(*b"mdat", &[7; 9])].concat()
}

/// A film of two fragments with 36 samples of 512 in all, 12,288 of which make a second; the movie
/// itself lists `own` samples.
fn fragmented(told: Told, own: u32, stated: u32, index: bool) -> Vec<u8> {
    let defaults = [
        boxed(*b"trex", &words(&[0, 1, 1, 7, 0, 0])),
        boxed(*b"trex", &words(&[0, 2, 1, 512, 0, 0])),
    ];
    let movie = [
        movie_header(1_000, stated),
        sampled_track(*b"soun", 1, 48_000, (0, 0)),
        sampled_track(*b"vide", 2, 12_288, (own, 512)),
        boxed(*b"mvex", &defaults.concat()),
    ];
    let index = if index {
        boxed(*b"sidx", &words(&[0, 2, 12_288, 0, 0, 1, 99, 99, 0]))
    } else {
        Vec::new()
    };
    [
        boxed(*b"ftyp", b"iso6\0\0\x02\0"),
        boxed(*b"moov", &movie.concat()),
        index,
        fragment(told, 24, 512),
        fragment(told, 12, 512),
    ]
    .concat()
}

#[test]
fn the_samples_of_fragments_are_added_up_wherever_their_length_is_told() {
    for told in [Told::EachSample, Told::Fragment, Told::Movie] {
        for index in [false, true] {
            let facts = VideoFacts {
                seconds: 2,
                width: 720,
                height: 1_280,
            };
            for stated in [0, u32::MAX, 1_500] {
                let found = probe(&fragmented(told, 0, stated, index));
                assert_eq!(found, Ok(facts), "{told:?}, {index}, {stated}");
            }
        }
    }
}

#[test]
fn a_movie_that_begins_before_its_fragments_counts_too() {
    // The header states the beginning only, as one program writes it that fragments as it goes.
    let found = probe(&fragmented(Told::Fragment, 120, 5_000, false));
    assert_eq!(found.unwrap().seconds, 7);
}

#[test]
fn a_movie_that_states_no_length_is_measured_by_its_track() {
    let track = sampled_track(*b"vide", 1, 600, (96, 25));
    for stated in [0, u32::MAX] {
        let movie = [movie_header(1_000, stated), track.clone()].concat();
        assert_eq!(probe(&file(&movie)).unwrap().seconds, 4);
    }
}

#[test]
fn films_of_providers_are_measured_alike_in_fragments_or_not() {
    let plain = probe(include_bytes!("../inputs/film-plain.mp4"));
    let fragmented = probe(include_bytes!("../inputs/film-fragmented.mp4"));
    assert!(plain.is_ok());
    assert_eq!(plain, fragmented);
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
        let _ = probe(&[fragmented(Told::Movie, 0, 0, false), boxed(*b"moof", &bytes)].concat());
    }

    #[test]
    fn no_damage_makes_it_panic(
        fragments: bool, at in 0_usize..2_000, byte: u8, cut in 0_usize..2_000,
    ) {
        let mut bytes = if fragments { fragmented(Told::EachSample, 1, 0, true) } else { good() };
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.truncate(bytes.len().saturating_sub(cut));
        let _ = probe(&bytes);
    }
}
