-- How often a credential is the first among its equals.
alter table credentials
  add column weight integer not null default 1 check (weight between 1 and 1000);

-- How a policy chooses among equals: credentials of one provider, and groups of providers.
alter table routing_policies
  add column ordering text not null default 'listed'
    check (ordering in ('listed', 'weighted', 'latency')),
  add column affinity text not null default 'none'
    check (affinity in ('none', 'session', 'key')),
  -- [["openai","azure"]]
  add column equal_providers json not null default '[]',
  -- {"openai":3}
  add column weights json not null default '{}';
