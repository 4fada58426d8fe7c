//! The steps from a photo to an order, one file each.

pub(crate) mod confirm;
pub(crate) mod count;
pub(crate) mod description;
pub(crate) mod format;
pub(crate) mod own_prompt;
pub(crate) mod photo;
pub(crate) mod template;
pub(crate) mod wishes;
