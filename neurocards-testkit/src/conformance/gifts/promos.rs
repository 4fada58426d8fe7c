//! Promo codes as they are made, ended and listed.

use futures::future::join_all;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{NewPromo, Promo};
use neurocards_core::page::Page;
use neurocards_core::ports::{Clock, CreatePromoError};

use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;
use crate::factory::a_promo;

async fn create(h: &Harness, promo: &NewPromo) -> Result<(), CreatePromoError> {
    h.stores.gifts.create_promo(promo).await
}

fn in_an_hour(h: &Harness) -> chrono::DateTime<chrono::Utc> {
    h.clock.now() + chrono::TimeDelta::hours(1)
}

pub async fn a_promo_code_is_listed_as_it_was_made(h: &Harness) {
    let new = a_promo("SPRING", 3, 2, in_an_hour(h));
    create(h, &new).await.unwrap();
    let promo = Promo {
        code: new.code,
        credits: new.credits,
        uses_max: 2,
        uses: 0,
        expires_at: new.expires_at,
        ended_at: None,
        created_at: h.clock.now(),
    };
    let gifts = &h.stores.gifts;
    assert_eq!(gifts.promo(&promo.code).await.unwrap(), Some(promo.clone()));
    assert_eq!(gifts.promos(WHOLE).await.unwrap(), [promo]);
    let nobodys = a_promo("AUTUMN", 3, 2, in_an_hour(h)).code;
    assert_eq!(gifts.promo(&nobodys).await.unwrap(), None);
}

pub async fn a_promo_code_is_made_once_even_after_its_end(h: &Harness) {
    let new = a_promo("SPRING", 3, 2, in_an_hour(h));
    let made = join_all((0..5).map(|_| create(h, &new))).await;
    assert_eq!(made.iter().filter(|it| it.is_ok()).count(), 1);
    assert!(h.end_promo("SPRING").await);
    let richer = a_promo("SPRING", 9, 2, in_an_hour(h));
    let refused = create(h, &richer).await;
    assert!(matches!(refused, Err(CreatePromoError::Exists(code)) if code == new.code));
    let promos = h.stores.gifts.promos(WHOLE).await.unwrap();
    assert_eq!((promos.len(), promos[0].credits), (1, Credits::small(3)));
}

pub async fn a_promo_code_on_bad_terms_is_not_made(h: &Harness) {
    let end = in_an_hour(h);
    for bad in [
        a_promo("SPRING", 0, 2, end),
        a_promo("SPRING", NewPromo::CREDITS_MAX + 1, 2, end),
        a_promo("SPRING", 3, 0, end),
        a_promo("SPRING", 3, NewPromo::USES_MAX + 1, end),
        a_promo("SPRING", 3, 2, h.clock.now()),
    ] {
        let refused = create(h, &bad).await;
        assert!(
            matches!(refused, Err(CreatePromoError::Terms(_))),
            "{bad:?}"
        );
    }
    assert_eq!(h.stores.gifts.promos(WHOLE).await.unwrap(), []);
    assert_eq!(h.stores.books.acts(WHOLE).await.unwrap(), []);
}

pub async fn a_promo_code_is_ended_once(h: &Harness) {
    h.promo("SPRING", 3, 2).await;
    let ends = join_all((0..5).map(|_| h.end_promo("SPRING"))).await;
    assert_eq!(ends.into_iter().filter(|ended| *ended).count(), 1);
    let promos = h.stores.gifts.promos(WHOLE).await.unwrap();
    assert_eq!(promos[0].ended_at, Some(h.clock.now()));
    assert!(!h.end_promo("AUTUMN").await, "nobody made it");
}

pub async fn a_promo_code_whose_time_is_over_is_not_ended(h: &Harness) {
    h.promo("SPRING", 3, 2).await;
    h.advance(std::time::Duration::from_hours(1));
    assert!(!h.end_promo("SPRING").await);
    let promos = h.stores.gifts.promos(WHOLE).await.unwrap();
    assert_eq!(promos[0].ended_at, None);
}

pub async fn promo_codes_are_newest_first_and_paged(h: &Harness) {
    for code in ["CODE-1", "CODE-3", "CODE-2"] {
        h.promo(code, 3, 2).await;
        h.advance(std::time::Duration::from_secs(1));
    }
    let codes = async |offset, limit| {
        let page = Page { offset, limit };
        let promos = h.stores.gifts.promos(page).await.unwrap();
        let codes = promos.into_iter().map(|promo| promo.code.to_string());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(codes(0, 2).await, ["CODE-2", "CODE-3"]);
    assert_eq!(codes(2, 2).await, ["CODE-1"]);
}
