//! Commands, names, descriptions and the menu button.

use serde_json::{Value, json};

use super::DONE;
use crate::telegram::answer::{Answer, ApiError};
use crate::telegram::params::Params;
use crate::telegram::world::World;

fn place(params: &Params) -> (String, String) {
    let scope = params
        .value("scope")
        .cloned()
        .unwrap_or_else(|| json!({"type": "default"}));
    (
        scope.to_string(),
        params.str("language_code").unwrap_or("").to_owned(),
    )
}

pub(super) fn set_my_commands(world: &mut World, params: &Params) -> Answer {
    let commands = params.value("commands").cloned().unwrap_or_default();
    let names = commands
        .as_array()
        .into_iter()
        .flatten()
        .map(|command| &command["command"]);
    for name in names {
        let name = name.as_str().unwrap_or("").trim_start_matches('/');
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.chars().all(allowed) {
            return Err(ApiError::bad_request("BOT_COMMAND_INVALID"));
        }
    }
    world.profile.commands.insert(place(params), commands);
    Ok(DONE)
}

pub(super) fn my_commands(world: &World, params: &Params) -> Value {
    world
        .profile
        .commands
        .get(&place(params))
        .cloned()
        .unwrap_or_else(|| json!([]))
}

pub(super) fn delete_my_commands(world: &mut World, params: &Params) -> Value {
    world.profile.commands.remove(&place(params));
    DONE
}

/// An empty text removes the one of that language.
pub(super) fn set_text(world: &mut World, params: &Params, field: &'static str) -> Value {
    let place = (field, params.str("language_code").unwrap_or("").to_owned());
    match params.str(field).filter(|text| !text.is_empty()) {
        Some(text) => world.profile.texts.insert(place, text.to_owned()),
        None => world.profile.texts.remove(&place),
    };
    DONE
}

pub(super) fn set_chat_menu_button(world: &mut World, params: &Params) -> Answer {
    let button = params
        .value("menu_button")
        .cloned()
        .unwrap_or_else(|| json!({"type": "default"}));
    if params.value("chat_id").is_none() {
        world.profile.menu_button = button;
        return Ok(DONE);
    }
    let chat = world.known_chat(params)?.user.id;
    if let Some(chat) = world.chats.get_mut(&chat) {
        chat.menu_button = Some(button);
    }
    Ok(DONE)
}
