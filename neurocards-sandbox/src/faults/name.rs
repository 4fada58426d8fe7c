//! The faults by name, and what an order must come to in spite of each.

/// A fault that the sandbox can play for the next order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultName {
    /// The video model answers 500 once; a retry recovers.
    Kie500,
    /// The video model answers 500 to everything; 3 attempts, then the credit is back.
    Kie500Forever,
    /// The video model refuses the content; the credit is back and the cause told.
    KieModeration,
    /// The video model asks for patience; the job waits and recovers.
    KieRateLimit,
    /// The answer to a submit is lost; the task is adopted by its callback.
    KieLostReply,
    /// The text model is down; the fallback prompt is used.
    OpenaiDown,
    /// The worker dies after a submit; another one finishes.
    WorkerKilled,
}

impl FaultName {
    /// Every fault, in the order of the page.
    pub const ALL: [Self; 7] = [
        Self::Kie500,
        Self::Kie500Forever,
        Self::KieModeration,
        Self::KieRateLimit,
        Self::KieLostReply,
        Self::OpenaiDown,
        Self::WorkerKilled,
    ];

    /// The word on the command line, in JSON and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kie500 => "kie-500",
            Self::Kie500Forever => "kie-500-forever",
            Self::KieModeration => "kie-moderation",
            Self::KieRateLimit => "kie-rate-limit",
            Self::KieLostReply => "kie-lost-reply",
            Self::OpenaiDown => "openai-down",
            Self::WorkerKilled => "worker-killed",
        }
    }

    /// The fault that [`FaultName::as_str`] names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.as_str() == word)
    }

    /// Its button on the page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Kie500 => "Сбой и повтор",
            Self::Kie500Forever => "Сбой навсегда",
            Self::KieModeration => "Отказ модерации",
            Self::KieRateLimit => "Слишком часто",
            Self::KieLostReply => "Ответ потерялся",
            Self::OpenaiDown => "Нет сценариста",
            Self::WorkerKilled => "Воркер убит",
        }
    }

    /// What the page says about it.
    pub const fn story(self) -> &'static str {
        match self {
            Self::Kie500 => "Видеомодель один раз ответит 500. Ролик придёт со второй попытки.",
            Self::Kie500Forever => "Видеомодель всегда отвечает 500. Три попытки, потом возврат.",
            Self::KieModeration => {
                "Видеомодель откажется от фото. Кредит вернётся, причина названа."
            }
            Self::KieRateLimit => "Видеомодель попросит подождать. Задание подождёт и продолжится.",
            Self::KieLostReply => {
                "Ответ на createTask потеряется. Задачу найдёт колбэк, второй не будет."
            }
            Self::OpenaiDown => "Текстовая модель не отвечает. Сработает запасной сценарий.",
            Self::WorkerKilled => {
                "Воркер погибнет сразу после createTask. Другой закончит без второй задачи."
            }
        }
    }

    /// What an order must come to in spite of it.
    pub const fn right_end(self) -> End {
        match self {
            Self::Kie500Forever | Self::KieModeration => End::Refunds,
            _ => End::Videos,
        }
    }

    /// Whether the video model must be asked exactly once per video although something was lost.
    pub const fn allows_one_task_each(self) -> bool {
        matches!(
            self,
            Self::KieLostReply | Self::WorkerKilled | Self::OpenaiDown
        )
    }
}

/// What an order comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Every video arrives.
    Videos,
    /// Every credit comes back.
    Refunds,
}
