//! Where messages go.

use neurocards_core::ids::ChatId;
use serde::{Deserialize, Serialize};

/// The number of a topic, in a private chat that has topics (Bot API, `message_thread_id`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TopicId(pub i32);

/// A chat, and the topic of it that a message belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The private chat of a person.
    pub chat: ChatId,
    /// One of the chat's topics; `None` where it has none. A message for a topic that is gone goes
    /// into the chat itself.
    pub topic: Option<TopicId>,
}

impl From<ChatId> for Place {
    fn from(chat: ChatId) -> Self {
        Self { chat, topic: None }
    }
}
