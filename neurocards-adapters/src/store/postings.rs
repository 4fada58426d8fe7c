use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::JobId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::{Hold, Release};
use neurocards_core::ports::{LedgerError, PlaceError, Unavailable};
use neurocards_core::work::failure::Failure;
use neurocards_core::work::order::NewOrder;

use super::{Account, Posting};

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
