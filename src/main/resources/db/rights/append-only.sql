-- For PostgreSQL: takes from the application the right to change or remove what it has written down as evidence. It helps where the tables
-- belong to another user (spring.flyway.user) than the one that the application works as (spring.datasource.username); an owner can
-- always give the rights back. Run as the owner, after the first start and after every upgrade:
--
--   psql --set=application=runbooks --file=append-only.sql
--
-- Whether it holds is told by GET /api/v1/audit/verification, as appendOnly.
revoke all on mr_audit_entry, mr_audit_seal, mr_approval, mr_attestation, mr_power_reading, mr_sign_off from :"application";
grant select, insert on mr_audit_entry, mr_audit_seal, mr_approval, mr_attestation, mr_power_reading, mr_sign_off to :"application";

-- The end of the chain moves on, and what waits for its seal is crossed out.
revoke all on mr_audit_head, mr_audit_unsealed from :"application";
grant select, update on mr_audit_head to :"application";
grant select, insert, delete on mr_audit_unsealed to :"application";
