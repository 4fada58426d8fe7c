//! Gifts: promo codes, friends, the welcome.

use chrono::TimeDelta;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{NewPromo, PromoCode};
use neurocards_core::ports::Clock;
use neurocards_fakes::telegram::Person;

use super::rig::{Rig, count, see};
use super::shop::buy;
use super::way_to_an_order::to_confirm;

async fn promo(rig: &Rig, uses_max: u32) {
    let promo = NewPromo {
        code: PromoCode::parse("SPRING").unwrap(),
        credits: Credits::small(3),
        uses_max,
        expires_at: rig.clock.now() + TimeDelta::days(1),
        reason: Reason::of("spring"),
        by: Actor::System,
    };
    rig.stores.gifts.create_promo(&promo).await.unwrap();
}

async fn accept(person: &Person) {
    let consent = see(person, "Здравствуйте").await;
    person.press_text(consent.message_id, "Принимаю").unwrap();
    see(person, "Рада знакомству").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_redeemed_once_in_the_middle_of_a_draft() {
    let rig = Rig::start().await;
    promo(&rig, 10).await;
    let anna = rig.guest(7).await;
    to_confirm(&anna).await;
    anna.say("/promo spring").unwrap();
    let shown = see(&anna, "Подарок на балансе: 3 кредита").await;
    assert!(shown.text.contains("Всё готово к съёмке"), "{}", shown.text);
    anna.say("/promo spring").unwrap();
    see(&anna, "уже использовали").await;
    anna.say("/promo nothing").unwrap();
    see(&anna, "Такого промокода нет").await;
    assert_eq!(rig.balance(7).await.available, Credits::small(5));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_in_a_link_waits_for_the_consent() {
    let rig = Rig::start().await;
    promo(&rig, 1).await;
    let anna = rig.person(7);
    anna.start(Some("promo_SPRING")).unwrap();
    see(&anna, "Здравствуйте").await;
    assert_eq!(rig.balance(7).await.available, Credits::ZERO);
    accept(&anna).await;
    see(&anna, "Подарок на балансе: 3 кредита").await;
    assert_eq!(rig.balance(7).await.available, Credits::small(5));

    let late = rig.person(8);
    late.start(Some("promo_SPRING")).unwrap();
    accept(&late).await;
    see(&late, "уже разобрали").await;
    assert_eq!(rig.balance(8).await.available, Credits::small(2));
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_friend_who_buys_rewards_both() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    anna.say("/balance").unwrap();
    let cabinet = see(&anna, "👤 Кабинет").await;
    anna.press_text(cabinet.message_id, "Пригласить").unwrap();
    let invited = see(&anna, "Пригласите друга").await;
    let word = invited.text.split("?start=").nth(1).unwrap();
    let word = word.split_whitespace().next().unwrap();

    let boris = rig.person(8);
    boris.start(Some(word)).unwrap();
    accept(&boris).await;
    buy(&boris).await;
    rig.until(async || rig.balance(7).await.available == Credits::small(4))
        .await;
    assert_eq!(rig.balance(8).await.available, Credits::small(9));
    anna.say("/balance").unwrap();
    let cabinet = see(&anna, "👤 Кабинет").await;
    anna.press_text(cabinet.message_id, "Пригласить").unwrap();
    see(&anna, "Пришли по ссылке: 1, из них принесли награду: 1").await;
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_names_gifts_payments_and_videos() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    buy(&anna).await;
    rig.until(async || rig.balance(7).await.available == Credits::small(7))
        .await;
    let confirm = to_confirm(&anna).await;
    anna.press_text(confirm, "Запустить").unwrap();
    rig.until(async || rig.balance(7).await.held == Credits::small(1))
        .await;
    anna.say("/history").unwrap();
    let history = see(&anna, "📜 История").await.text;
    for line in [
        "+2 · подарок за знакомство · баланс 2",
        "+5 · покупка за 200 ⭐ · баланс 7",
        "отложено: «Кружка <b>ручной</b> работы» · баланс 6",
        "Отложено на видео в работе: 1 кредит",
    ] {
        assert!(history.contains(line), "{line}: {history}");
    }
    assert_eq!(count(&anna, "📜 История"), 1);
    rig.finish().await;
}
