//! A reply with its chat and language, as the inbox row keeps it.

use neurocards_adapters::telegram::client::{Place, TopicId};
use neurocards_core::ids::ChatId;
use neurocards_core::user::Language;
use serde::{Deserialize, Serialize};

use crate::conversation::Reply;

/// One thing to say to one chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// The chat it is said in.
    pub(crate) chat: ChatId,
    /// In which topic of it; `None` where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<TopicId>,
    /// In which language.
    pub(crate) language: Language,
    /// What; `None` is the apology for an update that could not be handled.
    pub(crate) reply: Option<Reply>,
}

impl Note {
    pub(crate) fn place(&self) -> Place {
        Place {
            chat: self.chat,
            topic: self.topic,
        }
    }

    pub(crate) fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    pub(crate) fn read(kept: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(kept)
    }
}
