use neurocards_core::ids::ChargeId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::PromoRefusal;
use neurocards_core::money::payment::{Booked, Charge, Invoice, Payment};
use neurocards_core::ports::{AskRefundError, BookError, LedgerError, RedeemError, Unavailable};

/// The key of credits taken back from a payment whose refund was refused.
pub(crate) fn reversal_key(charge: &ChargeId) -> String {
    format!("reversal:{charge}")
}

/// The answer for a charge that was booked before.
pub(crate) fn replayed(charge: &Charge, known: Payment) -> Result<Booked, BookError> {
    let same =
        (charge.payer, charge.invoice, charge.price) == (known.user, known.invoice, known.price);
    if same {
        return Ok(Booked::Existing(known));
    }
    Err(BookError::Conflict(charge.id.clone()))
}

/// What a charge buys, if it is for this invoice.
pub(crate) fn bought(charge: &Charge, invoice: Option<Invoice>) -> Result<Credits, BookError> {
    let id = || charge.id.clone();
    let invoice = invoice.ok_or_else(|| BookError::UnknownInvoice {
        charge: id(),
        invoice: charge.invoice,
    })?;
    if invoice.user != charge.payer {
        return Err(BookError::WrongPayer {
            charge: id(),
            payer: charge.payer,
            owner: invoice.user,
        });
    }
    if invoice.price != charge.price {
        return Err(BookError::WrongPrice {
            charge: id(),
            expected: invoice.price,
            given: charge.price,
        });
    }
    Ok(invoice.credits)
}

/// Why the ledger takes no purchase, in the words of booking.
pub(crate) fn unbooked(adapter: &'static str, charge: &Charge, error: LedgerError) -> BookError {
    match error {
        LedgerError::Amount(_) => BookError::TooMuch(charge.id.clone()),
        LedgerError::KeyConflict(_) => BookError::Conflict(charge.id.clone()),
        error => Unavailable::new(adapter, error).into(),
    }
}

/// Why the ledger takes nothing back, in the words of a refund.
pub(crate) fn unrefunded(adapter: &'static str, error: LedgerError) -> AskRefundError {
    match error {
        LedgerError::Insufficient { balance, needed } => {
            AskRefundError::Insufficient { balance, needed }
        }
        error => Unavailable::new(adapter, error).into(),
    }
}

/// Why the ledger takes no gift, in the words of redeeming.
pub(crate) fn unredeemed(adapter: &'static str, error: LedgerError) -> RedeemError {
    match error {
        LedgerError::Amount(_) => RedeemError::TooMuch,
        LedgerError::KeyConflict(_) => PromoRefusal::Redeemed.into(),
        error => Unavailable::new(adapter, error).into(),
    }
}
