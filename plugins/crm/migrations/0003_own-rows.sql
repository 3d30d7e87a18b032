-- A role may be limited to the customers one owns, and to the activities with those.
select platform.own_rows('crm.customers', array['owner_id']);
select platform.own_rows_through('crm.activities', 'customer_id', 'crm.customers');
