//! Buying, step by step.

use neurocards_fakes::telegram::{MessageView, Person, Receipt};

use super::rig::{WITHIN, ask};

/// The newest invoice that is not paid, as soon as there is one.
pub(crate) async fn invoice(person: &Person) -> MessageView {
    let unpaid = |view: &MessageView| {
        let invoice = view.invoice.as_ref();
        invoice.is_some_and(|invoice| invoice.receipt_message_id.is_none())
    };
    person.wait_for(WITHIN, unpaid).await.unwrap()
}

/// From any screen to the message with the packs.
pub(crate) async fn packs(person: &Person) -> i64 {
    let cabinet = ask(person, "/balance", "👤 Кабинет").await.message_id;
    person.press_text(cabinet, "Пополнить").unwrap();
    let packs = |view: &MessageView| view.message_id == cabinet && view.has_button("5 кредитов");
    person.wait_for(WITHIN, packs).await.unwrap().message_id
}

/// From any screen to the invoice of a pack.
pub(crate) async fn choose(person: &Person, pack: &str) -> MessageView {
    let packs = packs(person).await;
    person.press_text(packs, pack).unwrap();
    let bill = |view: &MessageView| view.message_id > packs && view.invoice.is_some();
    person.wait_for(WITHIN, bill).await.unwrap()
}

/// Buys five credits.
pub(crate) async fn buy(person: &Person) -> Receipt {
    let invoice = choose(person, "5 кредитов").await;
    person.pay(invoice.message_id).await.unwrap()
}
