-- What is asked to be approved now beyond the plan, while a run waits for that; see PlanException.
alter table mr_runbook add column asked varchar(32);
