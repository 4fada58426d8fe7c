//! How far a video is, as its order's card shows it.

use crate::work::failure::Cause;

/// How far a video is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// In the queue; `place` counts from 1.
    Queued {
        /// Open jobs placed before it, plus one.
        place: u32,
    },
    /// The scenario is being written.
    Writing,
    /// The photo is being handed to the provider.
    Preparing,
    /// The provider renders.
    Rendering,
    /// A fault; it runs again by itself.
    Retrying,
    /// The provider is out of service; it goes on by itself.
    Waiting,
    /// Stored; its message is on its way.
    Ready,
    /// Its message arrived.
    Delivered,
    /// Stored, but nobody knows whether its message arrived: the user can fetch it.
    ToFetch,
    /// Failed; the credit is back.
    Failed(Cause),
    /// Cancelled; the credit is back.
    Cancelled,
}

impl Stage {
    /// Whether the video will not change any more.
    pub const fn is_settled(self) -> bool {
        matches!(
            self,
            Self::Delivered | Self::ToFetch | Self::Failed(_) | Self::Cancelled
        )
    }

    /// Whether the credit came back.
    pub const fn is_refunded(self) -> bool {
        matches!(self, Self::Failed(_) | Self::Cancelled)
    }
}
