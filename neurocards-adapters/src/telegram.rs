//! Telegram: client, texts, messenger.
