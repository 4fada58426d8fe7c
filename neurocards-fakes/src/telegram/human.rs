//! The people's side: what they do in the chat, and what they see of it.

mod form;
pub(crate) mod http;
mod http_actions;
mod http_payments;
mod media;
mod order;
mod pay;
mod person;
mod press;
mod say;
mod seen;
mod view;

pub use super::human_error::HumanError;
pub use media::Attachment;
pub use pay::{Checkout, Receipt};
pub use person::Person;
pub use press::Target;
pub use view::{ChatView, InvoiceView, MediaView, MessageView, PaymentView, RevisionView, Sender};
