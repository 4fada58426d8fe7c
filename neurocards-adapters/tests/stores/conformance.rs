//! The contracts of the store ports, kept by both stores.

mod postgres;
mod sqlite;
