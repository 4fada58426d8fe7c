//! Where KIE calls back when a task has ended, and what is read of such a call.
//!
//! The address holds the attempt's secret and a code that only our programs can make for it, so that
//! strangers are told apart before anything is looked up. Whoever knows an address may say "look now"
//! and nothing else: the body names a task as a hint, and what became of it KIE's own record decides.

use std::fmt;

use neurocards_core::ids::{Nonce, TaskId};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

use super::client::below;

/// The path to serve, with the attempt's secret as `{nonce}` and its code as `{mac}`.
pub const ROUTE: &str = "/kie/cb/{nonce}/{mac}";

/// What the key is for: the same token gives other keys for other uses.
const PURPOSE: &[u8] = b"neurocards: addresses of callbacks, 1";

/// What the codes of callback addresses are made with. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct CallbackKey(hmac::Key);

impl fmt::Debug for CallbackKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallbackKey(..)")
    }
}

impl CallbackKey {
    /// The key that follows from the bot's token, which all programs of one bot know. With another
    /// token, earlier addresses are strange: their tasks are found by looking them up.
    pub fn of(token: &SecretString) -> Self {
        let token = hmac::Key::new(hmac::HMAC_SHA256, token.expose_secret().as_bytes());
        let key = hmac::sign(&token, PURPOSE);
        Self(hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()))
    }

    /// The nonce of an address that was made with this key. Compares in constant time.
    pub fn admit(&self, nonce: &str, mac: &str) -> Option<Nonce> {
        let nonce = Nonce::parse(nonce).ok()?;
        // One spelling of each address is enough.
        let mac = hex::decode(mac)
            .ok()
            .filter(|bytes| hex::encode(bytes) == mac)?;
        hmac::verify(&self.0, nonce.expose().as_bytes(), &mac).ok()?;
        Some(nonce)
    }

    /// The path of the address of an attempt, without a slash at its beginning.
    pub fn path(&self, nonce: &Nonce) -> String {
        let nonce = nonce.expose();
        let mac = hex::encode(hmac::sign(&self.0, nonce.as_bytes()));
        let path = ROUTE.replace("{nonce}", nonce).replace("{mac}", &mac);
        path.trim_start_matches('/').to_owned()
    }
}

/// Where callbacks go, and what marks them as ours.
#[derive(Debug, Clone)]
pub struct Callbacks {
    /// Our own public address, below which [`ROUTE`] is served.
    pub base: Url,
    /// The key that whoever serves the route has, too.
    pub key: CallbackKey,
}

impl Callbacks {
    /// The address that KIE is told for an attempt.
    pub(super) fn url(&self, nonce: &Nonce) -> String {
        below(&self.base, &self.key.path(nonce))
    }
}

/// The attempt's secret in an address that was made by [`url`], whatever stands behind it.
pub(super) fn nonce(address: &str) -> Option<&str> {
    let (_, behind) = address.split_once("/kie/cb/")?;
    behind.split(['/', '?', '#']).next()
}

#[derive(Deserialize)]
struct Callback {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    #[serde(rename = "taskId", alias = "task_id")]
    task: TaskId,
}

/// The task that the body of a callback names; `None` if it names none. KIE spells the field
/// `taskId` or `task_id`, depending on the model.
pub fn task(body: &[u8]) -> Option<TaskId> {
    let callback: Callback = serde_json::from_slice(body).ok()?;
    Some(callback.data.task)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> CallbackKey {
        CallbackKey::of(&"42:TEST".into())
    }

    /// The address of a nonce, as the two parts of its path.
    fn parts(nonce: &Nonce) -> (String, String) {
        let path = key().path(nonce);
        let mut parts = path.rsplit('/').map(ToOwned::to_owned);
        let mac = parts.next().unwrap();
        (parts.next().unwrap(), mac)
    }

    #[test]
    fn the_address_holds_nonce_and_code_below_any_base() {
        let nonce = Nonce::from_bits(0xabc);
        let (secret, mac) = parts(&nonce);
        assert_eq!(mac.len(), 64);
        for base in ["https://bot.example/base", "https://bot.example/base/"] {
            let base = Url::parse(base).unwrap();
            let callbacks = Callbacks { base, key: key() };
            let expected = format!("https://bot.example/base/kie/cb/{secret}/{mac}");
            assert_eq!(callbacks.url(&nonce), expected);
        }
    }

    #[test]
    fn only_the_code_of_this_very_nonce_admits_it() {
        let nonce = Nonce::from_bits(0xabc);
        let (secret, mac) = parts(&nonce);
        assert_eq!(key().admit(&secret, &mac), Some(nonce));
        let (other, its_mac) = parts(&Nonce::from_bits(0xabd));
        let cut = &mac[..62];
        let longer = format!("{mac}00");
        let mut flipped = mac.clone();
        let last = if flipped.pop() == Some('0') { '1' } else { '0' };
        flipped.push(last);
        for (nonce, mac) in [
            (secret.as_str(), its_mac.as_str()),
            (&other, &mac),
            (&secret, ""),
            (&secret, cut),
            (&secret, &longer),
            (&secret, &flipped),
            (&secret, &mac.to_uppercase()),
            (&secret, &"я".repeat(32)),
            (&secret.to_uppercase(), &mac),
            ("", &mac),
        ] {
            assert_eq!(key().admit(nonce, mac), None, "{nonce}/{mac}");
        }
        let of_another_bot = CallbackKey::of(&"43:TEST".into());
        assert_eq!(of_another_bot.admit(&secret, &mac), None);
    }

    #[test]
    fn the_key_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", key()), "CallbackKey(..)");
    }

    #[test]
    fn a_task_is_read_in_both_spellings_and_from_nothing_else() {
        let named = TaskId::parse("task-1").ok();
        assert_eq!(task(br#"{"code":200,"data":{"taskId":"task-1"}}"#), named);
        assert_eq!(task(br#"{"data":{"task_id":"task-1"}}"#), named);
        for body in [
            "",
            "[]",
            "{}",
            r#"{"data":{"taskId":""}}"#,
            r#"{"data":{"taskId":7}}"#,
        ] {
            assert_eq!(task(body.as_bytes()), None, "{body}");
        }
    }
}
