//! Where KIE calls back when a task has ended, and what is read of such a call.
//!
//! The address holds the attempt's secret, so whoever knows it may say "look now" and nothing else:
//! the body names a task as a hint, and what became of it KIE's own record decides.

use neurocards_core::ids::{Nonce, TaskId};
use serde::Deserialize;
use url::Url;

use super::client::below;

/// The path to serve, with the attempt's secret as `{nonce}`.
pub const ROUTE: &str = "/kie/cb/{nonce}";

/// The address that KIE is told for an attempt, below the address at which we are reached.
pub(super) fn url(base: &Url, nonce: &Nonce) -> String {
    let path = ROUTE.replace("{nonce}", nonce.expose());
    below(base, path.trim_start_matches('/'))
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

    #[test]
    fn the_address_holds_the_nonce_below_any_base() {
        let nonce = Nonce::from_bits(0xabc);
        for base in ["https://bot.example/base", "https://bot.example/base/"] {
            let base = Url::parse(base).unwrap();
            let expected = "https://bot.example/base/kie/cb/00000000000000000000000000000abc";
            assert_eq!(url(&base, &nonce), expected);
        }
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
