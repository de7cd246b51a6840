package org.migrationrunbooks.runbook.stories;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.RuntimeService;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.testing.DatabaseSnapshot;

/** The application and its fleets, each of which is as it was at first when a story begins. */
final class Estate implements AutoCloseable {

    /** Rows of ours that a run has, those first that others do not need. */
    private static final List<String> TABLES = List.of(
            "mr_operation",
            "mr_approval",
            "mr_power_reading",
            "mr_attestation",
            "mr_claim",
            "mr_reservation",
            "mr_boot_slot",
            "mr_host_standing");

    private final Application application;
    private final Map<Integer, DatabaseSnapshot> first = new HashMap<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private int restarts;

    /** Takes how often the application may be started anew, over all stories. */
    Estate(List<RandomFleet> fleets, int restarts) {
        application = new Application(fleets);
        for (int i = 0; i < fleets.size(); i++) {
            first.put(i, new DatabaseSnapshot(Application.platformUrl(i), "", "SIM_"));
        }
        this.restarts = restarts;
    }

    /** Lets a story happen to a fleet; what is wrong at its end, with the story, or nothing. */
    List<String> play(int number, List<Act> acts) {
        forget(number);
        Story story = new Story(application, number, restarts);
        List<String> wrong = new ArrayList<>();
        try {
            acts.forEach(story::happens);
            if (!story.ends()) {
                wrong.add("a run does not come to an end");
            }
        } catch (AssertionError e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        restarts = story.restarts();
        judge(number, wrong);
        if (!wrong.isEmpty()) {
            wrong.add(application.fleet(number).text());
            wrong.addAll(story.told());
        }
        return wrong;
    }

    private void judge(int number, List<String> wrong) {
        Platform platform = application.platform(number);
        Map<String, Integer> started = new HashMap<>();
        platform.faultInjection().orElseThrow().ledger().forEach(entry -> {
            seen.merge(entry.event(), 1, Integer::sum);
            if (entry.event().equals("INVARIANT_BROKEN")) {
                wrong.add(entry.detail());
            } else if (entry.event().equals("MIGRATION_STARTED")) {
                int times = started.merge(String.valueOf(entry.operation()), 1, Integer::sum);
                if (times > 1) {
                    wrong.add(entry.operation() + " took effect twice");
                }
            }
        });
        for (String instance : application.fleet(number).instances()) {
            long running =
                    platform.hypervisor().whereabouts(new InstanceId(platform.name(), instance)).sightings().stream()
                            .filter(sighting -> sighting.state() == InstanceState.RUNNING)
                            .count();
            if (running > 1) {
                wrong.add(instance + " runs " + running + " times");
            }
        }
        for (String table : List.of("mr_claim", "mr_reservation", "mr_boot_slot")) {
            long held = application
                    .jdbc()
                    .sql("select count(*) from " + table
                            + " where runbook_id in (select id from mr_runbook where platform = ?)")
                    .param(platform.name())
                    .query(Long.class)
                    .single();
            if (held > 0) {
                wrong.add(table + " has " + held + " rows");
            }
        }
        application
                .jdbc()
                .sql("select kind, ending from mr_runbook where platform = ?")
                .param(platform.name())
                .query((row, line) -> row.getString(1) + " " + row.getString(2))
                .list()
                .forEach(end -> seen.merge(end, 1, Integer::sum));
        application
                .jdbc()
                .sql("select kind, state, attention from mr_runbook where platform = ? and ended_at is null")
                .param(platform.name())
                .query((row, line) -> "%s is %s: %s".formatted(row.getString(1), row.getString(2), row.getString(3)))
                .list()
                .forEach(wrong::add);
    }

    /** The fleet is as it was at first, and nobody has ever had to do with it. */
    private void forget(int number) {
        String platform = Application.platformName(number);
        RuntimeService runtime = application.bean(RuntimeService.class);
        application
                .jdbc()
                .sql("select process_instance_id from mr_runbook where platform = ? and ended_at is null"
                        + " and process_instance_id is not null")
                .param(platform)
                .query(String.class)
                .list()
                .forEach(process -> runtime.deleteProcessInstanceIfExists(
                        process, "another story begins", true, true, true, false));
        application
                .jdbc()
                .sql("delete from mr_progress where operation_key in (select operation_key from mr_operation where"
                        + " runbook_id in (select id from mr_runbook where platform = ?))")
                .param(platform)
                .update();
        TABLES.forEach(table -> application
                .jdbc()
                .sql("delete from " + table + " where runbook_id in (select id from mr_runbook where platform = ?)")
                .param(platform)
                .update());
        application
                .jdbc()
                .sql("update mr_runbook set parent_id = null, takes_over = null where platform = ?")
                .param(platform)
                .update();
        application
                .jdbc()
                .sql("delete from mr_runbook where platform = ?")
                .param(platform)
                .update();
        first.get(number).restore();
    }

    /** What has happened in all stories, and how their runs have ended, by how often. */
    Map<String, Integer> seen() {
        return seen;
    }

    @Override
    public void close() {
        application.close();
    }
}
