//! Drives the three fakes as a library: `cargo run -p neurocards-fakes --example drive_the_fakes`.
//!
//! `drive_the_fakes.py` beside it does the same over HTTP, as any language can.

use std::error::Error;
use std::time::Duration;

use neurocards_fakes::kie::{Call, FakeKie, FaultKind};
use neurocards_fakes::openai::{self, ErrorCode, FakeOpenAi};
use neurocards_fakes::telegram::{self, FakeTelegram, User};
use reqwest::Client;
use serde_json::{Value, json};

const WITHIN: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| "a TLS provider was installed before")?;
    let http = Client::builder().user_agent("drive_the_fakes").build()?;
    chat(&http).await?;
    write_a_text(&http).await?;
    ask_for_the_balance(&http).await
}

/// A person writes, the bot answers with a button, the person presses it.
async fn chat(http: &Client) -> Result<(), Box<dyn Error>> {
    let fake = FakeTelegram::start().await?;
    let anna = fake.add_user(User::new(7, "Anna", "en"));
    anna.start(None)?;

    // The first answer of the bot is refused, as by a busy Telegram.
    fake.add_fault(telegram::Fault::flood("sendMessage", 1))?;
    let send = format!("{}/bot{}/sendMessage", fake.url(), fake.token());
    let keyboard = json!({"inline_keyboard": [[{"text": "Buy", "callback_data": "buy"}]]});
    let message = json!({"chat_id": 7, "text": "Welcome!", "reply_markup": keyboard});
    for expected in [429, 200] {
        let status = http.post(&send).json(&message).send().await?.status();
        assert_eq!(status, expected);
    }

    let shown = anna
        .wait_for(WITHIN, |view| view.text == "Welcome!")
        .await?;
    anna.press_text(shown.message_id, "Buy")?;
    println!(
        "Telegram: {} calls of sendMessage",
        fake.calls("sendMessage")
    );
    fake.stop().await;
    Ok(())
}

/// A text is asked for, and is refused the first time.
async fn write_a_text(http: &Client) -> Result<(), Box<dyn Error>> {
    let fake = FakeOpenAi::start().await?;
    fake.add_fault(openai::Fault::error(1, ErrorCode::RateLimitExceeded));
    let asked = json!({"model": "gpt-5", "input": "A scenario for a video of a red mug"});
    for expected in [429, 200] {
        let url = format!("{}/responses", fake.url());
        let sent = http.post(url).bearer_auth(fake.key()).json(&asked);
        assert_eq!(sent.send().await?.status(), expected);
    }
    println!("OpenAI: {} texts were asked for", fake.calls());
    fake.stop().await;
    Ok(())
}

/// The balance of an account is read, after a fault of the edge.
async fn ask_for_the_balance(http: &Client) -> Result<(), Box<dyn Error>> {
    let fake = FakeKie::start().await?;
    fake.fail_next(Call::Other, 1, FaultKind::Http(502));
    let url = format!("{}/api/v1/chat/credit", fake.api_url());
    let ask = || http.get(&url).bearer_auth(fake.key()).send();
    assert_eq!(ask().await?.status(), 502);
    let answer: Value = ask().await?.json().await?;
    println!("KIE: credits {}", answer["data"]);
    fake.stop().await;
    Ok(())
}
