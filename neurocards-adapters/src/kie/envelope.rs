use neurocards_core::work::failure::Failure;
use serde_json::Value;

use super::classify;

/// An answer of KIE with its envelope, `{"code", "msg", "data"}`.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) code: i64,
    pub(super) message: String,
    /// `Null` if absent.
    pub(super) data: Value,
    /// Only the upload host sends it.
    pub(super) success: Option<bool>,
}

impl Envelope {
    /// Reads an envelope; `None` if the body is anything else.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let Value::Object(mut object) = serde_json::from_slice(body).ok()? else {
            return None;
        };
        let message = ["msg", "message"]
            .into_iter()
            .find_map(|key| object.get(key).and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned();
        Some(Self {
            code: number(object.get("code")?)?,
            message,
            success: object.get("success").and_then(Value::as_bool),
            data: object.remove("data").unwrap_or_default(),
        })
    }

    pub(super) fn failure(&self) -> Failure {
        classify::rejected(self.code, &self.message)
    }
}

/// A number, written as such or as text.
fn number(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}
