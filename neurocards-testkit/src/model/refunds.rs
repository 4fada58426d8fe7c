use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::ChargeId;
use neurocards_core::money::account::AccountError;
use neurocards_core::money::act::ActKind;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Chargeback, EntryKind, Written};
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::{
    AskedRefund, DueRefund, Payment, PaymentStatus, RefundEnd, Reversed,
};
use neurocards_core::ports::{AskRefundError, LedgerError, Unavailable};

use super::books::NewAct;
use super::entries::{NewEntry, OutOfRange};
use super::state::State;

impl State {
    pub(super) fn ask_refund(&mut self, refund: &AskedRefund) -> Result<Written, AskRefundError> {
        let charge = &refund.charge;
        let own = |it: &&Payment| refund.owner.is_none_or(|owner| owner == it.user);
        let Some(payment) = self.payment(charge).filter(own) else {
            return Err(AskRefundError::Unknown(charge.clone()));
        };
        if payment.status != PaymentStatus::Paid {
            return Ok(Written::Existing);
        }
        let chargeback = Chargeback {
            charge: charge.clone(),
            reason: refund.reason.clone(),
            by: refund.by.clone(),
        };
        self.chargeback(&chargeback).map_err(|error| match error {
            LedgerError::Account(AccountError::Insufficient { balance, needed }) => {
                AskRefundError::Insufficient { balance, needed }
            }
            error => Unavailable::new("memory", error).into(),
        })?;
        self.set_status(charge, PaymentStatus::RefundAsked);
        Ok(Written::New)
    }

    pub(super) fn due_refund(&self, payment: Payment) -> Option<DueRefund> {
        let taken = self.entry(&EntryKey::Chargeback(payment.charge.clone()))?;
        Some(DueRefund {
            payment,
            asked_at: taken.created_at,
        })
    }

    pub(super) fn end_refund(
        &mut self,
        charge: &ChargeId,
        end: &RefundEnd,
        by: &Actor,
    ) -> Result<bool, Unavailable> {
        let due = |it: &&Payment| it.status == PaymentStatus::RefundAsked;
        let Some(payment) = self.payment(charge).filter(due).cloned() else {
            return Ok(false);
        };
        match end {
            RefundEnd::Done => self.settle(&payment, payment.credits),
            RefundEnd::ByHand(reason) => {
                self.close_by_hand(&payment, reason, by);
                self.settle(&payment, payment.credits);
            }
            RefundEnd::Refused(reason) => self.give_back(&payment, reason, by)?,
        }
        Ok(true)
    }

    fn close_by_hand(&mut self, payment: &Payment, reason: &Reason, by: &Actor) {
        self.note(NewAct {
            kind: ActKind::RefundClosed,
            subject: payment.charge.to_string(),
            user: Some(payment.user),
            credits: None,
            reason: reason.clone(),
            actor: by.clone(),
        });
    }

    fn give_back(
        &mut self,
        payment: &Payment,
        reason: &Reason,
        by: &Actor,
    ) -> Result<(), Unavailable> {
        self.post(NewEntry::gift(&payment.returned_credits(reason, by)))
            .map_err(|OutOfRange| super::balance_too_large())?;
        self.set_status(&payment.charge, PaymentStatus::RefundRefused);
        let news = MoneyNews::RefundRefused {
            charge: payment.charge.clone(),
            credits: payment.credits,
        };
        self.tell(payment.user, news);
        Ok(())
    }

    pub(super) fn reverse(&mut self, charge: &ChargeId, reason: &Reason) -> Option<Reversed> {
        let payment = self.payment(charge)?.clone();
        let key = match payment.status {
            PaymentStatus::Refunded => {
                let keys = Reversed::keys(charge);
                let entries = keys.iter().filter_map(|key| self.entry(key).cloned());
                let entries: Vec<_> = entries.collect();
                return Some(Reversed::ended(&payment, &entries));
            }
            PaymentStatus::RefundAsked => {
                self.settle(&payment, payment.credits);
                return Some(Reversed::asked(&payment));
            }
            PaymentStatus::Paid => EntryKey::Chargeback(charge.clone()),
            PaymentStatus::RefundRefused => EntryKey::Reversal(charge.clone()),
        };
        let taken = self.take_left(&payment, key, reason);
        self.settle(&payment, taken);
        Some(Reversed::unasked(&payment, taken))
    }

    /// Takes back what is left of a payment's credits, once per key; how much that was.
    fn take_left(&mut self, payment: &Payment, key: EntryKey, reason: &Reason) -> Credits {
        if let Some(taken) = self.entry(&key) {
            return taken.amount;
        }
        let left = self.available(payment.user).min(payment.credits);
        let chargeback = NewEntry {
            user: payment.user,
            kind: EntryKind::Chargeback,
            amount: left,
            job: None,
            key,
            reason: reason.clone(),
            actor: Actor::System,
        };
        if left.is_zero() || self.post(chargeback).is_err() {
            return Credits::ZERO;
        }
        left
    }

    /// The money is back with the payer.
    fn settle(&mut self, payment: &Payment, taken: Credits) {
        self.set_status(&payment.charge, PaymentStatus::Refunded);
        let news = MoneyNews::Refunded {
            charge: payment.charge.clone(),
            credits: taken,
            price: payment.price,
        };
        self.tell(payment.user, news);
    }

    fn set_status(&mut self, charge: &ChargeId, status: PaymentStatus) {
        let now = self.now;
        if let Some(payment) = self.payment_mut(charge) {
            payment.status = status;
            payment.refunded_at = (status == PaymentStatus::Refunded).then_some(now);
        }
    }
}
