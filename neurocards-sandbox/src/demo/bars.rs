//! One progress bar per video, on standard error, when that is a terminal.

use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use neurocards_core::chat::card::Card;
use neurocards_core::work::stage::Stage;

/// Steps of a whole bar.
const WHOLE: u64 = 6;

/// The bars of one order.
pub(super) struct Bars {
    bars: Vec<ProgressBar>,
}

impl Bars {
    /// Bars for `count` videos; `quiet` draws none, and so does a stream that is no terminal.
    pub(super) fn new(count: u8, quiet: bool) -> Self {
        let target = if quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let all = MultiProgress::with_draw_target(target);
        let style =
            ProgressStyle::with_template("  {prefix} {bar:24.magenta/dim} {msg} {elapsed:.dim}")
                .map_or_else(
                    |_| ProgressStyle::default_bar(),
                    |style| style.progress_chars("━╸─"),
                );
        let bar = |number| {
            let bar = all.add(ProgressBar::new(WHOLE)).with_style(style.clone());
            bar.set_prefix(format!("video {number}"));
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        };
        Self {
            bars: (1..=count).map(bar).collect(),
        }
    }

    /// Shows how far each video is.
    pub(super) fn show(&self, card: &Card) {
        for (bar, video) in self.bars.iter().zip(&card.videos) {
            let (step, words) = progress(video.stage);
            let words = match video.attempts {
                0 | 1 => words.to_owned(),
                attempt => format!("{words} (attempt {attempt})"),
            };
            bar.set_position(step);
            bar.set_message(words);
            if video.stage.is_settled() && !bar.is_finished() {
                bar.abandon();
            }
        }
    }
}

const fn progress(stage: Stage) -> (u64, &'static str) {
    match stage {
        Stage::Queued { .. } => (0, "queued"),
        Stage::Writing => (1, "writing the scenario"),
        Stage::Preparing => (2, "handing the photo over"),
        Stage::Rendering => (3, "rendering"),
        Stage::Retrying => (2, "trying again"),
        Stage::Waiting => (2, "waiting for the provider"),
        Stage::Ready => (5, "sending"),
        Stage::Delivered => (WHOLE, "delivered"),
        Stage::ToFetch => (WHOLE, "ready to fetch"),
        Stage::Failed(_) => (WHOLE, "failed, the credit is back"),
        Stage::Cancelled => (WHOLE, "cancelled, the credit is back"),
    }
}
