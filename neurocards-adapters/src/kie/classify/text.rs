/// A message made ready for matching: lower case, words parted by single spaces, sentence by
/// sentence; `PUBLIC_ERROR_MINOR_UPLOAD` becomes four words and `taskId` two.
pub(super) struct Text {
    sentences: Vec<String>,
    /// The message in lower case, for scripts that do not part words.
    raw: String,
    is_markup: bool,
}

impl Text {
    pub(super) fn new(message: &str) -> Self {
        let raw = apart(message).to_lowercase();
        let is_markup = ["<html", "<!doctype", "<head", "<body", "<title"]
            .iter()
            .any(|tag| raw.contains(tag));
        let sentences = sentences(&raw)
            .map(words)
            .filter(|sentence| !sentence.trim().is_empty())
            .collect();
        Self {
            sentences,
            raw,
            is_markup,
        }
    }

    /// Whether it is a page of a proxy rather than a message.
    pub(super) fn is_markup(&self) -> bool {
        self.is_markup
    }

    /// Whether one of these stands in it. `*` at the end of a pattern stands for any ending; a
    /// pattern in a script without spaces matches anywhere.
    pub(super) fn has(&self, patterns: &str) -> bool {
        self.sentences
            .iter()
            .any(|sentence| has(sentence, patterns))
            || each(patterns).any(|pattern| !pattern.is_ascii() && self.raw.contains(pattern))
    }

    /// Whether one sentence has one of each group.
    pub(super) fn has_together(&self, groups: &[&str]) -> bool {
        self.sentences
            .iter()
            .any(|sentence| groups.iter().all(|group| has(sentence, group)))
    }

    /// The text without these harmless phrases.
    pub(super) fn without(&self, phrases: &str) -> Self {
        let cleaned = |sentence: &String| {
            each(phrases).fold(sentence.clone(), |text, phrase| {
                text.replace(&format!(" {phrase} "), " ")
            })
        };
        Self {
            sentences: self.sentences.iter().map(cleaned).collect(),
            raw: self.raw.clone(),
            is_markup: self.is_markup,
        }
    }

    /// The text without the sentences that `is_beside_the_point`.
    pub(super) fn dropping(&self, is_beside_the_point: impl Fn(&Self) -> bool) -> Self {
        let single = |sentence: &String| Self {
            sentences: vec![sentence.clone()],
            raw: String::new(),
            is_markup: false,
        };
        Self {
            sentences: self
                .sentences
                .iter()
                .filter(|sentence| !is_beside_the_point(&single(sentence)))
                .cloned()
                .collect(),
            raw: self.raw.clone(),
            is_markup: self.is_markup,
        }
    }
}

/// Parts the words of names like `SensitiveContentDetected`.
fn apart(message: &str) -> String {
    let mut apart = String::with_capacity(message.len());
    let mut after_small = false;
    for letter in message.chars() {
        if after_small && letter.is_uppercase() {
            apart.push(' ');
        }
        after_small = letter.is_lowercase();
        apart.push(letter);
    }
    apart
}

/// Parts at the end of sentences, not inside of numbers and names.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['!', '?', ';', '\n', '。', '！', '；'])
        .flat_map(|part| part.split(". "))
}

/// The words of a sentence, each between two spaces.
fn words(sentence: &str) -> String {
    let mut words = String::from(" ");
    for word in sentence
        .replace(['\'', '’'], "")
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        words.push_str(word);
        words.push(' ');
    }
    words
}

fn has(sentence: &str, patterns: &str) -> bool {
    each(patterns).any(|pattern| match pattern.strip_suffix('*') {
        Some(stem) => sentence.contains(&format!(" {stem}")),
        None => sentence.contains(&format!(" {pattern} ")),
    })
}

/// The patterns of a list.
fn each(patterns: &str) -> impl Iterator<Item = &str> {
    patterns.split('|').map(str::trim)
}
