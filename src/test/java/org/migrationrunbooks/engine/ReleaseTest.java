package org.migrationrunbooks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {

    @Test
    void bearsTheNumberOfItsFile() {
        assertThat(release("release=12", "a.bpmn", "x").number()).isEqualTo(12);
    }

    @Test
    void hasTheSameHashUnderAnotherNumber() {
        assertThat(release("release=1", "a.bpmn", "x").hash())
                .isEqualTo(release("release=2", "a.bpmn", "x").hash());
    }

    @Test
    void hasAnotherHashWhenAFileIsChangedOrRenamed() {
        String hash = release("release=1", "a.bpmn", "x").hash();

        assertThat(release("release=1", "a.bpmn", "y").hash()).isNotEqualTo(hash);
        assertThat(release("release=1", "b.bpmn", "x").hash()).isNotEqualTo(hash);
    }

    @Test
    void doesNotDeployItsNumberFile() {
        assertThat(release("release=1", "a.bpmn", "x").files()).containsOnlyKeys("a.bpmn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "release=", "release=0", "release=-1", "release=one", "release=\\u12"})
    void isRefusedWithoutAProperNumber(String numberFile) {
        assertThatExceptionOfType(ReleaseRefusedException.class)
                .isThrownBy(() -> release(numberFile, "a.bpmn", "x"))
                .withMessage("release.properties in test does not name a release");
    }

    @Test
    void isRefusedWithoutANumberFile() {
        assertThatExceptionOfType(ReleaseRefusedException.class)
                .isThrownBy(() -> Release.of(Map.of("a.bpmn", new byte[0]), "test"))
                .withMessage("test has no release.properties");
    }

    @Test
    void isRefusedWhenThereIsNothingToDeploy() {
        assertThatExceptionOfType(ReleaseRefusedException.class)
                .isThrownBy(() -> Release.of(Map.of(Release.NUMBER_FILE, bytes("release=1")), "test"))
                .withMessage("test has nothing to deploy");
    }

    private static Release release(String numberFile, String path, String content) {
        return Release.of(Map.of(Release.NUMBER_FILE, bytes(numberFile), path, bytes(content)), "test");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
