//! One turn: an input, answered.

use neurocards_core::chat::update::Write;
use neurocards_core::ids::MessageId;
use neurocards_core::user::Language;

use super::answer::{Answer, PendingPromo, Show};
use super::command::Command;
use super::context::Context;
use super::input::{Declined, Input, Press, Surface};
use super::pages::{consent, promo, receipts, top_up};
use super::reply::{Remark, Reply};
use super::state::{Album, Conversation, State};
use super::steps::photo;
use super::{commands, presses};

/// What a turn changes and says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// The conversation from now on.
    pub conversation: Conversation,
    /// Changes to what we know, in this order.
    pub writes: Vec<Write>,
    /// What to say once all that is stored, in this order.
    pub replies: Vec<Reply>,
    /// The language to say it in.
    pub language: Language,
}

/// Answers one input.
pub fn turn(conversation: &Conversation, input: &Input, context: &Context<'_>) -> Turned {
    if let Input::Blocked(blocked) = input {
        return noted(conversation, *blocked, context);
    }
    let (answer, album) = match consent::gate(conversation.promo.as_ref(), input, context) {
        Some(answer) => (answer, None),
        None => hear(conversation, input, context),
    };
    let replies = replies(conversation, input, &answer, context);
    let mut writes = answer.writes;
    if context.user.blocked {
        writes.insert(0, blocked(false, context));
    }
    Turned {
        language: language(&writes, context),
        conversation: Conversation {
            state: answer.state.unwrap_or_else(|| conversation.state.clone()),
            format: answer.format.or_else(|| conversation.format.clone()),
            album: album.or_else(|| conversation.album.clone()),
            promo: match answer.promo {
                PendingPromo::Keep => conversation.promo.clone(),
                PendingPromo::Set(code) => Some(code),
                PendingPromo::Clear => None,
            },
        },
        writes,
        replies,
    }
}

fn hear(
    conversation: &Conversation,
    input: &Input,
    context: &Context<'_>,
) -> (Answer, Option<Album>) {
    let state = &conversation.state;
    let format = conversation.usual_format(&context.offer.catalogue);
    let answer = match input {
        Input::Command(command) => commands::answer(*command, state, context),
        Input::Text(text) => state.hear(text, &format, context),
        Input::Photo(sent) => return photo::show(conversation, sent, context),
        Input::Press(press) => presses::answer(press, state, &format, context),
        Input::Promo(code) => promo::redeem(code.as_ref(), context),
        Input::Referred(_) => commands::answer(Command::Start, state, context),
        Input::Paid(charge) => top_up::book(charge, context),
        Input::PaidStrangely(_) => top_up::unmatched(),
        Input::Declined(_, why) => declined(state, *why, context),
        Input::Other => state.refuse(),
        Input::Refunded(_) | Input::Blocked(_) => Answer::default(),
    };
    (answer, None)
}

/// The store refused what the first turn of this input wanted to write.
fn declined(state: &State, why: Declined, context: &Context<'_>) -> Answer {
    match (why, state) {
        (Declined::TooFew, State::Confirm(at)) => at.too_dear(),
        (Declined::Foreign, State::Confirm(_)) => {
            Answer::to(State::Menu).saying(Remark::OrderRefused)
        }
        (Declined::TooFew | Declined::Foreign, _) => Answer::stale(),
        (Declined::Unmatched, _) => top_up::unmatched(),
        (Declined::Promo(refusal), _) => Answer::again(Remark::promo(refusal)),
        (Declined::PromoTooMuch, _) => Answer::again(Remark::PromoTooMuch),
        (Declined::Refund(refusal), _) => receipts::declined(refusal, context),
    }
}

fn replies(
    before: &Conversation,
    input: &Input,
    answer: &Answer,
    context: &Context<'_>,
) -> Vec<Reply> {
    let press = input.press();
    let toast = press.map(|press| Reply::Toast {
        callback: press.callback.clone(),
        toast: answer.toast,
    });
    let screen = |screen| Reply::Show {
        edit: press.and_then(|press| place(press, &before.state)),
        remark: answer.remark,
        screen,
        resume: is_beside_a_draft(before, answer) && context.has_consent(),
    };
    let state = answer.state.as_ref().unwrap_or(&before.state);
    let shown = match &answer.show {
        Show::Nothing => None,
        Show::State => Some(screen(state.screen(&context.richer(answer.gained)))),
        Show::Aside(aside) => Some(screen(aside.clone())),
        Show::Card(order) => {
            let edit = press.and_then(|press| press.message);
            edit.map(|edit| Reply::Card {
                edit,
                order: *order,
            })
        }
        Show::Invoice(invoice) => Some(Reply::Invoice(invoice.clone())),
    };
    toast.into_iter().chain(shown).collect()
}

fn is_beside_a_draft(before: &Conversation, answer: &Answer) -> bool {
    let beside = matches!(answer.show, Show::Aside(_));
    beside && !matches!(before.state, State::Menu | State::Lost)
}

/// The message whose place the next screen takes. A confirm message gives its place away only
/// while its order is still a draft: afterwards it is the card.
fn place(press: &Press, before: &State) -> Option<MessageId> {
    let free = match (press.surface, before) {
        (Surface::Screen, _) => true,
        (Surface::Confirm(order), State::Confirm(at)) => at.order == order,
        _ => false,
    };
    press.message.filter(|_| free)
}

fn noted(conversation: &Conversation, is_blocked: bool, context: &Context<'_>) -> Turned {
    Turned {
        conversation: conversation.clone(),
        writes: vec![blocked(is_blocked, context)],
        replies: Vec::new(),
        language: context.user.language,
    }
}

fn blocked(blocked: bool, context: &Context<'_>) -> Write {
    Write::Blocked {
        user: context.user.id,
        blocked,
    }
}

/// A language chosen in this turn is spoken at once.
fn language(writes: &[Write], context: &Context<'_>) -> Language {
    let chosen = writes.iter().rev().find_map(|write| match write {
        Write::Language { language, .. } => Some(*language),
        _ => None,
    });
    chosen.unwrap_or(context.user.language)
}
