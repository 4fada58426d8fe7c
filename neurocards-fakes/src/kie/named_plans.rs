//! Plans for what happens often.

use std::time::Duration;

use super::clock::millis;
use super::plan::{Callbacks, Ending, FileFault, Plan, Stage};

impl Plan {
    /// Success after about this long, a tenth of it spent `waiting`, plus the time of rendering.
    pub fn lasting(span: Duration) -> Self {
        let all = millis(span);
        let stages = [
            Stage::new("waiting", all / 10),
            Stage::new("generating", all - all / 10),
        ];
        Self::default().through(stages)
    }

    /// Success without any delay but that of rendering.
    pub fn at_once() -> Self {
        Self::default().through([Stage::new("generating", 0)])
    }

    /// A failure after the usual stages.
    pub fn fails(code: &str, message: &str) -> Self {
        Self {
            ending: Ending::Fail {
                code: Some(code.to_owned()),
                message: Some(message.to_owned()),
            },
            ..Self::default()
        }
    }

    /// The refusal of the prompt by a moderator.
    pub fn moderated() -> Self {
        let text = "Your prompt was caught by our AI moderator. Please adjust it and try again!";
        Self::fails("400", text)
    }

    /// The refusal of a photo that may show a real person.
    pub fn real_person() -> Self {
        let text = "The request failed because the input image may contain real person.";
        Self::fails("400", text)
    }

    /// A fault of the provider, worth another task.
    pub fn internal_error() -> Self {
        Self::fails("500", "internal error, please try again later")
    }

    /// The provider could not start the task; visible as failed at the first look.
    pub fn task_id_blank() -> Self {
        Self::fails("422", "generate playground failed, task id is blank").through([])
    }

    /// 524, and then a success all the same.
    pub fn times_out_then_succeeds(after: Duration) -> Self {
        Self {
            ending: Ending::FailThenSuccess {
                code: "524".to_owned(),
                message: "Generation timeout".to_owned(),
                after_millis: millis(after),
            },
            ..Self::default()
        }
    }

    /// A plan that ends this way.
    pub fn ending(ending: Ending) -> Self {
        Self {
            ending,
            ..Self::default()
        }
    }

    /// The same through these stages.
    #[must_use]
    pub fn through(mut self, stages: impl IntoIterator<Item = Stage>) -> Self {
        self.stages = stages.into_iter().collect();
        self
    }

    /// The same, held in the last stage until released.
    #[must_use]
    pub fn held(mut self) -> Self {
        self.held = true;
        self
    }

    /// The same, invisible to the first so many look-ups.
    #[must_use]
    pub fn hidden_for(mut self, polls: u32) -> Self {
        self.hidden_polls = polls;
        self
    }

    /// The same with these callbacks.
    #[must_use]
    pub fn calling_back(mut self, callbacks: Callbacks) -> Self {
        self.callbacks = callbacks;
        self
    }

    /// The same without callbacks.
    #[must_use]
    pub fn silent(mut self) -> Self {
        self.callbacks.times = 0;
        self
    }

    /// The same with this fault of the finished file.
    #[must_use]
    pub fn with_file(mut self, fault: FileFault) -> Self {
        self.file = Some(fault);
        self
    }
}
