package org.migrationrunbooks.cockpit;

import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.cockpit.plugin.resource.AbstractCockpitPluginRootResource;
import org.camunda.bpm.webapp.plugin.spi.AppPlugin;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Hands out the files of our pages, and nothing else. Created by the web applications, hence public. */
@Path("plugin/" + RunbooksPlugin.ID)
public class PluginFiles extends AbstractCockpitPluginRootResource {

    private static final String FOLDER = "app/";
    private static final List<String> ALL = Stream.concat(
                    own().stream(), Stream.of(Library.values()).map(Library::file))
            .toList();

    public PluginFiles() {
        super(RunbooksPlugin.ID);
    }

    @Override
    protected List<String> getAllowedAssets() {
        return ALL;
    }

    @Override
    protected @Nullable InputStream getPluginAssetAsStream(AppPlugin plugin, String file) {
        return Library.of(file).map(Library::open).orElseGet(() -> super.getPluginAssetAsStream(plugin, file));
    }

    private static List<String> own() {
        try {
            Resource[] files = new PathMatchingResourcePatternResolver(PluginFiles.class.getClassLoader())
                    .getResources("classpath:plugin-webapp/" + RunbooksPlugin.ID + "/" + FOLDER + "*");
            return Stream.of(files)
                    .map(Resource::getFilename)
                    .filter(name -> name != null && (name.endsWith(".js") || name.endsWith(".css")))
                    .map(name -> FOLDER + name)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the files of the Cockpit plugin", e);
        }
    }
}
