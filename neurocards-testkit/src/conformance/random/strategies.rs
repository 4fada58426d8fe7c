use neurocards_core::chat::delivery::{Deferral, DeliveryEnd, SentMessage};
use neurocards_core::ids::MessageId;
use neurocards_core::work::job::AttemptEnd;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

use super::LONGEST;
use super::action::{Action, Fact, Wish};
use super::draws::{row, secs, user, videos};
use super::money_strategies::{any_money_action, any_money_write};

/// A sequence of anything, or one mostly of money actions.
pub(super) fn any_actions() -> impl Strategy<Value = Vec<Action>> {
    prop_oneof![
        vec(any_action(), 1..LONGEST),
        vec(any_action_of_money(), 1..LONGEST),
    ]
}

fn any_action_of_money() -> impl Strategy<Value = Action> {
    let turn = (vec(wish_of_money(), 1..4), row());
    prop_oneof![
        2 => secs(90).prop_map(Action::Advance),
        12 => any_money_action().prop_map(Action::Money),
        2 => vec((1..99_i64, 0..4_i64), 1..4).prop_map(Action::StoreUpdates),
        2 => (1..4_u16).prop_map(|limit| Action::ClaimUpdates { limit }),
        4 => turn.prop_map(|(writes, lease)| Action::Commit { lease, writes, replies: 0 }),
        4 => work(),
        2 => rare_work(),
        1 => Just(Action::SendAll),
    ]
}

/// Any action, the busy ones more often.
pub(super) fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => secs(90).prop_map(Action::Advance),
        4 => any_money_action().prop_map(Action::Money),
        10 => work(),
        4 => rare_work(),
        5 => deliveries(),
        5 => updates(),
    ]
}

fn work() -> impl Strategy<Value = Action> {
    let end = select(vec![
        None,
        Some(AttemptEnd::Declined),
        Some(AttemptEnd::Failed),
        Some(AttemptEnd::Lost),
    ]);
    let place = (user(), videos(), 1..3_u16, secs(200));
    prop_oneof![
        3 => place.prop_map(|(user, videos, price, within)| {
            Action::Place { user, videos, price, within }
        }),
        4 => (1..4_u16).prop_map(|limit| Action::Claim { limit }),
        4 => (row(), fact()).prop_map(|(lease, fact)| Action::Record { lease, fact }),
        2 => (row(), secs(40)).prop_map(|(lease, after)| Action::Snooze { lease, after }),
        2 => (row(), secs(40), end)
            .prop_map(|(lease, after, ends)| Action::Retry { lease, after, ends }),
        2 => row().prop_map(|lease| Action::Complete { lease }),
        1 => row().prop_map(|lease| Action::Fail { lease }),
        1 => (row(), 0..3_u8).prop_map(|(nonce, task)| Action::Wake { nonce, task }),
    ]
}

fn rare_work() -> impl Strategy<Value = Action> {
    prop_oneof![
        1 => row().prop_map(|order| Action::PlaceAgain { order }),
        1 => row().prop_map(|order| Action::PlaceForeign { order }),
        1 => (row(), 1..4_usize).prop_map(|(first, count)| Action::Extend { first, count }),
        2 => (user(), row()).prop_map(|(user, order)| Action::Cancel { user, order }),
        1 => (row(), 0..5_usize).prop_map(|(order, job)| Action::Refund { order, job }),
        1 => secs(120).prop_map(Action::Hold),
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        Just(Fact::Prompt),
        Just(Fact::Photo),
        Just(Fact::AttemptBegun),
        Just(Fact::AttemptBegun),
        (0..3_u8).prop_map(Fact::Submitted),
        (0..3_u8).prop_map(Fact::Spent),
    ]
}

fn end() -> impl Strategy<Value = DeliveryEnd> {
    let sent = (1..99, any::<bool>()).prop_map(|(message, filed)| SentMessage {
        message: MessageId(message),
        file_id: filed.then(|| format!("file-{message}")),
    });
    let reason = || "refused".to_owned();
    prop_oneof![
        6 => sent.prop_map(DeliveryEnd::Sent),
        1 => Just(DeliveryEnd::Unknown),
        1 => Just(DeliveryEnd::Blocked),
        1 => Just(DeliveryEnd::Refused { reason: reason() }),
    ]
}

fn deliveries() -> impl Strategy<Value = Action> {
    let chats = vec(1..5_i64, 0..3);
    let why = select(vec![Deferral::Asked, Deferral::Fault]);
    prop_oneof![
        4 => (1..4_u16).prop_map(|limit| Action::ClaimDeliveries { limit }),
        2 => row().prop_map(|lease| Action::Begin { lease }),
        4 => (row(), end()).prop_map(|(lease, end)| Action::Close { lease, end }),
        1 => (row(), secs(40), why).prop_map(|(lease, after, why)| {
            Action::DeferDelivery { lease, after, why }
        }),
        1 => Just(Action::SendAll),
        1 => (row(), 1..99).prop_map(|(order, message)| {
            Action::KeepCardMessage { order, message }
        }),
        1 => (user(), row()).prop_map(|(user, order)| Action::Redeliver { user, order }),
        1 => (0..3_u8, chats).prop_map(|(key, chats)| Action::Alarm { key, chats }),
        1 => (0..3_u8).prop_map(|key| Action::EndAlarm { key }),
    ]
}

fn updates() -> impl Strategy<Value = Action> {
    let stored = vec((1..20_i64, 0..4_i64), 1..4);
    let writes = vec(wish(), 0..4);
    prop_oneof![
        3 => stored.prop_map(Action::StoreUpdates),
        3 => (1..4_u16).prop_map(|limit| Action::ClaimUpdates { limit }),
        4 => (row(), writes, 0..3_usize).prop_map(|(lease, writes, replies)| {
            Action::Commit { lease, writes, replies }
        }),
        1 => (row(), 0..3_usize).prop_map(|(lease, index)| Action::BeginReply { lease, index }),
        1 => (row(), 0..3_usize).prop_map(|(lease, index)| Action::TakeBackReply { lease, index }),
        2 => row().prop_map(|lease| Action::CloseUpdate { lease }),
        1 => (row(), secs(20)).prop_map(|(lease, after)| Action::DeferUpdate { lease, after }),
        1 => (user(), 1..5_i64).prop_map(|(user, chat)| Action::Move { user, chat }),
    ]
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        (user(), 1..4_u32).prop_map(|(user, version)| Wish::Consent { user, version }),
        user().prop_map(|user| Wish::English { user }),
        (user(), any::<bool>()).prop_map(|(user, blocked)| Wish::Blocked { user, blocked }),
        (user(), Just(false)).prop_map(|(user, blocked)| Wish::Blocked { user, blocked }),
        user().prop_map(|user| Wish::Welcome { user }),
        wish_of_money(),
        user().prop_map(|user| Wish::Product { user }),
        (user(), videos()).prop_map(|(user, videos)| Wish::Place { user, videos }),
        (user(), row()).prop_map(|(user, order)| Wish::Cancel { user, order }),
        (user(), row()).prop_map(|(user, order)| Wish::Redeliver { user, order }),
        (user(), any::<u8>()).prop_map(|(user, number)| Wish::State { user, number }),
    ]
}

fn wish_of_money() -> impl Strategy<Value = Wish> {
    prop_oneof![
        2 => any_money_action().prop_map(Wish::Money),
        1 => any_money_write().prop_map(Wish::Money),
    ]
}
