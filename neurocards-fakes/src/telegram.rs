//! A stand-in for `api.telegram.org`, with people in the chats.
//!
//! The bot talks to it as to Telegram: [`FakeTelegram::url`] is the address for its client. Tests
//! and pages act as people through [`Person`], script what goes wrong with [`Fault`], and read what the
//! bot did in the [`Ledger`]. It is stricter than Telegram: a parameter that Bot API 10.1 does not
//! know is refused (see [`Ledger::broken_rules`]); everything else is refused where and as Telegram
//! refuses it.
//!
//! Everything is kept in memory and has a limit: 60 MB per request, 1 GiB of files, 5,000 messages
//! per chat, 200 revisions per message, 20,000 events, 100,000 calls and pending updates.
//!
//! What it does not do: groups, inline mode, `MarkdownV2`, files by URL (it fetches nothing), covers
//! of videos (accepted, not shown), TLS,
//! currencies but XTR and RUB, shipping, renewals of subscriptions. A webhook must be `http://` on this machine.

mod answer;
mod background;
mod bot_api;
mod charges;
mod chat;
mod clock;
mod delivery;
mod entity;
mod event;
mod fault;
mod faults;
mod files;
mod handle;
mod html_parse;
mod html_reference;
mod html_render;
mod human;
mod human_error;
mod invoice_terms;
mod keyboard;
mod late;
mod ledger;
mod media;
mod message;
mod methods;
mod params;
mod pay_button;
mod payments;
mod pending;
mod photo;
mod presses;
mod profile;
mod request;
mod rules;
mod server;
mod shared;
mod stars;
mod text;
mod update_kind;
mod updates;
mod webhook;
mod world;
mod written;

pub use chat::{ChatAction, Toast, User};
pub use delivery::Delivery;
pub use entity::Entity;
pub use event::{Event, EventKind};
pub use fault::{Fault, FaultKind};
pub use handle::TelegramHandle;
pub use human::http::control_table;
pub use human::{
    Attachment, ChatView, Checkout, HumanError, InvoiceView, MediaView, MessageView, PaymentView,
    Person, Receipt, RevisionView, Sender, Target,
};
pub use keyboard::Button;
pub use ledger::{Call, Download, Ledger};
pub use server::{Builder, FakeTelegram};
pub use stars::StarMove;
