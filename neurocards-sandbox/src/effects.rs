//! What reached the world outside, as the fakes' own ledgers tell it.

use neurocards_testkit::fake_telegram::TelegramHandle;
use serde::Serialize;

/// The fakes, to be counted.
#[derive(Clone, Debug)]
pub struct World {
    /// The chats.
    pub telegram: TelegramHandle,
}

/// How often each thing was done to the world outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// Accepted submits.
    pub create_task: usize,
    /// Messages with text.
    pub send_message: usize,
    /// Edits of messages, the card's above all.
    pub edit_message: usize,
    /// Videos.
    pub send_video: usize,
    /// Answers to pressed buttons.
    pub answer_callback: usize,
}

impl World {
    /// Counts everything up to now.
    pub fn count(&self) -> Effects {
        let done = |method: &str| {
            self.telegram.with_ledger(|ledger| {
                ledger.of(method).filter(|call| call.took_effect).count()
            })
        };
        Effects {
            create_task: 0,
            send_message: done("sendMessage"),
            edit_message: done("editMessageText"),
            send_video: done("sendVideo"),
            answer_callback: done("answerCallbackQuery"),
        }
    }
}
