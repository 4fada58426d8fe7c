//! The contracts between the domain and the world. Adapters implement them; use cases call them.
//!
//! A port method of a store is one transaction and one business event: transactions never cross a
//! port. Every method is bounded in time by its adapter; dropping its future leaves either all of
//! its effect or none. The words MUST and MUST NOT are checked by the conformance suites.
//!
//! A method that reaches beyond our own database says what its caller may do when the outcome is
//! unknown:
//!
//! - *May be repeated*: it changes nothing outside, or a second call leaves the same state.
//! - *MUST NOT be repeated by itself*: a second call may double the effect. Its caller stores the
//!   intent first, and an unknown outcome becomes a durable, visible state.

mod alarms;
mod books;
mod clock;
mod credit_ledger;
mod gifts;
mod id_source;
mod inbox;
mod job_queue;
mod late_tasks;
mod media_store;
mod messenger;
mod outbox;
mod payment_provider;
mod payments;
mod prompt_writer;
mod set_aside;
mod stores;
mod users;
mod video_generator;
mod wake_up;

pub use alarms::Alarms;
pub use books::Books;
pub use clock::Clock;
pub use credit_ledger::{CreditLedger, LedgerError};
pub use gifts::{CreatePromoError, Gifts, RedeemError};
pub use id_source::IdSource;
pub use inbox::{CommitError, Inbox};
pub use job_queue::{JobQueue, LeaseError, PlaceError};
pub use late_tasks::LateTasks;
pub use media_store::{MediaError, MediaStore};
pub use messenger::{Messenger, Notice, SendError, VideoFiles};
pub use outbox::Outbox;
pub use payment_provider::{PaymentProvider, PaymentProviderError};
pub use payments::{AskRefundError, BookError, Payments};
pub use prompt_writer::{PromptError, PromptWriter};
pub use set_aside::{SetAside, UnreadableRow};
pub use stores::Stores;
pub use users::Users;
pub use video_generator::{
    Asked, ByteStream, CheckError, FetchError, RemoteVideo, RenderRequest, SubmitError, TaskState,
    VideoGenerator,
};
pub use wake_up::{Topic, WakeUp};

#[cfg(any(test, feature = "mocks"))]
pub use self::{
    alarms::MockAlarms, books::MockBooks, clock::MockClock, credit_ledger::MockCreditLedger,
    gifts::MockGifts, id_source::MockIdSource, inbox::MockInbox, job_queue::MockJobQueue,
    late_tasks::MockLateTasks, media_store::MockMediaStore, messenger::MockMessenger,
    outbox::MockOutbox, payment_provider::MockPaymentProvider, payments::MockPayments,
    prompt_writer::MockPromptWriter, users::MockUsers, video_generator::MockVideoGenerator,
    wake_up::MockWakeUp,
};

use std::sync::Arc;

use thiserror::Error;

/// The infrastructure behind a port failed: nothing is known to have changed. Trying again later is
/// worth it unless the failure is lasting.
#[derive(Debug, Clone, Error)]
#[error("{adapter} is unavailable: {source}")]
pub struct Unavailable {
    /// Which adapter, for example `postgres`.
    pub adapter: &'static str,
    /// What it met, without secrets.
    pub source: Arc<dyn std::error::Error + Send + Sync>,
    /// Whether the same call fails for ever, because of a value in it that cannot be kept.
    pub is_lasting: bool,
}

impl Unavailable {
    /// Wraps what an adapter met.
    pub fn new(
        adapter: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self {
            adapter,
            source: Arc::from(source.into()),
            is_lasting: false,
        }
    }

    /// The same failure, of a call that fails for ever.
    #[must_use]
    pub fn lasting(self) -> Self {
        Self {
            is_lasting: true,
            ..self
        }
    }
}
