create table ticketing.ticket_counters (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last integer not null,
  unique (organization_id, id),
  unique (organization_id)
);

-- It moves with every ticket, whose own row says all there is to say.
comment on table ticketing.ticket_counters is 'wasla:unaudited';

create table ticketing.tickets (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  number integer not null,
  subject text not null,
  description text,
  status text not null default 'open' check (status in ('open', 'pending', 'resolved', 'closed')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  customer_id uuid,
  assignee_id uuid,
  opened_by_id uuid,
  resolved_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, number)
);

create index on ticketing.tickets (organization_id, status, id);
create index on ticketing.tickets (organization_id, customer_id, id);
create index on ticketing.tickets (organization_id, assignee_id, id);

select platform.define_search('ticketing.tickets', array['subject', 'description']);

create table ticketing.comments (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ticket_id uuid not null,
  body text not null,
  internal boolean not null default false,
  author_id uuid,
  unique (organization_id, id),
  foreign key (organization_id, ticket_id) references ticketing.tickets (organization_id, id) on delete cascade
);

create index on ticketing.comments (organization_id, ticket_id, id);
