use std::time::Duration;

use chrono::{DateTime, Utc};

/// An instant as the stores keep it: `timestamptz` in Postgres, microseconds since 1970 in SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) DateTime<Utc>);

/// The longest pause or lease that is kept, in microseconds: 100 years.
const LONGEST_MICROS: i64 = 100 * 365 * 24 * 3_600 * 1_000_000;

/// A duration in whole microseconds, at most 100 years.
pub(crate) fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros())
        .unwrap_or(LONGEST_MICROS)
        .min(LONGEST_MICROS)
}

/// The duration of so many microseconds; none for a negative number.
pub(crate) fn duration(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

impl From<Moment> for DateTime<Utc> {
    fn from(moment: Moment) -> Self {
        moment.0
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use chrono::{DateTime, Utc};
    use sqlx::encode::IsNull;
    use sqlx::error::BoxDynError;
    use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef};
    use sqlx::{Decode, Encode, Postgres, Type};

    use super::Moment;

    impl Type<Postgres> for Moment {
        fn type_info() -> PgTypeInfo {
            <DateTime<Utc> as Type<Postgres>>::type_info()
        }
    }

    impl Encode<'_, Postgres> for Moment {
        fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
            Encode::<Postgres>::encode_by_ref(&self.0, buffer)
        }
    }

    impl<'r> Decode<'r, Postgres> for Moment {
        fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
            <DateTime<Utc> as Decode<'r, Postgres>>::decode(value).map(Self)
        }
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::time::Duration;

    use chrono::{DateTime, TimeDelta};
    use sqlx::encode::IsNull;
    use sqlx::error::BoxDynError;
    use sqlx::sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef};
    use sqlx::{Decode, Encode, Sqlite, Type};

    use super::{Moment, micros};

    impl Moment {
        /// This moment plus `pause`.
        pub(crate) fn after(self, pause: Duration) -> Self {
            Self(self.0 + TimeDelta::microseconds(micros(pause)))
        }

        /// This moment minus `pause`.
        pub(crate) fn before(self, pause: Duration) -> Self {
            Self(self.0 - TimeDelta::microseconds(micros(pause)))
        }
    }

    impl Type<Sqlite> for Moment {
        fn type_info() -> SqliteTypeInfo {
            <i64 as Type<Sqlite>>::type_info()
        }

        fn compatible(info: &SqliteTypeInfo) -> bool {
            <i64 as Type<Sqlite>>::compatible(info)
        }
    }

    impl Encode<'_, Sqlite> for Moment {
        fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
            Encode::<Sqlite>::encode_by_ref(&self.0.timestamp_micros(), buffer)
        }
    }

    impl<'r> Decode<'r, Sqlite> for Moment {
        fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
            let micros = <i64 as Decode<'r, Sqlite>>::decode(value)?;
            DateTime::from_timestamp_micros(micros)
                .map(Self)
                .ok_or_else(|| format!("{micros} us since 1970 are no instant").into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_pause_is_cut_to_a_century() {
        assert_eq!(micros(Duration::MAX), LONGEST_MICROS);
        assert_eq!(micros(Duration::from_millis(5)), 5_000);
    }
}
