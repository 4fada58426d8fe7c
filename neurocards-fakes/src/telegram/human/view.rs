//! What a person can see of a chat.

use serde::Serialize;
use serde_json::Value;

use crate::telegram::chat::{ChatAction, Toast, User};
use crate::telegram::entity::Entity;
use crate::telegram::keyboard::Button;

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// The bot wrote it.
    Bot,
    /// The person wrote it.
    User,
}

/// A file in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MediaView {
    /// `photo`, `video` or `document`.
    pub kind: String,
    /// Of the largest size, for a photo.
    pub file_id: String,
    /// Path on this server with the bytes.
    pub url: String,
    /// The MIME type of the file.
    pub mime: String,
    /// The size of the file in bytes.
    pub size_bytes: u64,
    /// Pixels; 0 where nobody said.
    pub width: u32,
    /// Pixels; 0 where nobody said.
    pub height: u32,
    /// Seconds, for a video.
    pub duration_secs: u32,
    /// The name of a file.
    pub file_name: Option<String>,
    /// Path on this server with a JPEG.
    pub thumbnail_url: Option<String>,
}

/// An invoice as its message shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvoiceView {
    /// The name of what is sold.
    pub title: String,
    /// A sentence about it.
    pub description: String,
    /// The currency; `XTR` for Stars.
    pub currency: String,
    /// In the smallest unit of the currency.
    pub total_amount: i64,
    /// The service message about its payment, once it is paid: the Pay button opens a receipt then.
    pub receipt_message_id: Option<i64>,
}

/// A service message about money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentView {
    /// True for `refunded_payment`, false for `successful_payment`.
    pub refunded: bool,
    /// The currency; `XTR` for Stars.
    pub currency: String,
    /// In the smallest unit of the currency.
    pub total_amount: i64,
    /// The `telegram_payment_charge_id` that the bot was told.
    pub charge_id: String,
}

/// What a message said before an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RevisionView {
    /// Unix seconds of the edit that replaced it.
    pub replaced_at: i64,
    /// The text of the message, or the caption of its file.
    pub text: String,
    /// Its inline keyboard, by rows.
    pub keyboard: Vec<Vec<Button>>,
}

/// A message as the app shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MessageView {
    /// Grows with every message of any chat.
    pub message_id: i64,
    /// Whether the bot or the person wrote it.
    pub from: Sender,
    /// When it was sent, in Unix seconds.
    pub date: i64,
    /// Text or caption, without tags; empty if there is none.
    pub text: String,
    /// The same as safe HTML.
    pub html: String,
    /// Where the text is bold, a link and so on.
    pub entities: Vec<Entity>,
    /// Inline buttons, by rows.
    pub keyboard: Vec<Vec<Button>>,
    /// Reply keyboard, its removal or a forced reply, as the bot sent it.
    pub reply_keyboard: Option<Value>,
    /// The file, if there is one.
    pub media: Option<MediaView>,
    /// Messages of one album have the same.
    pub media_group_id: Option<String>,
    /// The topic that it belongs to.
    pub topic: Option<i64>,
    /// The message that it is a reply to.
    pub reply_to_message_id: Option<i64>,
    /// The invoice, if it is one.
    pub invoice: Option<InvoiceView>,
    /// The payment or refund, if it tells of one.
    pub payment: Option<PaymentView>,
    /// How often the bot changed it.
    pub edit_count: usize,
    /// What it said before, oldest first; the last 200.
    pub revisions: Vec<RevisionView>,
    /// Deleted messages stay in the history, marked.
    pub deleted: bool,
}

impl MessageView {
    /// Whether it carries a video.
    pub(super) fn is_video(&self) -> bool {
        self.media
            .as_ref()
            .is_some_and(|media| media.kind == "video")
    }

    /// Whether a label of the keyboard is, or contains, this text.
    pub fn has_button(&self, label: &str) -> bool {
        self.keyboard
            .iter()
            .flatten()
            .any(|button| button.text.contains(label))
    }
}

/// The chat as the app shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChatView {
    /// The person whose chat it is.
    pub user: User,
    /// Whether the person has written to the bot.
    pub started: bool,
    /// Whether the person has blocked the bot.
    pub blocked: bool,
    /// Oldest first; the last 5,000.
    pub messages: Vec<MessageView>,
    /// Answers to presses, oldest first; the last 500.
    pub toasts: Vec<Toast>,
    /// "typing…", until a message of the bot or 5 s end it.
    pub action: Option<ChatAction>,
    /// The button beside the input field, where it differs from the bot's usual one.
    pub menu_button: Option<Value>,
    /// Messages of the bot since the start, forgotten ones included.
    pub sent_by_bot: usize,
    /// The last event of any chat: where a feed goes on from here.
    pub last_event: u64,
}
