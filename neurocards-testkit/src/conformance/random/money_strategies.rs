use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

use super::draws::{secs, user};
use super::money_action::{End, Lie, MoneyAction};
use super::users::NEWCOMERS;

/// Few charges, so that most are reported again.
fn charge() -> impl Strategy<Value = u8> {
    0..6_u8
}

/// One invoice for each user.
fn invoice() -> impl Strategy<Value = u8> {
    0..6_u8
}

fn code() -> impl Strategy<Value = u8> {
    0..2_u8
}

/// Any action that a port can make.
pub(super) fn any_money_action() -> impl Strategy<Value = MoneyAction> {
    prop_oneof![
        2 => ledger(),
        6 => paying(),
        5 => refunding(),
        4 => gifts(),
    ]
}

/// Any action that a turn can make and no port.
pub(super) fn any_money_write() -> impl Strategy<Value = MoneyAction> {
    let newcomer = || NEWCOMERS;
    prop_oneof![
        3 => (newcomer(), user()),
        2 => (newcomer(), newcomer()),
        1 => (user(), user()),
    ]
    .prop_map(|(friend, referrer)| MoneyAction::Refer { friend, referrer })
}

fn ledger() -> impl Strategy<Value = MoneyAction> {
    let grant = (user(), 0..5_u8, 1..6_u16, any::<bool>());
    prop_oneof![
        grant.prop_map(|(user, key, amount, by_hand)| MoneyAction::Grant {
            user,
            key,
            amount,
            by_hand
        }),
        (user(), 0..4_u8, 3..5_u16).prop_map(|(user, charge, credits)| MoneyAction::Purchase {
            user,
            charge,
            credits
        }),
        (0..5_u8).prop_map(|charge| MoneyAction::Chargeback { charge }),
        (0..6_u8).prop_map(|key| MoneyAction::Correct { key }),
    ]
}

fn paying() -> impl Strategy<Value = MoneyAction> {
    let lie = prop_oneof![
        user().prop_map(Lie::Payer),
        (119..122_u16).prop_map(Lie::Stars),
        Just(Lie::Roubles),
    ];
    // Mostly the charge's own invoice, so that reports of one charge agree.
    let other = weighted(0.2, invoice());
    let book = (charge(), other, weighted(0.2, lie));
    prop_oneof![
        3 => (invoice(), any::<u8>()).prop_map(|(invoice, chance)| {
            MoneyAction::Offer { invoice, forged: chance < 25 }
        }),
        6 => book.prop_map(|(charge, other, lie)| {
            let invoice = other.unwrap_or(charge);
            MoneyAction::Book { charge, invoice, lie }
        }),
    ]
}

fn refunding() -> impl Strategy<Value = MoneyAction> {
    let end = prop_oneof![Just(End::Done), Just(End::ByHand), Just(End::Refused)];
    prop_oneof![
        4 => (charge(), weighted(0.3, user())).prop_map(|(charge, owner)| {
            MoneyAction::AskRefund { charge, owner }
        }),
        2 => (charge(), end).prop_map(|(charge, end)| MoneyAction::EndRefund { charge, end }),
        1 => charge().prop_map(|charge| MoneyAction::Reverse { charge }),
    ]
}

fn gifts() -> impl Strategy<Value = MoneyAction> {
    let promo = (code(), 0..4_u16, 0..4_u32, secs(600));
    prop_oneof![
        2 => promo.prop_map(|(code, credits, uses_max, lasts)| {
            MoneyAction::CreatePromo { code, credits, uses_max, lasts }
        }),
        1 => code().prop_map(|code| MoneyAction::EndPromo { code }),
        4 => (user(), code()).prop_map(|(user, code)| MoneyAction::Redeem { user, code }),
    ]
}
