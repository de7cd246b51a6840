package org.migrationrunbooks.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.web.util.UriUtils;

/** The processes packed into the application; works in a folder of classes as well as in a jar within a jar. */
final class ClasspathReleaseSource implements ReleaseSource {

    private final ResourcePatternResolver resources;
    private final String folder;

    /** @param folder the location of the folder, such as {@code classpath:processes/} */
    ClasspathReleaseSource(ResourcePatternResolver resources, String folder) {
        this.resources = resources;
        this.folder = folder;
    }

    @Override
    public Release read() {
        Map<String, byte[]> content = new HashMap<>();
        try {
            // Its own address tells how far the others' names go, in a folder as in a jar.
            Resource numberFile = resources.getResource(folder + Release.NUMBER_FILE);
            if (!numberFile.exists()) {
                return Release.of(content, folder);
            }
            String anchor = numberFile.getURL().toString();
            String root = anchor.substring(0, anchor.length() - Release.NUMBER_FILE.length());
            for (Resource resource : resources.getResources(folder + "**")) {
                String url = resource.getURL().toString();
                if (resource.isReadable() && url.startsWith(root) && !url.endsWith("/")) {
                    String path = UriUtils.decode(url.substring(root.length()), StandardCharsets.UTF_8);
                    content.put(path, resource.getContentAsByteArray());
                }
            }
        } catch (IOException e) {
            throw new ReleaseRefusedException("%s cannot be read".formatted(folder), "Rebuild the application.", e);
        }
        return Release.of(content, folder);
    }
}
