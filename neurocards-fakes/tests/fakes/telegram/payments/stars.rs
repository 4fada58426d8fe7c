//! The list of the bot's Stars.

use neurocards_fakes::telegram::StarMove;
use serde_json::{Value, json};

use super::paid;
use crate::telegram::rig::Rig;

async fn transactions(rig: &Rig, parameters: Value) -> Vec<Value> {
    let list = rig.ok("getStarTransactions", parameters).await;
    list["transactions"].as_array().unwrap().clone()
}

fn ids(transactions: &[Value]) -> Vec<&str> {
    let ids = transactions.iter().map(|transaction| &transaction["id"]);
    ids.map(|id| id.as_str().unwrap()).collect()
}

#[tokio::test]
async fn payments_and_refunds_are_listed_as_they_happened_under_one_id() {
    let rig = Rig::new().await;
    let first = paid(&rig).await.charge_id;
    let refund = json!({"user_id": 7, "telegram_payment_charge_id": first});
    rig.ok("refundStarPayment", refund).await;
    let second = paid(&rig).await.charge_id;
    let list = transactions(&rig, json!({})).await;
    assert_eq!(ids(&list), [&first, &first, &second]);
    assert_eq!(list[0]["source"]["invoice_payload"], "order-1");
    assert_eq!(list[0]["source"]["transaction_type"], "invoice_payment");
    assert_eq!(list[1]["receiver"]["user"]["id"], 7);
    assert!(list[1]["source"].is_null() && list[0]["receiver"].is_null());
    assert_eq!(rig.ok("getMyStarBalance", json!({})).await["amount"], 390);
}

#[tokio::test]
async fn the_list_has_pages_of_100_at_most() {
    let rig = Rig::new().await;
    for number in 0..101 {
        let id = Some(format!("move-{number}"));
        let moved = StarMove {
            id,
            ..StarMove::from_other(1)
        };
        rig.fake.move_stars(&moved).unwrap();
    }
    assert_eq!(transactions(&rig, json!({})).await.len(), 100);
    let rest = transactions(&rig, json!({"offset": 100})).await;
    assert_eq!(ids(&rest), ["move-100"]);
    let page = transactions(&rig, json!({"offset": 1, "limit": 2})).await;
    assert_eq!(ids(&page), ["move-1", "move-2"]);
    for wrong in [
        json!({"limit": 0}),
        json!({"limit": 101}),
        json!({"offset": -1}),
    ] {
        rig.refusal("getStarTransactions", wrong).await;
    }
}

#[tokio::test]
async fn stars_move_without_invoices_too() {
    let rig = Rig::new().await;
    paid(&rig).await;
    let went = rig.fake.move_stars(&StarMove::withdrawal(300)).unwrap();
    let back = StarMove {
        id: Some(went.clone()),
        incoming: true,
        ..StarMove::withdrawal(300)
    };
    rig.fake.move_stars(&back).unwrap();
    rig.fake.move_stars(&StarMove::from_other(5)).unwrap();
    let list = transactions(&rig, json!({"offset": 1})).await;
    assert_eq!(list[0]["receiver"]["type"], "fragment");
    assert_eq!(
        (&list[1]["id"], &list[1]["source"]["type"]),
        (&json!(went), &json!("fragment"))
    );
    assert_eq!(list[2]["source"], json!({"type": "other"}));
    assert_eq!(rig.fake.stars(), 395);
}
