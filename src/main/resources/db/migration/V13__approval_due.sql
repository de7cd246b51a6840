-- By when what is asked to be approved now is to be decided, and when its approvers were reminded of it; null where nothing was asked yet,
-- and where nobody was reminded.
alter table mr_runbook add column approval_due_at timestamp(6) with time zone;
alter table mr_runbook add column reminded_at timestamp(6) with time zone;
