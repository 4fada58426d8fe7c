//! The money of an order: what its jobs hold, and how each hold ends.

use crate::actor::{Actor, Reason};
use crate::ids::JobId;
use crate::money::account::{Account, AccountError, Posting};
use crate::money::credits::Credits;
use crate::money::ledger::{Hold, Release};
use crate::work::failure::Failure;
use crate::work::order::NewOrder;

impl NewOrder {
    /// The hold of each job, in the order of the jobs.
    pub fn holds(&self) -> impl Iterator<Item = Hold> {
        let reason = Reason::of(format_args!("order {}", self.id));
        self.jobs.iter().map(move |&job| Hold {
            job,
            user: self.user,
            amount: self.price,
            reason: reason.clone(),
            by: Actor::User,
        })
    }

    /// The entries of all holds, out of the account of who pays; none if it does not cover the
    /// total.
    pub fn postings(&self, mut account: Account) -> Result<Vec<Posting>, AccountError> {
        let balance = account.balance.available;
        let needed = self.total().unwrap_or(Credits::MAX);
        if balance < needed {
            return Err(AccountError::Insufficient { balance, needed });
        }
        self.holds().map(|hold| account.hold(&hold)).collect()
    }
}

impl Release {
    /// The end of a hold whose video is stored: a capture.
    pub fn earned(job: JobId) -> Self {
        let reason = Reason::of("the video is stored");
        let by = Actor::System;
        Self { job, reason, by }
    }

    /// The end of a hold whose job failed: a refund.
    pub fn failed(job: JobId, failure: &Failure) -> Self {
        let (class, cause) = (failure.class.as_str(), failure.cause.as_str());
        let reason = Reason::of(format_args!("the job failed: {cause} ({class})"));
        let by = Actor::System;
        Self { job, reason, by }
    }

    /// The end of a hold whose job its user cancelled: a refund.
    pub fn cancelled(job: JobId) -> Self {
        let reason = Reason::of("cancelled by the user");
        let by = Actor::User;
        Self { job, reason, by }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;
    use crate::ids::{ChatId, OrderId, ProductId, UserId};
    use crate::money::ledger::{Balance, EntryKind};
    use crate::user::Language;
    use crate::work::brief::{Brief, Scenario};
    use crate::work::catalogue::Catalogue;
    use crate::work::failure::{Cause, ErrorClass};
    use crate::work::media::{MediaKey, MediaKind};
    use crate::work::product::{Description, Product};

    fn an_order(videos: u128, price: Credits) -> NewOrder {
        NewOrder {
            id: OrderId(Uuid::from_u128(1)),
            user: UserId(7),
            chat: ChatId(7),
            card_message: None,
            product: Product {
                id: ProductId(Uuid::from_u128(2)),
                user: UserId(7),
                photo: MediaKey::of(b"photo", MediaKind::Jpeg),
                description: Description::parse("A mug").unwrap(),
            },
            brief: Brief {
                scenario: Scenario::Ad { wishes: None },
                format: Catalogue::sample().default_format(),
            },
            language: Language::En,
            jobs: (1..=videos).map(|no| JobId(Uuid::from_u128(no))).collect(),
            price,
            deadline: Duration::from_mins(30),
        }
    }

    fn account(available: u16) -> Account {
        Account {
            user: UserId(7),
            balance: Balance {
                available: Credits::small(available),
                held: Credits::small(1),
            },
        }
    }

    #[test]
    fn an_order_holds_the_price_of_each_job() {
        let order = an_order(3, Credits::small(2));
        let postings = order.postings(account(10)).unwrap();
        let jobs: Vec<_> = postings.iter().filter_map(|it| it.job).collect();
        assert_eq!(jobs, order.jobs);
        let held = |it: &Posting| (it.kind, it.amount, it.after.available.get());
        let held: Vec<_> = postings.iter().map(held).collect();
        let two = Credits::small(2);
        assert_eq!(held, [8, 6, 4].map(|left| (EntryKind::Hold, two, left)));
    }

    #[test]
    fn an_order_that_is_not_covered_holds_nothing() {
        let refused = an_order(3, Credits::small(2)).postings(account(5));
        let (balance, needed) = (Credits::small(5), Credits::small(6));
        assert_eq!(refused, Err(AccountError::Insufficient { balance, needed }));
    }

    #[test]
    fn the_end_of_a_hold_says_why() {
        let job = JobId(Uuid::nil());
        let failure = Failure::new(ErrorClass::User, Cause::Copyright, "");
        let failed = Release::failed(job, &failure).reason.to_string();
        assert_eq!(failed, "the job failed: copyright (user)");
        assert_eq!(Release::cancelled(job).by, Actor::User);
        assert_eq!(Release::earned(job).by, Actor::System);
    }
}
