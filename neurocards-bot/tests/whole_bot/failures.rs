//! The store, the chat or our own code fails: what people see.

use std::sync::Arc;

use neurocards_core::money::credits::Credits;
use neurocards_core::page::Page;
use neurocards_core::ports::{CommitError, MockUsers, PlaceError};
use neurocards_fakes::telegram::{Fault, FaultKind};

use super::flaky_inbox::out_of_order;
use super::rig::{Rig, WITHIN, count, see, texts};
use super::way_to_an_order::to_confirm;

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_was_not_stored_is_not_acknowledged() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    rig.inbox.fail_stores(3);
    anna.say("/help").unwrap();
    see(&anna, "Как это работает").await;
    assert!(!rig.inbox.has_faults());
    assert_eq!(count(&anna, "Как это работает"), 1, "{:?}", texts(&anna));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_the_store_could_not_take_is_made_again() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let error = CommitError::Unavailable(out_of_order());
    rig.inbox.fail_commit(error);
    anna.say("/help").unwrap();
    see(&anna, "Как это работает").await;
    assert!(!rig.inbox.has_faults());
    assert_eq!(count(&anna, "Как это работает"), 1, "{:?}", texts(&anna));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_can_never_be_kept_is_given_up_with_an_apology_and_an_alarm() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let error = CommitError::Unavailable(out_of_order().lasting());
    rig.inbox.fail_commit(error);
    anna.say("/help").unwrap();
    see(&anna, "не справилась").await;
    let page = Page {
        offset: 0,
        limit: 10,
    };
    let standing = rig.stores.alarms.standing(page).await.unwrap();
    assert_eq!(standing.len(), 1, "{standing:?}");
    assert!(standing[0].text.contains("cannot be kept"), "{standing:?}");
    anna.say("/help").unwrap();
    see(&anna, "Как это работает").await;
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_spent_elsewhere_meanwhile_are_told_and_the_draft_is_kept() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let confirm = to_confirm(&anna).await;
    rig.inbox
        .fail_commit(CommitError::Place(PlaceError::Insufficient {
            balance: Credits::ZERO,
            needed: Credits::small(1),
        }));
    anna.press_text(confirm, "Запустить").unwrap();
    let short = see(&anna, "не хватает 1 кредита").await;
    assert_eq!(short.message_id, confirm, "the confirm message tells it");
    assert_eq!(rig.orders(7).await, []);
    anna.press_text(confirm, "1 видео").unwrap();
    see(&anna, "Всё готово к съёмке").await;
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_makes_our_code_panic_is_answered_with_an_apology() {
    let mut rig = Rig::idle().await;
    let mut users = MockUsers::new();
    users.expect_user().returning(|_| Ok(None));
    users.expect_meet().returning(|_| panic!("scripted"));
    rig.stores.users = Arc::new(users);
    rig.start_bot();
    let anna = rig.person(7);
    anna.start(None).unwrap();
    see(&anna, "не справилась").await;
    anna.say("/help").unwrap();
    let apologies = || (count(&anna, "не справилась") == 2).then_some(());
    rig.telegram
        .wait_until(WITHIN, |_| apologies())
        .await
        .unwrap();
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_meets_a_flood_limit_waits_in_the_inbox() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    rig.telegram
        .add_fault(Fault::flood("editMessageText", 30))
        .unwrap();
    let menu = see(&anna, "🏠 Меню").await;
    anna.press_text(menu.message_id, "Кабинет").unwrap();
    let cabinet = see(&anna, "👤 Кабинет").await;
    assert_eq!(cabinet.message_id, menu.message_id);
    assert!(rig.telegram.faults().is_empty());
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_whose_message_is_gone_comes_as_a_new_one() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let gone = FaultKind::Refuse {
        code: 400,
        description: Some("Bad Request: message to edit not found".to_owned()),
        retry_after: None,
    };
    rig.telegram
        .add_fault(Fault::calls("editMessageText", 1, gone))
        .unwrap();
    let menu = see(&anna, "🏠 Меню").await;
    anna.press_text(menu.message_id, "Кабинет").unwrap();
    let cabinet = see(&anna, "👤 Кабинет").await;
    assert!(cabinet.message_id > menu.message_id);
    rig.finish().await;
}
