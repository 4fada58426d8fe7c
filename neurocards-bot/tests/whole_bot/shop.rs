//! Buying, step by step.

use neurocards_testkit::fake_telegram::{MessageView, Person, Receipt};

use super::rig::{WITHIN, see};

/// The newest invoice that is not paid, as soon as there is one.
pub(crate) async fn invoice(person: &Person) -> MessageView {
    let unpaid = |view: &MessageView| {
        let invoice = view.invoice.as_ref();
        invoice.is_some_and(|invoice| invoice.receipt_message_id.is_none())
    };
    person.wait_for(WITHIN, unpaid).await.unwrap()
}

/// From any screen to the invoice of a pack.
pub(crate) async fn choose(person: &Person, pack: &str) -> MessageView {
    person.say("/balance").unwrap();
    let cabinet = see(person, "👤 Кабинет").await;
    person.press_text(cabinet.message_id, "Пополнить").unwrap();
    let packs = see(person, "💳 Пополнение").await;
    person.press_text(packs.message_id, pack).unwrap();
    invoice(person).await
}

/// Buys five credits.
pub(crate) async fn buy(person: &Person) -> Receipt {
    let invoice = choose(person, "5 кредитов").await;
    person.pay(invoice.message_id).await.unwrap()
}
