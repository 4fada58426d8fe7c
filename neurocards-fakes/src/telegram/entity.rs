//! A stretch of a text with a meaning: bold, a link, a command.

use serde::{Deserialize, Serialize};

/// `MessageEntity` of the Bot API; offsets and lengths in UTF-16 code units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// `bold`, `italic`, `text_link`, `bot_command` and so on.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where it starts, in UTF-16 code units.
    pub offset: usize,
    /// How long it is; never 0.
    pub length: usize,
    /// The address behind a `text_link`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The programming language of a `pre`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The sticker of a `custom_emoji`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_emoji_id: Option<String>,
}

impl Entity {
    /// An entity with nothing but a kind and a place.
    pub(crate) fn plain(kind: &str, offset: usize, length: usize) -> Self {
        let kind = kind.to_owned();
        Self {
            kind,
            offset,
            length,
            url: None,
            language: None,
            custom_emoji_id: None,
        }
    }

    /// First unit behind it.
    pub(crate) fn end(&self) -> usize {
        self.offset + self.length
    }
}

/// Length of a text in UTF-16 code units, the measure of the Bot API.
pub(crate) fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The `/commands` of a text, which Telegram's apps mark by themselves.
pub(crate) fn bot_commands(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let trimmed = word.trim_end();
        if let Some(name) = trimmed.strip_prefix('/') {
            let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '@';
            let length = name.chars().take_while(|c| allowed(*c)).count();
            if length > 0 {
                found.push(Entity::plain("bot_command", offset, length + 1));
            }
        }
        offset += utf16_len(word);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_marked_at_their_place_in_utf16() {
        assert_eq!(
            bot_commands("/start ref_1"),
            [Entity::plain("bot_command", 0, 6)]
        );
        assert_eq!(
            bot_commands("🎬 /menu"),
            [Entity::plain("bot_command", 3, 5)]
        );
        assert_eq!(bot_commands("a/b / c"), []);
    }
}
