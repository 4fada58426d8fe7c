use neurocards_core::actor::{Actor, Reason};
use neurocards_core::credits::Credits;
use neurocards_core::failure::Failure;
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::ledger::{EntryKind, Hold, Release, Written};
use neurocards_core::order::NewOrder;
use neurocards_core::ports::{LedgerError, PlaceError, Unavailable};

use super::{Account, Posting, unreadable};

/// One hold per job of an order: all of them, or none if the account does not cover them.
pub(crate) fn holds(
    adapter: &'static str,
    order: &NewOrder,
    mut account: Account,
) -> Result<Vec<Posting>, PlaceError> {
    let balance = account.balance.available;
    let needed = order.total().unwrap_or(Credits::MAX);
    if balance < needed {
        return Err(PlaceError::Insufficient { balance, needed });
    }
    let reason = Reason::of(format_args!("order {}", order.id));
    let holds = order.jobs.iter().map(|&job| {
        account.hold(&Hold {
            job,
            user: order.user,
            amount: order.price,
            reason: reason.clone(),
            by: Actor::User,
        })
    });
    let holds = holds.collect::<Result<_, LedgerError>>();
    holds.map_err(|error| Unavailable::new(adapter, error).into())
}

/// The end of a hold whose video is stored.
pub(crate) fn earned(job: JobId) -> Release {
    release(job, Reason::of("the video is stored"), Actor::System)
}

/// The end of a hold whose job failed.
pub(crate) fn failed(job: JobId, failure: &Failure) -> Release {
    let (class, cause) = (failure.class.as_str(), failure.cause.as_str());
    let reason = Reason::of(format_args!("the job failed: {cause} ({class})"));
    release(job, reason, Actor::System)
}

/// The end of a hold whose job its user cancelled.
pub(crate) fn cancelled(job: JobId) -> Release {
    release(job, Reason::of("cancelled by the user"), Actor::User)
}

fn release(job: JobId, reason: Reason, by: Actor) -> Release {
    Release { job, reason, by }
}

/// A job's hold, with the account of its user.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    /// The user's account now.
    pub(crate) account: Account,
    /// What is held for the job.
    pub(crate) amount: Credits,
}

impl Held {
    /// A hold as its row has it.
    pub(crate) fn read(
        (user, amount, available, held): (i64, i64, i64, i64),
    ) -> Result<Self, sqlx::Error> {
        Ok(Self {
            account: Account::read(user, available, held)?,
            amount: Credits::new(amount).map_err(unreadable)?,
        })
    }

    /// The capture or the refund that ends it.
    pub(crate) fn release(
        mut self,
        end: EntryKind,
        release: &Release,
    ) -> Result<Posting, sqlx::Error> {
        self.account.release(end, self.amount, release)
    }
}

/// The entry that has a key already.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct KeyedRow {
    user_id: i64,
    kind: String,
    amount: i64,
}

impl KeyedRow {
    /// Whose account it moved.
    pub(crate) fn user(&self) -> UserId {
        UserId(self.user_id)
    }

    /// How much it moved.
    pub(crate) fn amount(&self) -> Result<Credits, sqlx::Error> {
        Credits::new(self.amount).map_err(unreadable)
    }

    /// Whether it is the entry that would be written now.
    pub(crate) fn is(
        &self,
        user: UserId,
        kind: EntryKind,
        amount: Credits,
        key: &str,
    ) -> Result<Written, LedgerError> {
        let same =
            self.user_id == user.0 && self.kind == kind.as_str() && self.amount == amount.get();
        if same {
            return Ok(Written::Existing);
        }
        Err(LedgerError::KeyConflict(key.to_owned()))
    }
}
