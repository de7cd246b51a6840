package org.migrationrunbooks.crash;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.EffectGuard;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.Hypervisor;
import org.migrationrunbooks.platform.InstanceTask;
import org.migrationrunbooks.platform.InstanceTasks;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.Storage;

/** Puts points to be held at around and in every call of every port, whichever methods the ports have. */
final class WatchedPorts {

    /** What hands the ports out, and the ports. */
    private static final List<Class<?>> PORTS =
            List.of(Platform.class, Hypervisor.class, InstanceTasks.class, Storage.class, FencingDevice.class);

    private final StopPoints points;

    WatchedPorts(StopPoints points) {
        this.points = points;
    }

    Platform watched(Platform platform) {
        return (Platform) proxy(Platform.class, platform);
    }

    /** The calls that change something, by the names that they have in points. */
    static Set<String> changingCalls() {
        return PORTS.stream()
                .flatMap(port -> Stream.of(port.getMethods())
                        .filter(method -> List.of(method.getParameterTypes()).contains(EffectGuard.class))
                        .flatMap(method -> names(port, method)))
                .collect(Collectors.toSet());
    }

    /** What begins a task has a name for each kind of task. */
    private static Stream<String> names(Class<?> port, Method method) {
        String name = port.getSimpleName() + "." + method.getName();
        return port == InstanceTasks.class && method.getName().equals("begin")
                ? Stream.of(InstanceTask.class.getAnnotation(JsonSubTypes.class).value())
                        .map(task -> name + "-" + task.name())
                : Stream.of(name);
    }

    private Object proxy(Class<?> port, Object real) {
        InvocationHandler handler = (proxy, method, arguments) -> method.getDeclaringClass() == Object.class
                ? invoke(real, method, arguments)
                : answer(call(port, real, method, arguments == null ? new Object[0] : arguments));
        return Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler);
    }

    /** A port that is answered is watched too. */
    private @Nullable Object answer(@Nullable Object answer) {
        if (answer instanceof Optional<?> optional) {
            return optional.map(this::answer);
        }
        if (answer instanceof List<?> list) {
            return list.stream().map(this::answer).toList();
        }
        for (Class<?> port : PORTS) {
            if (answer != null && port.isInstance(answer)) {
                return proxy(port, answer);
            }
        }
        return answer;
    }

    private @Nullable Object call(Class<?> port, Object real, Method method, Object[] arguments) throws Throwable {
        Passage passage = Passage.current();
        Set<Lane> named = Lane.in(Arrays.deepToString(arguments));
        passage.in(named);
        Optional<Lane> lane = named.size() == 1 ? passage.lastLane() : passage.lane();
        if (lane.isEmpty() || !asks(port, method)) {
            return invoke(real, method, arguments);
        }
        String name = name(port, method, arguments);
        points.reach(lane.get(), StopPoint.before(name));
        try {
            Object answer = invoke(real, method, guarded(arguments, lane.get(), name));
            points.reach(lane.get(), StopPoint.after(name, kind(answer)));
            return answer;
        } catch (RuntimeException e) {
            points.reach(lane.get(), StopPoint.after(name, e.getClass().getSimpleName()));
            throw e;
        }
    }

    /** Whether the platform is asked, and not only a port. */
    private static boolean asks(Class<?> port, Method method) {
        return port != Platform.class || method.getName().equals("lifeSigns");
    }

    private static String name(Class<?> port, Method method, Object[] arguments) {
        String task = Stream.of(arguments)
                .filter(InstanceTask.class::isInstance)
                .map(argument -> "-" + ((InstanceTask) argument).code())
                .findFirst()
                .orElse("");
        return port.getSimpleName() + "." + method.getName() + task;
    }

    private Object[] guarded(Object[] arguments, Lane lane, String name) {
        AtomicInteger effects = new AtomicInteger();
        return Stream.of(arguments)
                .map(argument -> argument instanceof EffectGuard guard
                        ? (EffectGuard) () -> {
                            guard.beforeEffect();
                            points.reach(lane, StopPoint.during(name, effects.incrementAndGet()));
                        }
                        : argument)
                .toArray();
    }

    private static String kind(@Nullable Object answer) {
        if (answer == null || answer instanceof String) {
            return "answered";
        }
        if (answer instanceof Optional<?> optional) {
            return optional.isEmpty() ? "nothing" : kind(optional.get());
        }
        if (answer instanceof Collection<?> collection) {
            return collection.isEmpty() ? "none" : "some";
        }
        return answer instanceof Enum<?> constant
                ? constant.name()
                : answer.getClass().getSimpleName();
    }

    private static @Nullable Object invoke(Object real, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
