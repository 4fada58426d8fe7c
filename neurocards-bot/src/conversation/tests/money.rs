//! Payments, gifts, and the screens about them.

use chrono::{DateTime, TimeDelta};
use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{Promo, PromoCode};
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::money::payment::{
    Charge, Currency, Invoice, Payment, PaymentStatus, Price, RefundRefusal,
};

use super::bench::id;
use crate::conversation::*;

pub(crate) fn stars(amount: i64) -> Price {
    Price::new(Currency::Stars, amount).unwrap()
}

/// Five credits for 200 Stars, paid just now.
pub(crate) fn payment() -> Payment {
    Payment {
        no: 17,
        charge: ChargeId::parse("stx<1>").unwrap(),
        provider_charge: None,
        user: UserId(7),
        invoice: id(71),
        credits: Credits::small(5),
        price: stars(200),
        status: PaymentStatus::Paid,
        rewarded: false,
        booked_at: DateTime::UNIX_EPOCH,
        refunded_at: None,
    }
}

/// What is taken for it.
pub(crate) fn charge() -> Charge {
    Charge {
        id: payment().charge,
        provider_id: None,
        payer: UserId(7),
        invoice: payment().invoice,
        price: stars(200),
    }
}

/// The invoice it was paid for.
pub(crate) fn invoice() -> Invoice {
    Invoice {
        id: payment().invoice,
        user: UserId(7),
        credits: payment().credits,
        price: stars(200),
    }
}

/// A code worth three credits.
pub(crate) fn promo() -> Promo {
    Promo {
        code: PromoCode::parse("SPRING").unwrap(),
        credits: Credits::small(3),
        uses_max: 10,
        uses: 0,
        expires_at: DateTime::UNIX_EPOCH + TimeDelta::days(1),
        ended_at: None,
        created_at: DateTime::UNIX_EPOCH,
    }
}

pub(crate) fn payment_that_is(status: PaymentStatus) -> Payment {
    Payment {
        status,
        refunded_at: Some(DateTime::UNIX_EPOCH).filter(|_| status == PaymentStatus::Refunded),
        ..payment()
    }
}

const STATUSES: [PaymentStatus; 4] = [
    PaymentStatus::Paid,
    PaymentStatus::RefundAsked,
    PaymentStatus::Refunded,
    PaymentStatus::RefundRefused,
];

/// What entries are about, with the kind of such an entry.
fn every_story() -> Vec<(&'static str, About)> {
    let video = || About::Video {
        headline: "Кружка <b>".to_owned(),
        number: 2,
        of: 3,
    };
    let code = "SPRING<b>".to_owned();
    let price = stars(200);
    vec![
        ("grant", About::Nothing),
        ("grant", About::Welcome),
        ("grant", About::Promo { code }),
        ("grant", About::FriendBought),
        ("grant", About::BroughtByFriend),
        ("grant", About::Operator),
        ("grant", About::RefundRefused),
        ("purchase", About::Payment { price }),
        ("purchase", About::Nothing),
        ("hold", video()),
        ("hold", About::Nothing),
        ("capture", video()),
        ("capture", About::Nothing),
        ("refund", video()),
        ("refund", About::Nothing),
        ("chargeback", About::Payment { price }),
        ("chargeback", About::Nothing),
        ("chargeback", About::Correction),
    ]
}

/// Payments, and what is said about them.
fn every_receipt() -> Vec<Screen> {
    let receipt = |payment, refusal| Screen::Receipt { payment, refusal };
    let refused = RefundRefusal::ALL.map(|refusal| receipt(payment(), Some(refusal)));
    let over = STATUSES.map(|status| receipt(payment_that_is(status), Some(RefundRefusal::Over)));
    let others = [
        receipt(payment(), None),
        Screen::RefundConfirm { payment: payment() },
        Screen::Receipts {
            page: 0,
            rows: vec![],
            more: false,
        },
        Screen::Receipts {
            page: 1,
            rows: STATUSES.map(payment_that_is).to_vec(),
            more: true,
        },
    ];
    refused.into_iter().chain(over).chain(others).collect()
}

/// Every screen about money, empty and full.
pub(crate) fn money_screens() -> Vec<Screen> {
    let balance = Credits::small(3);
    let line = |(kind, about)| HistoryLine {
        kind: EntryKind::parse(kind).unwrap(),
        by: By::Program,
        about,
        amount: balance,
        balance_after: balance,
        at: DateTime::UNIX_EPOCH,
    };
    let lines = every_story().into_iter().map(line).collect();
    let mut screens = every_receipt();
    screens.extend([
        Screen::History {
            page: 1,
            held: balance,
            lines,
            more: true,
        },
        Screen::History {
            page: 0,
            held: Credits::ZERO,
            lines: vec![],
            more: false,
        },
        Screen::TopUp {
            balance,
            currency: Currency::Stars,
        },
        Screen::TopUp {
            balance,
            currency: Currency::Roubles,
        },
        Screen::Promo,
        Screen::Referral {
            link: Some("https://t.me/neurocards_bot?start=ref_AAAAAAAAAAc".to_owned()),
            came: 3,
            rewarded: 1,
        },
        Screen::Referral {
            link: None,
            came: 0,
            rewarded: 0,
        },
    ]);
    screens
}
