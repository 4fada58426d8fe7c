//! The Pay button: the first of every invoice, and of no other message.

use serde_json::{Value, json};

use super::answer::ApiError;
use super::chat::User;

/// The keyboard of a message with this content; an invoice without one gets the usual button.
pub(crate) fn placed(
    keyboard: Option<Value>,
    invoice: Option<&Value>,
    reader: Option<&User>,
) -> Result<Option<Value>, ApiError> {
    let places = pay_places(keyboard.as_ref());
    let Some(invoice) = invoice else {
        return if places.is_empty() {
            Ok(keyboard)
        } else {
            Err(ApiError::bad_request("BUTTON_TYPE_INVALID"))
        };
    };
    match (&keyboard, places.as_slice()) {
        (None, _) => Ok(Some(usual(invoice, reader))),
        (Some(_), [0]) => Ok(keyboard),
        (Some(_), [0, ..]) => Err(ApiError::bad_request("BUTTON_POS_INVALID")),
        _ => Err(ApiError::bad_request(
            "the first button of an invoice must be Pay",
        )),
    }
}

/// Where Pay buttons are, counted from 0 through all rows.
fn pay_places(keyboard: Option<&Value>) -> Vec<usize> {
    let rows = keyboard.and_then(|markup| markup["inline_keyboard"].as_array());
    let buttons = rows.into_iter().flatten().filter_map(Value::as_array);
    let pays = |button: &Value| button["pay"] == true;
    buttons
        .flatten()
        .enumerate()
        .filter_map(|(place, button)| pays(button).then_some(place))
        .collect()
}

/// Telegram words it in the language of the reader's app.
fn usual(invoice: &Value, reader: Option<&User>) -> Value {
    let language = reader.and_then(|user| user.language_code.as_deref());
    let verb = if language == Some("ru") {
        "Заплатить"
    } else {
        "Pay"
    };
    let label = format!("{verb} {}", price(invoice));
    json!({"inline_keyboard": [[{"text": label, "pay": true}]]})
}

fn price(invoice: &Value) -> String {
    let amount = invoice["total_amount"].as_i64().unwrap_or(0);
    match (invoice["currency"].as_str(), amount % 100) {
        (Some("RUB"), 0) => format!("{} ₽", amount / 100),
        (Some("RUB"), kopecks) => format!("{},{kopecks:02} ₽", amount / 100),
        _ => format!("{amount} ⭐"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(amount: i64, currency: &str, language: &str) -> Value {
        let invoice = json!({"total_amount": amount, "currency": currency});
        let keyboard = placed(None, Some(&invoice), Some(&User::new(7, "A", language)));
        keyboard.unwrap().unwrap()["inline_keyboard"][0][0]["text"].clone()
    }

    #[test]
    fn the_usual_button_names_the_price_in_the_readers_language() {
        assert_eq!(label(200, "XTR", "ru"), "Заплатить 200 ⭐");
        assert_eq!(label(39_000, "RUB", "ru"), "Заплатить 390 ₽");
        assert_eq!(label(39_050, "RUB", "en"), "Pay 390,50 ₽");
    }
}
