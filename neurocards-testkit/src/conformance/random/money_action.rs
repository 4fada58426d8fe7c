use std::time::Duration;

use chrono::{DateTime, Utc};
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::chat::update::Write;
use neurocards_core::ids::{ChargeId, InvoiceId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{NewPromo, PromoCode, ReferralRules};
use neurocards_core::money::ledger::Grant;
use neurocards_core::money::payment::{AskedRefund, Charge, Currency, Invoice, Price, RefundEnd};
use uuid::Uuid;

use super::users::USERS;
use crate::factory::{a_charge, a_charge_id, a_grant, a_promo, a_refund_of, an_operator, stars};

/// Something done with money. Numbers name charges, invoices, codes and keys, few of each, so that
/// actions collide.
#[derive(Debug, Clone, Copy)]
pub(super) enum MoneyAction {
    Grant {
        user: i64,
        key: u8,
        amount: u16,
        by_hand: bool,
    },
    Purchase {
        user: i64,
        charge: u8,
        credits: u16,
    },
    Chargeback {
        charge: u8,
    },
    Correct {
        key: u8,
    },
    Offer {
        invoice: u8,
        forged: bool,
    },
    Book {
        charge: u8,
        invoice: u8,
        lie: Option<Lie>,
    },
    AskRefund {
        charge: u8,
        owner: Option<i64>,
    },
    EndRefund {
        charge: u8,
        end: End,
    },
    Reverse {
        charge: u8,
    },
    CreatePromo {
        code: u8,
        credits: u16,
        uses_max: u32,
        lasts: Duration,
    },
    EndPromo {
        code: u8,
    },
    Redeem {
        user: i64,
        code: u8,
    },
    /// Only a turn does this.
    Refer {
        friend: i64,
        referrer: i64,
    },
}

/// What a charge says that its invoice does not.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lie {
    Payer(i64),
    Stars(u16),
    Roubles,
}

/// How a refund ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    Done,
    ByHand,
    Refused,
}

/// Two credits each, for one friend of each user.
pub(super) const RULES: ReferralRules = ReferralRules {
    credits: Credits::small(2),
    friends_max: 1,
};

impl MoneyAction {
    /// The action as a write of a turn, if a turn can make it.
    pub(super) fn write(self) -> Option<Write> {
        Some(match self {
            Self::Grant {
                user,
                key,
                amount,
                by_hand,
            } => Write::Grant(gift(user, key, amount, by_hand)),
            Self::Offer { invoice, forged } => Write::Offer(invoice_of(invoice, forged)),
            Self::Book {
                charge,
                invoice,
                lie,
            } => Write::Book {
                charge: charge_of(charge, invoice, lie),
                rules: RULES,
            },
            Self::AskRefund { charge, owner } => Write::AskRefund(wish_of(charge, owner)),
            Self::Redeem { user, code } => Write::Redeem {
                user: UserId(user),
                code: code_of(code),
            },
            Self::Refer { friend, referrer } => Write::Refer {
                friend: UserId(friend),
                referrer: UserId(referrer),
            },
            _ => return None,
        })
    }
}

pub(super) fn gift(user: i64, key: u8, amount: u16, by_hand: bool) -> Grant {
    let by = if by_hand {
        an_operator()
    } else {
        Actor::System
    };
    Grant {
        by,
        ..a_grant(UserId(user), &gift_key(key), amount)
    }
}

pub(super) fn gift_key(number: u8) -> String {
    format!("gift:{number}")
}

/// A charge that the ledger alone knows.
pub(super) fn ledger_charge(number: u8) -> String {
    format!("charge-{number}")
}

/// A charge that was paid for an invoice.
pub(super) fn paid_charge(number: u8) -> ChargeId {
    a_charge_id(&format!("paid-{number}"))
}

pub(super) fn invoice_of(number: u8, forged: bool) -> Invoice {
    let users = i64::try_from(USERS.count()).expect("a few users");
    let credits = 3 + u16::from(number % 2);
    Invoice {
        id: InvoiceId(Uuid::from_u64_pair(7, number.into())),
        user: UserId(i64::from(number) % users + 1),
        credits: Credits::small(credits),
        price: if forged {
            stars(1)
        } else {
            stars(credits * 40)
        },
    }
}

pub(super) fn charge_of(charge: u8, invoice: u8, lie: Option<Lie>) -> Charge {
    let invoice = invoice_of(invoice, false);
    let honest = a_charge(&invoice, paid_charge(charge).as_str());
    match lie {
        None => honest,
        Some(Lie::Payer(payer)) => Charge {
            payer: UserId(payer),
            ..honest
        },
        Some(Lie::Stars(amount)) => Charge {
            price: stars(amount),
            ..honest
        },
        Some(Lie::Roubles) => Charge {
            price: Price::new(Currency::Roubles, honest.price.amount()).expect("a price"),
            ..honest
        },
    }
}

pub(super) fn wish_of(charge: u8, owner: Option<i64>) -> AskedRefund {
    let owner = owner.map(UserId);
    let by = owner.map_or_else(an_operator, |_| Actor::User);
    AskedRefund {
        owner,
        by,
        ..a_refund_of(paid_charge(charge).as_str())
    }
}

pub(super) fn end_of(end: End) -> (RefundEnd, Actor) {
    match end {
        End::Done => (RefundEnd::Done, Actor::System),
        End::ByHand => (RefundEnd::ByHand(Reason::of("by bank")), an_operator()),
        End::Refused => (RefundEnd::Refused(Reason::of("not found")), Actor::System),
    }
}

pub(super) fn code_of(number: u8) -> PromoCode {
    PromoCode::parse(&format!("CODE-{number}")).expect("a promo code")
}

pub(super) fn promo_of(code: u8, credits: u16, uses_max: u32, ends_at: DateTime<Utc>) -> NewPromo {
    a_promo(code_of(code).as_str(), credits, uses_max, ends_at)
}
