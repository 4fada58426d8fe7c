//! What a charge buys: the charge compared with its invoice, or with what was booked before.

use thiserror::Error;

use crate::ids::{ChargeId, InvoiceId, UserId};
use crate::money::credits::Credits;
use crate::money::payment::{Booked, Charge, Invoice, Payment, Price};

/// Why a charge cannot be booked. Its money is with the provider, and a person must look.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ChargeRefusal {
    /// No invoice has the payload's id.
    #[error("the charge {charge} names the invoice {invoice}, which nobody made")]
    UnknownInvoice {
        /// The charge that was not booked.
        charge: ChargeId,
        /// The invoice that its payload names.
        invoice: InvoiceId,
    },
    /// Somebody else's invoice was paid.
    #[error("the charge {charge} of user {payer} pays the invoice of user {owner}")]
    WrongPayer {
        /// The charge that was not booked.
        charge: ChargeId,
        /// The user who paid.
        payer: UserId,
        /// Whose invoice it is.
        owner: UserId,
    },
    /// Amount or currency differ from the invoice's.
    #[error("the charge {charge} is of {given}, its invoice of {expected}")]
    WrongPrice {
        /// The charge that was not booked.
        charge: ChargeId,
        /// What the invoice says.
        expected: Price,
        /// What was taken.
        given: Price,
    },
    /// The charge was booked before for another user, invoice or price, or by the ledger alone.
    #[error("the charge {0} was booked with other facts")]
    Conflict(ChargeId),
    /// The balance would pass [`Credits::MAX`].
    #[error("the charge {0} does not fit into the balance")]
    TooMuch(ChargeId),
}

impl Charge {
    /// What the charge buys, if it is for this invoice: the one with the id that it names, or
    /// `None` if there is no such invoice.
    pub fn buys(&self, invoice: Option<&Invoice>) -> Result<Credits, ChargeRefusal> {
        let charge = || self.id.clone();
        let invoice = invoice.ok_or_else(|| ChargeRefusal::UnknownInvoice {
            charge: charge(),
            invoice: self.invoice,
        })?;
        if invoice.user != self.payer {
            return Err(ChargeRefusal::WrongPayer {
                charge: charge(),
                payer: self.payer,
                owner: invoice.user,
            });
        }
        if invoice.price != self.price {
            return Err(ChargeRefusal::WrongPrice {
                charge: charge(),
                expected: invoice.price,
                given: self.price,
            });
        }
        Ok(invoice.credits)
    }

    /// The answer to the charge if this payment was booked for it before.
    pub fn booked_as(&self, known: Payment) -> Result<Booked, ChargeRefusal> {
        let booked = (known.user, known.invoice, known.price);
        if booked == (self.payer, self.invoice, self.price) {
            return Ok(Booked::Existing(known));
        }
        Err(ChargeRefusal::Conflict(self.id.clone()))
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::money::payment::{Currency, PaymentStatus};

    fn stars(amount: i64) -> Price {
        Price::new(Currency::Stars, amount).unwrap()
    }

    fn charge() -> Charge {
        Charge {
            id: ChargeId::parse("c1").unwrap(),
            provider_id: None,
            payer: UserId(7),
            invoice: InvoiceId(Uuid::from_u128(1)),
            price: stars(40),
        }
    }

    fn payment() -> Payment {
        let charge = charge();
        Payment {
            no: 1,
            charge: charge.id,
            provider_charge: None,
            user: charge.payer,
            invoice: charge.invoice,
            credits: Credits::small(5),
            price: charge.price,
            status: PaymentStatus::Paid,
            rewarded: false,
            booked_at: DateTime::UNIX_EPOCH,
            refunded_at: None,
        }
    }

    #[test]
    fn a_charge_that_was_booked_is_answered_with_its_payment() {
        let booked = charge().booked_as(payment());
        assert_eq!(booked, Ok(Booked::Existing(payment())));
    }

    #[test]
    fn a_charge_that_was_booked_with_other_facts_is_a_conflict() {
        let conflict = || Err(ChargeRefusal::Conflict(charge().id));
        let mut other = charge();
        other.payer = UserId(8);
        assert_eq!(other.booked_as(payment()), conflict());
        let mut dearer = charge();
        dearer.price = stars(41);
        assert_eq!(dearer.booked_as(payment()), conflict());
    }

    #[test]
    fn a_charge_without_an_invoice_buys_nothing() {
        let unknown = ChargeRefusal::UnknownInvoice {
            charge: charge().id,
            invoice: charge().invoice,
        };
        assert_eq!(charge().buys(None), Err(unknown));
    }
}
