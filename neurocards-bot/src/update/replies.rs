//! Replies on their way out, after their turn is committed.
//!
//! A screen that is said twice harms nobody, and silence does. So screens, edits and answers to presses
//! are said until Telegram has them: after a kill, after an answer that never came, and when a chat is
//! free again. Only invoices are begun in the inbox first. One that nobody knows to have arrived is
//! never sent again by itself: the person reads that it may be missing.

use std::time::Duration;

use neurocards_adapters::telegram::client::{InvoiceWords, Place, RoubleProvider, TelegramClient};
use neurocards_adapters::telegram::errors::CallError;
use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::keyboard::Keyboard;
use neurocards_adapters::telegram::messenger::TelegramMessenger;
use neurocards_core::chat::card::Card;
use neurocards_core::chat::update::UpdateLease;
use neurocards_core::ids::{MessageId, OrderId};
use neurocards_core::money::payment::Invoice;
use neurocards_core::ports::{Inbox, JobQueue, LeaseError, SendError};
use tokio::time::{Instant, sleep};

use crate::conversation::{Offer, Reply};
use crate::screens::{self, Rendered};
use crate::update::note::Note;

/// The pause before another try when Telegram cannot be reached; twice as long each time when it is
/// not known what became of the last one.
const UNREACHED_PAUSE: Duration = Duration::from_secs(1);
/// The longest that an update waits in the inbox for a Telegram that cannot be reached.
const UNREACHED_PAUSE_MAX: Duration = Duration::from_secs(15);
/// The claims after which nothing that cannot be said is tried any more: about a day.
const CLAIMS_MAX: i64 = 4_000;

/// How the replies of an update ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// All that could be said was said.
    All,
    /// The chat takes nothing for so long that the update should wait in the inbox.
    Wait(Duration),
}

/// One thing to say.
enum Saying<'a> {
    Card(&'a Card, MessageId),
    Screen(Place, &'a Rendered),
    Edit(Place, MessageId, &'a Rendered),
    Invoice(Place, &'a Invoice, &'a InvoiceWords),
    Toast(&'a str, Option<&'a str>),
}

/// Why a thing was not said.
enum Unsaid {
    /// Telegram takes nothing just now, and this try came to nothing.
    NotNow(Duration),
    /// Telegram refuses it, or nobody knows what became of what must not be repeated.
    Failed(CallError),
}

/// Says what one update wants said.
pub(crate) struct Replies<'a> {
    pub(crate) client: &'a TelegramClient,
    pub(crate) inbox: &'a dyn Inbox,
    pub(crate) jobs: &'a dyn JobQueue,
    pub(crate) offer: &'a Offer,
    pub(crate) roubles: Option<&'a RoubleProvider>,
    pub(crate) lease: &'a UpdateLease,
    /// Until when tries that did not reach the chat are repeated.
    pub(crate) until: Instant,
}

impl Replies<'_> {
    /// Says the replies from `next` on; the one before was begun by a process that did not end it.
    pub(crate) async fn say(&self, replies: &[String], next: usize) -> Result<Said, LeaseError> {
        let begun = next.checked_sub(1).and_then(|begun| replies.get(begun));
        if let Some(Ok(note)) = begun.map(|kept| Note::read(kept))
            && let Said::Wait(after) = self.doubt(&note).await
        {
            return Ok(Said::Wait(after));
        }
        for (index, kept) in replies.iter().enumerate().skip(next) {
            let said = match Note::read(kept) {
                Ok(note) => self.note(index, &note).await?,
                // Written by another release: the state is kept, only this word is lost.
                Err(error) => {
                    tracing::error!(%error, update = self.lease.update(), index, "unreadable reply");
                    Said::All
                }
            };
            if let Said::Wait(_) = said {
                return Ok(said);
            }
        }
        Ok(Said::All)
    }

    async fn note(&self, index: usize, note: &Note) -> Result<Said, LeaseError> {
        let Some(reply) = &note.reply else {
            return Ok(self
                .tell(note.place(), screens::apology(note.language))
                .await);
        };
        match reply {
            Reply::Toast { callback, toast } => {
                let word = toast.map(|toast| screens::toast(toast, note.language));
                self.answer(callback, word.as_deref()).await;
                Ok(Said::All)
            }
            Reply::Show {
                edit,
                remark,
                screen,
                resume,
            } => {
                let shown = screens::render(screen, *remark, *resume, note.language, self.offer);
                Ok(match edit {
                    Some(message) => self.edit(note.place(), *message, &shown).await,
                    None => self.screen(note.place(), &shown).await,
                })
            }
            Reply::Card { edit, order } => self.card(*edit, *order).await,
            Reply::Invoice(invoice) => self.send_invoice(index, note, invoice).await,
        }
    }

    /// A press waits for its answer: what cannot be said with a little patience is said too late.
    async fn answer(&self, callback: &str, word: Option<&str>) {
        match self.try_to_say(&Saying::Toast(callback, word)).await {
            Ok(()) => {}
            Err(Unsaid::Failed(error)) => self.give_up(&error),
            Err(Unsaid::NotNow(_)) => {
                tracing::warn!(update = self.lease.update(), "a press was not answered");
            }
        }
    }

    /// Edits; where there is nothing to edit any more, sends.
    async fn edit(&self, place: Place, message: MessageId, shown: &Rendered) -> Said {
        match self.try_to_say(&Saying::Edit(place, message, shown)).await {
            Err(Unsaid::Failed(error)) if error.is_message_gone() => {
                self.screen(place, shown).await
            }
            said => self.ended(said),
        }
    }

    /// Makes a message show an order, as a worker does whenever the order changes. What a worker showed
    /// meanwhile may be newer: this goes on until what was shown is how the order still is.
    async fn card(&self, message: MessageId, order: OrderId) -> Result<Said, LeaseError> {
        let mut shown = None;
        while let Some(card) = self.jobs.card(order).await? {
            let state = (card.message, card.videos.clone());
            if shown.as_ref() == Some(&state) || card.message != Some(message) {
                break;
            }
            let said = self.try_to_say(&Saying::Card(&card, message)).await;
            if let Said::Wait(after) = self.ended(said) {
                return Ok(Said::Wait(after));
            }
            shown = Some(state);
        }
        Ok(Said::All)
    }

    async fn screen(&self, place: Place, shown: &Rendered) -> Said {
        let said = self.try_to_say(&Saying::Screen(place, shown)).await;
        self.ended(said)
    }

    async fn tell(&self, place: Place, text: Html) -> Said {
        let keyboard = Keyboard::new();
        self.screen(place, &Rendered { text, keyboard }).await
    }

    /// Sends an invoice. One that is refused is told in words, and so is one whose fate is unknown.
    async fn send_invoice(
        &self,
        index: usize,
        note: &Note,
        invoice: &Invoice,
    ) -> Result<Said, LeaseError> {
        self.inbox.begin_reply(self.lease, index).await?;
        let words = screens::invoice(invoice.credits, note.language);
        let saying = Saying::Invoice(note.place(), invoice, &words);
        let error = match self.try_to_say(&saying).await {
            Ok(()) => return Ok(Said::All),
            Err(not_now @ Unsaid::NotNow(_)) => {
                self.inbox.take_back_reply(self.lease, index).await?;
                return Ok(self.ended(Err(not_now)));
            }
            Err(Unsaid::Failed(error)) => error,
        };
        self.give_up(&error);
        let words = match SendError::from(error) {
            SendError::Refused(_) => screens::invoice_failed(note.language),
            SendError::Unknown(_) => screens::invoice_doubtful(note.language),
            _ => return Ok(Said::All),
        };
        Ok(self.tell(note.place(), words).await)
    }

    /// What is told of a reply that was begun and not ended.
    async fn doubt(&self, note: &Note) -> Said {
        match note.reply {
            Some(Reply::Invoice(_)) => {
                let words = screens::invoice_doubtful(note.language);
                self.tell(note.place(), words).await
            }
            _ => Said::All,
        }
    }

    /// Says it, and again while that is harmless and there is patience.
    async fn try_to_say(&self, saying: &Saying<'_>) -> Result<(), Unsaid> {
        let may_repeat = !matches!(saying, Saying::Invoice(..));
        let mut doubtful = UNREACHED_PAUSE;
        loop {
            let Err(error) = self.call(saying).await else {
                return Ok(());
            };
            let (pause, later) = match SendError::from(error.clone()) {
                SendError::RateLimited { retry_after } => (retry_after, retry_after),
                SendError::NotSent(_) => (UNREACHED_PAUSE, self.until_reached()),
                SendError::Unknown(_) if may_repeat => {
                    doubtful *= 2;
                    (doubtful / 2, self.until_reached())
                }
                _ => return Err(Unsaid::Failed(error)),
            };
            tracing::debug!(%error, update = self.lease.update(), ?pause, "a reply was not sent yet");
            if !self.pause(pause).await {
                return Err(Unsaid::NotNow(later));
            }
        }
    }

    async fn call(&self, saying: &Saying<'_>) -> Result<(), CallError> {
        let client = self.client;
        match saying {
            Saying::Card(card, message) => {
                let messenger = TelegramMessenger::new(client.clone());
                messenger.show_card_in(card, *message).await
            }
            Saying::Screen(place, shown) => {
                let keyboard = Some(&shown.keyboard).filter(|keyboard| !keyboard.is_empty());
                let sent = client.send_text(*place, &shown.text, keyboard);
                sent.await.map(drop)
            }
            Saying::Edit(place, message, shown) => {
                let keyboard = Some(&shown.keyboard);
                let edit = client.edit_text(place.chat, *message, &shown.text, keyboard);
                edit.await
            }
            Saying::Toast(callback, word) => client.answer_callback(callback, *word, false).await,
            Saying::Invoice(place, invoice, words) => {
                let sent = client.send_invoice(*place, invoice, words, self.roubles);
                sent.await.map(drop)
            }
        }
    }

    /// Waits, unless that takes longer than there is patience: then answers `false` at once.
    async fn pause(&self, pause: Duration) -> bool {
        let in_time = Instant::now() + pause <= self.until;
        if in_time {
            sleep(pause).await;
        }
        in_time
    }

    /// How long the update waits for Telegram: longer each time, as the token of a lease counts the
    /// claims.
    fn until_reached(&self) -> Duration {
        let doublings = u32::try_from(self.lease.token().clamp(1, 5)).unwrap_or(1) - 1;
        (UNREACHED_PAUSE * (1 << doublings)).min(UNREACHED_PAUSE_MAX)
    }

    fn ended(&self, said: Result<(), Unsaid>) -> Said {
        match said {
            Ok(()) => Said::All,
            Err(Unsaid::NotNow(after)) if self.lease.token() < CLAIMS_MAX => Said::Wait(after),
            Err(Unsaid::NotNow(_)) => {
                tracing::error!(
                    update = self.lease.update(),
                    "a reply could not be sent for a day"
                );
                Said::All
            }
            Err(Unsaid::Failed(error)) => {
                self.give_up(&error);
                Said::All
            }
        }
    }

    fn give_up(&self, error: &CallError) {
        tracing::warn!(%error, update = self.lease.update(), "a reply was not sent");
    }
}
