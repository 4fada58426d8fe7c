use std::time::Duration;

/// A span of time that a statement adds to an instant: `interval` in Postgres, microseconds in
/// SQLite. At most 100 years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pause(pub(crate) Duration);

/// A hundred years, in microseconds.
const LONGEST_MICROS: i64 = 100 * 365 * 24 * 3_600 * 1_000_000;

impl Pause {
    /// In whole microseconds.
    fn micros(self) -> i64 {
        i64::try_from(self.0.as_micros())
            .unwrap_or(LONGEST_MICROS)
            .min(LONGEST_MICROS)
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use sqlx::encode::IsNull;
    use sqlx::error::BoxDynError;
    use sqlx::postgres::types::PgInterval;
    use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo};
    use sqlx::{Encode, Postgres, Type};

    use super::Pause;

    impl Type<Postgres> for Pause {
        fn type_info() -> PgTypeInfo {
            <PgInterval as Type<Postgres>>::type_info()
        }
    }

    impl Encode<'_, Postgres> for Pause {
        fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
            let interval = PgInterval {
                months: 0,
                days: 0,
                microseconds: self.micros(),
            };
            Encode::<Postgres>::encode_by_ref(&interval, buffer)
        }
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use sqlx::encode::IsNull;
    use sqlx::error::BoxDynError;
    use sqlx::sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo};
    use sqlx::{Encode, Sqlite, Type};

    use super::Pause;

    impl Type<Sqlite> for Pause {
        fn type_info() -> SqliteTypeInfo {
            <i64 as Type<Sqlite>>::type_info()
        }
    }

    impl Encode<'_, Sqlite> for Pause {
        fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
            Encode::<Sqlite>::encode_by_ref(&self.micros(), buffer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_pause_is_cut_to_a_century() {
        assert_eq!(Pause(Duration::MAX).micros(), LONGEST_MICROS);
        assert_eq!(Pause(Duration::from_millis(5)).micros(), 5_000);
    }
}
