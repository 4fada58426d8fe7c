use std::time::Duration;

use neurocards_core::chat::delivery::{Deferral, DeliveryEnd};
use neurocards_core::work::job::AttemptEnd;

use super::money_action::MoneyAction;

/// One action on both stores. The number of a row counts from the newest, and round.
#[derive(Debug, Clone)]
pub(super) enum Action {
    Advance(Duration),
    Money(MoneyAction),
    Place {
        user: i64,
        videos: usize,
        price: u16,
        within: Duration,
    },
    PlaceAgain {
        order: usize,
    },
    PlaceForeign {
        order: usize,
    },
    Claim {
        limit: u16,
    },
    Extend {
        first: usize,
        count: usize,
    },
    Record {
        lease: usize,
        fact: Fact,
    },
    Snooze {
        lease: usize,
        after: Duration,
    },
    Retry {
        lease: usize,
        after: Duration,
        ends: Option<AttemptEnd>,
    },
    Complete {
        lease: usize,
    },
    Fail {
        lease: usize,
    },
    Cancel {
        user: i64,
        order: usize,
    },
    Refund {
        order: usize,
        job: usize,
    },
    Wake {
        nonce: usize,
        task: u8,
    },
    Hold(Duration),
    ClaimDeliveries {
        limit: u16,
    },
    Begin {
        lease: usize,
    },
    Close {
        lease: usize,
        end: DeliveryEnd,
    },
    DeferDelivery {
        lease: usize,
        after: Duration,
        why: Deferral,
    },
    /// Sends all that is due, wave after wave, and tells what it was.
    SendAll,
    KeepCardMessage {
        order: usize,
        message: i32,
    },
    Redeliver {
        user: i64,
        order: usize,
    },
    Alarm {
        key: u8,
        chats: Vec<i64>,
    },
    EndAlarm {
        key: u8,
    },
    StoreUpdates(Vec<(i64, i64)>),
    ClaimUpdates {
        limit: u16,
    },
    Commit {
        lease: usize,
        writes: Vec<Wish>,
        replies: usize,
    },
    TakeBackReply {
        lease: usize,
        index: usize,
    },
    BeginReply {
        lease: usize,
        index: usize,
    },
    CloseUpdate {
        lease: usize,
    },
    DeferUpdate {
        lease: usize,
        after: Duration,
    },
    Move {
        user: i64,
        chat: i64,
    },
}

impl Action {
    /// Whether it can write an entry or change a payment.
    pub(super) const fn can_move_money(&self) -> bool {
        matches!(
            self,
            Self::Money(_)
                | Self::Commit { .. }
                | Self::Place { .. }
                | Self::PlaceAgain { .. }
                | Self::PlaceForeign { .. }
                | Self::Complete { .. }
                | Self::Fail { .. }
                | Self::Cancel { .. }
                | Self::Refund { .. }
        )
    }
}

/// A fact about a job.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fact {
    Prompt,
    Photo,
    AttemptBegun,
    Submitted(u8),
    /// Credits of the provider.
    Spent(u8),
}

/// A write of a turn.
#[derive(Debug, Clone)]
pub(super) enum Wish {
    Consent { user: i64, version: u32 },
    English { user: i64 },
    Blocked { user: i64, blocked: bool },
    Welcome { user: i64 },
    Money(MoneyAction),
    Product { user: i64 },
    Place { user: i64, videos: usize },
    Cancel { user: i64, order: usize },
    Redeliver { user: i64, order: usize },
    State { user: i64, number: u8 },
}
