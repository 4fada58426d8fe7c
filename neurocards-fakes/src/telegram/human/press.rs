//! Pressing inline buttons: those that are there, and those that should be gone.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{HumanError, Person};
use crate::telegram::event::EventKind;
use crate::telegram::keyboard::{self, Button};
use crate::telegram::update_kind::UpdateKind;
use crate::telegram::world::World;

/// Which button of a message is meant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The first whose label is, or else contains, this text.
    Text(String),
    /// The one with exactly this callback data.
    Data(String),
    /// By place, from 0.
    At(usize, usize),
    /// Data that may not be on the keyboard any more, or never was: an old screen, or a forgery.
    Stale(String),
}

impl Person {
    /// Presses a button and gives the callback query id.
    pub fn press(&self, message_id: i64, target: &Target) -> Result<String, HumanError> {
        self.telegram.shared.update(|world| {
            let data = data_of(world, self.id, message_id, target)?;
            ask(world, self.id, message_id, &data)
        })
    }

    /// Presses the button with this label, exact or in part.
    pub fn press_text(&self, message_id: i64, label: &str) -> Result<String, HumanError> {
        self.press(message_id, &Target::Text(label.to_owned()))
    }

    /// The same press again, as apps re-send it after a lost connection: with a new `update_id`
    /// and a new callback query id. Gives the latter.
    pub fn press_again(&self, callback_query_id: &str) -> Result<String, HumanError> {
        self.telegram.shared.update(|world| {
            let press = world
                .presses
                .get(callback_query_id)
                .filter(|p| p.user == self.id);
            let press = press.cloned().ok_or(HumanError::NoSuchPress)?;
            ask(world, self.id, press.message_id, &press.data)
        })
    }
}

fn data_of(
    world: &World,
    user: i64,
    message_id: i64,
    target: &Target,
) -> Result<String, HumanError> {
    if let Target::Stale(data) = target {
        return Ok(data.clone());
    }
    let chat = world.chats.get(&user).ok_or(HumanError::NoSuchUser(user))?;
    let message = chat
        .message(message_id)
        .ok_or(HumanError::NoSuchMessage(message_id))?;
    let rows = keyboard::rows(message.keyboard.as_ref());
    let found = find(&rows, target).and_then(|button| button.data.clone());
    found.ok_or_else(|| {
        let labels: Vec<&str> = rows.iter().flatten().map(|b| b.text.as_str()).collect();
        HumanError::NoSuchButton(labels.join(", "))
    })
}

fn find<'a>(rows: &'a [Vec<Button>], target: &Target) -> Option<&'a Button> {
    let mut all = rows.iter().flatten();
    match target {
        Target::At(row, column) => rows.get(*row)?.get(*column),
        Target::Data(data) => all.find(|button| button.data.as_ref() == Some(data)),
        Target::Text(label) => rows
            .iter()
            .flatten()
            .find(|button| button.text == *label)
            .or_else(|| all.find(|button| button.text.contains(label.as_str()))),
        Target::Stale(_) => None,
    }
}

/// Puts the question to the bot.
fn ask(world: &mut World, user: i64, message_id: i64, data: &str) -> Result<String, HumanError> {
    let chat = world.chats.get(&user).ok_or(HumanError::NoSuchUser(user))?;
    if chat.blocked {
        return Err(HumanError::BotIsBlocked);
    }
    let from = chat.user.to_json();
    let now = world.now();
    let message = world.message_or_trace(user, message_id);
    let id = world.presses.add(user, message_id, data.to_owned(), now);
    let query = json!({"id": id, "from": from, "message": message,
        "chat_instance": chat_instance(user), "data": data});
    let detail: Value = json!({"callback_query_id": id, "data": data});
    world.event(user, EventKind::Press, Some(message_id), detail);
    world.notify(UpdateKind::CallbackQuery, user, query);
    Ok(id)
}

/// The same for all presses of one chat.
fn chat_instance(user: i64) -> String {
    format!("{}", 7_000_000_000_000_000_i64 + user)
}
