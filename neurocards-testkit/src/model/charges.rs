use neurocards_core::ids::UserId;
use neurocards_core::money::account::AccountError;
use neurocards_core::money::booking::ChargeRefusal;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::ledger::Grant;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::{Booked, Charge, Invoice, Payment, PaymentStatus};
use neurocards_core::ports::{BookError, LedgerError, Unavailable};

use super::entries::NewEntry;
use super::state::State;

impl State {
    pub(super) fn book(
        &mut self,
        charge: &Charge,
        rules: &ReferralRules,
    ) -> Result<Booked, BookError> {
        if let Some(known) = self.payment(&charge.id) {
            return replayed(charge, known);
        }
        let invoice = self.charged(charge)?;
        self.credit(charge, &invoice)?;
        let rewarded = self.reward(charge.payer, rules);
        let payment = Payment {
            no: self.number(),
            charge: charge.id.clone(),
            provider_charge: charge.provider_id.clone(),
            user: charge.payer,
            invoice: charge.invoice,
            credits: invoice.credits,
            price: charge.price,
            status: PaymentStatus::Paid,
            rewarded,
            booked_at: self.now,
            refunded_at: None,
        };
        self.payments.push(payment.clone());
        if let Some(stored) = self.invoices.get_mut(&charge.invoice) {
            stored.paid = true;
        }
        Ok(Booked::New(payment))
    }

    /// The invoice, if the charge is for it.
    fn charged(&self, charge: &Charge) -> Result<Invoice, ChargeRefusal> {
        let id = charge.id.clone();
        let Some(stored) = self.invoices.get(&charge.invoice) else {
            return Err(ChargeRefusal::UnknownInvoice {
                charge: id,
                invoice: charge.invoice,
            });
        };
        let invoice = &stored.invoice;
        if invoice.user != charge.payer {
            return Err(ChargeRefusal::WrongPayer {
                charge: id,
                payer: charge.payer,
                owner: invoice.user,
            });
        }
        if invoice.price != charge.price {
            return Err(ChargeRefusal::WrongPrice {
                charge: id,
                expected: invoice.price,
                given: charge.price,
            });
        }
        Ok(invoice.clone())
    }

    fn credit(&mut self, charge: &Charge, invoice: &Invoice) -> Result<(), BookError> {
        let id = charge.id.clone();
        if self.entry(&EntryKey::Purchase(id.clone())).is_some() {
            return Err(ChargeRefusal::Conflict(id).into());
        }
        let purchase = charge.purchase(invoice.credits);
        self.purchase(&purchase).map_err(|error| match error {
            LedgerError::Account(AccountError::Amount(_)) => {
                BookError::Refused(ChargeRefusal::TooMuch(id.clone()))
            }
            error => Unavailable::new("memory", error).into(),
        })?;
        let news = MoneyNews::Paid {
            charge: id,
            credits: invoice.credits,
            price: charge.price,
            balance: self.available(charge.payer),
        };
        self.tell(charge.payer, news);
        Ok(())
    }

    /// Rewards the payer and who brought them, if this is the payer's first purchase. Whether
    /// either got something.
    fn reward(&mut self, friend: UserId, rules: &ReferralRules) -> bool {
        let first = self.payments.iter().all(|it| it.user != friend);
        let Some(referrer) = self.referrals.get(&friend).copied().filter(|_| first) else {
            return false;
        };
        let credits = rules.credits;
        let own = rules.reward_of_friend(friend);
        let theirs = rules.reward_of_referrer(friend, referrer);
        let to_friend = self.give_reward(&own, MoneyNews::BroughtByFriend { credits });
        let room = self.friends_of(referrer).rewarded < rules.friends_max;
        let to_referrer = room && self.give_reward(&theirs, MoneyNews::FriendBought { credits });
        to_friend || to_referrer
    }

    fn give_reward(&mut self, reward: &Grant, news: MoneyNews) -> bool {
        let given = self.post_once(NewEntry::gift(reward)).is_ok();
        if given {
            self.tell(reward.user, news);
        }
        given
    }
}

fn replayed(charge: &Charge, known: &Payment) -> Result<Booked, BookError> {
    let same =
        (known.user, known.invoice, known.price) == (charge.payer, charge.invoice, charge.price);
    if same {
        return Ok(Booked::Existing(known.clone()));
    }
    Err(ChargeRefusal::Conflict(charge.id.clone()).into())
}
