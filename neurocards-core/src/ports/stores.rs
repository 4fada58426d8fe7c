use std::sync::Arc;

use super::{CreditLedger, Inbox, JobQueue, Outbox, Users, WakeUp};

/// Every store port over one database, as the binaries and the conformance suites take them.
#[derive(Clone)]
pub struct Stores {
    /// Money.
    pub ledger: Arc<dyn CreditLedger>,
    /// Work.
    pub jobs: Arc<dyn JobQueue>,
    /// What must reach a chat.
    pub outbox: Arc<dyn Outbox>,
    /// What came from chats.
    pub inbox: Arc<dyn Inbox>,
    /// People.
    pub users: Arc<dyn Users>,
    /// Hints that there is work.
    pub wake_up: Arc<dyn WakeUp>,
}

impl Stores {
    /// All ports of one store that implements every one of them.
    pub fn of<S>(store: Arc<S>) -> Self
    where
        S: CreditLedger + JobQueue + Outbox + Inbox + Users + WakeUp + 'static,
    {
        Self {
            ledger: store.clone(),
            jobs: store.clone(),
            outbox: store.clone(),
            inbox: store.clone(),
            users: store.clone(),
            wake_up: store,
        }
    }
}
