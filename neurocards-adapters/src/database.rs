//! The store that `DATABASE_URL` names.
