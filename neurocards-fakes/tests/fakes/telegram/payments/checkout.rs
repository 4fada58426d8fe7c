//! The way from the Pay button to the receipt.

use neurocards_fakes::telegram::{Checkout, HumanError, TelegramHandle, User};
use serde_json::json;

use super::{as_link, in_stars, invoice, paid};
use crate::telegram::rig::{Rig, SOON};

#[tokio::test]
async fn an_invoice_is_paid_once_and_its_button_becomes_a_receipt() {
    let rig = Rig::new().await;
    let receipt = paid(&rig).await;
    let views = rig.anna.from_bot();
    let shown = views[0].invoice.as_ref().unwrap();
    assert_eq!(shown.receipt_message_id, Some(receipt.message_id));
    let again = rig.anna.pay(views[0].message_id).await;
    assert_eq!(again, Err(HumanError::AlreadyPaid));
    assert_eq!(rig.fake.stars(), 390);
}

#[tokio::test]
async fn two_checkouts_of_one_invoice_charge_once_though_both_were_agreed_to() {
    let rig = Rig::new().await;
    let id = invoice(&rig, "x").await;
    rig.drain_updates().await;
    let both_answered = async {
        let seen = |fake: &TelegramHandle| (fake.pending_updates() == 2).then_some(());
        rig.fake.wait_until(SOON, seen).await.unwrap();
        for update in rig.drain_updates().await {
            let id = &update["pre_checkout_query"]["id"];
            let yes = json!({"pre_checkout_query_id": id, "ok": true});
            rig.ok("answerPreCheckoutQuery", yes).await;
        }
    };
    let (first, second, ()) = tokio::join!(rig.anna.pay(id), rig.anna.pay(id), both_answered);
    assert_ne!(first.is_ok(), second.is_ok());
    assert_eq!(rig.fake.stars(), 390);
}

#[tokio::test]
async fn a_question_is_answered_once_and_a_no_has_a_reason() {
    let rig = Rig::new().await;
    let id = invoice(&rig, "x").await;
    rig.drain_updates().await;
    let answers = async {
        let query = rig.ok("getUpdates", json!({"timeout": 50})).await;
        let id = &query[0]["pre_checkout_query"]["id"];
        let no = json!({"pre_checkout_query_id": id, "ok": false});
        let refusal = rig.refusal("answerPreCheckoutQuery", no).await;
        assert!(refusal.contains("error_message"), "{refusal}");
        let yes = json!({"pre_checkout_query_id": id, "ok": true});
        rig.ok("answerPreCheckoutQuery", yes.clone()).await;
        rig.refusal("answerPreCheckoutQuery", yes).await
    };
    let (paid, refusal) = tokio::join!(rig.anna.pay(id), answers);
    assert!(refusal.contains("query is too old"), "{refusal}");
    assert_eq!(paid.unwrap().total_amount, 390);
}

#[tokio::test]
async fn a_link_is_paid_by_whoever_has_it() {
    let rig = Rig::new().await;
    let link = rig.ok("createInvoiceLink", as_link(in_stars())).await;
    let boris = rig.fake.add_user(User::new(8, "Борис", "ru"));
    for person in [&rig.anna, &boris] {
        let checkout = Checkout {
            link: link.as_str().map(str::to_owned),
            skip_pre_checkout: true,
            ..Checkout::default()
        };
        person.check_out(checkout).await.unwrap();
    }
    assert_eq!(rig.fake.stars(), 780);
}
