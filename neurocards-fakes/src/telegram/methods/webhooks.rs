//! The methods `setWebhook`, `deleteWebhook` and `getWebhookInfo`.

use serde_json::{Value, json};

use super::DONE;
use super::get_updates::remember_allowed;
use crate::telegram::answer::{Answer, ApiError};
use crate::telegram::params::Params;
use crate::telegram::webhook::Webhook;
use crate::telegram::world::World;

/// Connections to a webhook at once, if it does not say.
const DEFAULT_CONNECTIONS: i64 = 40;

/// Only `http://` of this machine is pushed to: the fake speaks no TLS.
pub(super) fn set_webhook(world: &mut World, params: &Params) -> Answer {
    let url = params.str("url").unwrap_or("");
    if url.is_empty() {
        return Ok(delete_webhook(world, params));
    }
    let is_local = reqwest::Url::parse(url).is_ok_and(|url| {
        url.scheme() == "http"
            && matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"))
    });
    if !is_local {
        return Err(ApiError::bad_request(
            "bad webhook: the fake pushes only to http:// on this machine",
        ));
    }
    let secret = params.str("secret_token");
    if secret.is_some_and(|secret| !secret.chars().all(is_secret_char)) {
        return Err(ApiError::bad_request(
            "secret token contains unallowed characters",
        ));
    }
    remember_allowed(world, params);
    if params.flag("drop_pending_updates") {
        world.updates.clear();
    }
    let connections = params.int("max_connections").unwrap_or(DEFAULT_CONNECTIONS);
    let connections = usize::try_from(connections).unwrap_or(1);
    world.webhook = Webhook::new(url.to_owned(), secret.map(str::to_owned), connections);
    Ok(DONE)
}

fn is_secret_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

pub(super) fn delete_webhook(world: &mut World, params: &Params) -> Value {
    world.webhook = Webhook::default();
    if params.flag("drop_pending_updates") {
        world.updates.clear();
    }
    DONE
}

pub(super) fn webhook_info(world: &World) -> Value {
    let hook = &world.webhook;
    let mut info = json!({
        "url": hook.url,
        "has_custom_certificate": false,
        "pending_update_count": world.updates.len(),
    });
    if hook.is_set() {
        info["max_connections"] = json!(hook.max_connections);
    }
    if let Some((at, message)) = &hook.last_error {
        info["last_error_date"] = json!(at);
        info["last_error_message"] = json!(message);
    }
    if let Some(kinds) = &world.updates.allowed {
        info["allowed_updates"] = json!(kinds);
    }
    info
}
