//! Bad news in words.

use neurocards_core::ids::{ChargeId, ChatId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::{Currency, Price};
use neurocards_core::ports::{Messenger, Notice};
use neurocards_core::user::Language;
use neurocards_core::work::failure::Cause;

use super::rig::{ANNA, PRODUCT, Rig};

#[tokio::test]
async fn every_failure_reaches_the_chat_in_both_languages() {
    let rig = Rig::start().await;
    for (language, menu) in [(Language::Ru, "🏠 Меню"), (Language::En, "🏠 Menu")] {
        for cause in Cause::ALL {
            let notice = Notice::Failed {
                product: PRODUCT,
                variant: 0,
                cause,
            };
            rig.messenger
                .send_notice(ChatId(ANNA), language, &notice)
                .await
                .unwrap();
            let shown = rig.anna.from_bot().pop().unwrap();
            assert!(shown.has_button(menu), "{cause:?}");
            assert!(!shown.text.contains('_'), "{}", shown.text);
        }
    }
    assert_eq!(rig.anna.from_bot().len(), 2 * Cause::ALL.len());
    rig.finish().await;
}

#[tokio::test]
async fn a_receipt_reaches_the_chat_with_its_numbers() {
    let rig = Rig::start().await;
    let news = MoneyNews::Paid {
        charge: ChargeId::parse("stx_1").unwrap(),
        credits: Credits::small(5),
        price: Price::new(Currency::Stars, 200).unwrap(),
        balance: Credits::small(7),
    };
    rig.messenger
        .send_notice(ChatId(ANNA), Language::Ru, &Notice::Money(news))
        .await
        .unwrap();
    let shown = rig.anna.from_bot().pop().unwrap();
    for part in ["5 кредитов", "200 ⭐", "7 кредитов"] {
        assert!(shown.text.contains(part), "{}", shown.text);
    }
    assert!(shown.html.contains("<code>stx_1</code>"), "{}", shown.html);
    rig.finish().await;
}

#[tokio::test]
async fn an_endless_alarm_is_cut_and_sent() {
    let rig = Rig::start().await;
    let notice = Notice::Alarm {
        text: "<queue & held> ".repeat(1_000),
    };
    rig.messenger
        .send_notice(ChatId(ANNA), Language::En, &notice)
        .await
        .unwrap();
    let shown = rig.anna.from_bot().pop().unwrap();
    assert!(
        shown.text.starts_with("🚨 <queue & held> <queue"),
        "{}",
        shown.text
    );
    assert!(shown.text.ends_with('…'));
    rig.finish().await;
}
