-- People, their products, the states of their conversations.
-- Ids are 16-byte blobs, instants are microseconds since 1970.

create table users (
    id integer primary key,
    chat integer not null,
    language text not null check (language in ('ru', 'en')),
    consent_version integer,
    consent_at integer,
    blocked integer not null default 0,
    created_at integer not null,
    check ((consent_version is null) = (consent_at is null))
) strict;

-- Never updated: an order's facts are those of the day it was placed.
create table products (
    seq integer primary key autoincrement,
    id blob not null unique,
    user_id integer not null references users (id),
    photo text not null,
    description text not null,
    created_at integer not null
) strict;

create index products_of_user on products (user_id, seq desc);

create table conversations (
    user_id integer primary key,
    body text not null check (octet_length(body) <= 65536),
    changed_at integer not null
) strict;
