//! Payments and refunds as they happen: the money, the service message and the update of each.

use serde_json::{Map, Value, json};

use super::event::EventKind;
use super::payments::{Charge, Invoice, MAX_REMEMBERED};
use super::stars::StarMove;
use super::update_kind::UpdateKind;
use super::world::{Draft, World};

/// Why nothing is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRefund {
    /// This person made no such payment in Stars.
    Unknown,
    /// It was given back before.
    Repeated,
}

impl World {
    pub(crate) fn can_charge(&self) -> bool {
        self.payments.charges.len() < MAX_REMEMBERED && !self.payments.stars.is_full()
    }

    /// Takes the money and reports it; gives charge id and service message. The chat must exist.
    pub(crate) fn charge(
        &mut self,
        user: i64,
        invoice: Invoice,
        order_info: Option<Value>,
    ) -> (String, i64) {
        let prefix = if invoice.is_in_stars() { "stx" } else { "card" };
        let id = format!("{prefix}FAKE{:016}", self.payments.next_number());
        let charge = Charge {
            user,
            invoice,
            order_info,
            refunded: false,
        };
        self.move_stars(&id, &charge, true);
        let message = self.report(&id, &charge);
        self.payments.charges.insert(id.clone(), charge);
        (id, message)
    }

    /// The service message about a payment; gives its id. It comes even to a bot that is blocked.
    pub(crate) fn report(&mut self, id: &str, charge: &Charge) -> i64 {
        let mut payment = about(id, &charge.invoice);
        payment["provider_payment_charge_id"] = json!(format!("provider-{id}"));
        if let Some(info) = &charge.order_info {
            payment["order_info"] = info.clone();
        }
        if let Some(chat) = self.chats.get_mut(&charge.user) {
            chat.started = true;
        }
        self.tell(charge.user, "successful_payment", payment)
    }

    /// Gives Stars back: a transaction with the charge's id, a service message and an update.
    pub(crate) fn refund(&mut self, user: i64, id: &str) -> Result<(), NoRefund> {
        let charge = self.payments.charges.get_mut(id);
        let charge = charge
            .filter(|charge| charge.user == user && charge.invoice.is_in_stars())
            .ok_or(NoRefund::Unknown)?;
        if std::mem::replace(&mut charge.refunded, true) {
            return Err(NoRefund::Repeated);
        }
        let charge = charge.clone();
        self.move_stars(id, &charge, false);
        self.tell(user, "refunded_payment", about(id, &charge.invoice));
        Ok(())
    }

    /// The Pay button of a message becomes a receipt.
    pub(crate) fn mark_paid(&mut self, user: i64, invoice_message: i64, receipt: i64) {
        let chat = self.chats.get_mut(&user);
        if let Some(message) = chat.and_then(|chat| chat.message_mut(invoice_message)) {
            message.receipt = Some(receipt);
            let detail = json!({"receipt_message_id": receipt});
            self.event(user, EventKind::Paid, Some(invoice_message), detail);
        }
    }

    fn move_stars(&mut self, id: &str, charge: &Charge, incoming: bool) {
        if !charge.invoice.is_in_stars() {
            return;
        }
        let user = self.chats.get(&charge.user).map(|chat| chat.user.to_json());
        let moved = StarMove {
            id: None,
            amount: charge.invoice.total_amount,
            incoming,
            partner: json!({"type": "user", "transaction_type": "invoice_payment", "user": user,
                "invoice_payload": charge.invoice.payload}),
        };
        let at = self.now();
        self.payments.stars.add(id, at, &moved);
    }

    fn tell(&mut self, user: i64, field: &str, about: Value) -> i64 {
        let draft = Draft {
            content: Map::from_iter([(field.to_owned(), about)]),
            ..Draft::default()
        };
        let message = self.post(user, false, draft);
        let id = message["message_id"].as_i64().unwrap_or(0);
        self.notify(UpdateKind::Message, user, message);
        id
    }
}

fn about(id: &str, invoice: &Invoice) -> Value {
    json!({
        "currency": invoice.currency,
        "total_amount": invoice.total_amount,
        "invoice_payload": invoice.payload,
        "telegram_payment_charge_id": id,
    })
}
