-- Which branch applies to a plugin's rows is known when the statement is planned, which made a plan of its own for every
-- change look cheaper than it is: planning took longer than the change.
grant create on schema platform to wasla_system;
set local role wasla_system;
alter function platform.audit_trigger() set plan_cache_mode = force_generic_plan;
set local role wasla_owner;
revoke create on schema platform from wasla_system;
