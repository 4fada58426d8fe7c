//! Updates that cannot be handled: what is said instead, and the money they carry.

use neurocards_core::chat::update::{Turn, Write};
use neurocards_core::ids::{ChatId, UserId};
use neurocards_core::money::payment::Charge;
use neurocards_core::ports::Unavailable;

use super::Handler;
use crate::conversation::{Input, Remark, Reply, Screen};
use crate::money::alarms;
use crate::update::incoming::ParsedUpdate;
use crate::update::note::Note;

impl Handler {
    /// The turn of an update that cannot be handled. It says sorry and changes nothing, but money is
    /// never closed with that: a charge is booked all the same, unless that was `refused`, and
    /// operators are told of what cannot be.
    pub(super) async fn give_up(
        &self,
        update: &ParsedUpdate,
        refused: bool,
    ) -> Result<Turn, Unavailable> {
        let Some(money) = &update.money else {
            return Ok(self.sorry(update, None).await);
        };
        let why = match money.read.as_ref().map(|incoming| &incoming.input) {
            // Operators were told why when the booking was refused.
            Some(Input::Paid(_)) if refused => return Ok(self.unmatched(update).await),
            Some(Input::Paid(charge)) => return Ok(self.bare_booking(charge.clone())),
            Some(Input::PaidStrangely(strange)) => strange.why.clone(),
            _ => format!(
                "update {} about charge {} cannot be handled",
                update.id, money.name
            ),
        };
        if money.is_refund {
            alarms::unreversed(&self.deps, &money.name, &why).await?;
            return Ok(Turn::default());
        }
        alarms::unbooked(&self.deps, &money.name, &why).await?;
        Ok(self.unmatched(update).await)
    }

    /// An update that is not for us, unless it is about money that nobody can read.
    pub(super) async fn pass_over(&self, update: &ParsedUpdate) -> Result<Turn, Unavailable> {
        match &update.money {
            Some(money) if money.read.is_none() => self.give_up(update, false).await,
            _ => Ok(Turn::default()),
        }
    }

    /// A booking and nothing else; its news tells the payer.
    fn bare_booking(&self, charge: Charge) -> Turn {
        let rules = self.offer.referral;
        Turn {
            writes: vec![Write::Book { charge, rules }],
            ..Turn::default()
        }
    }

    async fn unmatched(&self, update: &ParsedUpdate) -> Turn {
        let reply = Reply::Show {
            edit: None,
            remark: Some(Remark::PaymentUnmatched),
            screen: Screen::PaySupport,
            resume: false,
        };
        self.sorry(update, Some(reply)).await
    }

    /// Changes nothing; without a reply it is the apology. A lane is its person's private chat.
    async fn sorry(&self, update: &ParsedUpdate, reply: Option<Reply>) -> Turn {
        if update.lane == 0 {
            return Turn::default();
        }
        let user = self.deps.stores.users.user(UserId(update.lane)).await;
        let sorry = Note {
            chat: ChatId(update.lane),
            topic: update.topic(),
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
