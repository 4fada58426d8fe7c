//! The fourth step of the own prompt: written, shown, approved.

use neurocards_core::chat::button::Button;
use neurocards_core::work::brief::{OwnPrompt, Scenario};
use neurocards_core::work::format::Format;

use crate::conversation::answer::Answer;
use crate::conversation::draft::{AskFormat, AskPrompt};
use crate::conversation::reply::Remark;
use crate::conversation::screen::Screen;
use crate::conversation::state::State;

impl AskPrompt {
    pub(crate) fn screen(&self) -> Screen {
        match &self.prompt {
            None => Screen::PromptWanted,
            Some(prompt) => Screen::PromptShown {
                prompt: prompt.clone(),
            },
        }
    }

    pub(crate) fn hear(&self, text: &str) -> Answer {
        match OwnPrompt::parse(text) {
            Ok(prompt) => Answer::to(self.with(Some(prompt))),
            Err(error) => Answer::again(Remark::text(error)),
        }
    }

    pub(crate) fn press(&self, button: Button, format: &Format) -> Option<Answer> {
        let prompt = self.prompt.clone()?;
        match button {
            Button::EditPrompt => Some(Answer::to(self.with(None))),
            Button::ApprovePrompt => Some(Answer::to(State::Format(AskFormat {
                product: self.product.clone(),
                scenario: Scenario::Own { prompt },
                format: format.clone(),
            }))),
            _ => None,
        }
    }

    fn with(&self, prompt: Option<OwnPrompt>) -> State {
        State::OwnPrompt(Self {
            product: self.product.clone(),
            prompt,
        })
    }
}
