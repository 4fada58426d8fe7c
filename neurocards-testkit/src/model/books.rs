use std::cmp::Reverse;
use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::ModelId;
use neurocards_core::ids::UserId;
use neurocards_core::money::act::{Act, ActKind};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::{Entry, EntryKind};
use neurocards_core::money::payment::{Currency, Payment};
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::money::report::{ModelSpend, MoneyReport};
use neurocards_core::page::Page;
use neurocards_core::ports::{Books, SetAside, Unavailable};

use super::MemoryStore;
use super::state::{State, page_of};

/// An act about to be noted.
pub(super) struct NewAct {
    pub(super) kind: ActKind,
    pub(super) subject: String,
    pub(super) user: Option<UserId>,
    pub(super) credits: Option<Credits>,
    pub(super) reason: Reason,
    pub(super) actor: Actor,
}

/// A span of time: from the first instant to the first after it.
#[derive(Clone, Copy)]
struct Span(DateTime<Utc>, DateTime<Utc>);

#[async_trait]
impl Books for MemoryStore {
    async fn report(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<MoneyReport, Unavailable> {
        Ok(self.transact(|state| state.report(Span(from, until))))
    }

    async fn acts(&self, page: Page) -> Result<Vec<Act>, Unavailable> {
        Ok(self.transact(|state| state.acts(page)))
    }

    /// The model keeps values, which are always readable.
    async fn set_aside(&self, _limit: u16) -> Result<Vec<SetAside>, Unavailable> {
        Ok(Vec::new())
    }
}

impl Span {
    fn has(self, at: DateTime<Utc>) -> bool {
        self.0 <= at && at < self.1
    }
}

impl State {
    /// Notes what a person did without an entry.
    pub(super) fn note(&mut self, new: NewAct) {
        if !new.actor.is_person() {
            return;
        }
        let act = Act {
            actor: new.actor,
            act: new.kind.as_str().to_owned(),
            subject: new.subject,
            user: new.user,
            credits: new.credits,
            reason: new.reason,
            at: self.now,
        };
        self.acts.push(act);
    }

    fn acts(&self, page: Page) -> Vec<Act> {
        let of_persons = self.entries.iter().rev().filter(|it| it.actor.is_person());
        let without_entry = self.acts.iter().rev().cloned();
        let mut acts: Vec<_> = without_entry.chain(of_persons.map(act_of)).collect();
        acts.sort_by_key(|act| Reverse(act.at));
        page_of(acts, page)
    }

    fn report(&self, span: Span) -> MoneyReport {
        let sum = |kind| {
            let own = self.entries.iter().filter(|it| it.kind == kind);
            let own = own.filter(|it| span.has(it.created_at));
            own.map(|entry| entry.amount.get()).sum()
        };
        let taken = |currency| self.moved(currency, |it| span.has(it.booked_at));
        let given_back =
            |currency| self.moved(currency, |it| it.refunded_at.is_some_and(|at| span.has(at)));
        MoneyReport {
            from: span.0,
            until: span.1,
            sold: sum(EntryKind::Purchase),
            granted: sum(EntryKind::Grant),
            held: sum(EntryKind::Hold),
            captured: sum(EntryKind::Capture),
            refunded: sum(EntryKind::Refund),
            charged_back: sum(EntryKind::Chargeback),
            stars_received: taken(Currency::Stars),
            stars_refunded: given_back(Currency::Stars),
            kopecks_received: taken(Currency::Roubles),
            kopecks_refunded: given_back(Currency::Roubles),
            spent: self.spent(span),
        }
    }

    fn moved(&self, currency: Currency, which: impl Fn(&Payment) -> bool) -> i64 {
        let of_currency = self.payments.iter().map(|it| (it, it.price));
        let of_currency = of_currency.filter(|(_, price)| price.currency() == currency);
        of_currency
            .filter(|(payment, _)| which(payment))
            .map(|(_, price)| price.amount())
            .sum()
    }

    fn spent(&self, span: Span) -> Vec<ModelSpend> {
        let mut models: BTreeMap<String, Vec<Option<ProviderCredits>>> = BTreeMap::new();
        for job in self.jobs.values().map(|row| &row.job) {
            let begun = job.attempts.iter().filter(|it| span.has(it.begun_at));
            for attempt in begun.filter(|it| it.task.is_some()) {
                let model = job.brief.format.model.0.clone();
                models.entry(model).or_default().push(attempt.spent);
            }
        }
        models.into_iter().map(spend).collect()
    }
}

fn act_of(entry: &Entry) -> Act {
    Act {
        actor: entry.actor.clone(),
        act: entry.kind.as_str().to_owned(),
        subject: entry.key.to_string(),
        user: Some(entry.user),
        credits: Some(entry.amount),
        reason: entry.reason.clone(),
        at: entry.created_at,
    }
}

fn spend((model, told): (String, Vec<Option<ProviderCredits>>)) -> ModelSpend {
    let count = |some: usize| u32::try_from(some).unwrap_or(u32::MAX);
    let prices = || told.iter().copied().flatten();
    let thousandths = prices().map(ProviderCredits::thousandths).sum();
    ModelSpend {
        model: ModelId(model),
        attempts: count(told.len()),
        unpriced: count(told.len() - prices().count()),
        provider_credits: ProviderCredits::from_thousandths(thousandths)
            .unwrap_or(ProviderCredits::MAX),
    }
}
