//! Payments through the client, against a fake Telegram.

use neurocards_adapters::telegram::client::{
    ArrivedUpdate, InvoiceWords, Polled, RoubleProvider, TelegramClient,
};
use neurocards_core::ids::{ChargeId, ChatId, InvoiceId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{Currency, Invoice, Price, StarsMoved};
use neurocards_core::ports::{PaymentProvider, PaymentProviderError};
use neurocards_fakes::telegram::{
    Checkout, FakeTelegram, HumanError, Person, Receipt, StarMove, User,
};
use serde_json::Value;
use uuid::Uuid;

use super::{WITHIN, client_of};

const PROVIDER_TOKEN: &str = "381764678:TEST:1";
const INVOICE: InvoiceId = InvoiceId(Uuid::from_u128(10));

struct Rig {
    telegram: FakeTelegram,
    client: TelegramClient,
    anna: Person,
}

impl Rig {
    async fn start() -> Self {
        let telegram = FakeTelegram::builder()
            .provider_token(PROVIDER_TOKEN)
            .pre_checkout_within(WITHIN)
            .start()
            .await
            .unwrap();
        let anna = telegram.add_user(User::new(7, "Анна", "ru"));
        anna.start(None).unwrap();
        let client = client_of(&telegram);
        Self {
            telegram,
            client,
            anna,
        }
    }

    async fn offer(&self, price: Price) -> i64 {
        let invoice = Invoice {
            id: INVOICE,
            user: UserId(7),
            credits: Credits::small(5),
            price,
        };
        let words = InvoiceWords {
            title: "5 кредитов".to_owned(),
            description: "Кредиты".to_owned(),
        };
        let provider = RoubleProvider {
            token: PROVIDER_TOKEN.into(),
            vat_code: 1,
        };
        let sent = self
            .client
            .send_invoice(ChatId(7).into(), &invoice, &words, Some(&provider));
        sent.await.unwrap().0.into()
    }

    /// Anna pays, and the bot answers before.
    async fn pay(&self, message: i64, refusal: Option<&str>) -> Result<Receipt, HumanError> {
        let answer = async {
            let query = self.pre_checkout().await;
            let id = query["id"].as_str().unwrap();
            let answer = self.client.answer_pre_checkout(id, refusal, WITHIN);
            answer.await.unwrap();
        };
        tokio::join!(self.anna.pay(message), answer).0
    }

    async fn pre_checkout(&self) -> Value {
        let mut offset = 0;
        loop {
            let polled = self.client.get_updates_raw(offset, WITHIN, 100).await;
            let Polled::Updates(updates) = polled.unwrap() else {
                panic!("short updates only");
            };
            for ArrivedUpdate { id, json, .. } in updates {
                offset = id + 1;
                let mut update: Value = serde_json::from_str(&json).unwrap();
                if update["pre_checkout_query"].is_object() {
                    return update["pre_checkout_query"].take();
                }
            }
        }
    }

    async fn finish(self) {
        let ledger = self.telegram.ledger();
        let broken = ledger.broken_rules();
        assert!(broken.is_empty(), "{broken:#?}");
        self.telegram.stop().await;
    }
}

fn stars(amount: i64) -> Price {
    Price::new(Currency::Stars, amount).unwrap()
}

#[tokio::test]
async fn an_invoice_in_stars_is_paid_listed_and_given_back_once() {
    let rig = Rig::start().await;
    let message = rig.offer(stars(200)).await;
    let receipt = rig.pay(message, None).await.unwrap();
    rig.telegram
        .move_stars(&StarMove::from_other(1_000))
        .unwrap();
    let charge = ChargeId::parse(receipt.charge_id).unwrap();
    let payer = UserId(7);
    for _ in 0..2 {
        rig.client.refund(payer, &charge).await.unwrap();
    }
    assert_eq!(rig.telegram.stars(), 1_000);
    let listed = rig.client.transactions(0, 100).await.unwrap();
    let moved: Vec<_> = listed
        .iter()
        .flatten()
        .map(|listed| (listed.charge == charge, listed.moved))
        .collect();
    let paid = StarsMoved::Paid {
        payer,
        invoice: Some(INVOICE),
    };
    let refunded = StarsMoved::Refunded { payer };
    assert_eq!(
        moved,
        [(true, paid), (false, StarsMoved::Other), (true, refunded)]
    );
    assert_eq!(rig.client.transactions(2, 100).await.unwrap().len(), 1);
    rig.finish().await;
}

#[tokio::test]
async fn an_invoice_in_roubles_is_taken_by_the_provider() {
    let rig = Rig::start().await;
    let price = Price::new(Currency::Roubles, 39_000).unwrap();
    let message = rig.offer(price).await;
    let receipt = rig.pay(message, None).await.unwrap();
    assert_eq!(
        (receipt.currency.as_str(), receipt.total_amount),
        ("RUB", 39_000)
    );
    assert_eq!(rig.client.transactions(0, 100).await.unwrap(), []);
    rig.finish().await;
}

#[tokio::test]
async fn a_refusal_is_told_in_its_words() {
    let rig = Rig::start().await;
    let message = rig.offer(stars(200)).await;
    let refused = rig.pay(message, Some("Счёт устарел.")).await.unwrap_err();
    assert_eq!(
        refused,
        HumanError::PaymentRefused("Счёт устарел.".to_owned())
    );
    rig.finish().await;
}

#[tokio::test]
async fn a_forwarded_invoice_cannot_be_paid() {
    let rig = Rig::start().await;
    let message = rig.offer(stars(200)).await;
    let boris = rig.telegram.add_user(User::new(8, "Борис", "ru"));
    boris.start(None).unwrap();
    let forwarded = Checkout {
        message_id: Some(message),
        forwarded_from: Some(7),
        ..Checkout::default()
    };
    let paid = boris.check_out(forwarded).await;
    assert_eq!(paid.unwrap_err(), HumanError::NoInvoice);
    rig.finish().await;
}

#[tokio::test]
async fn a_charge_nobody_made_is_refused() {
    let rig = Rig::start().await;
    let charge = ChargeId::parse("stxNOBODY").unwrap();
    let error = rig.client.refund(UserId(7), &charge).await.unwrap_err();
    assert!(matches!(error, PaymentProviderError::Refused(_)), "{error}");
    rig.finish().await;
}
