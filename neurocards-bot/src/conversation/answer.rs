//! What one state answers, before it becomes replies.

use neurocards_core::chat::update::Write;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::PromoCode;
use neurocards_core::money::payment::NewInvoice;
use neurocards_core::work::format::Format;

use super::reply::{Remark, Toast};
use super::screen::Screen;
use super::state::State;

/// What one state answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    /// The next state; `None` stays.
    pub(super) state: Option<State>,
    /// What to show.
    pub(super) show: Show,
    /// What to say above it.
    pub(super) remark: Option<Remark>,
    /// What to answer a press with.
    pub(super) toast: Option<Toast>,
    /// What to change.
    pub(super) writes: Vec<Write>,
    /// The format to remember.
    pub(super) format: Option<Format>,
    /// What becomes of a promo code that waits for consent.
    pub(super) promo: Waiting,
    /// What the changes add to the balance that is shown.
    pub(super) gained: Credits,
}

/// What becomes of a promo code that waits for consent.
#[derive(Debug, Clone, Default)]
pub(super) enum Waiting {
    /// It waits on.
    #[default]
    On,
    /// This one waits from now on.
    For(PromoCode),
    /// None waits any more.
    Over,
}

/// What an answer shows.
#[derive(Debug, Clone, Default)]
pub(super) enum Show {
    /// Nothing.
    #[default]
    Nothing,
    /// The screen of the state, the next one if there is a next one.
    State,
    /// Another screen, beside the state.
    Aside(Screen),
    /// An invoice, as a message of its own.
    Invoice(NewInvoice),
}

impl Answer {
    /// Goes on to `state` and shows it.
    pub(super) fn to(state: State) -> Self {
        Self {
            state: Some(state),
            show: Show::State,
            ..Self::default()
        }
    }

    /// Shows `screen`; the state stays.
    pub(super) fn aside(screen: Screen) -> Self {
        Self {
            show: Show::Aside(screen),
            ..Self::default()
        }
    }

    /// Keeps and shows an invoice; the state stays.
    pub(super) fn invoice(invoice: NewInvoice) -> Self {
        Self {
            writes: vec![Write::Offer(invoice.clone())],
            show: Show::Invoice(invoice),
            ..Self::default()
        }
    }

    /// Shows the state again, with a remark.
    pub(super) fn again(remark: Remark) -> Self {
        Self::here().saying(remark)
    }

    /// Shows the state again.
    pub(super) fn here() -> Self {
        Self {
            show: Show::State,
            ..Self::default()
        }
    }

    /// Only answers the press.
    pub(super) fn toast(toast: Toast) -> Self {
        Self {
            toast: Some(toast),
            ..Self::default()
        }
    }

    /// The same answer with a remark.
    pub(super) fn saying(self, remark: Remark) -> Self {
        Self {
            remark: Some(remark),
            ..self
        }
    }

    /// The same answer with a toast.
    pub(super) fn toasting(self, toast: Toast) -> Self {
        Self {
            toast: Some(toast),
            ..self
        }
    }

    /// The same answer with one more change.
    pub(super) fn writing(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// The same answer, and what happens to a waiting promo code.
    pub(super) fn waiting(self, promo: Waiting) -> Self {
        Self { promo, ..self }
    }

    /// The same answer, whose changes add to the balance.
    pub(super) fn gaining(self, gained: Credits) -> Self {
        Self { gained, ..self }
    }

    /// The same answer, remembering the format.
    pub(super) fn remembering(self, format: Format) -> Self {
        Self {
            format: Some(format),
            ..self
        }
    }
}
