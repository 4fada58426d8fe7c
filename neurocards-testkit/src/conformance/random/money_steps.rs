use chrono::{DateTime, Utc};
use neurocards_core::actor::Reason;
use neurocards_core::ids::UserId;
use neurocards_core::money::payment::{Booked, Payment};
use neurocards_core::ports::{BookError, Stores};

use super::money_action::{
    MoneyAction, RULES, charge_of, code_of, end_of, gift, gift_key, invoice_of, ledger_charge,
    paid_charge, promo_of, wish_of,
};
use crate::factory::{a_chargeback, a_correction, a_purchase, an_operator};

/// How a action went.
pub(super) struct Told {
    /// The answer, but for the payment in it.
    pub(super) said: String,
    /// The payment in the answer, if there is one.
    pub(super) booked: Vec<Payment>,
}

impl MoneyAction {
    /// Makes the action by a port, and tells how that went.
    pub(super) async fn make(self, stores: &Stores, now: DateTime<Utc>) -> Told {
        match self {
            Self::Grant { .. }
            | Self::Purchase { .. }
            | Self::Chargeback { .. }
            | Self::Correct { .. } => self.make_in_ledger(stores).await.into(),
            Self::CreatePromo { .. } | Self::EndPromo { .. } | Self::Redeem { .. } => {
                self.make_as_gift(stores, now).await.into()
            }
            Self::Book {
                charge,
                invoice,
                lie,
            } => {
                let charge = charge_of(charge, invoice, lie);
                stores.payments.book(&charge, &RULES).await.into()
            }
            _ => self.make_as_payment(stores).await.into(),
        }
    }

    async fn make_in_ledger(self, stores: &Stores) -> String {
        let written = match self {
            Self::Grant {
                user,
                key,
                amount,
                by_hand,
            } => {
                let grant = gift(user, key, amount, by_hand);
                stores.ledger.grant(&grant).await
            }
            Self::Purchase {
                user,
                charge,
                credits,
            } => {
                let purchase = a_purchase(UserId(user), &ledger_charge(charge), credits);
                stores.ledger.purchase(&purchase).await
            }
            Self::Chargeback { charge } => {
                let chargeback = a_chargeback(&ledger_charge(charge));
                stores.ledger.chargeback(&chargeback).await
            }
            Self::Correct { key } => stores.ledger.correct(&a_correction(&gift_key(key))).await,
            _ => return String::new(),
        };
        format!("{written:?}")
    }

    async fn make_as_payment(self, stores: &Stores) -> String {
        let payments = &stores.payments;
        match self {
            Self::Offer { invoice, forged } => {
                let offered = payments.offer(&invoice_of(invoice, forged)).await;
                format!("{offered:?}")
            }
            Self::AskRefund { charge, owner } => {
                let asked = payments.ask_refund(&wish_of(charge, owner)).await;
                format!("{asked:?}")
            }
            Self::EndRefund { charge, end } => {
                let (end, by) = end_of(end);
                let ended = payments.end_refund(&paid_charge(charge), &end, &by).await;
                format!("{ended:?}")
            }
            Self::Reverse { charge } => {
                let reason = Reason::of("a dispute");
                let reversed = payments.reverse(&paid_charge(charge), &reason).await;
                format!("{reversed:?}")
            }
            _ => String::new(),
        }
    }

    async fn make_as_gift(self, stores: &Stores, now: DateTime<Utc>) -> String {
        let gifts = &stores.gifts;
        match self {
            Self::CreatePromo {
                code,
                credits,
                uses_max,
                lasts,
            } => {
                let promo = promo_of(code, credits, uses_max, now + lasts);
                format!("{:?}", gifts.create_promo(&promo).await)
            }
            Self::EndPromo { code } => {
                let (code, reason) = (code_of(code), Reason::of("enough"));
                let ended = gifts.end_promo(&code, &reason, &an_operator()).await;
                format!("{ended:?}")
            }
            Self::Redeem { user, code } => {
                let redeemed = gifts.redeem(UserId(user), &code_of(code)).await;
                format!("{redeemed:?}")
            }
            _ => String::new(),
        }
    }
}

impl From<String> for Told {
    fn from(said: String) -> Self {
        let booked = Vec::new();
        Self { said, booked }
    }
}

impl From<Result<Booked, BookError>> for Told {
    fn from(outcome: Result<Booked, BookError>) -> Self {
        let (said, payment) = match outcome {
            Ok(Booked::New(payment)) => ("new".to_owned(), payment),
            Ok(Booked::Existing(payment)) => ("existing".to_owned(), payment),
            Err(error) => return format!("{error:?}").into(),
        };
        let booked = vec![payment];
        Self { said, booked }
    }
}
