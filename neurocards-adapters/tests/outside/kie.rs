//! The KIE client.

mod fixtures;
mod stand_in;
mod wire;
mod wordings;
