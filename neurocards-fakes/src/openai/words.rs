//! Sentences made from the words of a request: the same request gives the same ones.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};

use super::input::Input;

/// Words that are taken from a request, at most.
const MAX_WORDS: usize = 500;

/// Letters that a word worth repeating has, at least and at most.
const WORD_CHARS: std::ops::RangeInclusive<usize> = 4..=40;

/// Words of the user's first text that open a text.
const OPENING_WORDS: usize = 8;

const SHOTS: [&str; 6] = [
    "The camera glides slowly past {a} and {b}, close enough to feel the texture.",
    "Soft morning light falls on {a}, while {b} stays calm in the background.",
    "A slow push-in follows {a} until {b} fills the frame.",
    "Warm reflections move over {a}, and {b} comes into focus.",
    "Steady hands turn {a} towards the light, next to {b}.",
    "The view circles {a} once and comes to rest on {b}.",
];

/// What a request is answered with, word by word.
pub(crate) struct Words {
    opening: String,
    distinct: Vec<String>,
    /// Digest of everything the answer depends on.
    seed: [u8; 32],
}

impl Words {
    pub(crate) fn of(input: &Input) -> Self {
        let first = input.texts.first().map_or("", String::as_str);
        let opening: Vec<&str> = split(first).take(OPENING_WORDS).collect();
        let mut distinct = distinct(&input.texts);
        if distinct.is_empty() {
            distinct = ["product", "light", "colour"].map(str::to_owned).to_vec();
        }
        Self {
            opening: opening.join(" "),
            distinct,
            seed: seed(input),
        }
    }

    /// A text of a few sentences. `place` sets texts of one answer apart.
    pub(crate) fn text(&self, place: &str) -> String {
        let about = match self.opening.as_str() {
            "" => "the product in the photo",
            opening => opening,
        };
        let first = self.pick(place, SHOTS.len());
        let shots = (0..3).map(|shot| self.shot(&format!("{place}/{shot}"), first + shot));
        let shots: Vec<String> = shots.collect();
        let last = self.word(&format!("{place}/last"));
        format!(
            "A vertical film about {about}. {} Natural colours and one smooth take, ending on {last}.",
            shots.join(" ")
        )
    }

    /// A sentence made of the request's words.
    pub(crate) fn sentence(&self, place: &str) -> String {
        self.shot(place, self.pick(place, SHOTS.len()))
    }

    /// A number below `count`, which must not be 0.
    pub(crate) fn pick(&self, place: &str, count: usize) -> usize {
        let digest = Sha256::new()
            .chain_update(self.seed)
            .chain_update(place)
            .finalize();
        let mut sum = 0_usize;
        for byte in &digest[..7] {
            sum = sum << 8 | usize::from(*byte);
        }
        sum % count
    }

    fn shot(&self, place: &str, shot: usize) -> String {
        SHOTS[shot % SHOTS.len()]
            .replace("{a}", self.word(&format!("{place}/a")))
            .replace("{b}", self.word(&format!("{place}/b")))
    }

    fn word(&self, place: &str) -> &str {
        &self.distinct[self.pick(place, self.distinct.len())]
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.chars().count() <= *WORD_CHARS.end())
}

fn distinct(texts: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    texts
        .iter()
        .flat_map(|text| split(text))
        .filter(|word| WORD_CHARS.contains(&word.chars().count()))
        .filter(|word| seen.insert(word.to_lowercase()))
        .take(MAX_WORDS)
        .map(str::to_owned)
        .collect()
}

fn seed(input: &Input) -> [u8; 32] {
    let photos = input.photos.iter().map(|photo| &photo.sha256);
    let parts = input.texts.iter().chain(&input.directions).chain(photos);
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
        // Never part of a text, so "ab" + "c" is not "a" + "bc".
        digest.update([0xff]);
    }
    digest.finalize().into()
}
