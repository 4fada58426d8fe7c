//! What the table's words for a value mean: a phrase means the same wherever it stands.

use std::net::SocketAddr;
use std::str::FromStr;

use neurocards_core::money::payment::{Currency, Packs};
use neurocards_core::money::report::Usd;
use url::Url;

/// Whether `value` is what `expected` says. Phrases for free texts take anything.
pub(super) fn fits(expected: &str, value: &str) -> bool {
    let value = value.trim();
    match expected {
        "seconds, more than 0, fractions allowed" => secs(value).is_some(),
        "an http(s) URL" => http_url(value).is_some(),
        "text or json" => matches!(value, "text" | "json"),
        "none or transaction" => matches!(value, "none" | "transaction"),
        "numeric Telegram user ids, separated by commas" => is_list_of::<i64>(value),
        "US dollars with at most 6 decimals" => is::<Usd>(value),
        "packs as credits=price, separated by commas, prices in whole Stars" => {
            Packs::parse(&[(Currency::Stars, value)]).is_ok()
        }
        "packs as credits=price, separated by commas, prices in whole roubles" => {
            Packs::parse(&[(Currency::Roubles, value)]).is_ok()
        }
        "one or more keys, separated by commas" => {
            value.split(',').any(|key| !key.trim().is_empty())
        }
        "a bot token from @BotFather, as 123456:ABC-DEF" => is_bot_token(value),
        _ if expected.starts_with("an address and port") => is::<SocketAddr>(value),
        _ if expected.starts_with("a number from ") => is_number(expected, value),
        _ => true,
    }
}

/// Seconds, more than 0 and at most 30 days.
pub(super) fn secs(value: &str) -> Option<f64> {
    const MOST: f64 = 30.0 * 86_400.0;
    let secs: f64 = value.parse().ok()?;
    (secs > 0.0 && secs <= MOST).then_some(secs)
}

/// A URL that a browser or a client opens.
pub(super) fn http_url(value: &str) -> Option<Url> {
    let url: Url = value.parse().ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

fn is<T: FromStr>(value: &str) -> bool {
    value.parse::<T>().is_ok()
}

fn is_list_of<T: FromStr>(value: &str) -> bool {
    let items = value.split(',').map(str::trim);
    items.filter(|item| !item.is_empty()).all(is::<T>)
}

/// "a number from 1 to 1000"; what has no end has the end of its type.
fn is_number(expected: &str, value: &str) -> bool {
    let bounds = expected.trim_start_matches("a number from ");
    let (least, most) = bounds.split_once(" to ").unwrap_or((bounds, ""));
    let least = least.parse().unwrap_or(0);
    let most = most.parse().unwrap_or(u64::MAX);
    let number = value.parse::<u64>();
    number.is_ok_and(|number| (least..=most).contains(&number))
}

/// Digits, a colon, and letters as `@BotFather` gives them.
fn is_bot_token(value: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    value.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && !secret.is_empty()
            && secret.bytes().all(is_letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::variables;

    /// Phrases that take any text, or one that only an adapter can read.
    const FREE: [&str; 10] = [
        "postgres://user:password@host/database or sqlite://path",
        "file:///directory or s3://bucket/prefix",
        "a region name",
        "an access key id",
        "a secret access key",
        "a payment provider token from @BotFather",
        "a key",
        "one or more keys, separated by commas",
        "the name of a model with image input and structured output",
        "a filter of tracing-subscriber, as info or neurocards_worker=debug",
    ];

    #[test]
    fn every_default_is_what_its_variable_takes() {
        for variable in variables::all() {
            let default = variable.default.unwrap_or_default();
            let is_good = variable.default.is_none() || fits(variable.expected, default);
            assert!(is_good, "{}", variable.name);
        }
    }

    #[test]
    fn every_phrase_of_the_table_is_checked_or_known_to_be_free() {
        for variable in variables::all() {
            let refuses = !fits(variable.expected, "gar bage\u{1}");
            let is_free = FREE.contains(&variable.expected) || refuses;
            assert!(is_free, "{}: {:?}", variable.name, variable.expected);
        }
    }

    #[test]
    fn bounds_are_those_of_the_words() {
        for (value, is_good) in [("0", false), ("1", true), ("12", true), ("13", false)] {
            assert_eq!(fits("a number from 1 to 12", value), is_good, "{value}");
        }
        assert!(fits("a number from 1", "4000000000"));
        for bad in ["-1", "1.5", "", "one"] {
            assert!(!fits("a number from 1", bad), "{bad}");
        }
    }

    #[test]
    fn a_token_has_the_form_of_a_token() {
        let expected = variables::BOT_TOKEN.expected;
        for good in ["123456:ABC-DEF", "42:TEST", "7:a_b-C"] {
            assert!(fits(expected, good), "{good}");
        }
        for bad in [
            "hello", "123456", ":ABC", "123:", "12a:ABC", "1:A B", "1:A:B",
        ] {
            assert!(!fits(expected, bad), "{bad}");
        }
    }
}
