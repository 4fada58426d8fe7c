//! The text the video model receives, and the plan that makes variants of one order differ.

mod fallback;
mod variant;

pub use fallback::fallback;
pub use variant::VariantPlan;

use serde::{Deserialize, Serialize};

use crate::user::Language;
use crate::user::text::plain;
use crate::work::brief::{OwnPrompt, Scenario};
use crate::work::product::Description;

/// A scenario ready for the video model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// The only part the video model receives.
    pub text: String,
    /// What is said, in the user's language; empty for own prompts.
    pub voice_over: String,
    /// Who or what the film follows; empty for own prompts.
    pub hero: String,
    /// Where it happens; empty for own prompts.
    pub scene: String,
    /// Who wrote it.
    pub source: PromptSource,
}

/// Who wrote a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptSource {
    /// The text model.
    Model,
    /// The user: the prompt is their own.
    User,
    /// The fallback of the template, because the text model was down.
    Fallback,
}

/// What a prompt is written from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptRequest {
    /// Facts about the product, in its owner's words: untrusted.
    pub description: Description,
    /// Template, and what the user added: untrusted.
    pub scenario: Scenario,
    /// Length of the film in seconds.
    pub seconds: u8,
    /// What sets this variant apart.
    pub plan: VariantPlan,
    /// The language of the voice-over.
    pub language: Language,
    /// The longest text the video model takes, in characters.
    pub max_chars: usize,
}

/// The clause that keeps the product's look, in every prompt.
pub const KEEP_PRODUCT: &str = "The product stays identical to the photo in colour, shape, size, \
     material and lettering. No text, captions, subtitles or logos are added to the picture.";

/// Makes `text` plain and cuts it to `max` characters at a sentence or word boundary, so that no
/// prompt ends in the middle of a word.
pub fn fit(text: &str, max: usize) -> String {
    let text = plain(text);
    if text.chars().count() <= max {
        return text;
    }
    let cut: String = text.chars().take(max).collect();
    let sentence = cut
        .rfind(['.', '!', '?'])
        .map(|at| at + 1)
        .filter(|at| *at * 2 > cut.len());
    let end = sentence
        .or_else(|| cut.rfind(char::is_whitespace))
        .unwrap_or(cut.len());
    cut[..end].trim_end().to_owned()
}

/// The prompt of a scenario the user wrote: their words, the product's facts, the clause that
/// keeps its look.
pub fn own(prompt: &OwnPrompt, request: &PromptRequest) -> Prompt {
    let room = request
        .max_chars
        .saturating_sub(KEEP_PRODUCT.chars().count() + 1);
    let words = format!(
        "{}\n\nThe product: {}",
        prompt.as_str(),
        request.description.as_str()
    );
    Prompt {
        text: format!("{}\n{KEEP_PRODUCT}", fit(&words, room)),
        voice_over: String::new(),
        hero: String::new(),
        scene: String::new(),
        source: PromptSource::User,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own_prompt(prompt: &str, max_chars: usize) -> String {
        let prompt = OwnPrompt::parse(prompt).unwrap();
        let request = PromptRequest {
            description: Description::parse("Кружка").unwrap(),
            scenario: Scenario::Own {
                prompt: prompt.clone(),
            },
            seconds: 15,
            plan: VariantPlan::draw(1, 0),
            language: Language::Ru,
            max_chars,
        };
        own(&prompt, &request).text
    }

    #[test]
    fn an_own_prompt_keeps_the_users_words_and_the_products_look() {
        let text = own_prompt("Кружка летит над городом", 2_500);
        assert!(text.starts_with("Кружка летит над городом"));
        assert!(text.ends_with(KEEP_PRODUCT));
    }

    #[test]
    fn a_long_prompt_loses_words_at_its_end_but_never_the_clause() {
        let text = own_prompt(&"слово ".repeat(300), 600);
        assert!(text.chars().count() <= 600);
        assert!(text.contains("слово\n") && text.ends_with(KEEP_PRODUCT));
    }
}
