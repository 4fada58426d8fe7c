//! Answers to the question that Telegram asks before it charges.
//!
//! Telegram cancels a payment whose question has no answer within 10 seconds (Bot API,
//! `answerPreCheckoutQuery`). So these questions enter no queue: each is answered in a task of its
//! own, whatever the store does. What cannot be checked is refused: a payment that was refused costs
//! nobody anything.
//!
//! One budget of three seconds covers it all: half a second until a question is seen behind a slow
//! inbox, and [`BotOptions::checkout_within`](crate::BotOptions::checkout_within) from then on. The
//! look-up may take so much of that that two tries to answer still fit.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::telegram::client::TelegramClient;
use neurocards_adapters::telegram::errors::CallError;
use neurocards_adapters::telegram::texts::Texts;
use neurocards_core::ids::{InvoiceId, UserId};
use neurocards_core::money::payment::{Checkout, CheckoutRefusal, StoredInvoice};
use neurocards_core::ports::{Clock, Payments, Stores, Unavailable, Users};
use neurocards_core::user::Language;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

/// How often questions before a payment are looked for while the inbox is slow.
pub(crate) const LOOK_OUT_EVERY: Duration = Duration::from_millis(500);
/// How long a question may take in production, from the moment it is read.
pub(crate) const ANSWER_WITHIN: Duration = Duration::from_millis(2_400);
const _: () = assert!(LOOK_OUT_EVERY.as_millis() + ANSWER_WITHIN.as_millis() < 3_000);
/// The part of a question's time that the store may take to show an invoice: a second of 2.4.
const LOOK_UP_SHARE: f64 = 0.42;
/// The part of it that the first try to answer may take; the second has what is left.
const FIRST_TRY_SHARE: f64 = 0.29;
/// Questions in hand at once; beyond them, new ones are refused unchecked.
const CHECKED_MAX: usize = 64;
/// Answers on their way at once; beyond them, Telegram is left to cancel.
const IN_HAND_MAX: usize = 512;
/// Questions remembered as taken: while the store is stalled, an update is seen again and again.
const REMEMBERED: usize = 1_024;

/// The question whether a charge may be made, as far as it can be read.
pub(crate) struct CheckoutQuestion {
    /// The provider's id of the question, by which it is answered.
    pub(crate) id: String,
    /// Who is about to pay, where that can be read.
    pub(crate) payer: Option<UserId>,
    /// The language of the payer's app.
    pub(crate) language: Language,
    /// What would be charged; refused if no invoice of ours can have asked for it.
    pub(crate) asked: Result<Checkout, CheckoutRefusal>,
}

/// The questions in hand.
pub(crate) struct Checkouts {
    answerer: Arc<Answerer>,
    in_hand: JoinSet<()>,
    taken: VecDeque<String>,
}

struct Answerer {
    payments: Arc<dyn Payments>,
    users: Arc<dyn Users>,
    client: TelegramClient,
    clock: Arc<dyn Clock>,
    within: Duration,
}

impl Checkouts {
    /// No question is in hand yet; each may take as long as `within`.
    pub(crate) fn open(
        stores: &Stores,
        client: TelegramClient,
        clock: Arc<dyn Clock>,
        within: Duration,
    ) -> Self {
        Self {
            answerer: Arc::new(Answerer {
                payments: stores.payments.clone(),
                users: stores.users.clone(),
                client,
                clock,
                within,
            }),
            in_hand: JoinSet::new(),
            taken: VecDeque::new(),
        }
    }

    /// Takes a question, unless it was taken before.
    pub(crate) fn take(&mut self, question: CheckoutQuestion) {
        while self.in_hand.try_join_next().is_some() {}
        if !self.taken.contains(&question.id) {
            self.remember(&question.id);
            self.hand_over(question);
        }
    }

    fn remember(&mut self, query: &str) {
        if self.taken.len() == REMEMBERED {
            self.taken.pop_front();
        }
        self.taken.push_back(query.to_owned());
    }

    fn hand_over(&mut self, question: CheckoutQuestion) {
        let busy = self.in_hand.len();
        if busy >= IN_HAND_MAX {
            tracing::warn!(query = question.id, busy, "a checkout is left unanswered");
            return;
        }
        let answerer = self.answerer.clone();
        let is_checked = busy < CHECKED_MAX;
        let until = Instant::now() + answerer.within;
        self.in_hand
            .spawn(async move { answerer.serve(question, is_checked, until).await });
    }

    /// Answers what is in hand, within the time that a question may take.
    pub(crate) async fn close(mut self) {
        while self.in_hand.join_next().await.is_some() {}
    }
}

impl Answerer {
    async fn serve(&self, question: CheckoutQuestion, is_checked: bool, until: Instant) {
        let (verdict, spoken) = if is_checked {
            tokio::join!(self.check(&question), self.language(&question))
        } else {
            (Err(CheckoutRefusal::Unavailable), question.language)
        };
        let reason = verdict.err().map(|refusal| {
            tracing::warn!(?refusal, payer = ?question.payer, "a checkout is refused");
            words(refusal, spoken)
        });
        if let Err(error) = self.answer(&question.id, reason.as_deref(), until).await {
            tracing::warn!(%error, payer = ?question.payer, "a checkout was not answered");
        }
    }

    /// Answers, and once more if the first try came to nothing on its way: an answer that is
    /// repeated changes nothing.
    async fn answer(
        &self,
        query: &str,
        reason: Option<&str>,
        until: Instant,
    ) -> Result<(), CallError> {
        let first =
            self.client
                .answer_pre_checkout(query, reason, self.within.mul_f64(FIRST_TRY_SHARE));
        match first.await {
            Err(error) if may_be_answered_again(&error) => {
                let left = until.saturating_duration_since(Instant::now());
                self.client.answer_pre_checkout(query, reason, left).await
            }
            answered => answered,
        }
    }

    /// The language the payer chose, else that of their app.
    async fn language(&self, question: &CheckoutQuestion) -> Language {
        let Some(payer) = question.payer else {
            return question.language;
        };
        match timeout(self.look_up_within(), self.users.user(payer)).await {
            Ok(Ok(Some(user))) => user.language,
            _ => question.language,
        }
    }

    fn look_up_within(&self) -> Duration {
        self.within.mul_f64(LOOK_UP_SHARE)
    }

    async fn check(&self, question: &CheckoutQuestion) -> Result<(), CheckoutRefusal> {
        let checkout = question.asked?;
        let invoice = self.bookable(checkout.invoice);
        let invoice = match timeout(self.look_up_within(), invoice).await {
            Ok(Ok(invoice)) => invoice.ok_or(CheckoutRefusal::Unknown)?,
            Ok(Err(error)) => {
                tracing::warn!(%error, "an invoice cannot be looked up");
                return Err(CheckoutRefusal::Unavailable);
            }
            Err(_) => {
                tracing::warn!("the store does not show an invoice in time");
                return Err(CheckoutRefusal::Unavailable);
            }
        };
        invoice.check(&checkout, self.clock.now())
    }

    /// The invoice, if a payment of it could be booked now: a store that cannot be written must not
    /// take money.
    async fn bookable(&self, invoice: InvoiceId) -> Result<Option<StoredInvoice>, Unavailable> {
        let (found, can_write) = tokio::join!(self.payments.invoice(invoice), self.users.ping());
        can_write?;
        found
    }
}

/// Whether an answer got lost between here and Telegram, or Telegram had a fault of its own.
fn may_be_answered_again(error: &CallError) -> bool {
    match error {
        CallError::Connect(_) | CallError::NoAnswer(_) | CallError::Unreadable(_) => true,
        CallError::Api { code, .. } => *code >= 500,
        _ => false,
    }
}

fn words(refusal: CheckoutRefusal, language: Language) -> String {
    let key = match refusal {
        CheckoutRefusal::Unknown => "checkout-unknown",
        CheckoutRefusal::NotYours => "checkout-not-yours",
        CheckoutRefusal::OtherPrice => "checkout-other-price",
        CheckoutRefusal::Paid => "checkout-paid",
        CheckoutRefusal::Expired => "checkout-expired",
        CheckoutRefusal::Unavailable => "checkout-unavailable",
    };
    Texts::get().text(language, key, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_words_in_every_language() {
        for refusal in CheckoutRefusal::ALL {
            for language in [Language::Ru, Language::En] {
                let said = words(refusal, language);
                assert!((1..=255).contains(&said.chars().count()), "{said}");
            }
        }
    }
}
