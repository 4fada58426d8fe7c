//! Cards, videos and notices as a person in the chat sees them.

mod cards;
mod faults;
mod notices;
mod rig;
mod videos;
