//! What can go wrong with an update on its way to the bot.

use serde::{Deserialize, Serialize};

/// Copies of one update, at most.
const MAX_COPIES: usize = 100;

/// What can happen to an update on its way to the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Delivery {
    /// The update never comes.
    Drop,
    /// It comes again, with the same `update_id`, after the bot accepted it.
    Duplicate,
    /// It comes so many times, each under an `update_id` of its own.
    Repeat {
        /// How many times in all, 100 at most.
        times: usize,
    },
    /// It is held until so many are together, then they come last first.
    Reorder {
        /// How many are turned round together.
        together: usize,
    },
    /// It comes late: after the seconds of the fake's calendar, or when it is released.
    Late {
        /// Seconds; left out: only when it is released.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secs: Option<u32>,
    },
}

impl Delivery {
    /// The error says why it cannot be.
    pub(crate) fn check(self) -> Result<(), String> {
        match self {
            Self::Repeat { times } if !(1..=MAX_COPIES).contains(&times) => {
                Err(format!("an update comes 1 to {MAX_COPIES} times"))
            }
            _ => Ok(()),
        }
    }
}
