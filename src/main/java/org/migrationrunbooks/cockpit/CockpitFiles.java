package org.migrationrunbooks.cockpit;

import jakarta.ws.rs.Path;
import java.io.InputStream;
import java.util.List;
import org.camunda.bpm.cockpit.plugin.resource.AbstractCockpitPluginRootResource;
import org.camunda.bpm.webapp.plugin.spi.AppPlugin;

/** Hands out the files of our pages to Cockpit, and nothing else. Created by the web applications, hence public. */
@Path("plugin/" + RunbooksPlugin.ID)
public class CockpitFiles extends AbstractCockpitPluginRootResource {

    public CockpitFiles() {
        super(RunbooksPlugin.ID);
    }

    @Override
    protected List<String> getAllowedAssets() {
        return PageFiles.all();
    }

    @Override
    protected InputStream getPluginAssetAsStream(AppPlugin plugin, String file) {
        return PageFiles.open(file);
    }
}
