//! What becomes of a task.

use serde::{Deserialize, Serialize};

/// The course of one task, from its creation to its callback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// The states it passes through; none: it ends before it can be looked up.
    pub stages: Vec<Stage>,
    /// How the task ends after its last stage.
    pub ending: Ending,
    /// Stays in the last stage until [`release`](super::KieHandle::release).
    pub held: bool,
    /// So many look-ups are answered with `recordInfo is null` first.
    pub hidden_polls: u32,
    /// How the task is named.
    pub task_id: TaskIdStyle,
    /// When records tell `creditsConsumed`.
    pub credits_consumed: CreditsConsumed,
    /// Whether records carry `progress`, as for some models.
    pub progress: bool,
    /// How the end of the task is reported to its callback address.
    pub callbacks: Callbacks,
    /// What is wrong with the finished file.
    pub file: Option<FileFault>,
}

/// A state and how long it lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// `waiting`, `queuing`, `generating` or a word that no client knows.
    pub state: String,
    /// How long the stage lasts, in milliseconds.
    pub millis: u64,
}

/// How a task ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ending {
    /// With a video, rendered from the photo.
    Success {
        /// How many result URLs: 1 for videos, but 2 and 6 were seen.
        urls: u8,
    },
    /// `success`, and a `resultJson` that breaks off.
    BrokenResult,
    /// `success`, and no result URL.
    NoUrls,
    /// With `failCode` and `failMsg`.
    Fail {
        /// `failCode`, a text of digits or a word.
        code: Option<String>,
        /// What `failMsg` of the record says.
        message: Option<String>,
    },
    /// With a failure that turns into a success, as 524 does.
    FailThenSuccess {
        /// What `failCode` of the record says.
        code: String,
        /// What `failMsg` of the record says.
        message: String,
        /// Milliseconds between the failure and the success.
        after_millis: u64,
    },
}

/// How a task is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskIdStyle {
    /// 32 hex digits, and `recordId` with the same value.
    #[default]
    Hex,
    /// 32 hex digits without `recordId`.
    HexAlone,
    /// `task_<model>_<milliseconds>…`, in an answer without `recordId`.
    Dated,
}

/// When records tell `creditsConsumed`: both ways were seen, and older records do not have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditsConsumed {
    /// From the beginning, since credits are taken in advance.
    #[default]
    AtOnce,
    /// 0 until the task has ended.
    AtTheEnd,
    /// Never, as before 2026-08.
    Never,
}

/// How the end of a task is told to `callBackUrl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Callbacks {
    /// Deliveries of the same end: 1 as a rule, more are duplicates, 0 is never.
    pub times: u32,
    /// Milliseconds between the end of the task and the first delivery.
    pub delay_millis: u64,
    /// The answer to createTask is held back until the callback was delivered.
    pub before_reply: bool,
    /// The signature does not fit, although a webhook key is set.
    pub wrong_signature: bool,
}

/// What is wrong with a finished file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FileFault {
    /// It is gone: 404.
    Expired,
    /// A real HTTP status, the first so many times.
    Status {
        /// The HTTP status of the answer, 400 to 599.
        status: u16,
        /// Downloads that meet it.
        times: u32,
    },
    /// The file comes slowly.
    Slow {
        /// Bytes a second, at least 1.
        bytes_per_sec: u64,
    },
    /// It is followed by zeros.
    Huge {
        /// The size of the file in bytes.
        bytes: u64,
        /// Whether `Content-Length` admits it.
        declared: bool,
    },
    /// The connection breaks after so many bytes.
    CutAfter {
        /// Bytes that arrive before the connection breaks.
        bytes: u64,
    },
    /// The right bytes under another content type.
    ContentType(String),
    /// A page of HTML with status 200 instead of a video.
    Page,
}

impl Default for Plan {
    /// 100 ms `waiting`, 200 ms `generating` and the time of rendering; one video, one callback.
    fn default() -> Self {
        Self {
            stages: vec![Stage::new("waiting", 100), Stage::new("generating", 200)],
            ending: Ending::Success { urls: 1 },
            held: false,
            hidden_polls: 0,
            task_id: TaskIdStyle::Hex,
            credits_consumed: CreditsConsumed::AtOnce,
            progress: false,
            callbacks: Callbacks::default(),
            file: None,
        }
    }
}

impl Default for Callbacks {
    fn default() -> Self {
        Self {
            times: 1,
            delay_millis: 0,
            before_reply: false,
            wrong_signature: false,
        }
    }
}

impl Stage {
    /// A state that lasts so many milliseconds.
    pub fn new(state: &str, millis: u64) -> Self {
        Self {
            state: state.to_owned(),
            millis,
        }
    }
}
