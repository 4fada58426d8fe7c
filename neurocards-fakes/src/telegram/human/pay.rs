//! Paying an invoice, honestly or not.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::order::{Order, order_of};
use super::{HumanError, Person};
use crate::telegram::charges::NoRefund;
use crate::telegram::payments::{MAX_REMEMBERED, Question, Verdict};
use crate::telegram::update_kind::UpdateKind;
use crate::telegram::world::World;

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
    /// Where the invoice wants an e-mail address; one of `example.org` if left out.
    pub email: Option<String>,
    /// On top of the price, in the smallest unit of the currency.
    pub tip: Option<i64>,
    /// Forged: another amount than the invoice's.
    pub amount: Option<i64>,
    /// A forged currency instead of the invoice's.
    pub currency: Option<String>,
    /// A forged payload instead of the invoice's.
    pub payload: Option<String>,
    /// Forged: the payment comes without the question before it.
    pub skip_pre_checkout: bool,
}

/// A payment that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The `telegram_payment_charge_id` that the bot is told.
    pub charge_id: String,
    /// The service message about it.
    pub message_id: i64,
    /// In the smallest unit of the currency.
    pub total_amount: i64,
    /// The currency; `XTR` for Stars.
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
        let order = shared.read(|world| order_of(world, self.id, checkout.clone()))?;
        if !checkout.skip_pre_checkout {
            self.ask_whether_payable(&order).await?;
        }
        shared.update(|world| settle(world, self.id, order))
    }

    /// The same payment is reported to the bot again, as a new message and update.
    pub fn report_payment_again(&self, charge_id: &str) -> Result<Receipt, HumanError> {
        self.telegram.shared.update(|world| {
            let charge = world.payments.charges.get(charge_id);
            let charge = charge
                .filter(|charge| charge.user == self.id)
                .cloned()
                .ok_or(HumanError::NoSuchPayment)?;
            Ok(Receipt {
                charge_id: charge_id.to_owned(),
                message_id: world.report(charge_id, &charge),
                total_amount: charge.invoice.total_amount,
                currency: charge.invoice.currency,
            })
        })
    }

    /// Telegram gives the Stars back without being asked by the bot.
    pub fn get_refund(&self, charge_id: &str) -> Result<(), HumanError> {
        let refusal = |why| match why {
            NoRefund::Unknown => HumanError::NoSuchPayment,
            NoRefund::Repeated => HumanError::Impossible("it was given back before".to_owned()),
        };
        self.telegram
            .shared
            .update(|world| world.refund(self.id, charge_id).map_err(refusal))
    }

    async fn ask_whether_payable(&self, order: &Order) -> Result<(), HumanError> {
        let shared = &self.telegram.shared;
        let id = shared.update(|world| ask(world, self.id, order))?;
        let answered = self
            .telegram
            .wait_until(shared.fixed.pace.pre_checkout, |telegram| {
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

fn ask(world: &mut World, user: i64, order: &Order) -> Result<String, HumanError> {
    let chat = world.chats.get(&user).ok_or(HumanError::NoSuchUser(user))?;
    let from = chat.user.to_json();
    if world.payments.questions.len() >= MAX_REMEMBERED {
        return Err(too_many());
    }
    let id = format!("{}", 5_000_000_000_000_000 + world.payments.next_number());
    let question = Question {
        user,
        verdict: None,
        closed: false,
    };
    world.payments.questions.insert(id.clone(), question);
    let invoice = &order.invoice;
    let mut query: Value = json!({"id": id, "from": from, "currency": invoice.currency,
        "total_amount": invoice.total_amount, "invoice_payload": invoice.payload});
    if let Some(info) = &order.info {
        query["order_info"] = info.clone();
    }
    world.notify(UpdateKind::PreCheckoutQuery, user, query);
    Ok(id)
}

/// Two checkouts of one message may both have been agreed to: only the first pays.
fn settle(world: &mut World, user: i64, order: Order) -> Result<Receipt, HumanError> {
    order.check_unpaid(world, user)?;
    if !world.can_charge() {
        return Err(too_many());
    }
    let (total_amount, currency) = (order.invoice.total_amount, order.invoice.currency.clone());
    let (charge_id, message_id) = world.charge(user, order.invoice, order.info);
    if let Some(paid) = order.message {
        world.mark_paid(user, paid, message_id);
    }
    Ok(Receipt {
        charge_id,
        message_id,
        total_amount,
        currency,
    })
}

fn too_many() -> HumanError {
    HumanError::Impossible(format!("more than {MAX_REMEMBERED} payments"))
}
