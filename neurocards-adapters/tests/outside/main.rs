//! What is not a store: the clients of KIE, OpenAI and Telegram on the wire, photos and videos that
//! come from outside, media stores, the file of settings. One program, so that one is linked.

mod env_example;
#[cfg(feature = "kie")]
mod kie;
#[cfg(feature = "media")]
mod media;
#[cfg(feature = "openai")]
mod openai;
#[cfg(feature = "photo")]
mod photo;
#[cfg(feature = "server")]
mod server;
#[cfg(any(feature = "kie", feature = "openai", feature = "telegram"))]
mod silence;
#[cfg(feature = "telegram")]
mod telegram;
mod video_probe;
