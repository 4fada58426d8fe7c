//! What the fake OpenAI promises, over real HTTP.
#![cfg(feature = "fakes")]

mod client;
mod control;
mod misfortune;
mod refusals;
mod rig;
mod schemas;
mod texts;
