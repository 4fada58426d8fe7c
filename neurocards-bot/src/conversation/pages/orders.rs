//! Buttons that name a product, an order or a video: they work whatever their age, for the owner.

use neurocards_core::chat::button::Button;
use neurocards_core::chat::card::Card;
use neurocards_core::chat::update::Write;
use neurocards_core::ids::{JobId, OrderId};
use neurocards_core::work::brief::VideoCount;

use crate::conversation::answer::Answer;
use crate::conversation::context::Context;
use crate::conversation::draft::{AskCount, AskTemplate};
use crate::conversation::input::Press;
use crate::conversation::reply::Toast;
use crate::conversation::screen::Screen;
use crate::conversation::state::State;

/// The answer to one of these buttons; `None` for another one.
pub(crate) fn press(
    button: Button,
    press: &Press,
    state: &State,
    context: &Context<'_>,
) -> Option<Answer> {
    Some(match button {
        Button::Product(_) => product(context),
        Button::Another(_) => another(context),
        Button::Variant(_) => variant(context),
        Button::Fetch(job) => fetch(job, context),
        Button::Launch(order) => launch(order, press, state, context),
        Button::CancelOrder(order) => cancel(order, context),
        _ => return None,
    })
}

fn product(context: &Context<'_>) -> Answer {
    match &context.found.product {
        Some(product) => Answer::aside(Screen::Product {
            product: product.id,
            description: product.description.as_str().to_owned(),
        }),
        None => Answer::toast(Toast::NoProduct),
    }
}

fn another(context: &Context<'_>) -> Answer {
    match &context.found.product {
        Some(product) => Answer::to(State::Template(AskTemplate {
            product: product.clone(),
        })),
        None => Answer::toast(Toast::NoProduct),
    }
}

/// The same brief again, for one video.
fn variant(context: &Context<'_>) -> Answer {
    let Some(order) = &context.found.order else {
        return Answer::toast(Toast::NoVideo);
    };
    let draft = AskCount {
        product: order.product.clone(),
        brief: order.brief.clone(),
        wanted: None,
    };
    draft.choose(VideoCount::One, context)
}

fn fetch(job: JobId, context: &Context<'_>) -> Answer {
    let found = context.found.job.as_ref();
    if found.is_none_or(|job| job.video.is_none()) {
        return Answer::toast(Toast::NoVideo);
    }
    Answer::toast(Toast::VideoComes).writing(Write::Redeliver {
        user: context.user.id,
        job,
    })
}

fn launch(order: OrderId, press: &Press, state: &State, context: &Context<'_>) -> Answer {
    if context.found.order.is_some() {
        return Answer::toast(Toast::AlreadyLaunched);
    }
    match state {
        State::Confirm(at) if at.order == order => at.launch(press.message, context),
        _ => Answer::stale(),
    }
}

fn cancel(order: OrderId, context: &Context<'_>) -> Answer {
    match &context.found.card {
        None => Answer::toast(Toast::Stale),
        Some(card) if !Card::can_cancel(card) => Answer::toast(Toast::TooLateToCancel),
        Some(_) => Answer::toast(Toast::Cancelling).writing(Write::Cancel {
            user: context.user.id,
            order,
        }),
    }
}
