use std::sync::atomic::{AtomicBool, Ordering};

use neurocards_core::ports::Topic;

/// Every topic with its word in a notification.
const WORDS: [(Topic, &str); 3] = [
    (Topic::Jobs, "jobs"),
    (Topic::Deliveries, "deliveries"),
    (Topic::Updates, "updates"),
];

/// A set of topics, and its spelling between processes.
#[derive(Debug, Default)]
pub(super) struct Topics([AtomicBool; 3]);

impl Topics {
    /// Every topic that one can wait for.
    pub(super) fn all() -> impl Iterator<Item = Topic> {
        WORDS.into_iter().map(|(topic, _)| topic)
    }

    /// Adds a topic.
    pub(super) fn add(&self, topic: Topic) {
        for ((of, _), member) in WORDS.iter().zip(&self.0) {
            if *of == topic {
                member.store(true, Ordering::Release);
            }
        }
    }

    /// Empties the set and spells what was in it.
    pub(super) fn take(&self) -> String {
        let all = WORDS.iter().zip(&self.0);
        let taken = all.filter(|(_, member)| member.swap(false, Ordering::AcqRel));
        let words: Vec<_> = taken.map(|((_, word), _)| *word).collect();
        words.join(" ")
    }

    /// The topics that a spelling names; unknown words come from newer programs.
    pub(super) fn parse(spelling: &str) -> impl Iterator<Item = Topic> {
        let named = |word: &str| spelling.split(' ').any(|other| other == word);
        let topics = WORDS.into_iter().filter(move |(_, word)| named(word));
        topics.map(|(topic, _)| topic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_read_as_they_were_spelled() {
        let topics = Topics::default();
        topics.add(Topic::Updates);
        topics.add(Topic::Jobs);
        let spelling = format!("{} tomorrow", topics.take());
        let read: Vec<_> = Topics::parse(&spelling).collect();
        assert_eq!(read, [Topic::Jobs, Topic::Updates]);
        assert_eq!(topics.take(), "");
    }
}
