package org.migrationrunbooks.cockpit;

import jakarta.ws.rs.Path;
import java.io.InputStream;
import java.util.List;
import org.camunda.bpm.tasklist.resource.AbstractTasklistPluginRootResource;
import org.camunda.bpm.webapp.plugin.spi.AppPlugin;

/** Hands out the files of our pages to Tasklist, and nothing else. Created by the web applications, hence public. */
@Path("plugin/" + RunbooksPlugin.ID)
public class TasklistFiles extends AbstractTasklistPluginRootResource {

    /** By this name each web application asks for what a plugin begins with. */
    private static final String BEGINNING = "app/plugin.js";

    private static final String BEGINNING_HERE = "app/tasklist-plugin.js";

    public TasklistFiles() {
        super(RunbooksPlugin.ID);
    }

    @Override
    protected List<String> getAllowedAssets() {
        return PageFiles.all();
    }

    @Override
    protected InputStream getPluginAssetAsStream(AppPlugin plugin, String file) {
        return PageFiles.open(file.equals(BEGINNING) ? BEGINNING_HERE : file);
    }
}
