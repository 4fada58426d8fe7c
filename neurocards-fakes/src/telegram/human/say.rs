//! Writing to the bot, and having enough of it.

use serde_json::{Map, Value, json};

use super::{HumanError, Person};
use crate::telegram::entity::{bot_commands, utf16_len};
use crate::telegram::event::EventKind;
use crate::telegram::methods::in_topic;
use crate::telegram::text::Formatted;
use crate::telegram::update_kind::UpdateKind;
use crate::telegram::world::{Draft, World};

/// Characters that an app sends in one message.
const MAX_TEXT: usize = 4096;

impl Person {
    /// Writes a text and gives its message id.
    pub fn say(&self, text: &str) -> Result<i64, HumanError> {
        let text = text.trim();
        if text.is_empty() || utf16_len(text) > MAX_TEXT {
            return Err(HumanError::Impossible(format!(
                "a text has 1 to {MAX_TEXT} characters"
            )));
        }
        let formatted = Formatted {
            text: text.to_owned(),
            entities: bot_commands(text),
        };
        let content = formatted.into_fields("text", "entities");
        self.send(Draft {
            content,
            ..Draft::default()
        })
    }

    /// Sends what this fake knows no more of than its fields: a dice, a voice message, a reply to a
    /// message of another chat. They are those of the Bot API's `Message`.
    pub fn send_fields(&self, fields: Value) -> Result<i64, HumanError> {
        let Value::Object(content) = fields else {
            let reason = "a message is an object".to_owned();
            return Err(HumanError::Impossible(reason));
        };
        self.send(Draft {
            content,
            ..Draft::default()
        })
    }

    /// Opens a topic in the chat, for bots that allow it, and gives its number.
    pub fn open_topic(&self, name: &str) -> Result<i64, HumanError> {
        let created = json!({ "name": name, "icon_color": 0x6F_B9_F0 });
        self.telegram.shared.update(|world| {
            let envelope = in_topic(world.next_message_id());
            let content = Map::from_iter([("forum_topic_created".to_owned(), created)]);
            let draft = Draft {
                content,
                envelope,
                ..Draft::default()
            };
            let topic = post_and_notify(world, self.id, draft)?;
            if let Some(chat) = world.chats.get_mut(&self.id) {
                chat.topics.insert(topic);
            }
            Ok(topic)
        })
    }

    /// Deletes a topic: nothing can be sent into it any more. The bot is not told.
    pub fn delete_topic(&self, topic: i64) {
        self.telegram.shared.update(|world| {
            if let Some(chat) = world.chats.get_mut(&self.id) {
                chat.topics.remove(&topic);
            }
        });
    }

    /// Writes a text into a topic and gives its message id.
    pub fn say_in_topic(&self, topic: i64, text: &str) -> Result<i64, HumanError> {
        let formatted = Formatted {
            text: text.to_owned(),
            entities: bot_commands(text),
        };
        self.send(Draft {
            content: formatted.into_fields("text", "entities"),
            envelope: in_topic(topic),
            ..Draft::default()
        })
    }

    /// Presses Start, as the app does: with the payload of a deep link, if there is one.
    pub fn start(&self, payload: Option<&str>) -> Result<i64, HumanError> {
        match payload.filter(|payload| !payload.is_empty()) {
            Some(payload) => self.say(&format!("/start {payload}")),
            None => self.say("/start"),
        }
    }

    /// Puts a message into the chat and tells the bot.
    pub(super) fn send(&self, draft: Draft) -> Result<i64, HumanError> {
        let user = self.id;
        self.telegram
            .shared
            .update(|world| post_and_notify(world, user, draft))
    }

    /// Stops the bot: it gets `my_chat_member` and can write no more.
    pub fn block(&self) {
        self.change_membership(true);
    }

    /// Takes the bot back.
    pub fn unblock(&self) {
        self.change_membership(false);
    }

    /// The account is deleted; the bot is not told.
    pub fn deactivate(&self) {
        self.telegram.shared.update(|world| {
            if let Some(chat) = world.chats.get_mut(&self.id) {
                chat.deactivated = true;
            }
        });
    }

    fn change_membership(&self, blocked: bool) {
        self.telegram.shared.update(|world| {
            let bot = world.profile.user_json();
            let date = world.now();
            let Some(chat) = world.chats.get_mut(&self.id) else {
                return;
            };
            if chat.blocked == blocked {
                return;
            }
            chat.blocked = blocked;
            let (before, after) = if blocked {
                ("member", "kicked")
            } else {
                ("kicked", "member")
            };
            let update = json!({
                "chat": chat.user.chat_json(),
                "from": chat.user.to_json(),
                "date": date,
                "old_chat_member": member(&bot, before),
                "new_chat_member": member(&bot, after),
            });
            world.event(
                self.id,
                EventKind::Member,
                None,
                json!({"blocked": blocked}),
            );
            world.notify(UpdateKind::MyChatMember, self.id, update);
        });
    }
}

fn member(bot: &Value, status: &str) -> Value {
    let mut member = Map::from_iter([
        ("user".to_owned(), bot.clone()),
        ("status".to_owned(), json!(status)),
    ]);
    if status == "kicked" {
        member.insert("until_date".to_owned(), json!(0));
    }
    Value::Object(member)
}

/// A message of a person who may write; gives its id.
pub(super) fn post_and_notify(
    world: &mut World,
    user: i64,
    draft: Draft,
) -> Result<i64, HumanError> {
    let chat = world
        .chats
        .get_mut(&user)
        .ok_or(HumanError::NoSuchUser(user))?;
    if chat.blocked {
        return Err(HumanError::BotIsBlocked);
    }
    chat.started = true;
    let message = world.post(user, false, draft);
    let id = message["message_id"].as_i64().unwrap_or(0);
    world.notify(UpdateKind::Message, user, message);
    Ok(id)
}
