//! A reply with its chat and language, as the inbox row keeps it.

use neurocards_adapters::telegram::client::{Place, TopicId};
use neurocards_core::ids::ChatId;
use neurocards_core::user::Language;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::conversation::Reply;

/// One thing to say to one chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// The chat it is said in.
    pub(crate) chat: ChatId,
    /// In which topic of it; `None` where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<TopicId>,
    /// In which language.
    pub(crate) language: Language,
    /// What; `None` is the apology for an update that could not be handled.
    pub(crate) reply: Option<Reply>,
}

impl Note {
    pub(crate) fn place(&self) -> Place {
        Place {
            chat: self.chat,
            topic: self.topic,
        }
    }

    pub(crate) fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    pub(crate) fn read(kept: &str) -> Result<Self, serde_json::Error> {
        let mut note = serde_json::from_str(kept)?;
        name_payer(&mut note);
        serde_json::from_value(note)
    }
}

/// Earlier releases kept an invoice without its user: the one whose private chat it is sent to.
fn name_payer(note: &mut Value) {
    let reply = &note["reply"];
    if reply["reply"] == "invoice" && reply["user"].is_null() {
        note["reply"]["user"] = note["chat"].clone();
    }
}

#[cfg(test)]
mod tests {
    use neurocards_core::ids::{MessageId, UserId};
    use neurocards_core::money::credits::Credits;
    use neurocards_core::money::payment::{Currency, Invoice, Price};

    use super::*;
    use crate::conversation::Screen;

    const INVOICE: &str = r#"{"reply":"invoice","invoice":"00000000-0000-0000-0000-000000000001","credits":5,"price":{"currency":"XTR","amount":200}}"#;

    fn note(reply: Option<Reply>) -> Note {
        Note {
            chat: ChatId(7),
            topic: None,
            language: Language::Ru,
            reply,
        }
    }

    fn invoice() -> Note {
        note(Some(Reply::Invoice(Invoice {
            id: "00000000-0000-0000-0000-000000000001".parse().unwrap(),
            user: UserId(7),
            credits: Credits::small(5),
            price: Price::new(Currency::Stars, 200).unwrap(),
        })))
    }

    fn text(reply: &str) -> String {
        format!(r#"{{"chat":7,"language":"ru","reply":{reply}}}"#)
    }

    /// Written by earlier releases: these rows may wait in the inbox when a new one starts.
    #[test]
    fn replies_of_earlier_releases_are_read() {
        let toast = Reply::Toast {
            callback: "1".to_owned(),
            toast: None,
        };
        let screen = Reply::Show {
            edit: Some(MessageId(3)),
            remark: None,
            screen: Screen::PaySupport,
            resume: false,
        };
        for (kept, expected) in [
            ("null", note(None)),
            (
                r#"{"reply":"toast","callback":"1","toast":null}"#,
                note(Some(toast)),
            ),
            (
                r#"{"reply":"show","edit":3,"remark":null,"screen":{"screen":"pay_support"},"resume":false}"#,
                note(Some(screen)),
            ),
            (INVOICE, invoice()),
        ] {
            assert_eq!(Note::read(&text(kept)).unwrap(), expected, "{kept}");
        }
    }

    /// The text only gains a field, which those releases pass over.
    #[test]
    fn an_invoice_is_kept_in_the_words_of_earlier_releases() {
        let kept = invoice().write().unwrap();
        let gained: Value = serde_json::from_str(&kept).unwrap();
        let mut earlier: Value = serde_json::from_str(&text(INVOICE)).unwrap();
        earlier["reply"]["user"] = 7.into();
        assert_eq!(gained, earlier);
        assert_eq!(Note::read(&kept).unwrap(), invoice());
    }
}
