use std::collections::BTreeMap;
use std::fmt::Debug;

use proptest::test_runner::TestCaseError;

use super::same::Compared;

/// What model and store call one and the same row, by the model's name.
///
/// Each store names its rows itself, so the names differ. But a row that is met again must have
/// the same two names, and numbers that grow must grow in both.
#[derive(Debug)]
pub(super) struct Twins<Name> {
    names: BTreeMap<Name, Name>,
    grow: bool,
}

impl<Name: Copy + Ord + Debug> Twins<Name> {
    /// For names without an order.
    pub(super) fn of_ids() -> Self {
        Self {
            names: BTreeMap::new(),
            grow: false,
        }
    }

    /// For numbers of which a newer row has the greater.
    pub(super) fn of_numbers() -> Self {
        Self {
            names: BTreeMap::new(),
            grow: true,
        }
    }

    /// Gives the rows of the store the model's names, in two lists that should be of the same rows,
    /// and fails if a row is known by another name.
    pub(super) fn rename<Row>(
        &mut self,
        (model, subject): &mut (Vec<Row>, Vec<Row>),
        name: impl Fn(&mut Row) -> &mut Name,
    ) -> Compared {
        for (model, subject) in model.iter_mut().zip(subject) {
            let (model, subject) = (*name(model), name(subject));
            self.meet(model, *subject)?;
            *subject = model;
        }
        Ok(())
    }

    fn meet(&mut self, model: Name, subject: Name) -> Compared {
        let known = *self.names.entry(model).or_insert(subject);
        if known == subject && self.fits(model, subject) {
            return Ok(());
        }
        let mistaken = format!("{model:?} of the model is {known:?} and {subject:?} of the store");
        Err(TestCaseError::fail(mistaken))
    }

    fn fits(&self, model: Name, subject: Name) -> bool {
        let mut others = self.names.iter().filter(|(other, _)| **other != model);
        others.all(|(other, name)| {
            let order = subject.cmp(name);
            order.is_ne() && (!self.grow || order == model.cmp(other))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(twins: &mut Twins<i64>, model: i64, subject: i64) -> bool {
        let mut rows = (vec![model], vec![subject]);
        let renamed = twins.rename(&mut rows, |row| row).is_ok();
        assert!(!renamed || rows.1 == [model]);
        renamed
    }

    #[test]
    fn one_row_has_one_name_in_each_store() {
        let mut twins = Twins::of_ids();
        assert!(meet(&mut twins, 1, 20));
        assert!(meet(&mut twins, 2, 10));
        assert!(meet(&mut twins, 1, 20));
        assert!(!meet(&mut twins, 1, 30));
        assert!(!meet(&mut twins, 3, 20));
    }

    #[test]
    fn numbers_grow_in_both_stores() {
        let mut twins = Twins::of_numbers();
        assert!(meet(&mut twins, 2, 20));
        assert!(meet(&mut twins, 1, 10));
        assert!(!meet(&mut twins, 3, 15));
    }
}
