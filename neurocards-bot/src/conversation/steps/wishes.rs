//! The fourth step of the two templates whose scenario the text model writes.

use neurocards_core::chat::button::Button;
use neurocards_core::work::brief::{Scenario, Wishes};
use neurocards_core::work::format::Format;

use crate::conversation::answer::Answer;
use crate::conversation::draft::{AskFormat, AskWishes, Style};
use crate::conversation::reply::Remark;
use crate::conversation::screen::Screen;
use crate::conversation::state::State;

impl AskWishes {
    pub(crate) fn screen(&self) -> Screen {
        Screen::Wishes { style: self.style }
    }

    /// A dash alone means none; everything else is a wish, whatever words it contains.
    pub(crate) fn hear(&self, text: &str, format: &Format) -> Answer {
        if text.trim() == "-" {
            return self.wish(None, format);
        }
        match Wishes::parse(text) {
            Ok(wishes) => self.wish(Some(wishes), format),
            Err(error) => Answer::again(Remark::text(error)),
        }
    }

    pub(crate) fn press(&self, button: Button, format: &Format) -> Option<Answer> {
        (button == Button::NoWishes).then(|| self.wish(None, format))
    }

    fn wish(&self, wishes: Option<Wishes>, format: &Format) -> Answer {
        let scenario = match self.style {
            Style::Ugc => Scenario::Ugc { wishes },
            Style::Ad => Scenario::Ad { wishes },
        };
        Answer::to(State::Format(AskFormat {
            product: self.product.clone(),
            scenario,
            format: format.clone(),
        }))
    }
}
