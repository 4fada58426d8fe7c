//! A private chat between one person and the bot.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::answer::ApiError;
use super::message::Message;

/// Messages of one chat that are kept; the oldest are forgotten.
const MAX_MESSAGES: usize = 5_000;

/// Toasts of one chat that are kept.
const MAX_TOASTS: usize = 500;

/// A person who can write to the bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Telegram's id, and the id of the person's private chat.
    pub id: i64,
    /// The name in the chat.
    pub first_name: String,
    /// The last name, where the person has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The username without the `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// IETF tag of the app's language, such as `ru`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_code: Option<String>,
}

impl User {
    /// A person with an id, a name and a language.
    pub fn new(id: i64, first_name: &str, language_code: &str) -> Self {
        Self {
            id,
            first_name: first_name.to_owned(),
            last_name: None,
            username: None,
            language_code: Some(language_code.to_owned()),
        }
    }

    /// The Bot API's `User`.
    pub(crate) fn to_json(&self) -> Value {
        let mut fields = Map::from_iter([("is_bot".to_owned(), json!(false))]);
        if let Value::Object(own) = json!(self) {
            fields.extend(own);
        }
        Value::Object(fields)
    }

    /// The Bot API's `Chat` of the private chat.
    pub(crate) fn chat_json(&self) -> Value {
        let mut chat = json!({"id": self.id, "type": "private", "first_name": self.first_name});
        for (field, value) in [("last_name", &self.last_name), ("username", &self.username)] {
            if let Some(value) = value {
                chat[field] = json!(value);
            }
        }
        chat
    }
}

/// An answer to a pressed button, as the app shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Toast {
    /// When the bot said so, in Unix seconds.
    pub at: i64,
    /// Which press was answered.
    pub callback_query_id: String,
    /// `None`: the button only stops spinning.
    pub text: Option<String>,
    /// A dialog with an OK button instead of a line.
    pub alert: bool,
}

/// "typing…" and the like; the app shows it for 5 s at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChatAction {
    /// When the bot answered, in Unix seconds.
    pub at: i64,
    /// `typing`, `upload_video` and so on.
    pub action: String,
}

/// The chat, from both sides.
#[derive(Debug)]
pub(crate) struct Chat {
    pub(crate) user: User,
    /// Whether the person ever wrote: before that a bot may not.
    pub(crate) started: bool,
    pub(crate) blocked: bool,
    pub(crate) deactivated: bool,
    pub(crate) messages: BTreeMap<i64, Message>,
    /// The topics that the person opened, by the messages that tell of it.
    pub(crate) topics: BTreeSet<i64>,
    pub(crate) toasts: VecDeque<Toast>,
    pub(crate) action: Option<ChatAction>,
    pub(crate) menu_button: Option<Value>,
    /// Messages and edits of the bot since the start, forgotten ones included.
    pub(crate) sent_by_bot: usize,
}

impl Chat {
    pub(crate) fn new(user: User) -> Self {
        Self {
            user,
            started: false,
            blocked: false,
            deactivated: false,
            messages: BTreeMap::new(),
            topics: BTreeSet::new(),
            toasts: VecDeque::new(),
            action: None,
            menu_button: None,
            sent_by_bot: 0,
        }
    }

    /// Whether the bot may write here, in the words of the real refusals.
    pub(crate) fn check_writable(&self) -> Result<(), ApiError> {
        if self.deactivated {
            return Err(ApiError::forbidden("user is deactivated"));
        }
        if self.blocked {
            return Err(ApiError::forbidden("bot was blocked by the user"));
        }
        if !self.started {
            return Err(ApiError::forbidden(
                "bot can't initiate conversation with a user",
            ));
        }
        Ok(())
    }

    pub(crate) fn add(&mut self, message: Message) {
        self.sent_by_bot += usize::from(message.by_bot);
        self.messages.insert(message.id, message);
        if self.messages.len() > MAX_MESSAGES {
            self.messages.pop_first();
        }
    }

    pub(crate) fn add_toast(&mut self, toast: Toast) {
        self.toasts.push_back(toast);
        if self.toasts.len() > MAX_TOASTS {
            self.toasts.pop_front();
        }
    }

    /// A message that is still there.
    pub(crate) fn message(&self, id: i64) -> Option<&Message> {
        self.messages.get(&id).filter(|message| !message.deleted)
    }

    pub(crate) fn message_mut(&mut self, id: i64) -> Option<&mut Message> {
        self.messages
            .get_mut(&id)
            .filter(|message| !message.deleted)
    }
}
