-- Requests of the last minute, by whom they are counted for; hosts add up what they have seen. Losing it loses a minute.
create unlogged table platform.rate_counts (
  key text primary key,
  hits int not null,
  ends_at timestamptz not null
);

create index rate_counts_ends_at_idx on platform.rate_counts (ends_at);
