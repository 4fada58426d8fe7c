//! The list of commands, told to Telegram once at start.

use neurocards_adapters::telegram::client::TelegramClient;
use neurocards_adapters::telegram::texts::Texts;
use neurocards_core::user::Language;

use crate::conversation::Command;

/// Announces the commands in every language; English is also for whoever speaks another one. A
/// failure is logged: the commands work without their list.
pub(crate) async fn announce(client: &TelegramClient) {
    let lists = [
        (Language::En, None),
        (Language::En, Some(Language::En)),
        (Language::Ru, Some(Language::Ru)),
    ];
    for (spoken, listed_for) in lists {
        let list: Vec<_> = Command::ALL
            .into_iter()
            .map(|command| (command.word(), about(command, spoken)))
            .collect();
        if let Err(error) = client.set_my_commands(&list, listed_for).await {
            tracing::warn!(%error, language = spoken.code(), "the list of commands was not set");
        }
    }
}

fn about(command: Command, language: Language) -> String {
    Texts::get().text(language, &format!("command-{}", command.word()), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bot API, `BotCommand`: a description of 1 to 256 characters.
    #[test]
    fn every_command_has_words_in_every_language() {
        for command in Command::ALL {
            for language in [Language::Ru, Language::En] {
                let about = about(command, language);
                assert!((1..=256).contains(&about.chars().count()), "{command:?}");
            }
        }
    }
}
