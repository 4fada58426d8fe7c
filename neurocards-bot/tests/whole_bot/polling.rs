//! Updates are taken whatever happens, and acknowledged once they are stored.

use neurocards_fakes::telegram::{Fault, FaultKind, TelegramHandle};

use serde_json::{Value, json};

use super::rig::{Rig, WITHIN, ask, see};
use super::shop::choose;

/// Fault 19 of the original: pending updates were dropped at each start.
#[tokio::test(flavor = "multi_thread")]
async fn updates_that_waited_for_the_bot_are_handled() {
    let mut rig = Rig::idle().await;
    let anna = rig.person(7);
    anna.start(None).unwrap();
    anna.say("/terms").unwrap();
    rig.start_bot();
    see(&anna, "Условия").await;
    see(&anna, "Здравствуйте").await;
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_telegram_answers_ends_the_polling() {
    let mut rig = Rig::idle().await;
    for fault in [
        Fault::status("deleteWebhook", 1, 502),
        Fault::calls("deleteWebhook", 1, FaultKind::CutBefore),
        Fault::status("setMyCommands", 3, 500),
        Fault::status("getUpdates", 1, 409),
        Fault::status("getUpdates", 2, 502),
        Fault::status("getUpdates", 1, 401),
        Fault::calls("getUpdates", 1, FaultKind::CutAfter),
    ] {
        rig.telegram.add_fault(fault).unwrap();
    }
    rig.start_bot();
    rig.guest(7).await;
    // The list of commands is set beside all this.
    let used = |fake: &TelegramHandle| fake.faults().is_empty().then_some(());
    rig.telegram.wait_until(WITHIN, used).await.unwrap();
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_telegram_never_took_ends_the_bot() {
    for code in [401, 404] {
        let mut rig = Rig::idle().await;
        let fault = Fault::status("deleteWebhook", 1, code);
        rig.telegram.add_fault(fault).unwrap();
        rig.start_bot();
        let error = rig.ended().await.unwrap_err().to_string();
        assert!(error.starts_with("BOT_TOKEN is refused: "), "{error}");
        rig.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_revoked_for_a_while_loses_no_update() {
    let mut rig = Rig::idle().await;
    let anna = rig.person(7);
    rig.start_bot();
    ask(&anna, "/terms", "Условия").await;
    rig.telegram
        .add_fault(Fault::status("getUpdates", 3, 401))
        .unwrap();
    anna.say("/help").unwrap();
    let used = |fake: &TelegramHandle| fake.faults().is_empty().then_some(());
    rig.telegram.wait_until(WITHIN, used).await.unwrap();
    ask(&anna, "/terms", "Условия").await;
    rig.finish().await;
}

/// A message of 200 kB on its way: a Cyrillic letter is written as six bytes.
fn heavy() -> Value {
    json!({ "rich_message": { "text": "я".repeat(34_000) } })
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_too_many_to_be_read_at_once_hold_up_nobody() {
    let mut rig = Rig::start().await;
    let (anna, boris) = (rig.guest(7).await, rig.guest(8).await);
    let bill = choose(&boris, "5 кредитов").await;
    rig.stop_bot().await;
    let heavy = heavy();
    for _ in 0..84 {
        anna.send_fields(heavy.clone()).unwrap();
    }
    let paid = boris.pay(bill.message_id);
    let started = async { rig.start_bot() };
    let (paid, ()) = tokio::join!(paid, started);
    paid.unwrap();
    rig.until(async || !rig.payments(8).await.is_empty()).await;
    ask(&anna, "/help", "Как это работает").await;
    assert_eq!(rig.alarms().await, [""; 0]);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_too_long_to_be_read_is_passed_over_and_told() {
    let mut rig = Rig::start().await;
    let (anna, boris) = (rig.guest(7).await, rig.guest(8).await);
    rig.stop_bot().await;
    boris.say("/terms").unwrap();
    let endless = json!({ "rich_message": { "text": "я".repeat(3_000_000) } });
    anna.send_fields(endless).unwrap();
    boris.say("/help").unwrap();
    rig.start_bot();
    see(&boris, "Условия").await;
    see(&boris, "Как это работает").await;
    ask(&anna, "/help", "Как это работает").await;
    let alarms = rig.alarms().await;
    assert_eq!(alarms.len(), 1, "{alarms:?}");
    assert!(alarms[0].contains("passed over"), "{alarms:?}");
    let ledger = rig.telegram.ledger();
    let last = ledger.of("getUpdates").last().unwrap();
    assert!(
        last.parameters["limit"].as_i64().unwrap() > 1,
        "the limit grows again"
    );
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_blocks_the_bot_is_noted_and_welcome_back() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let is_blocked = async |wanted: bool| {
        let user = neurocards_core::ids::UserId(7);
        let look = async {
            while rig.stores.users.user(user).await.unwrap().unwrap().blocked != wanted {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(WITHIN, look).await.unwrap();
    };
    anna.block();
    is_blocked(true).await;
    anna.unblock();
    is_blocked(false).await;
    anna.say("/help").unwrap();
    see(&anna, "Как это работает").await;
    rig.finish().await;
}
