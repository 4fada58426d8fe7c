//! What people cannot do, and why.

/// Why a person cannot do that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HumanError {
    /// Nobody with this id was added.
    #[error("there is no user {0}")]
    NoSuchUser(i64),
    /// The chat has no such message, or it was deleted.
    #[error("there is no message {0}")]
    NoSuchMessage(i64),
    /// The message has no such button now; it says which there are.
    #[error("no such button; there are: {0}")]
    NoSuchButton(String),
    /// The callback query id is unknown.
    #[error("no such press")]
    NoSuchPress,
    /// Nothing to pay here: no invoice, or one that is not for this person.
    #[error("no invoice to pay here")]
    NoInvoice,
    /// The invoice's button leads to a receipt now.
    #[error("the invoice is paid already")]
    AlreadyPaid,
    /// The charge id is unknown.
    #[error("no such payment")]
    NoSuchPayment,
    /// The bot refused the payment, with its reason.
    #[error("the bot refused the payment: {0}")]
    PaymentRefused(String),
    /// The bot did not answer in time whether the order may be paid.
    #[error("the bot did not answer the pre-checkout question in time")]
    PaymentTimedOut,
    /// The person blocked the bot and can write nothing.
    #[error("the user has blocked the bot")]
    BotIsBlocked,
    /// The person's app would not let this be sent.
    #[error("{0}")]
    Impossible(String),
}

impl HumanError {
    /// A word for programs: what happened, whatever the sentence says.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchUser(_) => "no_such_user",
            Self::NoSuchMessage(_) => "no_such_message",
            Self::NoSuchButton(_) => "no_such_button",
            Self::NoSuchPress => "no_such_press",
            Self::NoInvoice => "no_invoice",
            Self::AlreadyPaid => "already_paid",
            Self::NoSuchPayment => "no_such_payment",
            Self::PaymentRefused(_) => "payment_refused",
            Self::PaymentTimedOut => "payment_timed_out",
            Self::BotIsBlocked => "bot_is_blocked",
            Self::Impossible(_) => "impossible",
        }
    }
}
