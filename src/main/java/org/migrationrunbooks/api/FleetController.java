package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.fleet.HostState;
import org.migrationrunbooks.fleet.InstanceState;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hosts and instances of all platforms, as these list them now. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Fleet", description = "Hosts, instances and the platforms that have them")
class FleetController {

    private final Inventories inventories;

    FleetController(Inventories inventories) {
        this.inventories = inventories;
    }

    @GetMapping("/hosts")
    @Operation(summary = "List hosts by platform and name", description = "search is a part of the name.")
    ItemPage<HostView> hosts(
            @RequestParam(required = false) @Nullable String platform,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable HostState state,
            @RequestParam(defaultValue = "0") @Min(value = 0, message = Paging.PAGE) int page,
            @RequestParam(defaultValue = Paging.DEFAULT_SIZE)
                    @Min(value = 1, message = Paging.SIZE)
                    @Max(value = Paging.MAX_SIZE, message = Paging.SIZE)
                    int size) {
        Inventories.Answer answer = inventories.of(platform);
        List<HostView> hosts = answer.fleets().stream()
                .flatMap(fleet -> fleet.hosts().stream()
                        .filter(host -> name == null || host.name().equals(name))
                        .filter(host -> search == null || host.name().contains(search))
                        .filter(host -> state == null || host.state() == state)
                        .sorted((one, other) -> one.id().compareTo(other.id()))
                        .map(host -> HostView.of(host, fleet)))
                .toList();
        return ItemPage.cut(hosts, answer.silent(), page, size);
    }

    @GetMapping("/instances")
    @Operation(summary = "List instances by platform and name", description = "search is a part of the name.")
    ItemPage<InstanceView> instances(
            @RequestParam(required = false) @Nullable String platform,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable String host,
            @RequestParam(required = false) @Nullable InstanceState state,
            @RequestParam(defaultValue = "0") @Min(value = 0, message = Paging.PAGE) int page,
            @RequestParam(defaultValue = Paging.DEFAULT_SIZE)
                    @Min(value = 1, message = Paging.SIZE)
                    @Max(value = Paging.MAX_SIZE, message = Paging.SIZE)
                    int size) {
        Inventories.Answer answer = inventories.of(platform);
        List<InstanceView> instances = answer.fleets().stream()
                .flatMap(fleet -> fleet.instances().stream()
                        .filter(instance -> name == null || instance.name().equals(name))
                        .filter(instance -> search == null || instance.name().contains(search))
                        .filter(instance ->
                                host == null || instance.host().name().equals(host))
                        .filter(instance -> state == null || instance.state() == state)
                        .sorted((one, other) -> one.id().compareTo(other.id()))
                        .map(InstanceView::of))
                .toList();
        return ItemPage.cut(instances, answer.silent(), page, size);
    }
}
