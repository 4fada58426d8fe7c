use async_trait::async_trait;

use super::Unavailable;
use crate::chat::alarm::{Alarm, AlarmKind, StoredAlarm};
use crate::ids::ChatId;
use crate::page::Page;

/// What operators must look at: what stands, and who was told of it.
///
/// An alarm is raised as often as its cause is seen, and is one for as long as it stands. What
/// [`Alarms::tell`] writes is a delivery that is made until the chat has it.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Alarms: Send + Sync {
    /// The cause is seen. An alarm that stands counts it and takes its text; one that ended less
    /// than [`SETTLED_AFTER`](crate::chat::alarm::SETTLED_AFTER) ago stands again as the same; any
    /// other begins. One of [`Ends::OnceTold`](crate::chat::alarm::Ends::OnceTold) MUST NOT be told
    /// a second time.
    async fn raise(&self, alarm: &Alarm) -> Result<(), Unavailable>;

    /// The cause is gone. `false` if no alarm of this key stands.
    async fn end(&self, key: &str) -> Result<bool, Unavailable>;

    /// Ends all of a kind but those with these keys: whoever sees all there is says that the others
    /// are gone.
    async fn end_others(&self, kind: AlarmKind, seen: &[String]) -> Result<(), Unavailable>;

    /// Writes what these chats are to be told: each alarm at once, again after
    /// [`REPEATED_AFTER`](crate::chat::alarm::REPEATED_AFTER) while it stands, and its end once that
    /// has settled; at most 50 at a time. However many programs call it, each MUST be told once. A
    /// message that a chat does not have yet is replaced by the newer one. Without a chat it changes
    /// nothing, and what is to be told waits for one.
    async fn tell(&self, chats: &[ChatId]) -> Result<(), Unavailable>;

    /// The alarms that stand, the gravest first, of one severity the newest first.
    async fn standing(&self, page: Page) -> Result<Vec<StoredAlarm>, Unavailable>;
}
