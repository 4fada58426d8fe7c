//! Whose task a record is: KIE's record repeats what was asked, in its field `param`.

use neurocards_core::ports::Asked;
use serde_json::Value;

use super::callback;

/// How deep JSON within JSON within texts is read.
const DEPTH_MAX: u8 = 4;

/// What in a record shows that another attempt asked for its task; `None` if nothing does. A record
/// that does not repeat the address of the callback is told by its prompt; one that repeats neither
/// tells nothing.
pub(super) fn asked_by_another(record: &Value, asked: &Asked) -> Option<String> {
    let param = record.get("param")?;
    if let Some(address) = find(param, "callBackUrl", DEPTH_MAX)
        && let Some(nonce) = callback::nonce(&address)
    {
        let other = nonce != asked.nonce.expose();
        return other.then(|| "its record names the callback of another attempt".to_owned());
    }
    let prompt = find(param, "prompt", DEPTH_MAX)?;
    let (prompt, ours) = (prompt.trim(), asked.prompt.trim());
    let other = !ours.is_empty() && prompt != ours;
    other.then(|| "its record has another prompt".to_owned())
}

/// The text under this key, in objects and in texts that hold one.
fn find(value: &Value, key: &str, depth: u8) -> Option<String> {
    if depth == 0 {
        return None;
    }
    match value {
        Value::Object(fields) => match fields.get(key) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => fields.values().find_map(|it| find(it, key, depth - 1)),
        },
        Value::String(text) if text.trim_start().starts_with('{') => {
            let inner: Value = serde_json::from_str(text).ok()?;
            find(&inner, key, depth)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use neurocards_core::ids::Nonce;
    use serde_json::json;

    use super::*;

    fn asked() -> Asked {
        Asked {
            nonce: Nonce::from_bits(0xabc),
            prompt: "A mug on a table".to_owned(),
        }
    }

    /// A record as KIE writes it: JSON in a text, whose input is JSON in a text again.
    fn record(address: Option<&str>, prompt: &str) -> Value {
        let input = json!({ "prompt": prompt, "duration": 5 }).to_string();
        let param = json!({ "callBackUrl": address, "input": input, "model": "m" });
        json!({ "taskId": "t", "param": param.to_string() })
    }

    fn is_ours(record: &Value) -> bool {
        asked_by_another(record, &asked()).is_none()
    }

    #[test]
    fn a_record_with_our_callback_is_ours() {
        let ours = "https://bot.example/kie/cb/00000000000000000000000000000abc";
        assert!(is_ours(&record(Some(ours), "A mug on a table")));
        let ours = format!("{ours}/0123456789abcdef");
        assert!(is_ours(&record(Some(&ours), "shortened")));
    }

    #[test]
    fn a_record_with_another_callback_is_another_s_though_the_prompts_are_one() {
        let other = "https://bot.example/kie/cb/00000000000000000000000000000abd";
        assert!(!is_ours(&record(Some(other), "A mug on a table")));
    }

    #[test]
    fn a_record_without_a_callback_is_told_by_its_prompt() {
        assert!(is_ours(&record(None, " A mug on a table\n")));
        assert!(!is_ours(&record(None, "A lamp on a table")));
    }

    #[test]
    fn a_record_that_repeats_nothing_may_be_ours() {
        for param in [
            json!(null),
            json!("{"),
            json!("[]"),
            json!({ "model": "m" }),
        ] {
            assert!(is_ours(&json!({ "param": param })), "{param}");
        }
        assert!(is_ours(&json!({ "taskId": "t" })));
    }
}
