use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Price;
use crate::ids::{InvoiceId, UserId};
use crate::money::credits::Credits;

/// An offer to pay: what is sold, to whom, and at what price. A charge is compared with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Minted before the invoice is sent; the payload that comes back with its payment.
    // Stored replies name it so.
    #[serde(rename = "invoice")]
    pub id: InvoiceId,
    /// The one user who may pay it and gets the credits.
    pub user: UserId,
    /// How many credits it buys; not zero.
    pub credits: Credits,
    /// What it costs.
    pub price: Price,
}

/// An invoice as it was stored, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInvoice {
    /// What was offered.
    pub invoice: Invoice,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whether a charge for it was booked.
    pub paid: bool,
}

/// What the payment provider asks before it charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkout {
    /// The invoice that is about to be paid.
    pub invoice: InvoiceId,
    /// Who is about to pay.
    pub payer: UserId,
    /// What would be charged.
    pub price: Price,
}

/// Why an invoice is not to be paid: one sentence each in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckoutRefusal {
    /// There is no such invoice.
    Unknown,
    /// It is somebody else's.
    NotYours,
    /// Amount or currency differ from the invoice's.
    OtherPrice,
    /// It is paid.
    Paid,
    /// It is too old: its price may have changed.
    Expired,
    /// It cannot be looked up just now.
    Unavailable,
}

impl CheckoutRefusal {
    /// Every refusal, for tests of texts.
    pub const ALL: [Self; 6] = [
        Self::Unknown,
        Self::NotYours,
        Self::OtherPrice,
        Self::Paid,
        Self::Expired,
        Self::Unavailable,
    ];
}

impl StoredInvoice {
    /// How long an invoice may be paid.
    pub const VALID_FOR: Duration = Duration::from_hours(24);

    /// Whether it may be charged now as `checkout` says.
    pub fn check(&self, checkout: &Checkout, now: DateTime<Utc>) -> Result<(), CheckoutRefusal> {
        if self.invoice.id != checkout.invoice {
            return Err(CheckoutRefusal::Unknown);
        }
        if self.invoice.user != checkout.payer {
            return Err(CheckoutRefusal::NotYours);
        }
        if self.invoice.price != checkout.price {
            return Err(CheckoutRefusal::OtherPrice);
        }
        if self.paid {
            return Err(CheckoutRefusal::Paid);
        }
        let valid_for = TimeDelta::from_std(Self::VALID_FOR).unwrap_or(TimeDelta::MAX);
        if now.signed_duration_since(self.created_at) > valid_for {
            return Err(CheckoutRefusal::Expired);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::money::payment::Currency;

    fn stars(amount: i64) -> Price {
        Price::new(Currency::Stars, amount).unwrap()
    }

    #[test]
    fn only_the_invoice_as_it_was_made_may_be_charged() {
        let invoice = Invoice {
            id: InvoiceId(Uuid::from_u128(1)),
            user: UserId(7),
            credits: Credits::small(5),
            price: stars(200),
        };
        let made = StoredInvoice {
            invoice,
            created_at: DateTime::UNIX_EPOCH,
            paid: false,
        };
        let honest = Checkout {
            invoice: made.invoice.id,
            payer: UserId(7),
            price: stars(200),
        };
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(made.check(&honest, now), Ok(()));
        let check = |checkout| made.check(&checkout, now).unwrap_err();
        let stranger = Checkout {
            payer: UserId(8),
            ..honest
        };
        assert_eq!(check(stranger), CheckoutRefusal::NotYours);
        let roubles = Price::new(Currency::Roubles, 200).unwrap();
        for price in [stars(199), stars(201), roubles] {
            let checkout = Checkout { price, ..honest };
            assert_eq!(check(checkout), CheckoutRefusal::OtherPrice);
        }
        let late = now + TimeDelta::hours(24) + TimeDelta::seconds(1);
        assert_eq!(made.check(&honest, late), Err(CheckoutRefusal::Expired));
        let paid = StoredInvoice { paid: true, ..made };
        assert_eq!(paid.check(&honest, now), Err(CheckoutRefusal::Paid));
    }
}
