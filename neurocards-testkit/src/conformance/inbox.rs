//! What came from chats.

pub mod money;
pub mod replies;
pub mod turns;
pub mod updates;
pub mod writes;
