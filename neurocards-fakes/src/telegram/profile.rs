//! What the bot says about itself, by language.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The bot's own account.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) id: i64,
    /// The username without the `@`.
    pub(crate) username: String,
    /// By field (`name`, `description`, `short_description`) and language; "" is the default.
    pub(crate) texts: BTreeMap<(&'static str, String), String>,
    /// By scope (its JSON) and language.
    pub(crate) commands: BTreeMap<(String, String), Value>,
    pub(crate) menu_button: Value,
}

impl Profile {
    pub(crate) fn new(id: i64, username: String) -> Self {
        Self {
            id,
            username,
            texts: BTreeMap::new(),
            commands: BTreeMap::new(),
            menu_button: json!({"type": "default"}),
        }
    }

    fn name(&self) -> &str {
        self.texts
            .get(&("name", String::new()))
            .map_or("Fake bot", String::as_str)
    }

    /// The Bot API's `User` of the bot.
    pub(crate) fn user_json(&self) -> Value {
        json!({"id": self.id, "is_bot": true, "first_name": self.name(), "username": self.username})
    }

    /// The result of `getMe`, with the fields that only it has.
    pub(crate) fn me_json(&self) -> Value {
        let mut me = self.user_json();
        let no = [
            "can_join_groups",
            "can_read_all_group_messages",
            "supports_inline_queries",
            "supports_guest_queries",
            "can_connect_to_business",
            "has_main_web_app",
            "has_topics_enabled",
            "allows_users_to_create_topics",
            "can_manage_bots",
            "supports_join_request_queries",
        ];
        for field in no {
            me[field] = json!(false);
        }
        me
    }

    /// For the human side: everything at once.
    pub(crate) fn about_json(&self) -> Value {
        let texts: Vec<Value> = self
            .texts
            .iter()
            .map(|((field, language), text)| {
                json!({"field": field, "language_code": language, "text": text})
            })
            .collect();
        let commands: Vec<Value> = self
            .commands
            .iter()
            .map(|((scope, language), commands)| {
                json!({"scope": scope, "language_code": language, "commands": commands})
            })
            .collect();
        json!({"bot": self.me_json(), "texts": texts, "commands": commands,
            "menu_button": self.menu_button})
    }
}
