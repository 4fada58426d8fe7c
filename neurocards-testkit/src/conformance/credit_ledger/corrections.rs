//! Credits given by mistake, taken back.

use neurocards_core::ids::UserId;
use neurocards_core::money::account::AccountError;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Entry, EntryKind, Written};
use neurocards_core::money::news::MoneyNews;
use neurocards_core::ports::LedgerError;

use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;
use crate::factory::{a_correction, a_grant, a_purchase, an_order};

/// A user with a gift of so many credits, and nothing else.
async fn gifted(h: &Harness, key: &str, credits: u16) -> UserId {
    let user = h.user(1, 0).await;
    let grant = a_grant(user, key, credits);
    h.stores.ledger.grant(&grant).await.unwrap();
    user
}

pub async fn a_correction_takes_back_all_of_its_grant_once(h: &Harness) {
    let user = gifted(h, "gift", 3).await;
    h.stores
        .ledger
        .grant(&a_grant(user, "other", 2))
        .await
        .unwrap();
    for written in [Written::New, Written::Existing] {
        let corrected = h.stores.ledger.correct(&a_correction("gift")).await;
        assert_eq!(corrected.unwrap(), written);
        assert_eq!(h.balance(user).await, (2, 0));
    }
    assert_eq!(h.entries(user, EntryKind::Chargeback).await, 1);
}

pub async fn a_correction_is_news_once(h: &Harness) {
    let user = gifted(h, "gift", 3).await;
    for _ in 0..2 {
        h.stores
            .ledger
            .correct(&a_correction("gift"))
            .await
            .unwrap();
    }
    let news = MoneyNews::Corrected {
        credits: Credits::small(3),
        balance: Credits::ZERO,
    };
    assert_eq!(h.news().await, [(user, news)]);
}

pub async fn a_correction_names_its_grant_who_and_why(h: &Harness) {
    let user = gifted(h, "gift", 3).await;
    let correction = a_correction("gift");
    h.stores.ledger.correct(&correction).await.unwrap();
    let entries = h.stores.ledger.statement(user, WHOLE).await.unwrap();
    let Entry {
        key,
        reason,
        actor,
        amount,
        ..
    } = &entries[0];
    assert_eq!(
        (key.to_string().as_str(), amount.get()),
        ("correction:gift", 3)
    );
    assert_eq!((reason, actor), (&correction.reason, &correction.by));
}

pub async fn a_correction_of_spent_credits_writes_nothing(h: &Harness) {
    let user = gifted(h, "gift", 1).await;
    h.place(an_order().of(user)).await;
    let refused = h.stores.ledger.correct(&a_correction("gift")).await;
    assert!(
        matches!(&refused, Err(LedgerError::Account(AccountError::Insufficient { balance, needed }))
            if (balance.get(), needed.get()) == (0, 1)),
        "{refused:?}"
    );
    assert_eq!(h.balance(user).await, (0, 1));
}

pub async fn only_a_grant_is_corrected(h: &Harness) {
    let user = gifted(h, "gift", 1).await;
    let purchase = a_purchase(user, "charge-1", 3);
    h.stores.ledger.purchase(&purchase).await.unwrap();
    for key in ["purchase:charge-1", "gif", ""] {
        let refused = h.stores.ledger.correct(&a_correction(key)).await;
        assert!(
            matches!(&refused, Err(LedgerError::UnknownGrant(unknown)) if unknown.to_string() == key),
            "{refused:?}"
        );
    }
    assert_eq!(h.balance(user).await, (4, 0));
}

pub async fn a_correction_whose_key_is_too_long_writes_nothing(h: &Harness) {
    let key = "k".repeat(EntryKey::MAX_LEN);
    let user = gifted(h, &key, 3).await;
    let refused = h.stores.ledger.correct(&a_correction(&key)).await;
    assert!(
        matches!(refused, Err(LedgerError::Account(AccountError::Key))),
        "{refused:?}"
    );
    assert_eq!(h.balance(user).await, (3, 0));
}

pub async fn a_corrected_grant_is_not_given_again(h: &Harness) {
    let user = gifted(h, "gift", 3).await;
    h.stores
        .ledger
        .correct(&a_correction("gift"))
        .await
        .unwrap();
    let again = h.stores.ledger.grant(&a_grant(user, "gift", 3)).await;
    assert_eq!(again.unwrap(), Written::Existing);
    assert_eq!(h.balance(user).await, (0, 0));
}
