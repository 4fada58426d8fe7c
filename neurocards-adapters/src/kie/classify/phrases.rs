//! The wordings, as whole words: patterns parted by `|`, `*` at the end of one stands for any
//! ending.
//!
//! Some are quoted from KIE's pages and recorded answers; most are our own guesses at how a
//! provider would put the same thing. What none of them matches stays unknown.

/// Phrases that hold a telling word but tell nothing.
pub(super) const HARMLESS: &str = "\
    access control policy | access violation | cache policy | case sensitive | child process | \
    child processes | child task | constraint violation | content length | \
    content security policy | content type | cors policy | many people | minor bug | \
    minor delay | minor error | minor fault | minor glitch | minor hiccup | minor issue | \
    minor outage | minor problem | minor version | more people | network policy | people ahead | \
    people are creating | people are generating | people are making | people are trying | \
    people are using | people are waiting | people in line | people in the queue | \
    people using | people waiting | queue length | queue size | rate limit policy | \
    referrer policy | retry policy | security policy | taking too long | too many people | \
    took too long | violation of constraint | white balance";

pub(super) const AUTH: &str = "\
    access permissions | account disabled | account has been banned | \
    account has been disabled | account has been suspended | account is disabled | \
    account is restricted | account is suspended | account suspended | api key is invalid | \
    api key not found | authentication failed | authentication required | invalid api key | \
    invalid token | ip whitelist | key has been disabled | key is disabled | not authenticated | \
    未授权";

pub(super) const MONEY: &str = "\
    account balance | billing details | current quota | insufficient points | \
    insufficient quota | not enough points | out of credit | out of credits | out of funds | \
    overdue payment | payment required | recharge | spend limit | spending limit | \
    sub key usage exceeds limit | top up | 余额不足 | 充值 | 欠费 | 积分不足 | 额度不足";
pub(super) const PURSE: &str = "balance | credit | credits | funds";
pub(super) const SHORT: &str = "\
    depleted | exhausted | insufficient | negative | no remaining | not enough | \
    not sufficient | ran out | run out | too low | used up | zero";

pub(super) const WITHDRAWN: &str = "\
    does not exist or is not published | interface is paused | interface is temporarily paused | \
    invalid model | model is disabled | model is not available | model is not supported | \
    model name you specified is not supported | model not available | model not supported | \
    model you specified is not supported | no such model | unknown model | unsupported model";
pub(super) const GONE: &str = "\
    been removed | been retired | deprecated | discontinued | does not exist | \
    no longer available | no longer supported | not found | not published | paused | suspended | \
    taken offline | withdrawn";

pub(super) const CHECKER: &str = "filter | inspection | moderation | review | safety";
pub(super) const SERVICE: &str = "api | backend | engine | server | service | system";
pub(super) const DOWN: &str = "\
    busy | down | not respond* | overloaded | timed out | timeout | unavailable | unreachable";
pub(super) const INFRASTRUCTURE: &str = "\
    1010 | 1020 | 403 forbidden | cloudflare | connection refused | firewall | gateway | nginx | \
    proxy | queue is full | request queue | server is at capacity";

/// A field of the request that people do not fill in.
pub(super) const OUR_FIELD: &str = "call back | callback* | model name";

pub(super) const PARAMETER: &str = "\
    aspect ratio | bad request parameter* | cannot be blank | cannot be empty | cannot be null | \
    corrupt* | file type | image too large | image too small | invalid argument* | \
    invalid input | invalid parameter* | invalid request parameter* | invalid value | \
    missing required | must be between | must be one of | must not be blank | \
    must not be empty | must not exceed | not a valid image | parameter error | \
    provide a valid | parameter invalid | resolution too | unsupported file* | \
    unsupported format* | unsupported image* | unsupported media* | validation error | \
    validation failed | 参数 | 尺寸 | 分辨率 | 格式";
pub(super) const FIELD: &str = "\
    argument | aspect | dimension* | duration | field | file | format | height | \
    image | image url | image urls | images | input | language | length | mime | mode | model | \
    option | parameter* | photo | picture | pixel* | prompt | quality | ratio | resolution | \
    seconds | seed | size | task | text | url | value | width";
pub(super) const WRONG: &str = "\
    are required | cannot be decoded | cannot be read | could not be decoded | decode | \
    do not support | does not support | illegal | incorrect | invalid | is missing | \
    is required | malformed | must be | must have | not in the range | not within the range | \
    not supported | not valid | out of range | should be | too big | too blurry | too large | \
    too long | too low | too short | too small | unreadable | unsupported";
pub(super) const MEASURE: &str = "\
    aspect | character* | dimension* | duration | file size | height | kb | length | mb | \
    pixel* | px | resolution | size | width";
pub(super) const BEYOND: &str = "\
    at least | at most | below | between | exceed* | larger than | less than | longer than | \
    maximum | minimum | more than | no more than | smaller than";
pub(super) const FETCH: &str = "access | download* | fetch* | load | retrieve | upload";
pub(super) const FAILED: &str = "cannot | could not | error | failed | failure | unable to";
pub(super) const PHOTO: &str = "file | image | images | photo | photos | picture* | 图片";

pub(super) const RATE: &str = "\
    call frequency | concurrency limit | concurrent generations | concurrent limit | \
    concurrent requests | concurrent tasks | rate exceeded | rate limit* | ratelimit* | \
    request frequency | request limit | resource exhausted | slow down | throttl* | \
    too frequent* | too many concurrent | too many requests | too many tasks | 并发 | 请求过多 | \
    过于频繁 | 限流 | 频率";
pub(super) const RATE_OF: &str =
    "concurrency | concurrent | qps | quota | requests | rpm | tasks | tpm";
pub(super) const RATE_OVER: &str = "exceed* | limit | maximum | reached | too high | too many";

pub(super) const OVERLOAD: &str = "\
    at capacity | busy | capacity | heavy load | heavy traffic | high demand | high load | \
    high traffic | overload* | too many people | too many users | 繁忙";
pub(super) const FAULT: &str = "\
    bad gateway | come back later | connection aborted | connection closed | connection error | \
    connection refused | connection reset | deadline exceeded | gateway time* | \
    generation timeout | internal error | internal exception | internal server error | \
    internal service error | maintenance | network error | no results | not responding | \
    please retry | retry later | server error | server exception | server internal error | \
    service error | service is temporarily | service temporarily | service unavailable | \
    something went wrong | system error | task id is blank | temporarily unavailable | \
    time out | timed out | timeout | took too long | try again in a few | \
    try again in a moment | try again later | try later | unavailable | unexpected error | \
    upload failed | upstream error | 内部错误 | 服务不可用 | 服务器错误 | 系统异常 | 系统错误 | \
    稍后再试 | 稍后重试 | 网络 | 超时";

/// What makes a sentence about a machine rather than about the request.
pub(super) const MACHINE: &str = "\
    cluster | gpu | internal error | internal server error | memory | queue | response | \
    server returned | upstream | worker";
