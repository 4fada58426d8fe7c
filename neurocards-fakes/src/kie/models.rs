//! The models that the fake knows: fields from KIE's pages of 2026-06-30, prices from its catalogue
//! of 2026-10-01.

use super::input_rules::{anything, is_true, one_kind_of_photo, pick, short_if_sharp};
use super::model::Model;
use super::shape::{Field, Shape};

const PROMPT_20K: Field = Field::required(
    "prompt",
    Shape::Text {
        min: 3,
        max: 20_000,
    },
);
const PROMPT_5K: Field = Field::required("prompt", Shape::Text { min: 1, max: 5_000 });
const ASPECTS: Shape = Shape::OneOf(&["16:9", "9:16", "1:1"]);
const WIDE_ASPECTS: Shape =
    Shape::OneOf(&["1:1", "4:3", "3:4", "16:9", "9:16", "21:9", "adaptive"]);
const NSFW: Field = Field::optional("nsfw_checker", Shape::Bool);

/// The model of this id.
pub(crate) fn find(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.id == id)
}

/// All models that the fake offers.
pub(crate) static MODELS: [Model; 6] = [
    Model {
        id: "kling-3.0/video",
        title: "Kling 3.0",
        pricing: "14/18/67 credits per second (std/pro/4K), with sound 20/27/67",
        fields: &[
            Field::required(
                "prompt",
                Shape::Text {
                    min: 1,
                    max: 20_000,
                },
            ),
            Field::optional("image_urls", Shape::Photos { max: 2 }),
            Field::required("sound", Shape::Bool),
            Field::optional("duration", Shape::DigitText { min: 3, max: 15 }),
            Field::optional("aspect_ratio", ASPECTS),
            Field::optional("mode", Shape::OneOf(&["std", "pro", "4K"])),
            Field::required("multi_shots", Shape::Bool),
            NSFW,
        ],
        together: anything,
        default_seconds: 5,
        checks_first: true,
        price: |input, seconds| {
            let tier = if is_true(input, "sound") {
                [20.0, 27.0, 67.0]
            } else {
                [14.0, 18.0, 67.0]
            };
            seconds * pick(input, "mode", &["std", "pro", "4K"], tier)
        },
    },
    Model {
        id: "bytedance/seedance-2-fast",
        title: "Seedance 2 Fast",
        pricing: "11.7/24.8 credits per second (480p/720p)",
        fields: &[
            PROMPT_20K,
            Field::optional("first_frame_url", Shape::Photo),
            Field::optional("last_frame_url", Shape::Photo),
            Field::optional("reference_image_urls", Shape::Photos { max: 9 }),
            Field::optional("duration", Shape::Whole { min: 4, max: 15 }),
            Field::optional("resolution", Shape::OneOf(&["480p", "720p"])),
            Field::optional("aspect_ratio", WIDE_ASPECTS),
            Field::optional("generate_audio", Shape::Bool),
            Field::optional("web_search", Shape::Bool),
            NSFW,
        ],
        together: one_kind_of_photo,
        default_seconds: 5,
        checks_first: true,
        price: |input, seconds| {
            seconds * pick(input, "resolution", &["720p", "480p"], [24.8, 11.7])
        },
    },
    Model {
        id: "wan/2-7-image-to-video",
        title: "Wan 2.7 Image to Video",
        pricing: "16/24 credits per second (720p/1080p)",
        fields: &[
            PROMPT_5K,
            Field::required("first_frame_url", Shape::Photo),
            Field::optional("last_frame_url", Shape::Photo),
            Field::optional("negative_prompt", Shape::Text { min: 0, max: 500 }),
            Field::optional("duration", Shape::Whole { min: 2, max: 15 }),
            Field::optional("resolution", Shape::OneOf(&["720p", "1080p"])),
            NSFW,
        ],
        together: anything,
        default_seconds: 5,
        checks_first: true,
        price: |input, seconds| {
            seconds * pick(input, "resolution", &["1080p", "720p"], [24.0, 16.0])
        },
    },
    Model {
        id: "hailuo/2-3-image-to-video-standard",
        title: "Hailuo 2.3 Standard Image to Video",
        pricing: "30/50/50 credits (6 s 768P, 10 s 768P, 6 s 1080P)",
        fields: &[
            PROMPT_5K,
            Field::required("image_url", Shape::Photo),
            Field::optional("duration", Shape::OneOf(&["6", "10"])),
            Field::optional("resolution", Shape::OneOf(&["768P", "1080P"])),
            NSFW,
        ],
        together: short_if_sharp,
        default_seconds: 6,
        checks_first: true,
        price: |input, seconds| {
            let is_sharp = input
                .get("resolution")
                .is_some_and(|value| value == "1080P");
            if is_sharp || seconds > 6.0 {
                50.0
            } else {
                30.0
            }
        },
    },
    Model {
        id: "grok-imagine/image-to-video",
        title: "Grok Imagine Image to Video",
        pricing: "2.4/4.5 credits per second (480p/720p)",
        fields: &[
            PROMPT_5K,
            Field::required("image_urls", Shape::Photos { max: 7 }),
            Field::optional(
                "duration",
                Shape::Number {
                    min: 6.0,
                    max: 30.0,
                },
            ),
            Field::optional("resolution", Shape::OneOf(&["480p", "720p"])),
            Field::optional("mode", Shape::OneOf(&["fun", "normal"])),
            Field::optional("aspect_ratio", WIDE_ASPECTS),
            NSFW,
        ],
        together: anything,
        default_seconds: 6,
        // An empty input makes a task that is paid for, and that fails.
        checks_first: false,
        price: |input, seconds| seconds * pick(input, "resolution", &["480p", "720p"], [2.4, 4.5]),
    },
    Model {
        id: "bytedance/seedance-1.5-pro",
        title: "Seedance 1.5 Pro",
        pricing: "1.75/3.5/7.5 credits per second (480p/720p/1080p), with audio twice as much",
        fields: &[
            PROMPT_20K,
            Field::optional("input_urls", Shape::Photos { max: 2 }),
            Field::required(
                "duration",
                Shape::Number {
                    min: 4.0,
                    max: 12.0,
                },
            ),
            Field::required("aspect_ratio", WIDE_ASPECTS),
            Field::optional("resolution", Shape::OneOf(&["480p", "720p", "1080p"])),
            Field::optional("generate_audio", Shape::Bool),
            NSFW,
        ],
        together: anything,
        default_seconds: 8,
        checks_first: true,
        price: |input, seconds| {
            let tier = pick(
                input,
                "resolution",
                &["720p", "480p", "1080p"],
                [3.5, 1.75, 7.5],
            );
            let times = if is_true(input, "generate_audio") {
                2.0
            } else {
                1.0
            };
            seconds * tier * times
        },
    },
];

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::shape::Input;
    use super::*;

    fn input(value: &Value) -> &Input {
        value.as_object().unwrap()
    }

    #[test]
    fn prices_are_those_of_the_catalogue() {
        let cases = [
            (
                "kling-3.0/video",
                json!({"duration": "5", "mode": "std", "sound": false}),
                70.0,
            ),
            (
                "kling-3.0/video",
                json!({"duration": "5", "mode": "pro", "sound": true}),
                135.0,
            ),
            (
                "bytedance/seedance-2-fast",
                json!({"duration": 4, "resolution": "480p"}),
                46.8,
            ),
            (
                "wan/2-7-image-to-video",
                json!({"duration": 5, "resolution": "720p"}),
                80.0,
            ),
            (
                "hailuo/2-3-image-to-video-standard",
                json!({"duration": "10"}),
                50.0,
            ),
            (
                "grok-imagine/image-to-video",
                json!({"duration": 6, "resolution": "480p"}),
                14.4,
            ),
            (
                "bytedance/seedance-1.5-pro",
                json!({"duration": 4, "generate_audio": true}),
                28.0,
            ),
        ];
        for (id, value, credits) in cases {
            let price = find(id).unwrap().credits(input(&value));
            assert!((price - credits).abs() < 1e-9, "{id}: {price}");
        }
    }

    #[test]
    fn the_type_of_duration_is_exact() {
        let kling = json!({"prompt": "x", "sound": false, "multi_shots": false, "duration": 5});
        let wan = json!({"prompt": "x", "first_frame_url": "u", "duration": "5"});
        assert!(
            find("kling-3.0/video")
                .unwrap()
                .check(input(&kling))
                .is_err()
        );
        assert!(
            find("wan/2-7-image-to-video")
                .unwrap()
                .check(input(&wan))
                .is_err()
        );
    }

    #[test]
    fn hailuo_makes_no_long_video_in_1080p() {
        let hailuo = find("hailuo/2-3-image-to-video-standard").unwrap();
        let asked = |duration: &str| {
            let value = json!({
                "prompt": "x", "image_url": "u", "resolution": "1080P", "duration": duration,
            });
            hailuo.check(input(&value))
        };
        assert!(asked("6").is_ok());
        assert!(asked("10").is_err());
    }

    #[test]
    fn a_first_frame_and_reference_pictures_exclude_each_other() {
        let both = json!({"prompt": "abc", "first_frame_url": "u", "reference_image_urls": ["v"]});
        assert!(
            find("bytedance/seedance-2-fast")
                .unwrap()
                .check(input(&both))
                .is_err()
        );
    }
}
