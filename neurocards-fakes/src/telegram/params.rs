//! The parameters of one call, before and after the check against the rules.

use std::collections::BTreeMap;

use axum::body::Bytes;
use serde_json::{Map, Value, json};

use super::answer::ApiError;
use super::photo::{self, Rendition};

/// A value as it came in.
#[derive(Clone, Debug)]
pub(crate) enum Raw {
    /// From a query, a form or a multipart part: everything is text there.
    Text(String),
    /// From a JSON body.
    Json(Value),
}

/// A part of a multipart body with a file in it.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) name: Option<String>,
    pub(crate) mime: Option<String>,
    pub(crate) bytes: Bytes,
    /// Filled for methods that take photos, outside any lock: scaling is slow.
    pub(crate) renditions: Option<Result<Vec<Rendition>, ApiError>>,
}

/// What a request carried, unchecked.
#[derive(Debug, Default)]
pub(crate) struct RawParams {
    pub(crate) values: BTreeMap<String, Raw>,
    pub(crate) uploads: BTreeMap<String, Upload>,
}

/// Checked parameters: each value has the type of the rules table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    pub(crate) values: Map<String, Value>,
    pub(crate) uploads: BTreeMap<String, Upload>,
}

impl Params {
    pub(crate) fn str(&self, name: &str) -> Option<&str> {
        self.values.get(name).and_then(Value::as_str)
    }

    pub(crate) fn int(&self, name: &str) -> Option<i64> {
        self.values.get(name).and_then(Value::as_i64)
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.values
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }

    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// The chat that the call is about, as a number; a username is no number.
    pub(crate) fn chat(&self) -> Option<i64> {
        let value = self
            .values
            .get("chat_id")
            .or_else(|| self.values.get("user_id"))?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    /// Scales the uploads of a method that may send photos.
    pub(crate) fn render_photos(&mut self) {
        for upload in self.uploads.values_mut() {
            upload.renditions = Some(photo::check_and_render(&upload.bytes));
        }
    }

    /// For the ledger: the values, and a summary in the place of each upload.
    pub(crate) fn summary(&self) -> Value {
        let mut values = self.values.clone();
        if !self.uploads.is_empty() {
            let parts: Map<String, Value> = self
                .uploads
                .iter()
                .map(|(part, file)| {
                    let about = json!({"file_name": file.name, "mime_type": file.mime,
                        "size_bytes": file.bytes.len()});
                    (part.clone(), about)
                })
                .collect();
            values.insert("uploads".to_owned(), Value::Object(parts));
        }
        Value::Object(values)
    }
}
