//! Who is behind an update of a private chat.

use neurocards_adapters::telegram::fields::Fields;
use neurocards_core::ids::{ChatId, UserId};
use neurocards_core::user::{Language, Visitor};

/// The person who did something, by the fields `from` and `chat`; `None` outside of private chats,
/// and for bots. Where the person cannot be read, it is the one whose chat it is.
pub(super) fn in_private_chat(told: &Fields) -> Option<Visitor> {
    let chat = private_chat(told)?;
    in_chat(told, chat)
}

/// The same for what tells of no chat: it is of the private chat of the person.
pub(super) fn of_themselves(told: &Fields) -> Option<Visitor> {
    let chat = told.object("from")?.read("id")?;
    in_chat(told, chat)
}

/// The id of a private chat, which is that of its person.
pub(super) fn private_chat(told: &Fields) -> Option<i64> {
    let chat = told.object("chat")?;
    let kind: String = chat.read("type")?;
    chat.read("id").filter(|_| kind == "private")
}

/// The person of an update, who answers in this chat; `None` for a bot.
pub(super) fn in_chat(told: &Fields, chat: i64) -> Option<Visitor> {
    let person = told.object("from");
    let read = |name| person.as_ref().and_then(|person| person.read(name));
    if person.as_ref().and_then(|person| person.read("is_bot")) == Some(true) {
        return None;
    }
    let tag: Option<String> = person
        .as_ref()
        .and_then(|person| person.read("language_code"));
    Some(Visitor {
        user: UserId(read("id").unwrap_or(chat)),
        chat: ChatId(chat),
        language: language(tag.as_deref()),
    })
}

/// The language for an IETF tag such as `ru` or `en-GB`: English for whoever speaks neither.
pub(super) fn language(tag: Option<&str>) -> Language {
    let Some(tag) = tag else {
        return Language::default();
    };
    let code = tag.split('-').next().unwrap_or_default();
    Language::parse(code).unwrap_or(Language::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_we_do_not_speak_becomes_english() {
        for (tag, expected) in [
            (Some("ru"), Language::Ru),
            (Some("ru-RU"), Language::Ru),
            (Some("en-GB"), Language::En),
            (Some("de"), Language::En),
            (None, Language::Ru),
        ] {
            assert_eq!(language(tag), expected);
        }
    }
}
