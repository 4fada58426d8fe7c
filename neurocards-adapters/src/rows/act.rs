use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::UserId;
use neurocards_core::money::act::{Act, ActKind};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{NewPromo, PromoCode};
use neurocards_core::money::payment::Payment;

use super::{Moment, unreadable};

/// A row of `acts`, or an entry as one.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ActRow {
    #[sqlx(try_from = "String")]
    actor: Actor,
    act: String,
    subject: String,
    user_id: Option<i64>,
    credits: Option<i64>,
    #[sqlx(try_from = "String")]
    reason: Reason,
    acted_at: Moment,
}

impl TryFrom<ActRow> for Act {
    type Error = sqlx::Error;

    fn try_from(row: ActRow) -> Result<Self, sqlx::Error> {
        let credits = row.credits.map(Credits::new).transpose();
        Ok(Self {
            actor: row.actor,
            act: row.act,
            subject: row.subject,
            user: row.user_id.map(UserId),
            credits: credits.map_err(unreadable)?,
            reason: row.reason,
            at: row.acted_at.0,
        })
    }
}

/// An act about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewAct {
    pub(crate) actor: Actor,
    pub(crate) kind: ActKind,
    pub(crate) subject: String,
    pub(crate) user: Option<UserId>,
    pub(crate) credits: Option<Credits>,
    pub(crate) reason: Reason,
}

impl NewAct {
    /// A promo code is created.
    pub(crate) fn promo_created(promo: &NewPromo) -> Self {
        Self {
            actor: promo.by.clone(),
            kind: ActKind::PromoCreated,
            subject: promo.code.to_string(),
            user: None,
            credits: Some(promo.credits),
            reason: promo.reason.clone(),
        }
    }

    /// A promo code is ended.
    pub(crate) fn promo_ended(code: &PromoCode, reason: &Reason, by: &Actor) -> Self {
        Self {
            actor: by.clone(),
            kind: ActKind::PromoEnded,
            subject: code.to_string(),
            user: None,
            credits: None,
            reason: reason.clone(),
        }
    }

    /// The money of a payment was given back by hand.
    pub(crate) fn refund_closed(payment: &Payment, reason: &Reason, by: &Actor) -> Self {
        Self {
            actor: by.clone(),
            kind: ActKind::RefundClosed,
            subject: payment.charge.to_string(),
            user: Some(payment.user),
            credits: None,
            reason: reason.clone(),
        }
    }
}
