//! What a person is about to pay.

use serde_json::{Map, Value, json};

use super::{Checkout, HumanError};
use crate::telegram::chat::User;
use crate::telegram::payments::{Invoice, Wanted};
use crate::telegram::world::World;

/// An invoice as it will be paid, forgeries included.
pub(super) struct Order {
    pub(super) invoice: Invoice,
    /// The Bot API's `OrderInfo`.
    pub(super) info: Option<Value>,
    /// The message whose Pay button is spent by the payment.
    pub(super) message: Option<i64>,
}

impl Order {
    pub(super) fn check_unpaid(&self, world: &World, user: i64) -> Result<(), HumanError> {
        let chat = world.chats.get(&user).ok_or(HumanError::NoSuchUser(user))?;
        let message = self.message.and_then(|id| chat.message(id));
        match message.and_then(|message| message.receipt) {
            Some(_) => Err(HumanError::AlreadyPaid),
            None => Ok(()),
        }
    }
}

pub(super) fn order_of(world: &World, user: i64, checkout: Checkout) -> Result<Order, HumanError> {
    let chat = world.chats.get(&user).ok_or(HumanError::NoSuchUser(user))?;
    let invoice = invoice_of(world, user, &checkout)?;
    let tip = checkout.tip.unwrap_or(0);
    if !(0..=invoice.max_tip).contains(&tip) {
        let most = invoice.max_tip;
        return Err(HumanError::Impossible(format!("a tip is {most} at most")));
    }
    let is_own = checkout.link.is_none() && checkout.forwarded_from.is_none_or(|from| from == user);
    let order = Order {
        info: info(&chat.user, invoice.wanted, checkout.email),
        message: checkout.message_id.filter(|_| is_own),
        invoice: Invoice {
            total_amount: checkout.amount.unwrap_or(invoice.total_amount + tip),
            currency: checkout.currency.unwrap_or(invoice.currency),
            payload: checkout.payload.unwrap_or(invoice.payload),
            ..invoice
        },
    };
    order.check_unpaid(world, user)?;
    Ok(order)
}

fn invoice_of(world: &World, user: i64, checkout: &Checkout) -> Result<Invoice, HumanError> {
    let payments = &world.payments;
    if let Some(link) = &checkout.link {
        return payments
            .links
            .get(link)
            .cloned()
            .ok_or(HumanError::NoInvoice);
    }
    let id = checkout.message_id.ok_or(HumanError::NoInvoice)?;
    let owner = checkout.forwarded_from.unwrap_or(user);
    let chat = world.chats.get(&owner);
    let there = chat.is_some_and(|chat| chat.message(id).is_some());
    let invoice = payments.invoices.get(&(owner, id)).filter(|_| there);
    // A forwarded copy has a Pay button only if the invoice has no start parameter.
    let payable = |invoice: &&Invoice| owner == user || invoice.start_parameter.is_empty();
    invoice
        .filter(payable)
        .cloned()
        .ok_or(HumanError::NoInvoice)
}

/// What the person fills in, if anything is wanted.
fn info(user: &User, wanted: Wanted, email: Option<String>) -> Option<Value> {
    let mut fields = Map::new();
    if wanted.name {
        fields.insert("name".to_owned(), json!(user.first_name));
    }
    if wanted.phone_number {
        fields.insert("phone_number".to_owned(), json!(phone_number(user.id)));
    }
    if wanted.email {
        let email = email.unwrap_or_else(|| format!("user{}@example.org", user.id));
        fields.insert("email".to_owned(), json!(email));
    }
    (!fields.is_empty()).then_some(Value::Object(fields))
}

fn phone_number(user: i64) -> String {
    format!("7900{:07}", user.rem_euclid(10_000_000))
}
