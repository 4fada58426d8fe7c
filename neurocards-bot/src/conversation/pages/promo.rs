//! Promo codes: redeemed in every state, the draft stays.

use neurocards_core::chat::update::Write;
use neurocards_core::money::gift::{PromoCode, PromoRefusal};

use crate::conversation::answer::Answer;
use crate::conversation::context::Context;
use crate::conversation::reply::Remark;

/// The answer to a code, or to what was typed in its place (`None`).
pub(crate) fn redeem(code: Option<&PromoCode>, context: &Context<'_>) -> Answer {
    match code {
        Some(code) => Answer::here().redeeming(code, context),
        None => Answer::again(Remark::promo(PromoRefusal::Unknown)),
    }
}

impl Answer {
    /// The same answer, with what a code is worth; or with the word that nobody made it.
    pub(crate) fn redeeming(self, code: &PromoCode, context: &Context<'_>) -> Self {
        let Some(promo) = &context.found.promo else {
            return self.saying(Remark::promo(PromoRefusal::Unknown));
        };
        let credits = promo.credits;
        self.saying(Remark::PromoRedeemed { credits })
            .gaining(credits)
            .writing(Write::Redeem {
                user: context.user.id,
                code: code.clone(),
            })
    }
}
