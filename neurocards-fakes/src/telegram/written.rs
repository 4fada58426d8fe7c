//! JSON as Telegram's server writes it: the number of an update stands first, and whatever is not ASCII
//! is written as `\uXXXX`, so that a Cyrillic letter takes six bytes (tdlib/td, `JsonBuilder.cpp`).

use std::fmt::Write;

use serde_json::{Map, Value};

/// The field by which an update is confirmed.
const FIRST: &str = "update_id";

/// The JSON text of a value.
pub(crate) fn as_written(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value);
    text
}

fn write_value(text: &mut String, value: &Value) {
    match value {
        Value::String(string) => write_string(text, string),
        Value::Array(elements) => {
            let elements = elements.iter().map(|element| (None, element));
            write_all(text, '[', elements, ']');
        }
        Value::Object(fields) => write_all(text, '{', in_order(fields), '}'),
        plain => text.push_str(&plain.to_string()),
    }
}

fn in_order(fields: &Map<String, Value>) -> impl Iterator<Item = (Option<&String>, &Value)> {
    let first = fields.get_key_value(FIRST).into_iter();
    let others = fields.iter().filter(|(name, _)| *name != FIRST);
    first.chain(others).map(|(name, value)| (Some(name), value))
}

fn write_all<'a>(
    text: &mut String,
    open: char,
    elements: impl Iterator<Item = (Option<&'a String>, &'a Value)>,
    close: char,
) {
    text.push(open);
    for (index, (name, value)) in elements.enumerate() {
        if index > 0 {
            text.push(',');
        }
        if let Some(name) = name {
            write_string(text, name);
            text.push(':');
        }
        write_value(text, value);
    }
    text.push(close);
}

fn write_string(text: &mut String, string: &str) {
    for unit in Value::from(string).to_string().encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => text.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => _ = write!(text, "\\u{unit:04x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_update_is_written_as_telegram_writes_it() {
        let update =
            json!({"message": {"text": "Я \"🎲\"", "list": [1, null, {}]}, "update_id": 7});
        let text = as_written(&update);
        let expected = concat!(
            r#"{"update_id":7,"message":{"list":[1,null,{}],"#,
            r#""text":"\u042f \"\ud83c\udfb2\""}}"#
        );
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), update);
    }
}
