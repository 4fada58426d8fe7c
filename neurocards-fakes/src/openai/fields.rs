//! Reads a JSON object field by field, with the errors that the real API gives.

use serde_json::{Map, Value};

use super::error::ApiError;

/// An object of the request and its place in it.
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    place: String,
}

impl<'a> Fields<'a> {
    /// `place` is empty for the whole request.
    pub(crate) fn of(value: &'a Value, place: &str) -> Result<Self, ApiError> {
        let map = value
            .as_object()
            .ok_or_else(|| wrong_type(place, "an object", value))?;
        let place = place.to_owned();
        Ok(Self { map, place })
    }

    /// The place of a field, such as `text.format`.
    pub(crate) fn place(&self, name: &str) -> String {
        if self.place.is_empty() {
            return name.to_owned();
        }
        format!("{}.{name}", self.place)
    }

    /// Refuses fields that are not known.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        match self.map.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => {
                let place = self.place(name);
                let message = format!("Unknown parameter: '{place}'.");
                Err(ApiError::invalid("unknown_parameter", &place, message))
            }
        }
    }

    /// The field, unless it is absent or null.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn required(&self, name: &str) -> Result<&'a Value, ApiError> {
        self.get(name).ok_or_else(|| {
            let place = self.place(name);
            let message = format!("Missing required parameter: '{place}'.");
            ApiError::invalid("missing_required_parameter", &place, message)
        })
    }

    pub(crate) fn required_string(&self, name: &str) -> Result<&'a str, ApiError> {
        let value = self.required(name)?;
        let wrong = || wrong_type(&self.place(name), "a string", value);
        value.as_str().ok_or_else(wrong)
    }

    pub(crate) fn string(&self, name: &str) -> Result<Option<&'a str>, ApiError> {
        self.typed(name, "a string", Value::as_str)
    }

    pub(crate) fn boolean(&self, name: &str) -> Result<Option<bool>, ApiError> {
        self.typed(name, "a boolean", Value::as_bool)
    }

    pub(crate) fn integer(&self, name: &str) -> Result<Option<i64>, ApiError> {
        self.typed(name, "an integer", Value::as_i64)
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<f64>, ApiError> {
        self.typed(name, "a decimal", Value::as_f64)
    }

    pub(crate) fn array(&self, name: &str) -> Result<Option<&'a Vec<Value>>, ApiError> {
        self.typed(name, "an array", Value::as_array)
    }

    pub(crate) fn object(&self, name: &str) -> Result<Option<Fields<'a>>, ApiError> {
        self.get(name)
            .map(|value| Fields::of(value, &self.place(name)))
            .transpose()
    }

    /// A string out of a short list.
    pub(crate) fn word(&self, name: &str, words: &[&str]) -> Result<Option<&'a str>, ApiError> {
        match self.string(name)? {
            Some(word) if !words.contains(&word) => Err(wrong_word(&self.place(name), word, words)),
            word => Ok(word),
        }
    }

    fn typed<T>(
        &self,
        name: &str,
        expected: &str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, ApiError> {
        self.get(name)
            .map(|value| read(value).ok_or_else(|| wrong_type(&self.place(name), expected, value)))
            .transpose()
    }
}

/// The error of a value of another type than `expected`, such as `an object`.
pub(crate) fn wrong_type(place: &str, expected: &str, value: &Value) -> ApiError {
    let got = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a decimal",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    let message =
        format!("Invalid type for '{place}': expected {expected}, but got {got} instead.");
    ApiError::invalid("invalid_type", place, message)
}

/// The error of a word that is not in the list.
pub(crate) fn wrong_word(place: &str, word: &str, words: &[&str]) -> ApiError {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let supported = quoted.join(", ");
    let message = format!("Invalid value: '{word}'. Supported values are: {supported}.");
    ApiError::invalid("invalid_value", place, message)
}
