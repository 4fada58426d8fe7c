//! The `Messenger` port on Telegram.
