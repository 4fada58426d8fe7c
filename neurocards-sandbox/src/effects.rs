//! What reached the world outside, as the stand-ins' own ledgers tell it.

use neurocards_fakes::kie::KieHandle;
use neurocards_fakes::openai::OpenAiHandle;
use neurocards_fakes::telegram::TelegramHandle;
use serde::Serialize;

/// The fakes in place of everything outside the bot and the worker.
#[derive(Clone)]
pub struct World {
    /// The fake Telegram.
    pub telegram: TelegramHandle,
    /// The fake video provider.
    pub kie: KieHandle,
    /// The fake text model.
    pub openai: OpenAiHandle,
}

/// How often each thing was done to the world outside, by everybody in this run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// Requests to the video model for a task, refused ones too.
    pub create_task: usize,
    /// Tasks that it made, whether or not the answer arrived.
    pub tasks: usize,
    /// Look-ups of tasks.
    pub record_info: usize,
    /// Photos handed over.
    pub photo_upload: usize,
    /// Videos that were downloaded from the provider.
    pub video_fetch: usize,
    /// Callbacks from the video model that we took.
    pub callbacks: usize,
    /// Requests to the text model.
    pub prompt: usize,
    /// Messages with text.
    pub send_message: usize,
    /// Edits of messages, the cards' above all.
    pub edit_message: usize,
    /// Messages with a video.
    pub send_video: usize,
    /// Answers to pressed buttons.
    pub answer_callback: usize,
    /// Messages with an invoice.
    pub send_invoice: usize,
    /// Answers whether an order may be paid.
    pub answer_pre_checkout: usize,
    /// Payments given back.
    pub refund_stars: usize,
}

impl World {
    /// Counts everything up to now.
    pub fn count(&self) -> Effects {
        let kie = self.kie.ledger();
        let told = |method: &str| {
            self.telegram
                .with_ledger(|ledger| ledger.of(method).filter(|call| call.took_effect).count())
        };
        Effects {
            create_task: kie.creates.len(),
            tasks: kie
                .creates
                .iter()
                .filter(|create| create.task.is_some())
                .count(),
            record_info: kie.polls.len(),
            photo_upload: kie
                .uploads
                .iter()
                .filter(|upload| upload.url.is_some())
                .count(),
            video_fetch: kie
                .downloads
                .iter()
                .filter(|download| download.status == 200)
                .count(),
            callbacks: kie
                .callbacks
                .iter()
                .filter(|call| call.status == Some(200))
                .count(),
            prompt: self.openai.calls(),
            send_message: told("sendMessage"),
            edit_message: told("editMessageText"),
            send_video: told("sendVideo"),
            answer_callback: told("answerCallbackQuery"),
            send_invoice: told("sendInvoice"),
            answer_pre_checkout: told("answerPreCheckoutQuery"),
            refund_stars: told("refundStarPayment"),
        }
    }

    /// Whether no attempt of any job asked for a task twice: an attempt's callback address is its
    /// own.
    pub fn asked_once_per_attempt(&self) -> bool {
        self.kie
            .ledger()
            .creates_per_callback()
            .values()
            .all(|times| *times == 1)
    }
}
