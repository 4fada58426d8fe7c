//! The prompt of a template when the text model is down.

use super::{KEEP_PRODUCT, Prompt, PromptRequest, PromptSource, fit, own};
use crate::user::Language;
use crate::work::brief::{Scenario, Wishes};

/// A prompt that needs no text model: never empty, never longer than `request.max_chars`
/// (as long as that is at least 700), and true to the template: no people in an ad.
pub fn fallback(request: &PromptRequest) -> Prompt {
    let (hero, body) = match &request.scenario {
        Scenario::Ugc { wishes } => (request.plan.hero.clone(), ugc(request, wishes.as_ref())),
        Scenario::Ad { wishes } => ("the product".to_owned(), ad(request, wishes.as_ref())),
        Scenario::Own { prompt } => return own(prompt, request),
    };
    Prompt {
        text: body,
        voice_over: voice_over(request),
        hero,
        scene: request.plan.place.clone(),
        source: PromptSource::Fallback,
    }
}

fn ugc(request: &PromptRequest, wishes: Option<&Wishes>) -> String {
    let plan = &request.plan;
    let opening = format!(
        "Vertical 9:16 phone video of {} seconds, natural light, hand-held. {} in {}, the mood is {}. \
         First seconds: {}. Then the person shows the product from the photo close up, uses it and \
         names its benefits, and ends with a smile and the product towards the camera.",
        request.seconds, plan.hero, plan.place, plan.mood, plan.hook
    );
    assemble(request, &opening, wishes)
}

fn ad(request: &PromptRequest, wishes: Option<&Wishes>) -> String {
    let plan = &request.plan;
    let opening = format!(
        "Vertical 9:16 premium commercial of {} seconds. Only the product from the photo in {}, the \
         mood is {}. No people, no hands, no faces. First seconds: light reveals the product. Slow \
         orbit, macro details, smooth physical motion, soft reflections, a clean final shot.",
        request.seconds, plan.place, plan.mood
    );
    assemble(request, &opening, wishes)
}

fn assemble(request: &PromptRequest, opening: &str, wishes: Option<&Wishes>) -> String {
    let wishes = wishes
        .map(|wishes| format!(" Wishes: {}", wishes.as_str()))
        .unwrap_or_default();
    let facts = format!(" The product: {}.{wishes}", request.description.as_str());
    let taken = opening.chars().count() + KEEP_PRODUCT.chars().count() + 1;
    let facts = fit(&facts, request.max_chars.saturating_sub(taken));
    format!("{opening}{facts}\n{KEEP_PRODUCT}")
}

fn voice_over(request: &PromptRequest) -> String {
    let product = request.description.headline(80);
    match request.language {
        Language::Ru => format!("Смотрите, что у меня есть: {product}. Мне очень нравится!"),
        Language::En => format!("Look what I have got: {product}. I really love it!"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::product::Description;
    use crate::work::prompt::VariantPlan;

    fn request(scenario: Scenario, max_chars: usize) -> PromptRequest {
        PromptRequest {
            description: Description::parse(&"Очень длинное описание. ".repeat(100)).unwrap(),
            scenario,
            seconds: 15,
            plan: VariantPlan::draw(3, 1),
            language: Language::Ru,
            max_chars,
        }
    }

    #[test]
    fn an_ad_without_the_text_model_still_has_no_people() {
        let prompt = fallback(&request(Scenario::Ad { wishes: None }, 2_500));
        assert!(prompt.text.contains("No people"));
        assert!(!prompt.text.contains(&VariantPlan::draw(3, 1).hero));
    }

    #[test]
    fn a_fallback_fits_the_model_and_keeps_the_clause_whole() {
        for scenario in [
            Scenario::Ugc { wishes: None },
            Scenario::Ad { wishes: None },
        ] {
            let prompt = fallback(&request(scenario, 1_000));
            assert!(prompt.text.chars().count() <= 1_000);
            assert!(prompt.text.ends_with(KEEP_PRODUCT));
        }
    }
}
