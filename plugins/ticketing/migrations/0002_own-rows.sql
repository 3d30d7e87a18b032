-- A role may be limited to the tickets one answers or has opened oneself, and to what was said on those.
select platform.own_rows('ticketing.tickets', array['assignee_id', 'opened_by_id']);
select platform.own_rows_through('ticketing.comments', 'ticket_id', 'ticketing.tickets');
