//! What one state answers, before it becomes replies.

use neurocards_core::chat::update::Write;
use neurocards_core::ids::OrderId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::PromoCode;
use neurocards_core::money::payment::Invoice;
use neurocards_core::work::format::Format;

use super::reply::{Remark, Toast};
use super::screen::Screen;
use super::state::State;

/// What one state answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    /// The next state; `None` stays.
    pub(crate) state: Option<State>,
    /// What to show.
    pub(crate) show: Show,
    /// What to say above it.
    pub(crate) remark: Option<Remark>,
    /// What to answer a press with.
    pub(crate) toast: Option<Toast>,
    /// What to change.
    pub(crate) writes: Vec<Write>,
    /// The format to remember.
    pub(crate) format: Option<Format>,
    /// What becomes of a promo code that waits for consent.
    pub(crate) promo: PendingPromo,
    /// What the changes add to the balance that is shown.
    pub(crate) gained: Credits,
}

/// What becomes of a promo code that waits for consent.
#[derive(Debug, Clone, Default)]
pub(crate) enum PendingPromo {
    /// It stays as it is.
    #[default]
    Keep,
    /// This code waits from now on.
    Set(PromoCode),
    /// No code waits any more.
    Clear,
}

/// What an answer shows.
#[derive(Debug, Clone, Default)]
pub(crate) enum Show {
    /// Nothing is shown: the answer to a press says enough.
    #[default]
    Nothing,
    /// The screen of the state, the next one if there is a next one.
    State,
    /// Another screen, beside the state.
    Aside(Screen),
    /// The card of an order, in place of the message it was confirmed with.
    Card(OrderId),
    /// An invoice, as a message of its own.
    Invoice(Invoice),
}

impl Answer {
    /// Goes on to `state` and shows it.
    pub(crate) fn to(state: State) -> Self {
        Self {
            state: Some(state),
            show: Show::State,
            ..Self::default()
        }
    }

    /// Shows `screen`; the state stays.
    pub(crate) fn aside(screen: Screen) -> Self {
        Self {
            show: Show::Aside(screen),
            ..Self::default()
        }
    }

    /// Keeps and shows an invoice; the state stays.
    pub(crate) fn invoice(invoice: Invoice) -> Self {
        Self {
            writes: vec![Write::Offer(invoice.clone())],
            show: Show::Invoice(invoice),
            ..Self::default()
        }
    }

    /// Shows the state again, with a remark.
    pub(crate) fn again(remark: Remark) -> Self {
        Self::here().saying(remark)
    }

    /// Shows the state again.
    pub(crate) fn here() -> Self {
        Self {
            show: Show::State,
            ..Self::default()
        }
    }

    /// Only answers the press.
    pub(crate) fn toast(toast: Toast) -> Self {
        Self {
            toast: Some(toast),
            ..Self::default()
        }
    }

    /// A button that belongs to something else: said, and the way on is shown.
    pub(crate) fn stale() -> Self {
        Self::here().toasting(Toast::Stale)
    }

    /// The same answer with a remark.
    pub(crate) fn saying(self, remark: Remark) -> Self {
        Self {
            remark: Some(remark),
            ..self
        }
    }

    /// The same answer with a toast.
    pub(crate) fn toasting(self, toast: Toast) -> Self {
        Self {
            toast: Some(toast),
            ..self
        }
    }

    /// The same answer with one more change.
    pub(crate) fn writing(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// The same answer, and what happens to a waiting promo code.
    pub(crate) fn waiting(self, promo: PendingPromo) -> Self {
        Self { promo, ..self }
    }

    /// The same answer, whose changes add to the balance.
    pub(crate) fn gaining(self, gained: Credits) -> Self {
        Self { gained, ..self }
    }

    /// The same answer, remembering the format.
    pub(crate) fn remembering(self, format: Format) -> Self {
        Self {
            format: Some(format),
            ..self
        }
    }
}
