//! Paying an invoice, honestly or not.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{HumanError, Person};
use crate::fake_telegram::payments::{Charge, Invoice, MAX_REMEMBERED, Question, Verdict};
use crate::fake_telegram::update_kind::UpdateKind;
use crate::fake_telegram::world::{Draft, World};

/// What is paid and how; the default is the honest way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Checkout {
    /// An invoice message of the chat.
    pub message_id: Option<i64>,
    /// The chat that the invoice was sent to, when it was forwarded from there.
    pub forwarded_from: Option<i64>,
    /// A link of `createInvoiceLink`, instead of a message.
    pub link: Option<String>,
    /// Forged: another amount than the invoice's.
    pub amount: Option<i64>,
    /// Forged: another currency.
    pub currency: Option<String>,
    /// Forged: another payload.
    pub payload: Option<String>,
    /// Forged: the payment comes without the question before it.
    pub skip_pre_checkout: bool,
}

/// A payment that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// `telegram_payment_charge_id`.
    pub charge_id: String,
    /// The service message about it.
    pub message_id: i64,
    /// In the smallest unit of the currency.
    pub total_amount: i64,
    /// `XTR` for Stars.
    pub currency: String,
}

impl Person {
    /// Pays the invoice of a message: asks the bot first, then pays.
    ///
    /// Waits up to 10 s (see `Builder::pre_checkout_within`) for the bot's word.
    pub async fn pay(&self, message_id: i64) -> Result<Receipt, HumanError> {
        self.check_out(Checkout {
            message_id: Some(message_id),
            ..Checkout::default()
        })
        .await
    }

    /// Pays as told, honestly or not.
    pub async fn check_out(&self, checkout: Checkout) -> Result<Receipt, HumanError> {
        let shared = &self.telegram.shared;
        let invoice = shared.read(|world| invoice_of(world, self.id, &checkout))?;
        let invoice = Invoice {
            total_amount: checkout.amount.unwrap_or(invoice.total_amount),
            currency: checkout.currency.unwrap_or(invoice.currency),
            payload: checkout.payload.unwrap_or(invoice.payload),
            start_parameter: invoice.start_parameter,
        };
        if !checkout.skip_pre_checkout {
            self.ask_whether_payable(&invoice).await?;
        }
        shared.update(|world| {
            let number = world.payments.next_number();
            let charge_id = format!("stxFAKE{number:016}");
            charge(world, self.id, charge_id, invoice)
        })
    }

    /// The same payment is reported to the bot again, as a new message and update.
    pub fn report_payment_again(&self, charge_id: &str) -> Result<Receipt, HumanError> {
        self.telegram.shared.update(|world| {
            let known = world
                .payments
                .charges
                .get(charge_id)
                .filter(|c| c.user == self.id);
            let invoice = known
                .map(|c| c.invoice.clone())
                .ok_or(HumanError::NoSuchPayment)?;
            report(world, self.id, charge_id.to_owned(), &invoice)
        })
    }

    async fn ask_whether_payable(&self, invoice: &Invoice) -> Result<(), HumanError> {
        let shared = &self.telegram.shared;
        let id = shared.update(|world| ask(world, self.id, invoice))?;
        let answered = self
            .telegram
            .wait_until(shared.pace.pre_checkout, |telegram| {
                telegram
                    .shared
                    .read(|world| world.payments.questions.get(&id)?.verdict.clone())
            })
            .await;
        shared.quietly(|world| {
            if let Some(question) = world.payments.questions.get_mut(&id) {
                question.closed = true;
            }
        });
        match answered {
            Ok(Verdict::Accepted) => Ok(()),
            Ok(Verdict::Refused(reason)) => Err(HumanError::PaymentRefused(reason)),
            Err(_) => Err(HumanError::PaymentTimedOut),
        }
    }
}

fn invoice_of(world: &World, user: i64, checkout: &Checkout) -> Result<Invoice, HumanError> {
    if let Some(link) = &checkout.link {
        return world
            .payments
            .links
            .get(link)
            .cloned()
            .ok_or(HumanError::NoInvoice);
    }
    let id = checkout.message_id.ok_or(HumanError::NoInvoice)?;
    let owner = checkout.forwarded_from.unwrap_or(user);
    let there = world
        .chats
        .get(&owner)
        .is_some_and(|chat| chat.message(id).is_some());
    let invoice = world.payments.invoices.get(&(owner, id)).filter(|_| there);
    // A forwarded copy has a Pay button only if the invoice has no start parameter.
    let payable = |invoice: &&Invoice| owner == user || invoice.start_parameter.is_empty();
    invoice
        .filter(payable)
        .cloned()
        .ok_or(HumanError::NoInvoice)
}

fn ask(world: &mut World, user: i64, invoice: &Invoice) -> Result<String, HumanError> {
    let from = world
        .chats
        .get(&user)
        .ok_or(HumanError::NoSuchUser(user))?
        .user
        .to_json();
    if world.payments.questions.len() >= MAX_REMEMBERED {
        return Err(HumanError::Impossible(format!(
            "more than {MAX_REMEMBERED} payments"
        )));
    }
    let id = format!("{}", 5_000_000_000_000_000 + world.payments.next_number());
    let question = Question {
        user,
        verdict: None,
        closed: false,
    };
    world.payments.questions.insert(id.clone(), question);
    let query = json!({"id": id, "from": from, "currency": invoice.currency,
        "total_amount": invoice.total_amount, "invoice_payload": invoice.payload});
    world.notify(UpdateKind::PreCheckoutQuery, user, query);
    Ok(id)
}

fn charge(
    world: &mut World,
    user: i64,
    charge_id: String,
    invoice: Invoice,
) -> Result<Receipt, HumanError> {
    if world.payments.charges.len() >= MAX_REMEMBERED {
        return Err(HumanError::Impossible(format!(
            "more than {MAX_REMEMBERED} payments"
        )));
    }
    let receipt = report(world, user, charge_id.clone(), &invoice)?;
    let at = world.now();
    world.payments.charges.insert(
        charge_id,
        Charge {
            user,
            invoice,
            at,
            refunded_at: None,
        },
    );
    Ok(receipt)
}

/// The service message about a payment. It comes even to a bot that is blocked.
fn report(
    world: &mut World,
    user: i64,
    charge_id: String,
    invoice: &Invoice,
) -> Result<Receipt, HumanError> {
    world
        .chats
        .get_mut(&user)
        .ok_or(HumanError::NoSuchUser(user))?
        .started = true;
    let payment: Value = json!({
        "currency": invoice.currency,
        "total_amount": invoice.total_amount,
        "invoice_payload": invoice.payload,
        "telegram_payment_charge_id": charge_id,
        "provider_payment_charge_id": format!("provider-{charge_id}"),
    });
    let content = Map::from_iter([("successful_payment".to_owned(), payment)]);
    let message = world.post(
        user,
        false,
        Draft {
            content,
            ..Draft::default()
        },
    );
    let message_id = message["message_id"].as_i64().unwrap_or(0);
    world.notify(UpdateKind::Message, user, message);
    let (total_amount, currency) = (invoice.total_amount, invoice.currency.clone());
    Ok(Receipt {
        charge_id,
        message_id,
        total_amount,
        currency,
    })
}
