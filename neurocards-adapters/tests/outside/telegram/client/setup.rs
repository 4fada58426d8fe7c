//! Calls made once.

use neurocards_adapters::telegram::client::{BotIdentity, SetupError, TelegramClient};
use neurocards_core::user::Language;
use serde_json::json;
use url::Url;

use super::rig::{PATIENT, Rig, options};

#[tokio::test]
async fn the_bot_says_who_it_is() {
    let rig = Rig::ok(json!({ "id": 42, "is_bot": true, "username": "neurocards_bot" })).await;
    let expected = BotIdentity {
        id: 42,
        username: "neurocards_bot".to_owned(),
    };
    assert_eq!(rig.client.get_me().await, Ok(expected));
    assert_eq!(rig.call().await.0, "getme");
}

#[tokio::test]
async fn commands_are_set_for_one_language() {
    let rig = Rig::ok(json!(true)).await;
    let commands = [("new", "Создать видео".to_owned())];
    rig.client
        .set_my_commands(&commands, Some(Language::Ru))
        .await
        .unwrap();
    let expected = json!({
        "commands": [{ "command": "new", "description": "Создать видео" }],
        "language_code": "ru",
    });
    assert_eq!(rig.call().await, ("setmycommands".to_owned(), expected));
}

#[tokio::test]
async fn waiting_updates_survive_the_end_of_a_webhook() {
    let rig = Rig::ok(json!(true)).await;
    rig.client.delete_webhook(false).await.unwrap();
    let expected = json!({ "drop_pending_updates": false });
    assert_eq!(rig.call().await, ("deletewebhook".to_owned(), expected));
}

#[tokio::test]
async fn any_method_can_be_called() {
    let rig = Rig::ok(json!({ "link": "https://t.me/$x" })).await;
    let params = json!({ "currency": "XTR" });
    let answer: serde_json::Value = rig.client.call("createInvoiceLink", &params).await.unwrap();
    assert_eq!(answer["link"], "https://t.me/$x");
    assert_eq!(rig.call().await, ("createinvoicelink".to_owned(), params));
}

#[tokio::test]
async fn a_server_behind_a_path_is_reached() {
    let rig = Rig::ok(json!(true)).await;
    let url = format!("{}/telegram/", rig.server.uri());
    let client = TelegramClient::new(&options(&url, PATIENT)).unwrap();
    client.delete_webhook(false).await.unwrap();
    assert!(
        rig.request()
            .await
            .url
            .path()
            .starts_with("/telegram/bot123456:")
    );
}

#[test]
fn options_that_cannot_work_are_refused() {
    for token in [
        "",
        "123456",
        "123456:",
        ":abc",
        "123456:a/b",
        "12 34:abc",
        "123456:я",
    ] {
        let mut bad = options("https://api.telegram.org", PATIENT);
        bad.token = token.into();
        assert_eq!(TelegramClient::new(&bad).unwrap_err(), SetupError::Token);
    }
    let mut bad = options("https://api.telegram.org", PATIENT);
    bad.api_url = Url::parse("mailto:someone@example.com").unwrap();
    assert_eq!(TelegramClient::new(&bad).unwrap_err(), SetupError::ApiUrl);
}
