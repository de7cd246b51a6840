-- Since when a person's sessions have to have begun to be still good: the last time that the password was set or the person deleted.
create table mr_sessions_ended (
    person varchar(64) not null primary key,
    ended_at timestamp(6) with time zone not null
);
