//! What a message is under which a button was pressed.

use neurocards_adapters::telegram::fields::Fields;
use neurocards_core::chat::button::Button;
use serde::Deserialize;

use crate::conversation::Surface;

/// A button under a message; of other kinds than ours only that it is there.
#[derive(Deserialize)]
struct Key {
    callback_data: Option<String>,
}

/// What a message is, by the buttons under it. Those of cards, videos and notices are of a few
/// kinds only; a keyboard that has any other button, or none but the menu, is a screen's.
pub(super) fn of(message: &Fields) -> Surface {
    let Some(buttons) = buttons(message) else {
        return Surface::Lasting;
    };
    let launch = buttons.iter().find_map(|button| match button {
        Button::Launch(order) => Some(*order),
        _ => None,
    });
    if let Some(order) = launch {
        return Surface::Confirm(order);
    }
    let only_menu = !buttons.is_empty() && buttons.iter().all(|button| *button == Button::Menu);
    if only_menu || buttons.into_iter().any(is_of_a_screen) {
        Surface::Screen
    } else {
        Surface::Lasting
    }
}

/// The buttons that ask us for something; `None` if one of them is not of this program.
fn buttons(message: &Fields) -> Option<Vec<Button>> {
    let markup = message.object("reply_markup");
    let rows = markup.and_then(|markup| markup.read::<Vec<Vec<Key>>>("inline_keyboard"));
    let keys = rows.unwrap_or_default().into_iter().flatten();
    keys.filter_map(|key| key.callback_data)
        .map(|data| Button::parse(&data))
        .collect()
}

fn is_of_a_screen(button: Button) -> bool {
    !matches!(
        button,
        Button::Menu
            | Button::Create
            | Button::Support
            | Button::Another(_)
            | Button::Variant(_)
            | Button::Fetch(_)
            | Button::CancelOrder(_)
    )
}
