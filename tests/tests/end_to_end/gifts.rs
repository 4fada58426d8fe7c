//! Promo codes and friends.

use std::time::Duration;

use neurocards_adapters::system::SystemClock;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{NewPromo, PromoCode};
use neurocards_core::money::ledger::EntryKind::{Grant, Purchase};
use neurocards_core::ports::Clock;
use neurocards_tests::{Seller, StoreKind, TestBench, on_both_stores};

on_both_stores!(
    a_promo_code_gives_once_and_keeps_the_draft,
    a_promo_code_in_a_link_is_redeemed_after_the_consent,
    both_friends_are_rewarded_on_the_first_purchase_only,
    nobody_brings_themselves_or_somebody_who_was_here,
);

async fn spring(bench: &TestBench, uses_max: u32) {
    let promo = NewPromo {
        code: PromoCode::parse("SPRING").unwrap(),
        credits: Credits::small(3),
        uses_max,
        expires_at: SystemClock.now() + Duration::from_hours(24),
        reason: Reason::of("campaign"),
        by: Actor::System,
    };
    bench.stores.gifts.create_promo(&promo).await.unwrap();
}

async fn a_promo_code_gives_once_and_keeps_the_draft(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    spring(&bench, 9).await;
    let anna = bench.seller(7).await;
    anna.person()
        .send_photo(neurocards_tests::photo(), Some("Кружка"))
        .unwrap();
    anna.see("Какое видео").await;
    anna.person().say("/promo spring").unwrap();
    anna.see("Промокод сработал").await;
    assert_eq!(bench.credits(&anna).await, 9);
    anna.person().say("/promo SPRING").unwrap();
    anna.see("уже использовали").await;
    anna.person().say("/promo AUTUMN").unwrap();
    anna.see("Такого промокода нет").await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Grant]);
    anna.press("Какое видео", "Рекламный ролик").await;
    anna.see("Есть пожелания").await;
    bench.finish().await;
}

async fn a_promo_code_in_a_link_is_redeemed_after_the_consent(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    spring(&bench, 1).await;
    let anna = bench.stranger(7);
    anna.consent_by("promo_SPRING").await;
    anna.see("Промокод сработал").await;
    assert_eq!(bench.credits(&anna).await, 9);
    let boris = bench.stranger(8);
    boris.consent_by("promo_SPRING").await;
    boris.see("уже разобрали").await;
    assert_eq!(bench.credits(&boris).await, 6);
    bench.finish().await;
}

/// The payload of a seller's own link.
async fn link(seller: &Seller) -> String {
    let cabinet = seller.ask("/balance", "Кабинет").await.message_id;
    seller.person().press_text(cabinet, "Пригласить").unwrap();
    let view = seller.see("start=ref_").await;
    let (_, rest) = view.text.split_once("start=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn both_friends_are_rewarded_on_the_first_purchase_only(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    let boris = bench.stranger(8);
    boris.join_by(&link(&anna).await).await;
    assert_eq!(
        bench.credits(&boris).await,
        6,
        "nothing before the purchase"
    );
    boris.buy("5 кредитов").await;
    anna.see("Ваш друг пополнил").await;
    boris.see("Подарок к первой покупке").await;
    assert_eq!(
        (bench.credits(&anna).await, bench.credits(&boris).await),
        (8, 13)
    );
    boris.buy("5 кредитов").await;
    boris.see("18 кредитов").await;
    assert_eq!(bench.entry_kinds(&anna).await, [Grant, Grant]);
    assert_eq!(
        bench.entry_kinds(&boris).await,
        [Grant, Purchase, Grant, Purchase]
    );
    bench.finish().await;
}

async fn nobody_brings_themselves_or_somebody_who_was_here(kind: StoreKind) {
    let bench = TestBench::open(kind).await;
    let anna = bench.seller(7).await;
    let boris = bench.seller(8).await;
    let annas = link(&anna).await;
    let boriss = link(&boris).await;
    anna.person().start(Some(&annas)).unwrap();
    boris.person().start(Some(&annas)).unwrap();
    anna.person().start(Some(&boriss)).unwrap();
    anna.buy("5 кредитов").await;
    boris.buy("5 кредитов").await;
    anna.see("Оплата прошла").await;
    boris.see("Оплата прошла").await;
    for seller in [&anna, &boris] {
        assert_eq!(bench.entry_kinds(seller).await, [Grant, Purchase]);
    }
    bench.finish().await;
}
