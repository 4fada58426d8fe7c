//! Kinds of updates: how long each waits, and behind which others.
//!
//! Numbers follow the source of Telegram's server (tdlib/telegram-bot-api 01a3679, Client.cpp).

/// Seconds for which a message waits for the bot.
const MESSAGE_EXPIRES_SECS: i64 = 24 * 3600;

/// Seconds for which a pressed button or a pre-checkout question waits for the bot.
const QUERY_EXPIRES_SECS: i64 = 150;

/// The kinds of updates that the fake makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UpdateKind {
    Message,
    CallbackQuery,
    PreCheckoutQuery,
    MyChatMember,
}

impl UpdateKind {
    /// Its field in the Bot API's `Update`.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::CallbackQuery => "callback_query",
            Self::PreCheckoutQuery => "pre_checkout_query",
            Self::MyChatMember => "my_chat_member",
        }
    }

    /// Updates of one key keep their order.
    pub(crate) fn key(self, user: i64) -> i64 {
        match self {
            Self::Message | Self::MyChatMember => user,
            Self::CallbackQuery => user + (3 << 33),
            Self::PreCheckoutQuery => user + (4 << 33),
        }
    }

    /// Seconds for which an update of this kind waits for the bot.
    pub(crate) fn expires_secs(self) -> i64 {
        match self {
            Self::Message | Self::MyChatMember => MESSAGE_EXPIRES_SECS,
            Self::CallbackQuery | Self::PreCheckoutQuery => QUERY_EXPIRES_SECS,
        }
    }
}
