-- People, their products, the states of their conversations.

create table users (
    id bigint primary key,
    chat bigint not null,
    language text not null check (language in ('ru', 'en')),
    consent_version bigint,
    consent_at timestamptz,
    blocked boolean not null default false,
    created_at timestamptz not null,
    check ((consent_version is null) = (consent_at is null))
);

-- Never updated: an order's facts are those of the day it was placed.
create table products (
    seq bigint generated always as identity,
    id uuid primary key,
    user_id bigint not null references users (id),
    photo text not null,
    description text not null,
    created_at timestamptz not null
);

create index products_of_user on products (user_id, seq desc);

create table conversations (
    user_id bigint primary key,
    body text not null check (octet_length(body) <= 65536),
    changed_at timestamptz not null
);
