//! The text model's client on the wire.

mod answers;
mod faults;
mod injection;
mod request;
mod world;
