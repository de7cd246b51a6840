package org.migrationrunbooks.crash;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.migrationrunbooks.MigrationRunbooksApplication;
import org.springframework.boot.SpringApplication;

/** The application as it is shipped, in a process of its own, with points to be held at and a console for the test that forked it. */
final class CrashNode {

    private CrashNode() {}

    public static void main(String[] args) {
        SpringApplication application =
                new SpringApplication(MigrationRunbooksApplication.class, CrashNodeConfiguration.class);
        application.addInitializers(context -> context.getBeanFactory()
                .registerSingleton("ownComponents", new OwnComponents(MigrationRunbooksApplication.class)));
        application.run(args);
    }

    /** What is prepended to the arguments of the JVM. */
    static List<String> jvmArguments() {
        return List.of(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                classPath(),
                CrashNode.class.getName());
    }

    /** Absolute, since the process has a working directory of its own. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
