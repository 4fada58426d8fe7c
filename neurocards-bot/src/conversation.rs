//! The conversation: a pure function from what one person said to what we keep and answer.
//!
//! Nothing here reads a clock, a store or the network. What a turn needs to know is named by
//! [`questions`] and comes in through the [`Context`]; ids are minted outside, so that the same
//! update turned again after a kill says the same.

mod answer;
mod command;
mod commands;
mod confirm;
mod consent;
mod context;
mod count;
mod description;
mod format;
mod history;
mod input;
mod lists;
mod orders;
mod own_prompt;
mod photo;
mod presses;
mod promo;
mod questions;
mod receipts;
mod referral;
mod reply;
mod screen;
mod state;
mod template;
mod top_up;
mod turn;
mod wishes;

pub use command::Command;
pub use confirm::AskConfirm;
pub use context::{Context, Found, FreshIds, House, Links};
pub use count::AskCount;
pub use description::AskDescription;
pub use format::AskFormat;
pub use history::{About, By, named_in};
pub use input::{Declined, Input, PhotoProblem, PhotoVerdict, Press, Surface};
pub use own_prompt::AskPrompt;
pub use photo::takes_photo;
pub use questions::{Question, questions};
pub use referral::{REFERRAL_START, referral_word, referrer};
pub use reply::{Remark, Reply, Toast};
pub use screen::{HistoryLine, Listed, Screen, Shortage};
pub use state::{Album, Conversation, State};
pub use template::AskTemplate;
pub use turn::{Turned, turn};
pub use wishes::{AskWishes, Style};

#[cfg(test)]
pub(crate) mod tests;
