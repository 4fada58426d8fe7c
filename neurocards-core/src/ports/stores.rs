use std::sync::Arc;

use super::{
    Alarms, Books, CreditLedger, Gifts, Inbox, JobQueue, LateTasks, Outbox, Payments, Users, WakeUp,
};

/// Every store port over one database, as the binaries and the conformance suites take them.
#[derive(Clone)]
pub struct Stores {
    /// Credits that people have, and every entry that moved them.
    pub ledger: Arc<dyn CreditLedger>,
    /// Invoices, charges for them and refunds.
    pub payments: Arc<dyn Payments>,
    /// Credits that nobody paid for.
    pub gifts: Arc<dyn Gifts>,
    /// What operators and auditors read.
    pub books: Arc<dyn Books>,
    /// Jobs from the order to the end, and the money that moves with them.
    pub jobs: Arc<dyn JobQueue>,
    /// Tasks that were given up and may still finish.
    pub late_tasks: Arc<dyn LateTasks>,
    /// What must reach a chat.
    pub outbox: Arc<dyn Outbox>,
    /// What operators must look at.
    pub alarms: Arc<dyn Alarms>,
    /// Updates that chats sent, until they are answered.
    pub inbox: Arc<dyn Inbox>,
    /// Users with their products and conversations.
    pub users: Arc<dyn Users>,
    /// Hints that there is work.
    pub wake_up: Arc<dyn WakeUp>,
}

impl Stores {
    /// All ports of one store that implements every one of them.
    pub fn of<S>(store: Arc<S>) -> Self
    where
        S: CreditLedger + Payments + Gifts + Books,
        S: JobQueue + LateTasks + Outbox + Alarms + Inbox + Users + WakeUp + 'static,
    {
        Self {
            ledger: store.clone(),
            payments: store.clone(),
            gifts: store.clone(),
            books: store.clone(),
            jobs: store.clone(),
            late_tasks: store.clone(),
            outbox: store.clone(),
            alarms: store.clone(),
            inbox: store.clone(),
            users: store.clone(),
            wake_up: store,
        }
    }
}
