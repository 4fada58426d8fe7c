use std::fmt::Debug;

use neurocards_core::actor::{Actor, Reason};
use neurocards_core::money::ledger::{Entry, Written};
use neurocards_core::ports::{CommitError, LeaseError, LedgerError, PlaceError};
use proptest::test_runner::TestCaseError;

/// Whether the two stores agree.
pub(super) type Compared = Result<(), TestCaseError>;

/// Fails unless both stores gave the same answer.
pub(super) fn same<T: PartialEq + Debug>(what: &str, (model, subject): &(T, T)) -> Compared {
    if model == subject {
        return Ok(());
    }
    let difference = format!("{what}\n  model: {model:#?}\n  store: {subject:#?}");
    Err(TestCaseError::fail(difference))
}

/// The same transformation of both answers.
pub(super) fn both<T, U>((model, subject): (T, T), of: impl Fn(T) -> U) -> (U, U) {
    (of(model), of(subject))
}

pub(super) fn leased(outcome: &Result<(), LeaseError>) -> &'static str {
    match outcome {
        Ok(()) => "done",
        Err(LeaseError::Lost) => "lost",
        Err(_) => "unavailable",
    }
}

pub(super) fn ledger(outcome: &Result<Written, LedgerError>) -> String {
    match outcome {
        Ok(written) => format!("{written:?}"),
        Err(LedgerError::KeyConflict(_)) => "key conflict".to_owned(),
        Err(error) => format!("{error:?}"),
    }
}

pub(super) fn placed<T: Debug>(outcome: &Result<T, PlaceError>) -> String {
    format!("{outcome:?}")
}

pub(super) fn committed(outcome: &Result<(), CommitError>) -> String {
    match outcome {
        // A turn has no word for a grant whose key was used for another entry.
        Err(CommitError::Unavailable(_)) => "unavailable".to_owned(),
        outcome => format!("{outcome:?}"),
    }
}

/// What the contract says of an entry: its number is the store's own, and so is the reason of
/// what happens to a job by itself or by its user.
#[derive(Debug, PartialEq)]
pub(super) struct PlainEntry(Entry);

pub(super) fn plain(entries: Vec<Entry>) -> Vec<PlainEntry> {
    let plain = |mut entry: Entry| {
        entry.id = 0;
        if entry.job.is_some() && matches!(entry.actor, Actor::System | Actor::User) {
            entry.reason = Reason::of("");
        }
        PlainEntry(entry)
    };
    let mut entries: Vec<_> = entries.into_iter().map(plain).collect();
    // Entries of one instant have no order that the contract names.
    entries.sort_by_key(|PlainEntry(it)| (it.created_at, it.balance_after, it.kind, it.job));
    entries
}
