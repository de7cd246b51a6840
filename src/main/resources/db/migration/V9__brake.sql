-- The global brake: one row, so that all nodes read the same and whoever begins an operation waits for whoever engages it.
create table mr_brake (
    id integer primary key check (id = 1),
    engaged boolean not null,
    changed_by varchar(255),
    changed_at timestamp(6) with time zone,
    reason varchar(2000)
);

insert into mr_brake (id, engaged) values (1, false);
