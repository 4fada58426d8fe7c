//! What the fakes promise, over real HTTP, and what the renderer promises.

mod control;
mod kie;
mod openai;
#[cfg(feature = "render")]
mod programs;
#[cfg(feature = "render")]
mod render;
mod telegram;
