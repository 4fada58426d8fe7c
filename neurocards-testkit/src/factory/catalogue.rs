use std::time::Duration;

use neurocards_core::ids::ModelId;
use neurocards_core::money::credits::Credits;
use neurocards_core::work::catalogue::{Catalogue, VideoModel};

/// Three models, each with videos of 5, 10 and 15 seconds for 1 credit; the first is the one that
/// [`an_order`](super::an_order) asks for.
pub fn a_catalogue() -> Catalogue {
    let default = a_model("kling-3.0/video", "Kling 3.0", 2_500);
    let others = [
        a_model("bytedance/seedance-2-fast", "Seedance 2 Fast", 20_000),
        a_model("wan/2-7-image-to-video", "Wan 2.7", 5_000),
    ];
    Catalogue::new(default, others)
}

fn a_model(id: &str, title: &str, prompt_max_chars: usize) -> VideoModel {
    VideoModel {
        id: ModelId(id.to_owned()),
        title: title.to_owned(),
        seconds: vec![5, 10, 15],
        default_seconds: 15,
        price: Credits::small(1),
        prompt_max_chars,
        usual_render: Duration::from_mins(3),
    }
}
