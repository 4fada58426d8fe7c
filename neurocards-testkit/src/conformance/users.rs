//! People, their products, their conversations.

use neurocards_core::chat::update::{ConversationState, Turn, Write};
use neurocards_core::ids::{ChatId, ProductId, UserId};
use neurocards_core::money::ledger::Balance;
use neurocards_core::page::Page;
use neurocards_core::ports::IdSource;
use neurocards_core::user::{Language, Visitor};

use super::Harness;
use super::harness::WHOLE;
use crate::factory::{a_product, a_visitor, an_update};

/// Commits these writes as the turn of update `id`.
async fn commit(h: &Harness, id: i64, turn: &Turn) {
    h.stores.inbox.store(&[an_update(id, id)]).await.unwrap();
    let claimed = h.claim_update().await;
    h.stores.inbox.commit(&claimed.lease, turn).await.unwrap();
    h.stores.inbox.close(claimed.lease).await.unwrap();
}

pub async fn a_store_that_is_there_answers(h: &Harness) {
    h.stores.users.ping().await.unwrap();
    assert_eq!(h.stores.users.user(UserId(0)).await.unwrap(), None);
}

pub async fn a_visitor_is_met_with_an_empty_account(h: &Harness) {
    let visitor = a_visitor(UserId(1));
    let user = h.stores.users.meet(&visitor).await.unwrap();
    assert_eq!((user.id, user.chat), (visitor.user, visitor.chat));
    assert_eq!(
        (user.language, user.consent.as_ref()),
        (visitor.language, None)
    );
    assert!(!user.blocked);
    assert_eq!(h.stores.users.user(user.id).await.unwrap(), Some(user));
    let balance = h.stores.ledger.balance(visitor.user).await.unwrap();
    assert_eq!(balance, Balance::default());
}

pub async fn a_known_visitor_keeps_their_language_and_may_move(h: &Harness) {
    h.stores.users.meet(&a_visitor(UserId(1))).await.unwrap();
    let moved = Visitor {
        user: UserId(1),
        chat: ChatId(77),
        language: Language::En,
    };
    let user = h.stores.users.meet(&moved).await.unwrap();
    assert_eq!((user.chat, user.language), (ChatId(77), Language::Ru));
    assert_eq!(h.stores.users.user(UserId(1)).await.unwrap(), Some(user));
}

pub async fn a_first_time_visitor_brings_their_language(h: &Harness) {
    let visitor = Visitor {
        language: Language::En,
        ..a_visitor(UserId(1))
    };
    let user = h.stores.users.meet(&visitor).await.unwrap();
    assert_eq!(user.language, Language::En);
}

pub async fn meeting_again_takes_nothing_away(h: &Harness) {
    let user = h.user(1, 5).await;
    let turn = Turn {
        writes: vec![
            Write::Consent { user, version: 3 },
            Write::Language {
                user,
                language: Language::En,
            },
        ],
        ..Turn::default()
    };
    commit(h, 10, &turn).await;
    let before = h.stores.users.user(user).await.unwrap().unwrap();
    let again = h.stores.users.meet(&a_visitor(user)).await.unwrap();
    assert_eq!(again, before);
    assert_eq!(h.balance(user).await, (5, 0));
}

pub async fn a_stranger_is_unknown(h: &Harness) {
    assert_eq!(h.stores.users.user(UserId(404)).await.unwrap(), None);
    assert_eq!(
        h.stores.users.conversation(UserId(404)).await.unwrap(),
        None
    );
    assert_eq!(
        h.stores.users.products(UserId(404), WHOLE).await.unwrap(),
        []
    );
}

pub async fn a_product_is_shown_to_its_owner_only(h: &Harness) {
    let (one, other) = (h.user(1, 0).await, h.user(2, 0).await);
    let product = a_product(one, &h.ids);
    let turn = Turn {
        writes: vec![Write::Product(product.clone())],
        ..Turn::default()
    };
    commit(h, 10, &turn).await;
    let users = &h.stores.users;
    let kept = users.product(one, product.id).await.unwrap();
    assert_eq!(kept.as_ref(), Some(&product));
    assert_eq!(users.product(other, product.id).await.unwrap(), None);
    assert_eq!(users.products(other, WHOLE).await.unwrap(), []);
    let unknown = ProductId(h.ids.uuid());
    assert_eq!(users.product(one, unknown).await.unwrap(), None);
}

pub async fn products_are_newest_first_and_paged(h: &Harness) {
    let user = h.user(1, 0).await;
    let mut kept = Vec::new();
    for id in 1..=3 {
        let product = a_product(user, &h.ids);
        kept.push(product.id);
        let turn = Turn {
            writes: vec![Write::Product(product)],
            ..Turn::default()
        };
        commit(h, id, &turn).await;
        h.advance(std::time::Duration::from_secs(1));
    }
    let listed = async |offset, limit| {
        let page = Page { offset, limit };
        let products = h.stores.users.products(user, page).await.unwrap();
        products
            .into_iter()
            .map(|product| product.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(0, 2).await, [kept[2], kept[1]]);
    assert_eq!(listed(2, 2).await, [kept[0]]);
}

pub async fn a_conversation_is_kept_per_user(h: &Harness) {
    let (one, other) = (h.user(1, 0).await, h.user(2, 0).await);
    for (id, user, body) in [
        (1, one, r#"{"at":"menu"}"#),
        (2, other, "{}"),
        (3, one, "[]"),
    ] {
        let state = ConversationState {
            user,
            body: body.to_owned(),
        };
        let turn = Turn {
            state: Some(state),
            ..Turn::default()
        };
        commit(h, id, &turn).await;
    }
    let conversation = async |user| h.stores.users.conversation(user).await.unwrap();
    assert_eq!(conversation(one).await.as_deref(), Some("[]"));
    assert_eq!(conversation(other).await.as_deref(), Some("{}"));
}
