//! Inline keyboards: what Telegram accepts, and which button a person means.

use serde::Serialize;
use serde_json::Value;

use super::answer::ApiError;

/// Buttons of one keyboard, at most.
const MAX_BUTTONS: usize = 100;

/// Fields of a button of which it must have exactly one.
const ACTIONS: [&str; 10] = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];

/// A button as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Button {
    /// The label on the button.
    pub text: String,
    /// What the bot gets when it is pressed, 1-64 bytes.
    pub data: Option<String>,
    /// The address that the button opens.
    pub url: Option<String>,
    /// Whether it pays an invoice.
    pub pay: bool,
}

/// Splits `reply_markup` into an inline keyboard, checked, and anything else.
///
/// An inline keyboard without buttons is none.
pub(crate) fn inline_keyboard(markup: Option<&Value>) -> Result<Option<Value>, ApiError> {
    let Some(rows) = markup.and_then(|markup| markup.get("inline_keyboard")) else {
        return Ok(None);
    };
    let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
    let kept: Vec<Value> = rows
        .iter()
        .filter(|row| row.as_array().is_some_and(|r| !r.is_empty()))
        .cloned()
        .collect();
    let buttons: Vec<&Value> = kept.iter().filter_map(Value::as_array).flatten().collect();
    if buttons.len() > MAX_BUTTONS {
        return Err(ApiError::bad_request("REPLY_MARKUP_TOO_LONG"));
    }
    buttons.into_iter().try_for_each(check_button)?;
    Ok((!kept.is_empty()).then(|| serde_json::json!({"inline_keyboard": kept})))
}

fn check_button(button: &Value) -> Result<(), ApiError> {
    let problem = |text: &str| {
        Err(ApiError::bad_request(format!(
            "can't parse inline keyboard button: {text}"
        )))
    };
    if button["text"]
        .as_str()
        .is_none_or(|text| text.trim().is_empty())
    {
        return problem("Inline button text is empty");
    }
    match ACTIONS
        .iter()
        .filter(|action| !button[**action].is_null())
        .count()
    {
        0 => problem("Text buttons are unallowed in the inline keyboard"),
        1 => check_url(button),
        _ => Err(ApiError::rule(
            "an inline button must have exactly one action",
        )),
    }
}

fn check_url(button: &Value) -> Result<(), ApiError> {
    let Some(url) = button["url"].as_str() else {
        return Ok(());
    };
    let host = ["http://", "https://", "tg://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    if host.is_some_and(|host| !host.is_empty() && !host.contains(' ')) {
        return Ok(());
    }
    Err(ApiError::bad_request("BUTTON_URL_INVALID"))
}

/// The rows of an inline keyboard.
pub(crate) fn rows(keyboard: Option<&Value>) -> Vec<Vec<Button>> {
    let rows = keyboard.and_then(|markup| markup["inline_keyboard"].as_array());
    let row = |row: &Value| row.as_array().into_iter().flatten().map(button).collect();
    rows.into_iter().flatten().map(row).collect()
}

fn button(value: &Value) -> Button {
    let text = |field: &str| value[field].as_str().map(str::to_owned);
    Button {
        text: text("text").unwrap_or_default(),
        data: text("callback_data"),
        url: text("url"),
        pay: value["pay"].as_bool().unwrap_or(false),
    }
}
