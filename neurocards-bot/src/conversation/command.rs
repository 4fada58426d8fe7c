//! Commands: they work in every state.

/// A command a person typed or chose from the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Begin, with or without a deep-link payload.
    Start,
    /// To the menu.
    Menu,
    /// Begin a video.
    New,
    /// The cabinet with the balance.
    Balance,
    /// The statement, newest entries first.
    History,
    /// The person's videos.
    Videos,
    /// The person's products.
    Products,
    /// The languages on offer.
    Language,
    /// Drop the draft.
    Cancel,
    /// How it works.
    Help,
    /// Help by people.
    Support,
    /// Help by people with payments.
    PaySupport,
    /// How promo codes work.
    Promo,
    /// The agreement and the offer.
    Terms,
    /// The privacy policy.
    Privacy,
    /// Erasure of the person's data.
    DeleteMe,
    /// Anything else that looks like a command.
    Unknown,
}

impl Command {
    /// Every command that is announced, in the order of the list.
    pub const ALL: [Self; 16] = [
        Self::Start,
        Self::Menu,
        Self::New,
        Self::Balance,
        Self::History,
        Self::Videos,
        Self::Products,
        Self::Language,
        Self::Cancel,
        Self::Help,
        Self::Support,
        Self::PaySupport,
        Self::Promo,
        Self::Terms,
        Self::Privacy,
        Self::DeleteMe,
    ];

    /// The word behind the slash; empty for [`Command::Unknown`].
    pub const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Menu => "menu",
            Self::New => "new",
            Self::Balance => "balance",
            Self::History => "history",
            Self::Videos => "videos",
            Self::Products => "products",
            Self::Language => "language",
            Self::Cancel => "cancel",
            Self::Help => "help",
            Self::Support => "support",
            Self::PaySupport => "paysupport",
            Self::Promo => "promo",
            Self::Terms => "terms",
            Self::Privacy => "privacy",
            Self::DeleteMe => "delete_me",
            Self::Unknown => "",
        }
    }

    /// The command a message is; `None` for a message that is plain text.
    ///
    /// A command is a slash with 1 to 32 letters, digits or underscores (Bot API, `BotCommand`),
    /// perhaps `@` and the bot's name, at the very beginning: `/5 litres` in a description is one
    /// that nobody knows, `/ 5 litres` and `/нет` are text.
    pub fn parse(text: &str) -> Option<Self> {
        let first = text.strip_prefix('/')?.split_whitespace().next()?;
        let word = first.split_once('@').map_or(first, |(word, _)| word);
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let shaped = (1..=32).contains(&word.len()) && word.bytes().all(letter);
        if !shaped || text[1..].starts_with(char::is_whitespace) {
            return None;
        }
        let word = word.to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|command| command.word() == word);
        Some(known.unwrap_or(Self::Unknown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_known_by_its_word_whatever_follows() {
        for command in Command::ALL {
            let word = command.word();
            for text in [
                format!("/{word}"),
                format!("/{word}@neurocards_bot"),
                format!("/{word} ref_MTIz"),
                format!("/{}", word.to_uppercase()),
            ] {
                assert_eq!(Command::parse(&text), Some(command), "{text}");
            }
        }
    }

    #[test]
    fn text_with_a_slash_stays_text() {
        for text in ["/ 5 л", "/нет", "нет /menu", "//", "/", "", "/a/b"] {
            assert_eq!(Command::parse(text), None, "{text}");
        }
        assert_eq!(Command::parse("/frobnicate"), Some(Command::Unknown));
    }
}
