use async_trait::async_trait;
use thiserror::Error;

use super::{LedgerError, Unavailable};
use crate::actor::{Actor, Reason};
use crate::ids::{ChargeId, InvoiceId, UserId};
use crate::money::account::AccountError;
use crate::money::booking::ChargeRefusal;
use crate::money::credits::Credits;
use crate::money::gift::ReferralRules;
use crate::money::ledger::Written;
use crate::money::payment::{
    AskedRefund, Booked, Charge, Currency, DueRefund, Invoice, Payment, RefundEnd, Reversed,
    StarList, StoredInvoice,
};
use crate::page::Page;

/// Why a charge was not booked. Nothing was written, as far as is known; the money is with the
/// provider, and a person must look.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum BookError {
    /// The charge is not what was offered, or cannot be booked.
    #[error(transparent)]
    Refused(#[from] ChargeRefusal),
    /// Nothing is known to have changed; the same call again is safe.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl BookError {
    /// Why the ledger took no purchase for a charge, in the words of booking.
    pub fn of_ledger(adapter: &'static str, charge: &ChargeId, error: LedgerError) -> Self {
        match error {
            LedgerError::Account(AccountError::Amount(_)) => {
                ChargeRefusal::TooMuch(charge.clone()).into()
            }
            LedgerError::KeyConflict(_) => ChargeRefusal::Conflict(charge.clone()).into(),
            error => Unavailable::new(adapter, error).into(),
        }
    }
}

/// Why a refund was not begun. Nothing was written, as far as is known.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum AskRefundError {
    /// There is no such payment, or it belongs to another user than the one who asks.
    #[error("there is no payment with the charge id {0}")]
    Unknown(ChargeId),
    /// The credits are spent or held.
    #[error("the balance is {balance}, {needed} would be taken back")]
    Insufficient {
        /// What the user has.
        balance: Credits,
        /// What the payment bought.
        needed: Credits,
    },
    /// Nothing is known to have changed; the same call again is safe.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl AskRefundError {
    /// Why the ledger took a payment's credits not back, in the words of a refund.
    pub fn of_ledger(adapter: &'static str, error: LedgerError) -> Self {
        match error {
            LedgerError::Account(AccountError::Insufficient { balance, needed }) => {
                Self::Insufficient { balance, needed }
            }
            error => Unavailable::new(adapter, error).into(),
        }
    }
}

/// What people pay: invoices, the charges for them, refunds.
///
/// Invoices are stored by [`Inbox::commit`](super::Inbox::commit) or [`Payments::offer`] before
/// they are sent. One charge id MUST be one payment and one purchase, whoever reports it, however
/// often, also at once.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Payments: Send + Sync {
    /// Stores an invoice; the same id again changes nothing, whatever else it says.
    async fn offer(&self, invoice: &Invoice) -> Result<Written, Unavailable>;

    /// An invoice, whoever asks: the caller compares its user.
    async fn invoice(&self, invoice: InvoiceId) -> Result<Option<StoredInvoice>, Unavailable>;

    /// Books a charge: MUST write the purchase, the payment, the news of the receipt and, if it is
    /// the payer's first and a friend brought them, both rewards with their news: all or nothing.
    ///
    /// The charge MUST be compared with the stored invoice: its payer, then its price. A second
    /// charge for a paid invoice is booked all the same: its money was taken. The same charge again
    /// MUST write nothing and answer [`Booked::Existing`], or [`ChargeRefusal::Conflict`], before the
    /// invoice is looked at.
    ///
    /// A payment is the payer's first if no other was booked, whatever became of that. A referrer
    /// beyond [`ReferralRules::friends_max`], or without room in the balance, gets nothing, and the
    /// friend still does; the payment counts as rewarded if either got something. The purchase's
    /// actor is the user, the rewards' the system.
    async fn book(&self, charge: &Charge, rules: &ReferralRules) -> Result<Booked, BookError>;

    /// A payment, whoever asks.
    async fn payment(&self, charge: &ChargeId) -> Result<Option<Payment>, Unavailable>;

    /// The payment with this [`Payment::no`], whoever asks. Numbers grow over all currencies: no two
    /// payments share one.
    async fn payment_numbered(&self, no: i64) -> Result<Option<Payment>, Unavailable>;

    /// The user's payments, newest first.
    async fn payments(&self, user: UserId, page: Page) -> Result<Vec<Payment>, Unavailable>;

    /// Every payment in a currency with a [`Payment::no`] above `after`, oldest first, at most
    /// `limit`.
    async fn payments_after(
        &self,
        currency: Currency,
        after: i64,
        limit: u16,
    ) -> Result<Vec<Payment>, Unavailable>;

    /// How far the provider's list of Stars was read; from its beginning where nothing is kept.
    async fn star_list(&self) -> Result<StarList, Unavailable>;

    /// Keeps how far the provider's list of Stars was read, in place of what was kept before.
    async fn keep_star_list(&self, list: &StarList) -> Result<(), Unavailable>;

    /// Takes a payment's credits back and makes its refund due: MUST write one chargeback of all
    /// its credits, once. A payment that is not [`Paid`](crate::money::payment::PaymentStatus::Paid) any
    /// more answers its owner, or an operator, [`Written::Existing`].
    async fn ask_refund(&self, refund: &AskedRefund) -> Result<Written, AskRefundError>;

    /// Refunds in a currency that are asked and not ended, of payments with a [`Payment::no`] above
    /// `after`, oldest payment first, at most `limit`.
    async fn refunds_due(
        &self,
        currency: Currency,
        after: i64,
        limit: u16,
    ) -> Result<Vec<DueRefund>, Unavailable>;

    /// Ends a refund that was asked, once, with news for the user; refused, the credits MUST be
    /// given back with a grant of the same reason. By hand, it is an act. `false` if no
    /// such refund is due.
    async fn end_refund(
        &self,
        charge: &ChargeId,
        end: &RefundEnd,
        by: &Actor,
    ) -> Result<bool, Unavailable>;

    /// The provider gave a payment's money back and nobody here had asked: takes back what is
    /// left of its credits, with news for the user, and answers what is missing; both add up to
    /// what the payment bought. A refund that was asked ends as done: nothing is missing. One that
    /// was refused is taken back as if paid, with the key `reversal:CHARGE`. Of a payment that is
    /// refunded already it MUST write nothing and answer what that refund took, as often as it is
    /// called. `None` if there is no such payment.
    async fn reverse(
        &self,
        charge: &ChargeId,
        reason: &Reason,
    ) -> Result<Option<Reversed>, Unavailable>;
}
