//! What must reach a chat.

pub mod alarms;
pub mod deliveries;
pub mod order_cards;
pub mod videos;
