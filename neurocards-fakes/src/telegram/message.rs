//! One message of a chat, with everything it has ever been.

use serde_json::{Map, Value, json};

/// Revisions of one message that are kept; older ones are forgotten.
pub(crate) const MAX_REVISIONS: usize = 200;

/// What an edit replaced.
#[derive(Clone, Debug)]
pub(crate) struct Revision {
    /// Unix seconds of the edit that replaced it.
    pub(crate) replaced_at: i64,
    pub(crate) content: Map<String, Value>,
    pub(crate) keyboard: Option<Value>,
}

/// A message; `content` and `envelope` hold fields of the Bot API's `Message` as they are sent.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: i64,
    /// The private chat, whose id is its user's.
    pub(crate) chat: i64,
    pub(crate) by_bot: bool,
    /// When it was sent, in Unix seconds.
    pub(crate) date: i64,
    pub(crate) edit_date: Option<i64>,
    /// What an edit may change: text, media, caption, invoice.
    pub(crate) content: Map<String, Value>,
    /// What an edit leaves: album, reply, protection.
    pub(crate) envelope: Map<String, Value>,
    pub(crate) keyboard: Option<Value>,
    /// A keyboard below the input field, or its removal; Telegram does not send it back.
    pub(crate) reply_keyboard: Option<Value>,
    pub(crate) edit_count: usize,
    pub(crate) revisions: Vec<Revision>,
    pub(crate) deleted: bool,
    /// The service message about the payment, once an invoice is paid; the bot cannot see it.
    pub(crate) receipt: Option<i64>,
}

impl Message {
    pub(crate) fn new(id: i64, chat: i64, by_bot: bool, date: i64) -> Self {
        Self {
            id,
            chat,
            by_bot,
            date,
            edit_date: None,
            content: Map::new(),
            envelope: Map::new(),
            keyboard: None,
            reply_keyboard: None,
            edit_count: 0,
            revisions: Vec::new(),
            deleted: false,
            receipt: None,
        }
    }

    /// Whether the message has this field, such as `text` or `video`.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.content.contains_key(field)
    }

    /// Whether it carries a photo, video or document.
    pub(crate) fn has_media(&self) -> bool {
        ["photo", "video", "document"]
            .iter()
            .any(|field| self.has(field))
    }

    pub(crate) fn is_invoice(&self) -> bool {
        self.has("invoice")
    }

    /// Puts new content and keyboard in place; false when nothing would change.
    pub(crate) fn replace(
        &mut self,
        content: Map<String, Value>,
        keyboard: Option<Value>,
        now: i64,
    ) -> bool {
        if self.content == content && self.keyboard == keyboard {
            return false;
        }
        let content = std::mem::replace(&mut self.content, content);
        let keyboard = std::mem::replace(&mut self.keyboard, keyboard);
        if self.revisions.len() == MAX_REVISIONS {
            self.revisions.remove(0);
        }
        self.revisions.push(Revision {
            replaced_at: now,
            content,
            keyboard,
        });
        self.edit_count += 1;
        self.edit_date = Some(now);
        true
    }

    /// The Bot API's `Message`.
    pub(crate) fn to_json(&self, from: &Value, chat: &Value) -> Value {
        let mut fields = Map::new();
        fields.insert("message_id".to_owned(), json!(self.id));
        fields.insert("from".to_owned(), from.clone());
        fields.insert("chat".to_owned(), chat.clone());
        fields.insert("date".to_owned(), json!(self.date));
        if let Some(edited) = self.edit_date {
            fields.insert("edit_date".to_owned(), json!(edited));
        }
        fields.extend(self.envelope.clone());
        fields.extend(self.content.clone());
        if let Some(keyboard) = &self.keyboard {
            fields.insert("reply_markup".to_owned(), keyboard.clone());
        }
        Value::Object(fields)
    }
}
