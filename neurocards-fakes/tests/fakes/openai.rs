//! What the fake OpenAI promises, over real HTTP.

mod client;
mod control;
mod misfortune;
mod refusals;
mod rig;
mod schemas;
mod texts;
