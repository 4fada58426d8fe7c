//! Looking at the chat, now or as soon as something is there.

use std::time::Duration;

use serde_json::{Map, Value};

use super::view::{
    ChatView, InvoiceView, MediaView, MessageView, PaymentView, RevisionView, Sender,
};
use super::{HumanError, Person};
use crate::shared::TimedOut;
use crate::telegram::chat::{Chat, Toast};
use crate::telegram::entity::Entity;
use crate::telegram::message::{Message, Revision};
use crate::telegram::{html_render, keyboard};

/// "typing…" disappears after so many seconds (Bot API, `sendChatAction`).
const ACTION_SECS: i64 = 5;

impl Person {
    /// The chat as the person sees it, with its history.
    pub fn chat(&self) -> Result<ChatView, HumanError> {
        self.telegram.shared.read(|world| {
            let chat = world
                .chats
                .get(&self.id)
                .ok_or(HumanError::NoSuchUser(self.id))?;
            Ok(chat_view(chat, world.now(), world.events.last_seq()))
        })
    }

    /// Messages that are not deleted, oldest first; none for an unknown person.
    pub fn messages(&self) -> Vec<MessageView> {
        self.telegram.shared.read(|world| {
            let chat = world.chats.get(&self.id);
            let messages = chat.into_iter().flat_map(|chat| chat.messages.values());
            messages
                .filter(|message| !message.deleted)
                .map(message_view)
                .collect()
        })
    }

    /// Messages of the bot that are not deleted, oldest first.
    pub fn from_bot(&self) -> Vec<MessageView> {
        self.messages()
            .into_iter()
            .filter(|message| message.from == Sender::Bot)
            .collect()
    }

    /// Videos that the bot sent, oldest first.
    pub fn videos(&self) -> Vec<MessageView> {
        self.from_bot()
            .into_iter()
            .filter(MessageView::is_video)
            .collect()
    }

    /// The answer to a press, once it came.
    pub fn toast(&self, callback_query_id: &str) -> Option<Toast> {
        self.telegram.shared.read(|world| {
            let toasts = &world.chats.get(&self.id)?.toasts;
            toasts
                .iter()
                .find(|toast| toast.callback_query_id == callback_query_id)
                .cloned()
        })
    }

    /// The newest message of the bot that fits, now or as soon as it comes or is edited so.
    pub async fn wait_for(
        &self,
        within: Duration,
        fits: impl Fn(&MessageView) -> bool,
    ) -> Result<MessageView, TimedOut> {
        self.telegram
            .wait_until(within, |_| {
                self.from_bot().into_iter().rev().find(|view| fits(view))
            })
            .await
    }

    /// The answer to a press, now or as soon as it comes.
    pub async fn wait_for_toast(
        &self,
        within: Duration,
        callback_query_id: &str,
    ) -> Result<Toast, TimedOut> {
        self.telegram
            .wait_until(within, |_| self.toast(callback_query_id))
            .await
    }
}

fn chat_view(chat: &Chat, now: i64, last_event: u64) -> ChatView {
    let action = chat
        .action
        .clone()
        .filter(|action| now - action.at <= ACTION_SECS);
    ChatView {
        user: chat.user.clone(),
        started: chat.started,
        blocked: chat.blocked,
        messages: chat.messages.values().map(message_view).collect(),
        toasts: chat.toasts.iter().cloned().collect(),
        action,
        menu_button: chat.menu_button.clone(),
        sent_by_bot: chat.sent_by_bot,
        last_event,
    }
}

fn message_view(message: &Message) -> MessageView {
    let (text, entities) = text_of(&message.content);
    MessageView {
        message_id: message.id,
        from: if message.by_bot {
            Sender::Bot
        } else {
            Sender::User
        },
        date: message.date,
        html: html_render::render(&text, &entities),
        text,
        entities,
        keyboard: keyboard::rows(message.keyboard.as_ref()),
        reply_keyboard: message.reply_keyboard.clone(),
        media: media_view(&message.content),
        media_group_id: message.envelope.get("media_group_id").map(word),
        topic: message
            .envelope
            .get("message_thread_id")
            .and_then(Value::as_i64),
        reply_to_message_id: message
            .envelope
            .get("reply_to_message")
            .and_then(|reply| reply["message_id"].as_i64()),
        invoice: invoice_view(message),
        payment: payment_view(&message.content),
        edit_count: message.edit_count,
        revisions: message.revisions.iter().map(revision_view).collect(),
        deleted: message.deleted,
    }
}

fn revision_view(revision: &Revision) -> RevisionView {
    RevisionView {
        replaced_at: revision.replaced_at,
        text: text_of(&revision.content).0,
        keyboard: keyboard::rows(revision.keyboard.as_ref()),
    }
}

fn text_of(content: &Map<String, Value>) -> (String, Vec<Entity>) {
    let of = |plain: &str, captioned: &str| content.get(plain).or_else(|| content.get(captioned));
    let text = of("text", "caption")
        .and_then(Value::as_str)
        .unwrap_or("")
        .to_owned();
    let entities = of("entities", "caption_entities").cloned();
    (
        text,
        entities
            .and_then(|list| serde_json::from_value(list).ok())
            .unwrap_or_default(),
    )
}

fn media_view(content: &Map<String, Value>) -> Option<MediaView> {
    let kind = ["photo", "video", "document"]
        .into_iter()
        .find(|kind| content.contains_key(*kind))?;
    let value = &content[kind];
    let file = value
        .as_array()
        .and_then(|sizes| sizes.last())
        .unwrap_or(value);
    let smallest = value.as_array().and_then(|sizes| sizes.first());
    let small = smallest
        .or_else(|| file.get("thumbnail"))
        .map(|small| word(&small["file_id"]));
    let number = |field: &str| {
        file[field]
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .unwrap_or(0)
    };
    let file_id = word(&file["file_id"]);
    Some(MediaView {
        kind: kind.to_owned(),
        url: file_url(&file_id),
        file_id,
        mime: file["mime_type"]
            .as_str()
            .unwrap_or("image/jpeg")
            .to_owned(),
        size_bytes: file["file_size"].as_u64().unwrap_or(0),
        width: number("width"),
        height: number("height"),
        duration_secs: number("duration"),
        file_name: file.get("file_name").map(word),
        thumbnail_url: small.as_deref().map(file_url),
    })
}

fn file_url(file_id: &str) -> String {
    format!("/human/files/{file_id}")
}

fn invoice_view(message: &Message) -> Option<InvoiceView> {
    let invoice = message.content.get("invoice")?;
    Some(InvoiceView {
        title: word(&invoice["title"]),
        description: word(&invoice["description"]),
        currency: word(&invoice["currency"]),
        total_amount: invoice["total_amount"].as_i64().unwrap_or(0),
        receipt_message_id: message.receipt,
    })
}

fn payment_view(content: &Map<String, Value>) -> Option<PaymentView> {
    let refunded = content.get("refunded_payment");
    let payment = refunded.or_else(|| content.get("successful_payment"))?;
    Some(PaymentView {
        refunded: refunded.is_some(),
        currency: word(&payment["currency"]),
        total_amount: payment["total_amount"].as_i64().unwrap_or(0),
        charge_id: word(&payment["telegram_payment_charge_id"]),
    })
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}
