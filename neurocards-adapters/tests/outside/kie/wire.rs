//! The KIE client on the wire: what it sends, what it makes of answers, and what it never does.

mod check;
mod fetch;
mod lost_answers;
mod private_addresses;
mod raw_server;
mod submit;
mod upload;
mod world;
