package org.migrationrunbooks.platform.fenceagents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another user of this machine, without any rights, who reads the arguments of all processes over and over, and tries to read their
 * environments. Needs root, to become that user.
 */
final class OnlookerOnProcesses implements AutoCloseable {

    /** Prints each different line once; "looking" tells that the first look is over. */
    private static final String LOOK =
            """
            import glob, sys
            seen = set()
            while True:
                for kind in ('cmdline', 'environ'):
                    for file in glob.glob('/proc/[0-9]*/' + kind):
                        try:
                            text = open(file, 'rb').read().replace(b'\\0', b' ').decode('utf-8', 'replace')
                        except OSError:
                            continue
                        line = kind + ' ' + text.replace('\\n', ' ')
                        if line not in seen:
                            seen.add(line)
                            print(line, flush=True)
                if 'looking' not in seen:
                    seen.add('looking')
                    print('looking', flush=True)
            """;

    private final Process process;
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Thread reader;

    OnlookerOnProcesses() {
        try {
            process = new ProcessBuilder(
                            "setpriv",
                            "--reuid=65534",
                            "--regid=65534",
                            "--clear-groups",
                            "/usr/bin/python3",
                            "-c",
                            LOOK)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = new Thread(this::read, "onlooker");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(seen::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean looking() {
        return seen.contains("looking");
    }

    /** All that was seen up to now, a line each. */
    String seen() {
        return String.join("\n", seen);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the onlooker, process " + process.pid() + ", cannot be ended");
            }
            reader.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
