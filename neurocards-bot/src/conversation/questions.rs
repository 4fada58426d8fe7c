//! What a turn needs to know from the store, named before it is turned.

use neurocards_adapters::telegram::callback::Button;
use neurocards_core::catalogue::ModelId;
use neurocards_core::ids::{JobId, OrderId, ProductId};
use neurocards_core::ledger::Page;

use super::command::Command;
use super::input::Input;
use super::lists::{history_page, list_page};
use super::state::{Conversation, State};

/// One thing to look up; always for the person who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A product of theirs.
    Product(ProductId),
    /// An order of theirs.
    Order(OrderId),
    /// The card of an order of theirs.
    Card(OrderId),
    /// A job of theirs.
    Job(JobId),
    /// The order that a job of theirs belongs to, and how long its model takes.
    Variant(JobId),
    /// Ledger entries.
    Statement(Page),
    /// Products.
    Products(Page),
    /// Finished videos.
    Videos(Page),
    /// How long a model takes.
    Wait(ModelId),
}

/// What the turn of `input` needs to know.
pub fn questions(conversation: &Conversation, input: &Input) -> Vec<Question> {
    let asked = match input {
        Input::Command(command) => of_command(*command),
        Input::Press(press) | Input::Declined(press, _) => press.button.and_then(of_button),
        _ => None,
    };
    asked
        .into_iter()
        .chain(of_state(&conversation.state))
        .collect()
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
