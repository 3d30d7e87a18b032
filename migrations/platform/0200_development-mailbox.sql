-- What a host in development would have sent. No organization's: mails go to people.
create table platform.development_mails (
  id uuid primary key default uuidv7(),
  sent_at timestamptz not null default now(),
  sender text not null,
  recipient text not null,
  subject text not null,
  html text not null,
  plain_text text not null,
  language text not null check (language in ('ar', 'en'))
);

create index development_mails_recipient_idx on platform.development_mails (recipient, id);

create table platform.development_texts (
  id uuid primary key default uuidv7(),
  sent_at timestamptz not null default now(),
  recipient text not null,
  body text not null,
  language text not null check (language in ('ar', 'en'))
);

create index development_texts_recipient_idx on platform.development_texts (recipient, id);
