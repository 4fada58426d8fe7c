use chrono::{DateTime, Utc};
use neurocards_core::actor::{Actor, OperatorName, Reason};
use neurocards_core::ids::{ChargeId, InvoiceId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::gift::{NewPromo, PromoCode};
use neurocards_core::money::ledger::{Chargeback, Correction, Grant, Purchase};
use neurocards_core::money::payment::{AskedRefund, Charge, Currency, Invoice, Price};
use neurocards_core::ports::IdSource;

/// A gift of `amount` credits under `key`.
pub fn a_grant(user: UserId, key: &str, amount: u16) -> Grant {
    Grant {
        key: EntryKey::parse(key),
        user,
        amount: Credits::small(amount),
        reason: Reason::of("a gift"),
        by: Actor::System,
    }
}

/// A person at a shell.
#[expect(
    clippy::missing_panics_doc,
    reason = "the name is a constant that parses"
)]
pub fn an_operator() -> Actor {
    Actor::Operator(OperatorName::parse("anna").expect("a name"))
}

/// A charge's name.
///
/// # Panics
///
/// If `name` is no charge id.
pub fn a_charge_id(name: &str) -> ChargeId {
    ChargeId::parse(name).expect("a charge id")
}

/// `credits` credits that the charge `charge` paid for.
pub fn a_purchase(user: UserId, charge: &str, credits: u16) -> Purchase {
    Purchase {
        charge: a_charge_id(charge),
        user,
        credits: Credits::small(credits),
        reason: Reason::of("a pack"),
        by: Actor::User,
    }
}

/// The credits of `charge`, taken back.
pub fn a_chargeback(charge: &str) -> Chargeback {
    Chargeback {
        charge: a_charge_id(charge),
        reason: Reason::of("a dispute"),
        by: Actor::System,
    }
}

/// The correction of the grant with this key.
pub fn a_correction(key: &str) -> Correction {
    Correction {
        grant: EntryKey::parse(key),
        reason: Reason::of("a slip of the pen"),
        by: an_operator(),
    }
}

/// A price in Stars.
///
/// # Panics
///
/// If it is zero.
pub fn stars(amount: u16) -> Price {
    Price::new(Currency::Stars, amount.into()).expect("a price")
}

/// An offer of `credits` credits for forty Stars each.
pub fn an_invoice(user: UserId, credits: u16, ids: &dyn IdSource) -> Invoice {
    Invoice {
        id: InvoiceId(ids.uuid()),
        user,
        credits: Credits::small(credits),
        price: stars(credits * 40),
    }
}

/// The charge `name` for an invoice, as it should be.
pub fn a_charge(invoice: &Invoice, name: &str) -> Charge {
    Charge {
        id: a_charge_id(name),
        provider_id: None,
        payer: invoice.user,
        invoice: invoice.id,
        price: invoice.price,
    }
}

/// The wish of an operator to give a charge's money back.
pub fn a_refund_of(charge: &str) -> AskedRefund {
    AskedRefund {
        charge: a_charge_id(charge),
        owner: None,
        reason: Reason::of("a kindness"),
        by: an_operator(),
    }
}

/// A promo code for `credits` credits, which `uses_max` users may redeem until `expires_at`.
///
/// # Panics
///
/// If `code` is no promo code.
pub fn a_promo(code: &str, credits: u16, uses_max: u32, expires_at: DateTime<Utc>) -> NewPromo {
    NewPromo {
        code: PromoCode::parse(code).expect("a promo code"),
        credits: Credits::small(credits),
        uses_max,
        expires_at,
        reason: Reason::of("a campaign"),
        by: an_operator(),
    }
}
