package org.migrationrunbooks.engine.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;

/**
 * Everything in a folder of processes that models refer to by key or path.
 *
 * @param paths of all files, relative, with slashes
 */
public record ReleaseFiles(
        Path folder, List<Path> paths, Set<String> processes, Set<String> decisions, Set<String> forms) {

    public static ReleaseFiles in(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> paths = found.filter(Files::isRegularFile).sorted().toList();
            return new ReleaseFiles(
                    folder,
                    paths,
                    ending(paths, ".bpmn")
                            .map(path -> ProcessModel.read(path).process().getId())
                            .collect(Collectors.toCollection(TreeSet::new)),
                    ending(paths, ".dmn")
                            .flatMap(ReleaseFiles::decisionsOf)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    ending(paths, ".form").map(ReleaseFiles::formId).collect(Collectors.toCollection(TreeSet::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Stream<Path> ending(String suffix) {
        return ending(paths, suffix);
    }

    boolean hasFile(String path) {
        return paths.contains(folder.resolve(path));
    }

    private static Stream<Path> ending(List<Path> paths, String suffix) {
        return paths.stream().filter(path -> path.toString().endsWith(suffix));
    }

    private static Stream<String> decisionsOf(Path file) {
        return Dmn.readModelFromFile(file.toFile()).getModelElementsByType(Decision.class).stream()
                .map(Decision::getId);
    }

    private static String formId(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile()).path("id").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
