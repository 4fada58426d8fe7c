//! The conversation: a pure function from what one person said to what we keep and answer.
//!
//! Nothing here reads a clock, a store or the network. What a turn needs to know is named by
//! [`questions`] and comes in through the [`Context`]; ids are minted outside, so that the same
//! update turned again after a kill says the same.

mod answer;
mod command;
mod commands;
mod context;
mod draft;
mod input;
mod pages;
mod presses;
mod questions;
mod reply;
mod screen;
mod state;
mod steps;
mod turn;

pub use command::Command;
pub use context::{Context, Found, FreshIds, Links, Offer};
pub use draft::{
    AskConfirm, AskCount, AskDescription, AskFormat, AskPrompt, AskTemplate, AskWishes, Style,
};
pub use input::{
    Declined, Input, Photo, PhotoProblem, PhotoVerdict, Press, StrangeCharge, Surface,
};
pub use pages::history::named_in;
pub use pages::referral::{REFERRAL_START, referral_word, referrer};
pub use questions::{Question, questions};
pub use reply::{Remark, Reply, Toast};
pub use screen::{About, By, HistoryLine, Listed, Screen, Shortage};
pub use state::{Album, Conversation, State};
pub use turn::{Turned, turn};

#[cfg(test)]
pub(crate) mod tests;
