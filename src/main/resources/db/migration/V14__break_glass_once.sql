-- When the glass was broken stands with the approval; here it was that of the last one only.
alter table mr_runbook drop column break_glass_at;
