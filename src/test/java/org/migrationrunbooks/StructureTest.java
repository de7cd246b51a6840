package org.migrationrunbooks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The directions of the design: which package may know which, and where the engine may be known at all. */
@AnalyzeClasses(packages = "org.migrationrunbooks", importOptions = ImportOption.DoNotIncludeTests.class)
class StructureTest {

    private static final String ROOT = "org.migrationrunbooks.";

    private static final String[] ADAPTERS = Stream.of(
                    "simulated", "libvirt", "openstack", "vsphere", "hyperv", "fenceagents")
            .map(adapter -> ROOT + "platform." + adapter + "..")
            .toArray(String[]::new);

    /** The exit from Camunda 7 to a fork of it is a rename in these packages, and nowhere else. */
    @ArchTest
    static final ArchRule theEngineIsKnownToFewPackages = noClasses()
            .that()
            .resideOutsideOfPackages(
                    ROOT + "approval..", ROOT + "runbook..", ROOT + "engine..", ROOT + "security..", ROOT + "cockpit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda..");

    @ArchTest
    static final ArchRule theVocabularyIsPlainJava = noClasses()
            .that()
            .resideInAPackage(ROOT + "fleet..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.springframework..", "org.camunda..", "java.sql..", "jakarta..")
                    .and(DescribedPredicate.not(resideInAPackage("org.springframework.modulith.."))));

    @ArchTest
    static final ArchRule adaptersAreImportedByNobody = noClasses()
            .that()
            .resideOutsideOfPackages(ADAPTERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ADAPTERS);

    @ArchTest
    static final ArchRule adaptersDoNotKnowEachOther = slices().matching(ROOT + "platform.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    /** Else the simulated platform's forecasts would be right by construction. */
    @ArchTest
    static final ArchRule theSimulatedPlatformDoesNotForecast = noClasses()
            .that()
            .resideInAPackage(ROOT + "platform.simulated..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "forecast..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayWhatAClassIsAbout =
            classes().should().haveNameNotMatching(".*(Impl|Manager|Helper|Utils|Util)(\\$.*)?");

    @ArchTest
    static final ArchRule timeIsReadFromTheInjectedClock = noClasses()
            .that()
            .resideOutsideOfPackage("org.migrationrunbooks")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    /** The class path of tests begins with theirs: what a package declares there would hide what it declares as a module. */
    @Test
    void noPackageOfTestsHidesTheDeclarationOfAModule() throws IOException {
        Path main = Path.of("src/main/java");
        Path tests = Path.of("src/test/java");
        try (Stream<Path> files = Files.walk(tests)) {
            assertThat(files.filter(file -> file.endsWith("package-info.java"))
                            .filter(file -> Files.exists(main.resolve(tests.relativize(file)))))
                    .isEmpty();
        }
    }

    @Test
    void modulesDependOnlyOnWhatTheyDeclare() {
        ApplicationModules.of(MigrationRunbooksApplication.class).verify();
    }
}
