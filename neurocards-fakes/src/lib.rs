//! Stand-ins for the services that neurocards talks to: Telegram's Bot API, KIE.ai and OpenAI.

pub mod kie;
pub mod openai;
#[cfg(feature = "render")]
pub mod render;
pub mod telegram;
