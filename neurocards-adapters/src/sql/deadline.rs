//! A port method answers in time, or tells that it did not.

use std::time::Duration;

use neurocards_core::ports::Unavailable;

use super::dialect::{ADAPTER, Store};
use crate::database::{Aborted, too_slow};

impl Store {
    /// Runs a port method within the deadline of the store.
    pub(super) async fn bounded<T, E: From<Unavailable>>(
        &self,
        work: impl Future<Output = Result<T, Aborted<E>>>,
    ) -> Result<T, E> {
        within(self.deadline, work).await
    }
}

/// Ends a port method that takes too long; dropping its transaction rolls it back.
pub(super) async fn within<T, E: From<Unavailable>>(
    deadline: Duration,
    work: impl Future<Output = Result<T, Aborted<E>>>,
) -> Result<T, E> {
    match tokio::time::timeout(deadline, work).await {
        Ok(done) => done.map_err(|aborted| aborted.into_port_error(ADAPTER)),
        Err(_) => Err(too_slow(ADAPTER, deadline).into()),
    }
}

/// What the caller of a port is told of a database's error.
pub(crate) fn broken(error: sqlx::Error) -> Unavailable {
    Aborted::<Unavailable>::from(error).into_port_error(ADAPTER)
}
