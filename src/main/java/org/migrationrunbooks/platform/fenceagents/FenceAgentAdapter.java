package org.migrationrunbooks.platform.fenceagents;

import java.time.Clock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.FencingAdapter;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PlatformSettings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Opens the fencing devices of type {@code fence-agent}. */
@Component
final class FenceAgentAdapter implements FencingAdapter {

    static final String TYPE = "fence-agent";

    private static final System.Logger LOG = System.getLogger(FenceAgentAdapter.class.getName());

    /** After the folders of our own PATH: where Debian and others install agents, which a service's PATH may lack. */
    private static final String FOLDERS = "/usr/sbin:/usr/bin:/sbin:/bin";

    private final UnaryOperator<@Nullable String> environment;
    private final Clock clock;

    @Autowired
    FenceAgentAdapter(Clock clock) {
        this(System::getenv, clock);
    }

    FenceAgentAdapter(UnaryOperator<@Nullable String> environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public FencingDevice open(PlatformSettings entry) {
        FenceAgentSettings settings = entry.bind(FenceAgentSettings.class);
        AgentProgram program = settings.program();
        if (settings.hasSecrets() && !program.keepsSecrets() && !ProcessListing.hidden()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "fencing device {0}: it is not known whether {1} hands secrets on as arguments of other programs, which every"
                            + " user of this machine could read while it runs. Mount /proc with hidepid=2, or let nobody else log in here",
                    entry.name(),
                    program.name());
        }
        String path = environment.apply("PATH");
        return new FenceAgentDevice(
                entry.name(),
                settings.platform(),
                new FenceAgent(program, settings.timeout(), path == null ? FOLDERS : path + ":" + FOLDERS),
                new HostParameters(entry.name(), settings, environment),
                clock);
    }
}
