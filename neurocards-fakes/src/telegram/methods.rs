//! What each method does to the world.

mod answers;
mod edits;
mod get_updates;
mod invoices;
mod media;
mod payments;
mod profile;
mod sends;
mod webhooks;

use serde_json::Value;

use super::answer::{Answer, ApiError};
use super::params::Params;
use super::world::World;

pub(crate) use get_updates::get_updates;
pub(crate) use sends::in_topic;

/// The result of the methods that have nothing to say.
const DONE: Value = Value::Bool(true);

/// Carries a call out; `name` is in the documentation's spelling, `params` are checked.
pub(crate) fn run(world: &mut World, name: &str, params: &Params) -> Answer {
    match name {
        "getMe" => Ok(world.profile.me_json()),
        "setWebhook" => webhooks::set_webhook(world, params),
        "deleteWebhook" => Ok(webhooks::delete_webhook(world, params)),
        "getWebhookInfo" => Ok(webhooks::webhook_info(world)),
        "sendMessage" => sends::send_message(world, params),
        "sendChatAction" => sends::send_chat_action(world, params),
        "sendPhoto" => media::send_one(world, params, "photo"),
        "sendVideo" => media::send_one(world, params, "video"),
        "sendDocument" => media::send_one(world, params, "document"),
        "sendMediaGroup" => media::send_media_group(world, params),
        "editMessageText" => edits::edit_text(world, params),
        "editMessageCaption" => edits::edit_caption(world, params),
        "editMessageMedia" => edits::edit_media(world, params),
        "editMessageReplyMarkup" => edits::edit_keyboard(world, params),
        "deleteMessage" => edits::delete_message(world, params),
        "answerCallbackQuery" => answers::answer_callback_query(world, params),
        "getFile" => answers::get_file(world, params),
        "getChat" => answers::get_chat(world, params),
        "setMyCommands" => profile::set_my_commands(world, params),
        "getMyCommands" => Ok(profile::my_commands(world, params)),
        "deleteMyCommands" => Ok(profile::delete_my_commands(world, params)),
        "setMyName" => Ok(profile::set_text(world, params, "name")),
        "setMyDescription" => Ok(profile::set_text(world, params, "description")),
        "setMyShortDescription" => Ok(profile::set_text(world, params, "short_description")),
        "setChatMenuButton" => profile::set_chat_menu_button(world, params),
        "sendInvoice" => invoices::send_invoice(world, params),
        "createInvoiceLink" => invoices::create_invoice_link(world, params),
        "answerPreCheckoutQuery" => payments::answer_pre_checkout_query(world, params),
        "answerShippingQuery" => payments::answer_shipping_query(params),
        "refundStarPayment" => payments::refund_star_payment(world, params),
        "getStarTransactions" => payments::star_transactions(world, params),
        "getMyStarBalance" => Ok(payments::star_balance(world)),
        _ => Err(ApiError::new(404, "Not Found: method not found")),
    }
}

/// Whether uploads of this method may be photos, which are scaled before the call.
pub(crate) fn takes_photos(name: &str) -> bool {
    matches!(name, "sendPhoto" | "sendMediaGroup" | "editMessageMedia")
}
