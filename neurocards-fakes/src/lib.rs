//! Stand-ins for the services that neurocards talks to: Telegram's Bot API, KIE.ai and OpenAI.

mod broken;
mod control;
pub mod kie;
pub mod openai;
#[cfg(feature = "render")]
pub mod render;
mod serving;
mod shared;
pub mod telegram;

pub use control::{ControlRequest, ControlTable};
pub use shared::TimedOut;
