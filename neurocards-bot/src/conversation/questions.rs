//! What a turn needs to know from the store, named before it is turned.

use neurocards_core::chat::button::Button;
use neurocards_core::ids::ModelId;
use neurocards_core::ids::{ChargeId, InvoiceId, JobId, OrderId, ProductId};
use neurocards_core::money::gift::PromoCode;
use neurocards_core::page::Page;

use super::command::Command;
use super::context::Context;
use super::input::{Input, Photo};
use super::pages::history::history_page;
use super::pages::lists::list_page;
use super::pages::receipts::receipts_page;
use super::state::{Conversation, State};
use super::steps::photo::takes_photo;

/// One thing to look up; always for the person who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A product of theirs.
    Product(ProductId),
    /// A photo they sent that is wanted now: checked, and put into the media store.
    Photo(Photo),
    /// An order of theirs.
    Order(OrderId),
    /// The card of an order of theirs.
    Card(OrderId),
    /// A job of theirs.
    Job(JobId),
    /// The order that a job of theirs belongs to, and how long its model takes.
    Variant(JobId),
    /// Ledger entries, with the videos and payments they name.
    Statement(Page),
    /// Their payments, newest first.
    Payments(Page),
    /// The payment of theirs with this number.
    Payment(i64),
    /// A charge of theirs and the invoice it was paid for.
    Charge(ChargeId, InvoiceId),
    /// Whether they were welcomed with credits.
    Welcomed,
    /// A promo code.
    Promo(PromoCode),
    /// What came of their link, and the bot's name for it.
    Friends,
    /// Their products, newest first.
    Products(Page),
    /// Their finished videos, newest first.
    Videos(Page),
    /// How long a model takes.
    Wait(ModelId),
}

/// What the turn of `input` needs to know.
pub fn questions(
    conversation: &Conversation,
    input: &Input,
    context: &Context<'_>,
) -> Vec<Question> {
    let asked = match input.asked() {
        Input::Photo(photo) if takes_photo(conversation, photo, context) => {
            Some(Question::Photo(photo.clone()))
        }
        Input::Command(command) => of_command(*command),
        Input::Press(press) => press.button.and_then(of_button),
        Input::Promo(code) => code.clone().map(Question::Promo),
        Input::Paid(charge) => Some(Question::Charge(charge.id.clone(), charge.invoice)),
        _ => None,
    };
    asked
        .into_iter()
        .chain(of_consent(conversation, input))
        .chain(of_state(&conversation.state))
        .collect()
}

/// With the consent a promo code that waited is redeemed.
fn of_consent(conversation: &Conversation, input: &Input) -> Option<Question> {
    let button = input.press().and_then(|press| press.button);
    let accepts = matches!(button, Some(Button::AcceptTerms(_)));
    conversation
        .promo
        .clone()
        .filter(|_| accepts)
        .map(Question::Promo)
}

fn of_command(command: Command) -> Option<Question> {
    match command {
        Command::History => Some(Question::Statement(history_page(0))),
        Command::Products => Some(Question::Products(list_page(0))),
        Command::Videos => Some(Question::Videos(list_page(0))),
        _ => None,
    }
}

fn of_button(button: Button) -> Option<Question> {
    match button {
        Button::History(page) => Some(Question::Statement(history_page(page))),
        Button::Products(page) => Some(Question::Products(list_page(page))),
        Button::Videos(page) => Some(Question::Videos(list_page(page))),
        Button::Product(product) | Button::Another(product) => Some(Question::Product(product)),
        Button::Receipts(page) => Some(Question::Payments(receipts_page(page))),
        Button::Receipt(no) | Button::Refund(no) | Button::RefundNow(no) => {
            Some(Question::Payment(no))
        }
        Button::AcceptTerms(_) => Some(Question::Welcomed),
        Button::Referral => Some(Question::Friends),
        Button::Variant(job) => Some(Question::Variant(job)),
        Button::Fetch(job) => Some(Question::Job(job)),
        Button::Launch(order) => Some(Question::Order(order)),
        Button::CancelOrder(order) => Some(Question::Card(order)),
        _ => None,
    }
}

/// The confirm screen tells the time, and may be shown from these states.
fn of_state(state: &State) -> Option<Question> {
    let format = match state {
        State::Count(at) => &at.brief.format,
        State::Confirm(at) => &at.brief.format,
        _ => return None,
    };
    Some(Question::Wait(format.model.clone()))
}
