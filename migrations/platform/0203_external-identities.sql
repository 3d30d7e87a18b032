-- An organization's own way to sign in: any OpenID Connect issuer.
create table platform.sign_in_providers (
  id uuid primary key default uuidv7(),
  organization_id uuid not null references platform.organizations (id) on delete cascade,
  name text not null,
  issuer text not null,
  client_id text not null,
  sealed_client_secret text not null,
  -- New people with an address of these domains become members at their first sign-in.
  email_domains text[] not null default '{}',
  role text not null default 'member',
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, issuer, client_id)
);

select platform.isolate_table('platform.sign_in_providers');
select platform.audit_table('platform.sign_in_providers', 'platform');

-- Who somebody is elsewhere. The same issuer configured by two organizations is two providers.
create table platform.external_identities (
  provider text not null,
  subject text not null,
  user_id uuid not null references platform.users (id) on delete cascade,
  email text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (provider, subject)
);

create index external_identities_user_id_idx on platform.external_identities (user_id);

-- A sign-in that is under way at a provider.
create table platform.provider_sign_ins (
  state_hash bytea primary key,
  provider text not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  -- Set when somebody who is signed in links another identity.
  user_id uuid references platform.users (id) on delete cascade,
  expires_at timestamptz not null
);

create index provider_sign_ins_expires_at_idx on platform.provider_sign_ins (expires_at);
