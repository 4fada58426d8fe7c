//! Everything that the fake remembers, and the few ways in which it changes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::answer::ApiError;
use super::chat::{Chat, User};
use super::clock::Clock;
use super::event::{Event, EventKind, Events};
use super::faults::Faults;
use super::files::FileStore;
use super::ledger::Ledger;
use super::message::Message;
use super::params::Params;
use super::payments::Payments;
use super::presses::Presses;
use super::profile::Profile;
use super::update_kind::UpdateKind;
use super::updates::Updates;
use super::webhook::Webhook;

/// What a message is made of before it is in a chat.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) content: Map<String, Value>,
    pub(crate) envelope: Map<String, Value>,
    pub(crate) keyboard: Option<Value>,
    pub(crate) reply_keyboard: Option<Value>,
}

/// The state behind the lock.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) profile: Profile,
    pub(crate) clock: Clock,
    /// By the id of the person.
    pub(crate) chats: BTreeMap<i64, Chat>,
    pub(crate) files: FileStore,
    pub(crate) updates: Updates,
    pub(crate) webhook: Webhook,
    pub(crate) presses: Presses,
    pub(crate) payments: Payments,
    pub(crate) faults: Faults,
    pub(crate) ledger: Ledger,
    pub(crate) events: Events,
    last_message_id: i64,
    last_album_id: i64,
}

impl World {
    pub(crate) fn new(profile: Profile, clock: Clock) -> Self {
        Self {
            files: FileStore::new(profile.id),
            profile,
            clock,
            chats: BTreeMap::new(),
            updates: Updates::new(100_000_001),
            webhook: Webhook::default(),
            presses: Presses::default(),
            payments: Payments::default(),
            faults: Faults::default(),
            ledger: Ledger::default(),
            events: Events::default(),
            last_message_id: 0,
            last_album_id: 13_000_000_000,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    pub(crate) fn add_user(&mut self, user: User) {
        match self.chats.get_mut(&user.id) {
            Some(chat) => chat.user = user,
            None => {
                self.chats.insert(user.id, Chat::new(user));
            }
        }
    }

    /// The chat of a call, when the bot may write there.
    pub(crate) fn writable_chat(&self, params: &Params) -> Result<i64, ApiError> {
        if params.value("business_connection_id").is_some() {
            return Err(ApiError::bad_request("business connection not found"));
        }
        let chat = self.known_chat(params)?;
        chat.check_writable()?;
        let topic = params.int("message_thread_id");
        if topic.is_some_and(|topic| !chat.topics.contains(&topic)) {
            return Err(ApiError::bad_request("message thread not found"));
        }
        Ok(chat.user.id)
    }

    /// The chat of a call, whatever its state.
    pub(crate) fn known_chat(&self, params: &Params) -> Result<&Chat, ApiError> {
        params
            .chat()
            .and_then(|id| self.chats.get(&id))
            .ok_or_else(|| ApiError::bad_request("chat not found"))
    }

    pub(crate) fn next_album_id(&mut self) -> String {
        self.last_album_id += 1;
        self.last_album_id.to_string()
    }

    /// The id of the message that is posted next.
    pub(crate) fn next_message_id(&self) -> i64 {
        self.last_message_id + 1
    }

    /// Puts a message into a chat; gives it as the Bot API's `Message`. The chat must exist.
    pub(crate) fn post(&mut self, chat: i64, by_bot: bool, draft: Draft) -> Value {
        self.last_message_id += 1;
        let mut message = Message::new(self.last_message_id, chat, by_bot, self.now());
        message.content = draft.content;
        message.envelope = draft.envelope;
        message.keyboard = draft.keyboard;
        message.reply_keyboard = draft.reply_keyboard;
        let json = self.message_json(&message);
        self.event(chat, EventKind::Message, Some(message.id), Value::Null);
        if let Some(chat) = self.chats.get_mut(&chat) {
            // A message ends "typing…" in the apps.
            chat.action = chat.action.take().filter(|_| !by_bot);
            chat.add(message);
        }
        json
    }

    /// A message as the Bot API sends it.
    pub(crate) fn message_json(&self, message: &Message) -> Value {
        let Some(chat) = self.chats.get(&message.chat) else {
            return Value::Null;
        };
        let from = if message.by_bot {
            self.profile.user_json()
        } else {
            chat.user.to_json()
        };
        message.to_json(&from, &chat.user.chat_json())
    }

    /// The same for a message that may be gone: then it is "inaccessible", with date 0.
    pub(crate) fn message_or_trace(&self, chat: i64, id: i64) -> Value {
        let Some(chat) = self.chats.get(&chat) else {
            return Value::Null;
        };
        match chat.message(id) {
            Some(message) => self.message_json(message),
            None => json!({"chat": chat.user.chat_json(), "message_id": id, "date": 0}),
        }
    }

    /// Adds an update that tells the bot of something.
    pub(crate) fn notify(&mut self, kind: UpdateKind, user: i64, body: Value) {
        let now = self.now();
        self.updates.add(kind, user, body, now, &mut self.faults);
    }

    /// Tells those who watch.
    pub(crate) fn event(
        &mut self,
        chat: i64,
        kind: EventKind,
        message_id: Option<i64>,
        detail: Value,
    ) {
        let at = self.now();
        self.events.add(Event {
            seq: 0,
            chat,
            at,
            kind,
            message_id,
            detail,
        });
    }
}
