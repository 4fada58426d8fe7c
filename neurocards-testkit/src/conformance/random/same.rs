use std::fmt::Debug;

use neurocards_core::ports::{CommitError, LeaseError, PlaceError};
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

pub(super) fn placed<T: Debug>(outcome: &Result<T, PlaceError>) -> String {
    format!("{outcome:?}")
}

pub(super) fn committed(outcome: &Result<(), CommitError>) -> String {
    match outcome {
        // A turn has no word for a grant whose key was used for another entry. The error names
        // the adapter, which is another for each.
        Err(CommitError::Unavailable(error)) => error.source.to_string(),
        outcome => format!("{outcome:?}"),
    }
}
