-- Whose password was set by somebody else. Where others can reach the application, such a password opens nothing but its own change.
create table mr_given_password (
    person varchar(64) not null primary key,
    giver varchar(255) not null,
    given_at timestamp(6) with time zone not null
);
