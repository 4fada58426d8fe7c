//! The client of the Bot API, and the messenger and payments above it.

mod client;
mod messenger;
mod payments;

use std::time::Duration;

use neurocards_adapters::telegram::client::{Deadlines, TelegramClient, TelegramOptions};
use neurocards_fakes::telegram::FakeTelegram;
use url::Url;

/// No slow machine takes this long.
const WITHIN: Duration = Duration::from_mins(1);

/// A client of the fake that waits as long as a slow machine needs.
fn client_of(telegram: &FakeTelegram) -> TelegramClient {
    let options = TelegramOptions {
        token: telegram.token().to_owned().into(),
        api_url: Url::parse(&telegram.url()).unwrap(),
        deadlines: Deadlines {
            short: WITHIN,
            ..Deadlines::default()
        },
    };
    TelegramClient::new(&options).unwrap()
}
