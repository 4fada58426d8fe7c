//! One update, from the chat provider to its last reply.

mod alarms;
pub(crate) mod bot_name;
pub(crate) mod handle;
pub(crate) mod incoming;
pub(crate) mod lookup;
pub(crate) mod note;
pub(crate) mod photo_intake;
pub(crate) mod poll;
pub(crate) mod prepare;
pub(crate) mod refusal;
pub(crate) mod replies;
