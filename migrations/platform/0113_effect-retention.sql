-- Effects are as old as the events they belong to, in the order of the table's pages.
create index subscriber_effects_at_idx on platform.subscriber_effects using brin (at);
