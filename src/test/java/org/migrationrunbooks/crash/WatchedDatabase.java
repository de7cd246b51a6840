package org.migrationrunbooks.crash;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/**
 * Puts points to be held at before and after every commit of a transaction that writes something in one lane. The lane is told by the
 * names and ids that are written: an id belongs to the lane in whose transaction it was first written.
 *
 * <p>Whoever is held before a commit loses the connection at once, as a process that is gone does: the database rolls back, so that
 * nothing is locked for others meanwhile, and the commit fails if it is tried after all.
 */
final class WatchedDatabase implements QueryExecutionListener, MethodExecutionListener {

    private static final Pattern WRITE =
            Pattern.compile("\\s*(?:(insert) into|(update)|(delete) from)\\s+(\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final StopPoints points;
    private final Map<String, Lane> ids = new ConcurrentHashMap<>();

    WatchedDatabase(StopPoints points) {
        this.points = points;
    }

    DataSource watched(DataSource real) {
        return ProxyDataSourceBuilder.create(real)
                .listener((QueryExecutionListener) this)
                .methodListener(this)
                .build();
    }

    @Override
    public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        Passage passage = Passage.current();
        for (QueryInfo query : queries) {
            Set<String> values = values(query);
            passage.in(values.stream()
                    .flatMap(value -> Stream.ofNullable(ids.get(value)))
                    .collect(Collectors.toSet()));
            Matcher write = WRITE.matcher(query.getQuery());
            if (write.lookingAt()) {
                passage.in(lanesOfNames(values));
                passage.writes(
                        (write.group(1) + write.group(2) + write.group(3)).replace("null", "") + ":" + write.group(4));
                if (write.group(1) != null) {
                    passage.lane().ifPresent(lane -> learn(query, lane));
                }
            }
        }
        if (isCommittedAlone(execution)) {
            ifHeldHere((lane, name) -> points.reach(lane, StopPoint.beforeCommit(name)));
        }
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        if (isCommittedAlone(execution)) {
            committed();
        }
    }

    @Override
    public void beforeMethod(MethodExecutionContext context) {
        if (isCommit(context.getMethod())) {
            Connection connection = (Connection) context.getTarget();
            ifHeldHere((lane, name) -> points.reach(lane, StopPoint.beforeCommit(name), () -> cut(connection)));
        }
    }

    @Override
    public void afterMethod(MethodExecutionContext context) {
        if (isCommit(context.getMethod()) && context.getThrown() == null) {
            committed();
        } else if (isEnd(context.getMethod())) {
            Passage.current().over();
        }
    }

    private void committed() {
        try {
            ifHeldHere((lane, name) -> points.reach(lane, StopPoint.afterCommit(name)));
        } finally {
            Passage.current().over();
        }
    }

    private void ifHeldHere(BiConsumer<Lane, String> point) {
        Passage passage = Passage.current();
        if (passage.writes()) {
            passage.lane().ifPresent(lane -> point.accept(lane, passage.name()));
        }
    }

    private static void cut(Connection connection) {
        try {
            connection.unwrap(Connection.class).close();
        } catch (SQLException e) {
            throw new IllegalStateException("the connection cannot be cut", e);
        }
    }

    private static boolean isCommittedAlone(ExecutionInfo execution) {
        try {
            return execution.getStatement().getConnection().getAutoCommit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCommit(Method method) {
        return method.getDeclaringClass() == Connection.class
                && method.getName().equals("commit");
    }

    private static boolean isEnd(Method method) {
        return isCommit(method)
                || (method.getDeclaringClass() == Connection.class
                        && method.getName().equals("rollback")
                        && method.getParameterCount() == 0);
    }

    private static Set<Lane> lanesOfNames(Set<String> values) {
        return values.stream().flatMap(value -> Lane.in(value).stream()).collect(Collectors.toSet());
    }

    /** What is inserted has its own id in the first column. */
    private void learn(QueryInfo query, Lane lane) {
        query.getParametersList().stream()
                .flatMap(List::stream)
                .filter(operation -> operation.getArgs()[0].equals(1))
                .map(operation -> String.valueOf(operation.getArgs()[1]))
                .filter(value -> ID.matcher(value).matches())
                .forEach(id -> ids.putIfAbsent(id, lane));
    }

    private static Set<String> values(QueryInfo query) {
        return query.getParametersList().stream()
                .flatMap(List::stream)
                .map(operation -> operation.getArgs()[1])
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toSet());
    }
}
