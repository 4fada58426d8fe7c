//! What a card says: the order in a few lines, then the stage of each video.
//!
//! The text changes only with what it tells: time is shown in whole minutes and only while
//! something is going on, so a finished card never changes again.

use neurocards_core::chat::card::{Card, CardVideo};

use neurocards_core::money::credits::Credits;
use neurocards_core::user::Language;
use neurocards_core::work::stage::Stage;

use crate::telegram::html::Html;
use crate::telegram::keyboard::{Key, Keyboard};
use crate::telegram::texts::{Arg, Args, Texts};
use neurocards_core::chat::button::Button;

/// The text of a card.
pub(super) fn text(card: &Card) -> Html {
    let say = |key, args: Args<'_>| Texts::get().html(card.language, key, args);
    let mut head = vec![
        say(title(card), &[]),
        Html::new(),
        say("card-product", &[("headline", Arg::from(&card.headline))]),
        say(
            "card-template",
            &[("template", Arg::from(card.template.as_str()))],
        ),
        say(
            "card-price",
            &[
                ("videos", Arg::from(card.videos.len())),
                ("credits", Arg::from(times(card.price, card.videos.len()))),
            ],
        ),
    ];
    if !card.is_settled() {
        head.push(elapsed(card));
    }
    let stages = Html::lines(card.videos.iter().enumerate().map(|(index, video)| {
        stage_line(
            card.language,
            video,
            (card.videos.len() > 1).then_some(index + 1),
        )
    }));
    let text = Html::lines(head).paragraph(stages);
    match refunded(card) {
        credits if credits.is_zero() => text,
        credits => text.paragraph(say("card-refunded", &[("credits", Arg::from(credits))])),
    }
}

/// The buttons of a card; perhaps none.
pub(super) fn keyboard(card: &Card) -> Keyboard {
    let label = |key, args: Args<'_>| Texts::get().text(card.language, key, args);
    let mut keyboard = Keyboard::new();
    for (index, video) in card.videos.iter().enumerate() {
        if video.stage == Stage::ToFetch {
            let label = match card.videos.len() {
                1 => label("button-fetch-only", &[]),
                _ => label("button-fetch", &[("number", Arg::from(index + 1))]),
            };
            keyboard = keyboard.row([Key::button(label, Button::Fetch(video.job))]);
        }
    }
    if card.can_cancel() {
        let cancel = Button::CancelOrder(card.order);
        keyboard = keyboard.row([Key::button(label("button-cancel", &[]), cancel)]);
    }
    if !card.is_settled() {
        return keyboard;
    }
    keyboard
        .row([Key::button(
            label("button-another", &[]),
            Button::Another(card.product),
        )])
        .row([Key::button(label("button-menu", &[]), Button::Menu)])
}

fn title(card: &Card) -> &'static str {
    let all = |test: fn(Stage) -> bool| card.videos.iter().all(|video| test(video.stage));
    if !card.is_settled() {
        "card-title-working"
    } else if all(|stage| !stage.is_refunded()) {
        "card-title-done"
    } else if all(|stage| stage == Stage::Cancelled) {
        "card-title-cancelled"
    } else if all(Stage::is_refunded) {
        "card-title-failed"
    } else {
        "card-title-partly"
    }
}

fn elapsed(card: &Card) -> Html {
    let minutes = (card.now - card.placed_at).num_minutes();
    if minutes < 1 {
        return Texts::get().html(card.language, "card-elapsed-none", &[]);
    }
    Texts::get().html(
        card.language,
        "card-elapsed",
        &[("minutes", Arg::from(minutes))],
    )
}

/// One video: its number if there are several, its stage, and the attempt if it is not the first.
fn stage_line(language: Language, video: &CardVideo, number: Option<usize>) -> Html {
    let texts = Texts::get();
    let mut line = texts.text(language, stage_key(video.stage), &stage_args(video.stage));
    if video.attempts > 1 && !video.stage.is_settled() && video.stage != Stage::Ready {
        let args = [
            ("stage", Arg::from(&line)),
            ("attempt", Arg::from(video.attempts)),
        ];
        line = texts.text(language, "stage-attempt", &args);
    }
    match number {
        Some(number) => {
            let args = [("number", Arg::from(number)), ("stage", Arg::from(&line))];
            texts.html(language, "stage-numbered", &args)
        }
        None => Html::text(line),
    }
}

const fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Queued { .. } => "stage-queued",
        Stage::Writing => "stage-writing",
        Stage::Preparing => "stage-preparing",
        Stage::Rendering => "stage-rendering",
        Stage::Retrying => "stage-retrying",
        Stage::Waiting => "stage-waiting",
        Stage::Ready => "stage-ready",
        Stage::Delivered => "stage-delivered",
        Stage::ToFetch => "stage-to-fetch",
        Stage::Failed(_) => "stage-failed",
        Stage::Cancelled => "stage-cancelled",
    }
}

fn stage_args(stage: Stage) -> Vec<(&'static str, Arg<'static>)> {
    match stage {
        Stage::Queued { place } => vec![("place", Arg::from(place))],
        _ => Vec::new(),
    }
}

fn refunded(card: &Card) -> Credits {
    let refunds = card
        .videos
        .iter()
        .filter(|video| video.stage.is_refunded())
        .count();
    times(card.price, refunds)
}

/// An order has at most five videos, so their price always fits.
fn times(price: Credits, videos: usize) -> Credits {
    let videos = u8::try_from(videos).unwrap_or(u8::MAX);
    price.checked_mul(videos).unwrap_or(Credits::MAX)
}

#[cfg(test)]
mod tests;
