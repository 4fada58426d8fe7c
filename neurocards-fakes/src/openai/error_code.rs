//! The errors that can be scripted, each with its status, type and message.

use serde::{Deserialize, Serialize};

use super::error::ApiError;

/// Errors of the real API, by the word in `error.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// 429: too many requests or tokens a minute.
    RateLimitExceeded,
    /// 429: the rate rose too fast.
    SlowDown,
    /// 429: the account is out of money.
    InsufficientQuota,
    /// 429 of 2026: prepaid credit is used up.
    CreditBalanceExhausted,
    /// 429 of 2026: the organization's spend limit.
    OrganizationSpendLimitExceeded,
    /// 429 of 2026: the project's spend limit.
    ProjectSpendLimitExceeded,
    /// 429 of 2026: the usage limit that OpenAI set.
    OrganizationUsageLimitExceeded,
    /// 401: the key was revoked.
    InvalidApiKey,
    /// 403: the country is not served.
    UnsupportedCountryRegionTerritory,
    /// 400: the request was flagged.
    InvalidPrompt,
    /// 400: the photo cannot be read.
    InvalidImage,
    /// 400: the photo breaks the content rules.
    ImageContentPolicyViolation,
    /// 400: something in the request is wrong.
    InvalidValue,
    /// 404: the model is gone.
    ModelNotFound,
    /// 500: something failed inside OpenAI.
    ServerError,
    /// 503: OpenAI has more work than it can do.
    ServerIsOverloaded,
}

impl ErrorCode {
    /// The word in `error.code`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RateLimitExceeded => "rate_limit_exceeded",
            Self::SlowDown => "slow_down",
            Self::InsufficientQuota => "insufficient_quota",
            Self::CreditBalanceExhausted => "credit_balance_exhausted",
            Self::OrganizationSpendLimitExceeded => "organization_spend_limit_exceeded",
            Self::ProjectSpendLimitExceeded => "project_spend_limit_exceeded",
            Self::OrganizationUsageLimitExceeded => "organization_usage_limit_exceeded",
            Self::InvalidApiKey => "invalid_api_key",
            Self::UnsupportedCountryRegionTerritory => "unsupported_country_region_territory",
            Self::InvalidPrompt => "invalid_prompt",
            Self::InvalidImage => "invalid_image",
            Self::ImageContentPolicyViolation => "image_content_policy_violation",
            Self::InvalidValue => "invalid_value",
            Self::ModelNotFound => "model_not_found",
            Self::ServerError => "server_error",
            Self::ServerIsOverloaded => "server_is_overloaded",
        }
    }

    /// The HTTP status that it comes with.
    pub fn status(self) -> u16 {
        match self {
            Self::RateLimitExceeded
            | Self::SlowDown
            | Self::InsufficientQuota
            | Self::CreditBalanceExhausted
            | Self::OrganizationSpendLimitExceeded
            | Self::ProjectSpendLimitExceeded
            | Self::OrganizationUsageLimitExceeded => 429,
            Self::InvalidApiKey => 401,
            Self::UnsupportedCountryRegionTerritory => 403,
            Self::InvalidPrompt
            | Self::InvalidImage
            | Self::ImageContentPolicyViolation
            | Self::InvalidValue => 400,
            Self::ModelNotFound => 404,
            Self::ServerError => 500,
            Self::ServerIsOverloaded => 503,
        }
    }

    fn kind(self) -> &'static str {
        match (self, self.status()) {
            (Self::RateLimitExceeded | Self::SlowDown, _) => "requests",
            (_, 429) => "insufficient_quota",
            (_, 403) => "request_forbidden",
            (_, 500) => "server_error",
            (_, 503) => "service_unavailable_error",
            _ => "invalid_request_error",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::RateLimitExceeded => "Rate limit reached for requests",
            Self::SlowDown => {
                "Your requests rose too fast. Please reduce the rate and raise it slowly."
            }
            Self::InvalidApiKey => {
                "Incorrect API key provided. You can find your API key at \
                 https://platform.openai.com/account/api-keys."
            }
            Self::UnsupportedCountryRegionTerritory => {
                "Country, region, or territory not supported"
            }
            Self::InvalidPrompt => {
                "Invalid prompt: your prompt was flagged as potentially violating our usage policy."
            }
            Self::InvalidImage => "The image data you provided does not represent a valid image.",
            Self::ImageContentPolicyViolation => {
                "The image you provided may violate our content policy."
            }
            Self::InvalidValue => "Invalid value in the request.",
            Self::ModelNotFound => "The model does not exist or you do not have access to it.",
            Self::ServerError => {
                "The server had an error while processing your request. Sorry about that!"
            }
            Self::ServerIsOverloaded => {
                "The engine is currently overloaded, please try again later"
            }
            _ => "You exceeded your current quota, please check your plan and billing details.",
        }
    }

    pub(crate) fn error(self, retry_after_secs: Option<u32>) -> ApiError {
        ApiError {
            code: Some(self.as_str()),
            retry_after_secs,
            ..ApiError::new(self.status(), self.kind(), self.message())
        }
    }
}
