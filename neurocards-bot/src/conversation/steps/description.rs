//! The second step: facts about the product.

use neurocards_core::chat::update::Write;
use neurocards_core::work::product::{Description, Product};

use crate::conversation::answer::Answer;
use crate::conversation::context::Context;
use crate::conversation::draft::{AskDescription, AskTemplate};
use crate::conversation::reply::Remark;
use crate::conversation::state::State;

impl AskDescription {
    /// The text becomes the description, and with the photo the product.
    pub(crate) fn hear(&self, text: &str, context: &Context<'_>) -> Answer {
        match Description::parse(text) {
            Ok(description) => self.product(description, context),
            Err(error) => Answer::again(Remark::text(error)),
        }
    }

    /// Like [`Self::hear`], for the text under the photo: the photo is kept even if the text does
    /// not fit.
    pub(crate) fn with_caption(self, caption: &str, context: &Context<'_>) -> Answer {
        match Description::parse(caption) {
            Ok(description) => self.product(description, context),
            Err(error) => Answer::to(State::Description(self)).saying(Remark::text(error)),
        }
    }

    fn product(&self, description: Description, context: &Context<'_>) -> Answer {
        let product = Product {
            id: context.ids.product,
            user: context.user.id,
            photo: self.photo.clone(),
            description,
        };
        let next = AskTemplate {
            product: product.clone(),
        };
        Answer::to(State::Template(next)).writing(Write::Product(product))
    }
}
