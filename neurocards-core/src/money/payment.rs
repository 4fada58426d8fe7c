//! Paying for credits: packs, invoices, charges, and the payments booked from them.

mod charge;
mod due_refund;
mod invoice;
mod packs;
mod price;
mod refund;
mod reversed;
mod star_list;

pub use charge::{Booked, Charge, Payment, PaymentStatus};
pub use due_refund::DueRefund;
pub use invoice::{Checkout, CheckoutRefusal, Invoice, StoredInvoice};
pub use packs::{Pack, Packs, PacksError};
pub use price::{Currency, Price, PriceError};
pub use refund::{
    AskedRefund, RefundEnd, RefundPolicy, RefundRefusal, StarTransaction, StarsMoved,
};
pub use reversed::{Reversal, Reversed};
pub use star_list::{ListedTransaction, OddTransaction, StarList};
