//! Updates that cannot be handled: what is said instead, and the money they carry.

use neurocards_core::chat::update::{RawUpdate, Turn, Write};
use neurocards_core::ids::{ChatId, UserId};
use neurocards_core::money::payment::Charge;
use neurocards_core::ports::Unavailable;

use super::Handler;
use crate::conversation::{Remark, Reply, Screen};
use crate::money::alarms;
use crate::update::incoming::{self, What};
use crate::update::note::Note;

impl Handler {
    /// The turn of an update that cannot be handled. It says sorry and changes nothing, but money is
    /// never closed with that: a charge is booked all the same, unless that was `refused`, and
    /// operators are told of what cannot be.
    pub(super) async fn give_up(
        &self,
        update: &RawUpdate,
        refused: bool,
    ) -> Result<Turn, Unavailable> {
        let Some(name) = incoming::named(&update.body) else {
            return Ok(self.sorry(update, None).await);
        };
        let what = incoming::money(&update.body).map(|incoming| incoming.what);
        let why = match what {
            // Operators were told why when the booking was refused.
            Some(What::Paid(_)) if refused => return Ok(self.unmatched(update).await),
            Some(What::Paid(charge)) => return Ok(self.bare_booking(charge)),
            Some(What::PaidStrangely(strange)) => strange.why,
            _ => format!("update {} about charge {name} cannot be handled", update.id),
        };
        if incoming::is_refund(&update.body) {
            alarms::unreversed(&self.deps, &name, &why).await?;
            return Ok(Turn::default());
        }
        alarms::unbooked(&self.deps, &name, &why).await?;
        Ok(self.unmatched(update).await)
    }

    /// An update that is not for us, unless it is about money that nobody can read.
    pub(super) async fn pass_over(&self, update: &RawUpdate) -> Result<Turn, Unavailable> {
        let unread = incoming::money(&update.body).is_none();
        if unread && incoming::named(&update.body).is_some() {
            return self.give_up(update, false).await;
        }
        Ok(Turn::default())
    }

    /// A booking and nothing else; its news tells the payer.
    fn bare_booking(&self, charge: Charge) -> Turn {
        let rules = self.house.referral;
        Turn {
            writes: vec![Write::Book { charge, rules }],
            ..Turn::default()
        }
    }

    async fn unmatched(&self, update: &RawUpdate) -> Turn {
        let reply = Reply::Show {
            edit: None,
            remark: Some(Remark::PaymentUnmatched),
            screen: Screen::PaySupport,
            resume: false,
        };
        self.sorry(update, Some(reply)).await
    }

    /// Changes nothing; without a reply it is the apology. A lane is its person's private chat.
    async fn sorry(&self, update: &RawUpdate, reply: Option<Reply>) -> Turn {
        if update.lane == 0 {
            return Turn::default();
        }
        let user = self.deps.stores.users.user(UserId(update.lane)).await;
        let sorry = Note {
            chat: ChatId(update.lane),
            language: user
                .ok()
                .flatten()
                .map(|user| user.language)
                .unwrap_or_default(),
            reply,
        };
        Turn {
            replies: sorry.write().into_iter().collect(),
            ..Turn::default()
        }
    }
}
