//! What must reach a chat.

pub mod deliveries;
pub mod news;
pub mod order_cards;
pub mod videos;
