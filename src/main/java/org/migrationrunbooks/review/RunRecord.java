package org.migrationrunbooks.review;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.audit.AuditEvent;
import org.migrationrunbooks.audit.ChainedEntry;
import org.migrationrunbooks.runbook.RunDetails;

/**
 * Everything that is on record of a run that has ended.
 *
 * @param entries of the audit about the run and its parts, in the order of the chain, what is not sealed yet last
 * @param signOffs oldest first
 */
public record RunRecord(RunDetails run, List<ChainedEntry> entries, List<SignOff> signOffs) {

    private static final Set<String> LOOKING =
            Set.of(AuditCode.RUNBOOK_SIGNED_OFF.name(), AuditCode.RECORD_EXPORTED.name());

    public RunRecord {
        entries = List.copyOf(entries);
        signOffs = List.copyOf(signOffs);
    }

    /** Everybody who had a part in it, in order of their names: they do not sign it off. */
    public Set<String> involved() {
        Set<String> people = new TreeSet<>();
        Stream.concat(Stream.of(run.run()), run.parts().stream()).forEach(one -> people.add(one.requester()));
        ofTheRun().forEach(entry -> people.add(entry.entry().actor()));
        people.remove(AuditEvent.SYSTEM);
        return people;
    }

    /** What was not written by those who only looked at the record. */
    Stream<ChainedEntry> ofTheRun() {
        return entries.stream().filter(entry -> !LOOKING.contains(entry.entry().code()));
    }

    /**
     * Whether the record is what was written: {@code CHANGED} where any entry is not, {@code UNSEALED} where the last of them still wait for
     * their seals. Removed entries are not missed here, only by the verification of the whole audit.
     */
    public ChainedEntry.State state() {
        if (entries.stream().anyMatch(entry -> entry.state() == ChainedEntry.State.CHANGED)) {
            return ChainedEntry.State.CHANGED;
        }
        return ofTheRun().anyMatch(entry -> entry.state() == ChainedEntry.State.UNSEALED)
                ? ChainedEntry.State.UNSEALED
                : ChainedEntry.State.INTACT;
    }
}
