//! The fifth step: model and length, on one keyboard, remembered per person.

use neurocards_core::chat::button::Button;
use neurocards_core::work::brief::Brief;
use neurocards_core::work::format::Format;

use crate::conversation::answer::Answer;
use crate::conversation::context::Context;
use crate::conversation::draft::{AskCount, AskFormat};
use crate::conversation::reply::Remark;
use crate::conversation::screen::Screen;
use crate::conversation::state::State;

impl AskFormat {
    pub(crate) fn screen(&self) -> Screen {
        Screen::Format {
            format: self.format.clone(),
        }
    }

    pub(crate) fn press(&self, button: Button, context: &Context<'_>) -> Option<Answer> {
        match button {
            Button::Model(index) => self.with_model(index, context),
            Button::Seconds(seconds) => self.with_seconds(seconds, context),
            Button::ApproveFormat => Some(self.approve(context)),
            _ => None,
        }
    }

    /// A model without the chosen length gets its own first one.
    fn with_model(&self, index: u8, context: &Context<'_>) -> Option<Answer> {
        let model = context.offer.catalogue.models().get(usize::from(index))?;
        let mut format = self.format.clone();
        format.model = model.id.clone();
        if !model.seconds.contains(&format.seconds) {
            format.seconds = model.default_seconds;
        }
        Some(self.with(format))
    }

    fn with_seconds(&self, seconds: u8, context: &Context<'_>) -> Option<Answer> {
        let mut format = self.format.clone();
        format.seconds = seconds;
        let offered = context.offer.catalogue.check(&format).is_ok();
        offered.then(|| self.with(format))
    }

    fn with(&self, format: Format) -> Answer {
        Answer::to(State::Format(Self {
            format,
            ..self.clone()
        }))
    }

    /// The draft may have waited for longer than the model was on offer.
    fn approve(&self, context: &Context<'_>) -> Answer {
        let catalogue = &context.offer.catalogue;
        if catalogue.check(&self.format).is_err() {
            return self
                .with(catalogue.default_format())
                .saying(Remark::FormatGone);
        }
        let brief = Brief {
            scenario: self.scenario.clone(),
            format: self.format.clone(),
        };
        Answer::to(State::Count(AskCount {
            product: self.product.clone(),
            brief,
            wanted: None,
        }))
        .remembering(self.format.clone())
    }
}
