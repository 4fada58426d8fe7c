//! The answers to commands; they are the same in every state.

use super::answer::Answer;
use super::command::Command;
use super::context::Context;
use super::pages::{cabinet, history, lists};
use super::reply::Remark;
use super::screen::Screen;
use super::state::State;

/// The answer to a command.
pub(crate) fn answer(command: Command, state: &State, context: &Context<'_>) -> Answer {
    match command {
        Command::Start | Command::Menu => Answer::to(State::Menu),
        Command::New => Answer::to(State::Photo),
        Command::Balance => Answer::aside(cabinet::cabinet(context)),
        Command::History => Answer::aside(history::history(0, context)),
        Command::Videos => Answer::aside(lists::videos(0, context)),
        Command::Products => Answer::aside(lists::products(0, context)),
        Command::Language => Answer::aside(Screen::Languages),
        Command::Cancel => cancel(state),
        Command::Help => Answer::aside(Screen::Help),
        Command::Support => Answer::aside(Screen::Support),
        Command::PaySupport => Answer::aside(Screen::PaySupport),
        Command::Promo => Answer::aside(Screen::Promo),
        Command::Terms => Answer::aside(Screen::Terms),
        Command::Privacy => Answer::aside(Screen::Privacy),
        Command::DeleteMe => Answer::aside(Screen::DeleteMe),
        Command::Unknown => Answer::again(Remark::UnknownCommand),
    }
}

fn cancel(state: &State) -> Answer {
    match state {
        State::Menu | State::Lost => Answer::again(Remark::NothingToDrop),
        _ => Answer::to(State::Menu).saying(Remark::Dropped),
    }
}
