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
        /// The charge.
        charge: ChargeId,
        /// What it names.
        invoice: InvoiceId,
    },
    /// Somebody else's invoice was paid.
    #[error("the charge {charge} of user {payer} pays the invoice of user {owner}")]
    WrongPayer {
        /// The charge.
        charge: ChargeId,
        /// Who paid.
        payer: UserId,
        /// Whose invoice it is.
        owner: UserId,
    },
    /// Amount or currency differ from the invoice's.
    #[error("the charge {charge} is of {given}, its invoice of {expected}")]
    WrongPrice {
        /// The charge.
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
