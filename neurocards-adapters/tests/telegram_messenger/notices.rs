//! Bad news in words.

use neurocards_core::failure::Cause;
use neurocards_core::ids::ChatId;
use neurocards_core::ports::{Messenger, Notice};
use neurocards_core::user::Language;

use crate::rig::{ANNA, PRODUCT, Rig};

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
