//! What the fakes promise, over real HTTP, and what the renderer promises.

mod kie;
mod openai;
#[cfg(feature = "render")]
mod render;
mod telegram;
