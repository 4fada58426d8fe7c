use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use neurocards_core::chat::alarm::{AlarmKind, StoredAlarm};
use neurocards_core::chat::delivery::{Delivery, DeliveryEnd};
use neurocards_core::chat::update::{RawUpdate, UpdateStage};
use neurocards_core::ids::{
    ChatId, DeliveryId, InvoiceId, JobId, MessageId, OrderId, ProductId, UserId,
};
use neurocards_core::money::act::Act;
use neurocards_core::money::gift::Promo;
use neurocards_core::money::ledger::{Balance, Entry};
use neurocards_core::money::payment::{Payment, StarList, StoredInvoice};
use neurocards_core::page::Page;
use neurocards_core::ports::Topic;
use neurocards_core::user::{Language, User};
use neurocards_core::work::job::Job;
use neurocards_core::work::late_task::{LateTask, LateTaskEnd};
use neurocards_core::work::order::Order;
use neurocards_core::work::product::Product;

/// Everything the store knows.
#[derive(Clone, Default)]
pub(super) struct State {
    /// The time of the transaction that runs now.
    pub(super) now: DateTime<Utc>,
    /// What became due in it.
    pub(super) announced: HashSet<Topic>,
    /// The number of the newest row of any kind: tells which of two is older.
    newest: i64,
    pub(super) users: BTreeMap<UserId, User>,
    pub(super) conversations: BTreeMap<UserId, String>,
    pub(super) products: BTreeMap<ProductId, ProductRow>,
    pub(super) accounts: BTreeMap<UserId, Balance>,
    pub(super) entries: Vec<Entry>,
    pub(super) invoices: BTreeMap<InvoiceId, StoredInvoice>,
    pub(super) payments: Vec<Payment>,
    pub(super) star_list: StarList,
    pub(super) promos: Vec<Promo>,
    /// Who brought each friend.
    pub(super) referrals: BTreeMap<UserId, UserId>,
    /// What people did without an entry.
    pub(super) acts: Vec<Act>,
    pub(super) orders: BTreeMap<OrderId, OrderRow>,
    pub(super) jobs: BTreeMap<JobId, JobRow>,
    /// Until when jobs without an open attempt are held back.
    pub(super) held_until: Option<DateTime<Utc>>,
    pub(super) late_tasks: BTreeMap<String, LateTaskRow>,
    pub(super) deliveries: BTreeMap<DeliveryId, DeliveryRow>,
    pub(super) alarms: BTreeMap<String, AlarmRow>,
    /// The delivery of each alarm to each operator.
    pub(super) alarm_deliveries: BTreeMap<(String, ChatId), DeliveryId>,
    pub(super) updates: BTreeMap<i64, UpdateRow>,
}

#[derive(Clone)]
pub(super) struct ProductRow {
    pub(super) product: Product,
    pub(super) age: i64,
}

#[derive(Clone)]
pub(super) struct OrderRow {
    pub(super) order: Order,
    pub(super) language: Language,
    pub(super) card_message: Option<MessageId>,
    pub(super) card: DeliveryId,
    pub(super) age: i64,
}

#[derive(Clone)]
pub(super) struct JobRow {
    pub(super) job: Job,
    pub(super) run_at: DateTime<Utc>,
    /// The fencing value: +1 at each claim.
    pub(super) token: i64,
    /// The token under which each attempt was begun.
    pub(super) begun_under: Vec<i64>,
    /// Set while running.
    pub(super) leased_until: Option<DateTime<Utc>>,
    /// Set once final.
    pub(super) finished_at: Option<DateTime<Utc>>,
    pub(super) age: i64,
}

#[derive(Clone)]
pub(super) struct LateTaskRow {
    pub(super) late: LateTask,
    pub(super) run_at: DateTime<Utc>,
    pub(super) token: i64,
    pub(super) leased_until: Option<DateTime<Utc>>,
    pub(super) end: Option<LateTaskEnd>,
}

#[derive(Clone)]
pub(super) struct DeliveryRow {
    pub(super) delivery: Delivery,
    /// When it may be claimed; `None` once closed.
    pub(super) due_at: Option<DateTime<Utc>>,
    pub(super) token: i64,
    pub(super) leased_until: Option<DateTime<Utc>>,
    /// A send may be under way or may have happened.
    pub(super) begun: bool,
    /// How the last round ended.
    pub(super) end: Option<DeliveryEnd>,
    /// A card only: it changed while it was leased.
    pub(super) changed: bool,
    pub(super) age: i64,
}

#[derive(Clone)]
pub(super) struct AlarmRow {
    pub(super) stored: StoredAlarm,
    pub(super) kind: AlarmKind,
    /// It ends by itself then, unless it is raised again.
    pub(super) quiet_at: Option<DateTime<Utc>>,
    pub(super) told_at: Option<DateTime<Utc>>,
    /// Nothing more is to be told of it.
    pub(super) closed: bool,
}

#[derive(Clone)]
pub(super) struct UpdateRow {
    pub(super) update: RawUpdate,
    pub(super) stage: UpdateStage,
    pub(super) crashes: u16,
    pub(super) token: i64,
    pub(super) due_at: DateTime<Utc>,
    pub(super) leased_until: Option<DateTime<Utc>>,
    pub(super) closed_at: Option<DateTime<Utc>>,
}

impl State {
    /// The instant `pause` from now, or the last there is.
    pub(super) fn after(&self, pause: Duration) -> DateTime<Utc> {
        let pause = TimeDelta::from_std(pause).unwrap_or(TimeDelta::MAX);
        self.now
            .checked_add_signed(pause)
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The number of a new row.
    pub(super) fn number(&mut self) -> i64 {
        self.newest += 1;
        self.newest
    }

    /// Tells those who wait for `topic`, once the transaction is done.
    pub(super) fn announce(&mut self, topic: Topic) {
        self.announced.insert(topic);
    }
}

/// The rows of a page out of `rows`, which are newest first.
pub(super) fn page_of<T>(rows: impl IntoIterator<Item = T>, page: Page) -> Vec<T> {
    let offset = usize::try_from(page.offset).unwrap_or(usize::MAX);
    rows.into_iter()
        .skip(offset)
        .take(usize::from(page.limit))
        .collect()
}
