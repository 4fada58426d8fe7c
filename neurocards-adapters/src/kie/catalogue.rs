use std::time::Duration;

use neurocards_core::ids::ModelId;
use neurocards_core::money::credits::Credits;
use neurocards_core::work::catalogue::{Catalogue, VideoModel};

/// The models that KIE served for vertical product clips in November 2026.
///
/// Lengths and prompt limits: KIE's OpenAPI pages; times: the longest recorded finish of each
/// model. A model without a published prompt limit gets a cautious one.
pub fn catalogue() -> Catalogue {
    let default = model("kling-3.0/video", "Kling 3.0", 2_500, 165);
    let others = [
        model("bytedance/seedance-2-fast", "Seedance 2 Fast", 20_000, 190),
        model("wan/2-7-image-to-video", "Wan 2.7", 5_000, 180),
    ];
    Catalogue::new(default, others)
}

/// Every model makes clips of 5, 10 and 15 seconds, and a clip of each costs 1 credit.
fn model(id: &str, title: &str, prompt_max_chars: usize, usual_render_secs: u64) -> VideoModel {
    VideoModel {
        id: ModelId(id.to_owned()),
        title: title.to_owned(),
        seconds: vec![5, 10, 15],
        default_seconds: 15,
        price: Credits::small(1),
        prompt_max_chars,
        usual_render: Duration::from_secs(usual_render_secs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_format_is_on_offer() {
        let catalogue = catalogue();
        assert!(catalogue.check(&catalogue.default_format()).is_ok());
    }
}
