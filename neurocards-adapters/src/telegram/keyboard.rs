//! Buttons under a message.

use neurocards_core::chat::button::Button;
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};
use thiserror::Error;
use url::Url;

/// What a press sends back: 1 to 64 bytes (Bot API, `InlineKeyboardButton.callback_data`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackData(String);

/// Data that no button can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("callback data of {0} bytes: expected 1 to 64")]
pub struct CallbackDataError(pub usize);

impl CallbackData {
    /// The most bytes a button carries.
    pub const MAX_BYTES: usize = 64;

    /// Checks data that are not a [`Button`].
    pub fn new(data: impl Into<String>) -> Result<Self, CallbackDataError> {
        let data = data.into();
        match data.len() {
            1..=Self::MAX_BYTES => Ok(Self(data)),
            bytes => Err(CallbackDataError(bytes)),
        }
    }

    /// The text that comes back with the press.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Button> for CallbackData {
    /// Always within the limit: see the test of [`Button::encode`].
    fn from(button: Button) -> Self {
        Self(button.encode())
    }
}

/// One button: a label and what a press does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    label: String,
    press: Press,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Press {
    Callback(CallbackData),
    Open(Url),
}

impl Key {
    /// A button that comes back to the bot.
    pub fn button(label: impl Into<String>, data: impl Into<CallbackData>) -> Self {
        Self {
            label: label.into(),
            press: Press::Callback(data.into()),
        }
    }

    /// A button that opens a page.
    pub fn url(label: impl Into<String>, url: Url) -> Self {
        Self {
            label: label.into(),
            press: Press::Open(url),
        }
    }

    fn to_wire(&self) -> InlineKeyboardButton {
        match &self.press {
            Press::Callback(data) => InlineKeyboardButton::callback(&self.label, data.as_str()),
            Press::Open(url) => InlineKeyboardButton::url(&self.label, url.clone()),
        }
    }
}

/// Rows of buttons under a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keyboard {
    rows: Vec<Vec<Key>>,
}

impl Keyboard {
    /// No buttons yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same keyboard with one more row below; an empty row adds nothing.
    #[must_use]
    pub fn row(mut self, keys: impl IntoIterator<Item = Key>) -> Self {
        let keys: Vec<Key> = keys.into_iter().collect();
        if !keys.is_empty() {
            self.rows.push(keys);
        }
        self
    }

    /// Whether there is nothing to press.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The labels, row by row.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().flatten().map(|key| key.label.as_str())
    }

    /// As the Bot API takes it.
    pub(super) fn to_wire(&self) -> InlineKeyboardMarkup {
        InlineKeyboardMarkup::new(
            self.rows
                .iter()
                .map(|row| row.iter().map(Key::to_wire).collect::<Vec<_>>()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callback_data_have_1_to_64_bytes() {
        assert_eq!(CallbackData::new(""), Err(CallbackDataError(0)));
        assert!(CallbackData::new("x".repeat(64)).is_ok());
        assert_eq!(
            CallbackData::new("я".repeat(33)),
            Err(CallbackDataError(66))
        );
    }

    #[test]
    fn a_keyboard_is_written_row_by_row() {
        let url = Url::parse("https://example.com/terms").unwrap();
        let keyboard = Keyboard::new()
            .row([Key::button("Меню", Button::Menu), Key::url("Условия", url)])
            .row([]);
        let wire = serde_json::to_value(keyboard.to_wire()).unwrap();
        let expected = serde_json::json!({ "inline_keyboard": [[
            { "text": "Меню", "callback_data": "1menu" },
            { "text": "Условия", "url": "https://example.com/terms" },
        ]]});
        assert_eq!(wire, expected);
    }
}
