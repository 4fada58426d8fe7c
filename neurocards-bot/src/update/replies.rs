//! Replies on their way out, after their turn is committed.
//!
//! An edit or an answer to a press may be repeated; a new message is begun in the inbox first, and
//! never sent again if nobody knows whether it arrived.

use std::time::Duration;

use neurocards_adapters::telegram::client::{OutgoingInvoice, Place, RoubleProvider, TelegramClient};
use neurocards_adapters::telegram::errors::CallError;
use neurocards_adapters::telegram::keyboard::Keyboard;
use neurocards_core::chat::update::UpdateLease;
use neurocards_core::ids::MessageId;
use neurocards_core::ports::{Inbox, LeaseError, SendError};
use neurocards_core::user::Language;
use tokio::time::{Instant, sleep};

use crate::conversation::{Offer, Reply};
use crate::screens::{self, Rendered};
use crate::update::note::Note;

/// The pause before another try when Telegram cannot be reached.
const UNREACHED_PAUSE: Duration = Duration::from_secs(1);

/// How the replies of an update ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// All that could be said was said.
    All,
    /// The chat takes nothing for so long that the update should wait in the inbox.
    Wait(Duration),
}

/// A new message, as opposed to the edit of one.
enum Fresh<'a> {
    Text(&'a Rendered),
    Invoice(&'a OutgoingInvoice),
}

/// Says what one update wants said.
pub(crate) struct Replies<'a> {
    pub(crate) client: &'a TelegramClient,
    pub(crate) inbox: &'a dyn Inbox,
    pub(crate) offer: &'a Offer,
    pub(crate) roubles: Option<&'a RoubleProvider>,
    pub(crate) lease: &'a UpdateLease,
    /// Until when tries that did not reach the chat are repeated.
    pub(crate) until: Instant,
}

impl Replies<'_> {
    /// Says the replies from `next` on.
    pub(crate) async fn say(&self, replies: &[String], next: usize) -> Result<Said, LeaseError> {
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
            let sorry = Rendered {
                text: screens::apology(note.language),
                keyboard: Keyboard::new(),
            };
            return self.send(index, note.place(), &sorry).await;
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
                match edit {
                    Some(message) => self.edit(index, note.place(), *message, &shown).await,
                    None => self.send(index, note.place(), &shown).await,
                }
            }
            Reply::Invoice {
                invoice,
                credits,
                price,
            } => {
                let words = screens::invoice(*credits, note.language);
                let invoice = OutgoingInvoice {
                    place: note.place(),
                    id: *invoice,
                    title: words.title,
                    description: words.description,
                    price: *price,
                };
                self.bill(index, &invoice, note.language).await
            }
        }
    }

    /// A press waits for its answer: whatever hinders it now, later is too late.
    async fn answer(&self, callback: &str, word: Option<&str>) {
        if let Err(error) = self.client.answer_callback(callback, word, false).await {
            tracing::warn!(%error, update = self.lease.update(), "a press was not answered");
        }
    }

    /// Edits; where there is nothing to edit any more, sends.
    async fn edit(
        &self,
        index: usize,
        place: Place,
        message: MessageId,
        shown: &Rendered,
    ) -> Result<Said, LeaseError> {
        loop {
            let edit = self
                .client
                .edit_text(place.chat, message, &shown.text, Some(&shown.keyboard));
            let error = match edit.await {
                Ok(()) => return Ok(Said::All),
                Err(error) if error.is_message_gone() => {
                    return self.send(index, place, shown).await;
                }
                Err(error) => error,
            };
            match SendError::from(error.clone()) {
                SendError::RateLimited { retry_after } => return Ok(Said::Wait(retry_after)),
                SendError::NotSent(_) | SendError::Unknown(_)
                    if self.pause(UNREACHED_PAUSE).await => {}
                _ => return Ok(self.give_up(&error)),
            }
        }
    }

    async fn send(&self, index: usize, place: Place, shown: &Rendered) -> Result<Said, LeaseError> {
        self.inbox.begin_reply(self.lease, index).await?;
        match self.try_to_send(place, Fresh::Text(shown)).await {
            Ok(()) => Ok(Said::All),
            Err(error) => Ok(self.give_up(&error)),
        }
    }

    /// Sends an invoice; one that cannot be sent is told in words.
    async fn bill(
        &self,
        index: usize,
        invoice: &OutgoingInvoice,
        language: Language,
    ) -> Result<Said, LeaseError> {
        self.inbox.begin_reply(self.lease, index).await?;
        let sent = self
            .try_to_send(invoice.place, Fresh::Invoice(invoice))
            .await;
        let Err(error) = sent else {
            return Ok(Said::All);
        };
        if matches!(SendError::from(error.clone()), SendError::Refused(_)) {
            let sorry = Rendered {
                text: screens::invoice_failed(language),
                keyboard: Keyboard::new(),
            };
            let told = self.try_to_send(invoice.place, Fresh::Text(&sorry)).await;
            told.err().map(|error| self.give_up(&error));
        }
        Ok(self.give_up(&error))
    }

    /// Tries a new message, which is begun: again only after an error that says nothing was sent.
    async fn try_to_send(&self, place: Place, fresh: Fresh<'_>) -> Result<(), CallError> {
        loop {
            let sent = match fresh {
                Fresh::Text(shown) => {
                    let keyboard = Some(&shown.keyboard).filter(|keyboard| !keyboard.is_empty());
                    self.client.send_text(place, &shown.text, keyboard).await
                }
                Fresh::Invoice(invoice) => self.client.send_invoice(invoice, self.roubles).await,
            };
            let Err(error) = sent else {
                return Ok(());
            };
            let again = match SendError::from(error.clone()) {
                SendError::RateLimited { retry_after } => self.pause(retry_after).await,
                SendError::NotSent(_) => self.pause(UNREACHED_PAUSE).await,
                _ => false,
            };
            if !again {
                return Err(error);
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

    fn give_up(&self, error: &CallError) -> Said {
        tracing::warn!(%error, update = self.lease.update(), "a reply was not sent");
        Said::All
    }
}
