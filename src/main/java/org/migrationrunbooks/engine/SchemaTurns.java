package org.migrationrunbooks.engine;

import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;

/**
 * Lets one node at a time create or upgrade the engine's tables. The engine itself looks whether they are there and creates them if
 * not, so that of two nodes which start together on an empty database one would fail.
 */
final class SchemaTurns implements CommandExecutor {

    /** The letters {@code mr_schem}. */
    static final long KEY = 0x6d725f736368656dL;

    private final CommandExecutor next;
    private final NodeTurns turns;

    SchemaTurns(CommandExecutor next, DataSource dataSource) {
        this.next = next;
        this.turns = new NodeTurns(dataSource, KEY);
    }

    @Override
    public <T> T execute(Command<T> command) {
        return turns.take(() -> next.execute(command));
    }
}
