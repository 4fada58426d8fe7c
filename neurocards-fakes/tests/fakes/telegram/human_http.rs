//! The people's side over HTTP: the same world as in Rust.

use image::ImageFormat;
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::telegram::rig::{Rig, picture};

struct Page<'a>(&'a Rig);

impl Page<'_> {
    fn url(&self, path: &str) -> String {
        format!("{}/human/{path}", self.0.fake.url())
    }

    async fn get(&self, path: &str) -> Value {
        self.0
            .http
            .get(self.url(path))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let answer = self
            .0
            .http
            .post(self.url(path))
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status();
        let bytes = answer.bytes().await.unwrap();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }
}

#[tokio::test]
async fn a_page_can_do_what_a_person_does() {
    let rig = Rig::new().await;
    let page = Page(&rig);
    page.post(
        "users",
        json!({"id": 8, "first_name": "Борис", "language_code": "ru"}),
    )
    .await;
    assert_eq!(page.get("users").await.as_array().unwrap().len(), 2);
    let (status, said) = page
        .post("chats/8/start", json!({"payload": "ref_7"}))
        .await;
    assert_eq!(status, 200, "{said}");
    page.post("chats/8/say", json!({"text": "эй"})).await;
    let texts: Vec<_> = rig
        .fake
        .person(8)
        .unwrap()
        .messages()
        .into_iter()
        .map(|m| m.text)
        .collect();
    assert_eq!(texts, ["/start ref_7", "эй"]);
    let message = rig.message_with(&["a"]).await;
    let press = json!({"message_id": message, "button": {"at": [0, 0]}});
    let (_, pressed) = page.post("chats/7/press", press).await;
    let (status, _) = page.post("chats/7/press-again", pressed).await;
    assert_eq!(status, 200);
    assert_eq!(page.post("chats/7/block", json!({})).await.0, 204);
    let (status, refusal) = page.post("chats/7/say", json!({"text": "эй"})).await;
    assert_eq!(
        (status.as_u16(), &refusal["error"]),
        (409, &json!("the user has blocked the bot"))
    );
    assert_eq!(
        page.post("chats/99/say", json!({"text": "эй"})).await.0,
        404
    );
}

#[tokio::test]
async fn a_page_sends_photos_and_shows_the_bytes_of_files() {
    let rig = Rig::new().await;
    let part = || Part::bytes(picture(64, 64, ImageFormat::Png)).file_name("a.png");
    let form = Form::new().part("file", part()).text("caption", "Кружка");
    let url = format!("{}/human/chats/7/photo", rig.fake.url());
    let sent: Value = rig
        .http
        .post(url)
        .multipart(form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let chat = Page(&rig).get("chats/7").await;
    let message = chat["messages"].as_array().unwrap().last().unwrap();
    assert_eq!(message["message_id"], sent["message_ids"][0]);
    assert_eq!(
        (&message["text"], &message["media"]["kind"]),
        (&json!("Кружка"), &json!("photo"))
    );
    let url = format!(
        "{}{}",
        rig.fake.url(),
        message["media"]["url"].as_str().unwrap()
    );
    let file = rig.http.get(url).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "image/jpeg");
    let album = Form::new().part("file", part()).part("file", part());
    let url = format!("{}/human/chats/7/album", rig.fake.url());
    let sent: Value = rig
        .http
        .post(url)
        .multipart(album)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(sent["message_ids"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_page_waits_for_events_and_reads_the_ledger() {
    let rig = Rig::new().await;
    let page = Page(&rig);
    let last = page.get("chats/7").await["last_event"].as_u64().unwrap();
    let path = format!("chats/7/events?after={last}&wait=50");
    let (events, _) = tokio::join!(page.get(&path), rig.message_with(&["a"]));
    assert_eq!(events[0]["kind"], "message");
    let ledger = page.get("ledger?method=sendmessage").await;
    assert_eq!(ledger["calls"][0]["parameters"]["text"], "Выбирай");
    assert_eq!(
        page.get("ledger").await["calls"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn faults_and_the_calendar_are_scripted_over_http() {
    let rig = Rig::new().await;
    let page = Page(&rig);
    let fault =
        json!({"method": "sendMessage", "then": {"refuse": {"code": 429, "retry_after": 2}}});
    assert_eq!(page.post("faults", fault).await.0, 204);
    assert_eq!(page.get("faults").await[0]["times"], 1);
    let refusal = rig
        .refusal("sendMessage", json!({"chat_id": 7, "text": "a"}))
        .await;
    assert_eq!(refusal, "Too Many Requests: retry after 2");
    let nonsense = json!({"then": {"refuse": {"code": 200}}});
    assert_eq!(page.post("faults", nonsense).await.0, 400);
    assert_eq!(
        page.post("clock", json!({"advance_secs": 86_400})).await.0,
        204
    );
    assert!(rig.updates(0).await.is_empty());
}

#[tokio::test]
async fn the_token_is_in_no_answer_of_the_human_side() {
    let rig = Rig::new().await;
    rig.message_with(&["a"]).await;
    for path in ["bot", "users", "chats/7", "ledger", "faults"] {
        assert!(
            !Page(&rig)
                .get(path)
                .await
                .to_string()
                .contains(rig.fake.token()),
            "{path}"
        );
    }
    assert!(!format!("{:?}", rig.fake).contains(rig.fake.token()));
}

#[tokio::test]
async fn money_is_paid_lost_moved_and_given_back_over_http() {
    let rig = Rig::new().await;
    let page = Page(&rig);
    let invoice = json!({"chat_id": 7, "title": "a", "description": "b", "payload": "c",
        "currency": "XTR", "prices": [{"label": "a", "amount": 200}]});
    let sent = rig.ok("sendInvoice", invoice).await;
    let late = json!({"update": "successful_payment", "then": {"updates": {"late": {}}}});
    assert_eq!(page.post("faults", late).await.0, 204);
    rig.drain_updates().await;
    let checkout = json!({"message_id": sent["message_id"], "skip_pre_checkout": true});
    let (status, receipt) = page.post("chats/7/pay", checkout.clone()).await;
    assert_eq!(status, 200, "{receipt}");
    let (status, refusal) = page.post("chats/7/pay", checkout).await;
    assert_eq!(
        (status.as_u16(), &refusal["code"]),
        (409, &json!("already_paid"))
    );
    assert!(rig.drain_updates().await.is_empty());
    assert_eq!(page.post("release", json!({})).await.0, 204);
    assert_eq!(rig.drain_updates().await.len(), 1);
    let went = json!({"amount": 50, "incoming": false, "partner": {"type": "fragment"}});
    assert!(page.post("stars", went).await.1["id"].is_string());
    assert_eq!(page.get("stars").await["balance"], 150);
    let paid = json!({"charge_id": receipt["charge_id"]});
    assert_eq!(page.post("chats/7/refund", paid).await.0, 204);
    let stars = page.get("stars").await;
    assert_eq!(stars["transactions"].as_array().unwrap().len(), 3);
    assert_eq!(stars["balance"], -50);
}

#[tokio::test]
async fn a_refused_payment_is_told_with_the_bots_own_reason() {
    let rig = Rig::new().await;
    let page = Page(&rig);
    let invoice = json!({"chat_id": 7, "title": "a", "description": "b", "payload": "c",
        "currency": "XTR", "prices": [{"label": "a", "amount": 200}]});
    let sent = rig.ok("sendInvoice", invoice).await;
    rig.drain_updates().await;
    let no = async {
        let query = rig.ok("getUpdates", json!({"timeout": 50})).await;
        let no = json!({"pre_checkout_query_id": query[0]["pre_checkout_query"]["id"],
            "ok": false, "error_message": "Счёт устарел"});
        rig.ok("answerPreCheckoutQuery", no).await
    };
    let pay = json!({"message_id": sent["message_id"]});
    let ((status, body), _) = tokio::join!(page.post("chats/7/pay", pay), no);
    assert_eq!(status, 409);
    assert_eq!(
        (&body["code"], &body["reason"]),
        (&json!("payment_refused"), &json!("Счёт устарел"))
    );
}
