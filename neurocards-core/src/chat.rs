//! What passes between the chat and the rest: updates that come in, cards and deliveries that go
//! out.

pub mod alarm;
pub mod button;
pub mod card;
pub mod delivery;
pub mod update;
