-- How many people of which group have to approve the plan of a run, as the policy said when the plan was put on record.
alter table mr_runbook add column approval_quorum integer not null default 1;
alter table mr_runbook add column approval_group varchar(255) not null default 'approvers';
-- The plan that was replaced by the one on record, so that whoever is asked again sees what is different; null where it is the first.
alter table mr_runbook add column earlier_plan text;
-- Who went round the rule of several eyes, for a run that no other approver was awake for; looked at afterwards.
alter table mr_runbook add column break_glass_by varchar(255);
alter table mr_runbook add column break_glass_at timestamp(6) with time zone;

create index mr_runbook_break_glass_by on mr_runbook (break_glass_by);

-- A lone person's approval of what may be their own request: counts for a limited time.
alter table mr_approval add column break_glass boolean not null default false;
