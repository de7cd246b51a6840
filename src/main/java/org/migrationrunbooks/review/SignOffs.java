package org.migrationrunbooks.review;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.migrationrunbooks.fleet.RunbookId;
import org.migrationrunbooks.runbook.JsonColumns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The sign-offs on record. */
@Component
class SignOffs {

    private final JdbcClient jdbc;
    private final JsonColumns json;

    SignOffs(JdbcClient jdbc, JsonColumns json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Puts it on record.
     *
     * @throws org.springframework.dao.DuplicateKeyException where this person has signed this run off before
     */
    void add(SignOff signOff) {
        jdbc.sql("insert into mr_sign_off (runbook_id, person, verdict, remark, findings, sealed, head_hash, signed_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        signOff.runbook().value(),
                        signOff.person(),
                        signOff.verdict().name(),
                        signOff.comment(),
                        json.write(signOff.findings()),
                        signOff.sealed(),
                        signOff.headHash(),
                        signOff.signedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Of each of these runs, oldest first; runs without one are left out. */
    Map<RunbookId, List<SignOff>> of(Collection<RunbookId> runs) {
        return runs.isEmpty()
                ? Map.of()
                : jdbc
                        .sql("select * from mr_sign_off where runbook_id in (:runs) order by id")
                        .param("runs", runs.stream().map(RunbookId::value).toList())
                        .query(this::signOff)
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(SignOff::runbook));
    }

    private SignOff signOff(ResultSet row, int number) throws SQLException {
        return new SignOff(
                new RunbookId(row.getString("runbook_id")),
                row.getString("person"),
                Verdict.of(row.getString("verdict")),
                row.getString("remark"),
                Arrays.asList(json.read(row.getString("findings"), String[].class)),
                row.getLong("sealed"),
                row.getString("head_hash"),
                row.getObject("signed_at", OffsetDateTime.class).toInstant());
    }
}
