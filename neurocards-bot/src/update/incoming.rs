//! Updates, read: who spoke in a private chat, and what they did.
//!
//! The JSON is parsed once, into fields that are read one at a time: whatever an app or a release of
//! the Bot API adds to a message, the text, photo or payment in it is found. Money is read first, by
//! readers that judge an amount of any form. [`ParsedUpdate::read`] is called in a task of its own all
//! the same.

mod checkout;
mod entrance;
mod membership;
mod message;
mod money;
mod press;
mod surface;
mod visitor;

use neurocards_adapters::telegram::client::{TopicId, UpdateKind};
use neurocards_adapters::telegram::fields::Fields;
use neurocards_core::chat::update::RawUpdate;
use neurocards_core::user::Visitor;

pub(crate) use checkout::checkout_question;
pub(crate) use money::MoneyMessage;

use crate::conversation::Input;

/// What one person did in their private chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Incoming {
    /// The person, and the chat in which they are answered.
    pub(crate) who: Visitor,
    /// What they did, or what was done with their money.
    pub(crate) input: Input,
}

/// An update whose JSON is parsed, and whose money is read.
pub(crate) struct ParsedUpdate {
    /// The provider's number of the update.
    pub(crate) id: i64,
    /// The person whose update it is, and their private chat; 0 where none is known.
    pub(crate) lane: i64,
    /// What it tells about money, if it is about that.
    pub(crate) money: Option<MoneyMessage>,
    fields: Option<Fields>,
}

impl ParsedUpdate {
    /// Parses the text once, for all who read from it.
    pub(crate) fn parse(update: &RawUpdate) -> Self {
        let fields = Fields::of(&update.body);
        Self {
            id: update.id,
            lane: update.lane,
            money: fields.as_ref().and_then(MoneyMessage::of),
            fields,
        }
    }

    /// Who did what; `None` for an update that is not for us: groups, channels, bots, kinds we do
    /// not know.
    pub(crate) fn read(&self) -> Option<Incoming> {
        match &self.money {
            Some(money) => money.read.clone(),
            None => of_update(self.fields.as_ref()?),
        }
    }

    /// The topic in which the person wrote or pressed a button, in a chat that has topics.
    pub(crate) fn topic(&self) -> Option<TopicId> {
        let (kind, told) = UpdateKind::of(self.fields.as_ref()?)?;
        let message = match kind {
            UpdateKind::Message => told,
            UpdateKind::CallbackQuery => told.object("message")?,
            UpdateKind::PreCheckoutQuery | UpdateKind::MyChatMember => return None,
        };
        message.read("message_thread_id")
    }
}

fn of_update(update: &Fields) -> Option<Incoming> {
    let (kind, told) = UpdateKind::of(update)?;
    match kind {
        UpdateKind::Message => message::read(&told),
        UpdateKind::CallbackQuery => press::read(&told),
        UpdateKind::MyChatMember => membership::read(&told),
        // Answered before it could be stored.
        UpdateKind::PreCheckoutQuery => None,
    }
}

#[cfg(test)]
mod tests;
