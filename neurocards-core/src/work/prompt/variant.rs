//! What sets one variant of an order apart from the others.

use serde::{Deserialize, Serialize};

use crate::work::split_mix::split_mix;

/// Hero, place, mood and hook of one variant, drawn before the text model is asked.
///
/// Variants of one order draw from shuffled lists, so no two of them share any of the four.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VariantPlan {
    /// Who shows the product in [`Template::Ugc`](crate::work::brief::Template::Ugc).
    pub hero: String,
    /// Where it happens.
    pub place: String,
    /// How it feels.
    pub mood: String,
    /// How the first three seconds catch the eye.
    pub hook: String,
}

const HEROES: [&str; 10] = [
    "a woman of about 30 with freckles and a messy bun, in a home sweater",
    "a man of about 40 with a short grey beard and rolled-up sleeves",
    "a student of about 20 with round glasses and a denim jacket",
    "a young mother in a linen shirt, hair a little untidy, laughing easily",
    "an elegant woman of about 60 with silver hair and bright earrings",
    "a tall man of about 25 with curly hair and a slightly crooked smile",
    "a woman of about 45 with a sharp bob and paint on her fingers",
    "a barista of about 28 with tattooed forearms and a calm voice",
    "a red-haired woman of about 35 with a gap in her teeth, quick gestures",
    "a man of about 55 with laugh lines and a knitted cardigan",
];

const PLACES: [&str; 10] = [
    "a small sunlit kitchen with plants on the sill",
    "a loft with brick walls and a worn leather sofa",
    "a quiet balcony above an evening city",
    "a tidy hallway with a mirror and coats on hooks",
    "a summer terrace under a striped awning",
    "a workshop with wooden shelves and a warm desk lamp",
    "a light bedroom with linen curtains moving in the wind",
    "a cafe corner by a rainy window",
    "a studio with a plain coloured wall and one soft light",
    "a park bench on an autumn morning",
];

const MOODS: [&str; 10] = [
    "warm and homely",
    "brisk and funny",
    "calm and cinematic",
    "surprised and delighted",
    "confiding, as to a friend",
    "bright and energetic",
    "tender and slow",
    "proud and festive",
    "curious, discovering",
    "cosy and a little nostalgic",
];

const HOOKS: [&str; 10] = [
    "the product enters the frame at once, very close",
    "an unexpected question into the camera",
    "a small everyday mishap that the product solves",
    "a before-and-after within two seconds",
    "an unboxing from the middle of the action",
    "a whisper into the camera",
    "a fast push-in onto the most beautiful detail",
    "a hand puts the product down with a clear sound",
    "a bold claim, said with a smile",
    "light slides over the product in the dark",
];

impl VariantPlan {
    /// The plan of variant number `variant` (from 0) of the order with this `seed`.
    ///
    /// Up to 10 variants of one seed share nothing; the same arguments give the same plan.
    pub fn draw(seed: u64, variant: u8) -> Self {
        let pick = |list: &[&str; 10], stream| {
            shuffled(seed, stream, list)[usize::from(variant % 10)].to_owned()
        };
        Self {
            hero: pick(&HEROES, 1),
            place: pick(&PLACES, 2),
            mood: pick(&MOODS, 3),
            hook: pick(&HOOKS, 4),
        }
    }
}

fn shuffled<'a>(seed: u64, stream: u64, list: &[&'a str; 10]) -> [&'a str; 10] {
    let mut shuffled = *list;
    let mut state = seed ^ stream.wrapping_mul(0xa076_1d64_78bd_642f);
    for last in (1..shuffled.len()).rev() {
        state = split_mix(state);
        let below = u64::try_from(last + 1).unwrap_or(u64::MAX);
        let other = usize::try_from(state % below).unwrap_or_default();
        shuffled.swap(last, other);
    }
    shuffled
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn variants_of_one_order_share_nothing() {
        for seed in 0..200 {
            let plans: Vec<_> = (0..5)
                .map(|variant| VariantPlan::draw(seed, variant))
                .collect();
            let distinct =
                |of: fn(&VariantPlan) -> &str| plans.iter().map(of).collect::<HashSet<_>>().len();
            assert_eq!(distinct(|plan| &plan.hero), 5);
            assert_eq!(distinct(|plan| &plan.place), 5);
            assert_eq!(distinct(|plan| &plan.mood), 5);
            assert_eq!(distinct(|plan| &plan.hook), 5);
        }
    }

    #[test]
    fn a_plan_can_be_drawn_again() {
        assert_eq!(VariantPlan::draw(7, 2), VariantPlan::draw(7, 2));
        assert_ne!(VariantPlan::draw(7, 2), VariantPlan::draw(8, 2));
    }
}
