use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::time::Duration;

use neurocards_adapters::http::{Deadlines, client};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::program;

/// A running page; dropping it kills the program.
struct Page {
    program: Child,
    url: String,
    http: Client,
    /// Outlives a killed program, and is removed then.
    _folder: TempDir,
}

impl Page {
    fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let mut program = program()
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .unwrap();
        let http = client(Deadlines::within(Duration::from_mins(1))).unwrap();
        Self {
            program,
            url: url.trim_end_matches('/').to_owned(),
            http,
            _folder: folder,
        }
    }

    async fn get(&self, path: &str) -> Response {
        self.http
            .get(format!("{}{path}", self.url))
            .send()
            .await
            .unwrap()
    }

    async fn json(&self, path: &str) -> Value {
        self.get(path).await.json().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> Response {
        self.http
            .post(format!("{}{path}", self.url))
            .json(&body)
            .send()
            .await
            .unwrap()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let page = Page::open();
    for path in ["/", "/style.css", "/app.js"] {
        let answer = page.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        let text = answer.text().await.unwrap();
        let foreign = text
            .replace("http://www.w3.org/", "")
            .replace("https://${", "");
        assert!(
            !foreign.contains("http://") && !foreign.contains("https://"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_house_names_people_and_faults() {
    let page = Page::open();
    let house = page.json("/page/house").await;
    assert_eq!(house["people"].as_array().unwrap().len(), 2);
    assert_eq!(house["faults"].as_array().unwrap().len(), 7);
    let chat = page.json("/page/chats/1001").await;
    assert_eq!(chat["messages"], json!([]));
    assert_eq!(
        page.get("/page/chats/7").await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_happens_is_told_with_its_message() {
    let page = Page::open();
    let mut feed = page.get("/page/feed?after=0").await;
    page.post("/human/chats/1001/start", json!({})).await;
    let mut told = String::new();
    while !told.contains("1terms") {
        let piece = feed.chunk().await.unwrap().expect("the feed goes on");
        told.push_str(&String::from_utf8_lossy(&piece));
    }
    assert!(told.starts_with("event: house\n"));
    assert!(told.contains("\"text\":\"/start\""));
}

#[tokio::test]
async fn the_backstage_shows_an_empty_account_and_whole_books() {
    let page = Page::open();
    let facts = page.json("/page/backstage/1001").await;
    assert_eq!(facts["balance"]["available"], 0);
    assert_eq!(facts["violations"], json!([]));
    assert_eq!(facts["fault"], Value::Null);
}

#[tokio::test]
async fn a_fault_is_played_and_taken_back() {
    let page = Page::open();
    assert_eq!(
        page.post("/page/faults/kie-500", json!({})).await.status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(page.json("/page/backstage/1001").await["fault"], "kie-500");
    let taken_back = page
        .http
        .delete(format!("{}/page/faults", page.url))
        .send()
        .await
        .unwrap();
    assert_eq!(taken_back.status(), StatusCode::NO_CONTENT);
    assert_eq!(
        page.json("/page/backstage/1001").await["fault"],
        Value::Null
    );
    assert_eq!(
        page.post("/page/faults/fire", json!({})).await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_port_in_use_is_told_with_the_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = program().args(["--listen", &address]).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(
        words.contains(&address) && words.contains("--listen"),
        "{words}"
    );
}

/// The newest message of Anna's chat that has this field.
async fn newest(page: &Page, field: &str) -> Value {
    let chat = page.json("/page/chats/1001").await;
    let messages = chat["messages"].as_array().unwrap();
    let fits = messages.iter().rev().find(|one| one[field].is_object());
    fits.expect(field).clone()
}

#[tokio::test]
async fn an_invoice_becomes_a_receipt_when_it_is_paid_and_a_refund_is_told() {
    let page = Page::open();
    page.post("/human/chats/1001/start", json!({})).await;
    let invoice = json!({"chat_id": 1_001, "title": "5 видео", "description": "Пакет", "payload": "x",
        "currency": "XTR", "prices": [{"label": "5 видео", "amount": 200}]});
    page.post("/bot42:SANDBOX/sendInvoice", invoice).await;
    let sent = newest(&page, "invoice").await;
    assert_eq!(sent["keyboard"][0][0]["text"], "Заплатить 200 ⭐");
    assert_eq!(sent["invoice"]["receipt_message_id"], Value::Null);
    let checkout = json!({"message_id": sent["message_id"], "skip_pre_checkout": true});
    let receipt: Value = page
        .post("/human/chats/1001/pay", checkout)
        .await
        .json()
        .await
        .unwrap();
    let paid = newest(&page, "invoice").await;
    assert_eq!(paid["invoice"]["receipt_message_id"], receipt["message_id"]);
    assert_eq!(newest(&page, "payment").await["payment"]["refunded"], false);
    let charge = json!({"charge_id": receipt["charge_id"]});
    page.post("/human/chats/1001/refund", charge).await;
    assert_eq!(newest(&page, "payment").await["payment"]["refunded"], true);
}
