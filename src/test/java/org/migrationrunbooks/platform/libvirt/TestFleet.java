package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.migrationrunbooks.fleet.ByteSize;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.InstanceId;
import org.migrationrunbooks.fleet.InstanceState;
import org.migrationrunbooks.platform.DefinitionStore;
import org.migrationrunbooks.platform.KeptDefinition;
import org.migrationrunbooks.platform.KeptHost;
import org.migrationrunbooks.platform.Platform;
import org.migrationrunbooks.platform.RememberedDefinitions;
import org.springframework.core.io.ByteArrayResource;

/**
 * Three hosts of which only one answers: it is in our own process, by the driver of libvirt's client library for tests. What the others,
 * node-a and node-c, had is kept as a test wants it.
 */
final class TestFleet implements AutoCloseable {

    static final HostId DEAD = new HostId("test", "node-a");
    static final HostId LIVING = new HostId("test", "node-b");
    static final HostId THIRD = new HostId("test", "node-c");
    static final InstanceId WEB = new InstanceId("test", "web-1");
    static final Instant THEN = Instant.parse("2020-05-17T12:00:00Z");

    /** An instance as libvirt's test driver takes it, with a volume in the pool that every host has. */
    static final SampleDomain SHARED = new SampleDomain(
            """
            <domain type='test'>
              <name>web-1</name>
              <uuid>4da7aa34-7878-41e4-bda7-233b5d2432d7</uuid>
              <metadata>
                <mr:instance xmlns:mr="https://migration-runbooks.org/xmlns/domain/1.0" priority="7" antiAffinity="web">
                  <mr:label name="tier" value="gold"/></mr:instance>
              </metadata>
              <memory unit='MiB'>256</memory>
              <vcpu>2</vcpu>
              <os><type arch='i686'>hvm</type></os>
              <devices>
                <disk type='file' device='disk'><source file='/default-pool/web-1.img'/><target dev='vda'/></disk>
              </devices>
            </domain>
            """);

    private final DefinitionStore definitions = new RememberedDefinitions();
    private final Connection living = TestDriver.connect();
    private final Platform platform;
    private final List<String> defined = new ArrayList<>();

    TestFleet(Map<String, Object> overrides) {
        String yaml =
                """
                runbooks:
                  platforms:
                    - name: test
                      type: libvirt
                      sharedPaths: [/default-pool]
                      connectTimeout: 1s
                      callTimeout: 2s
                      hosts:
                        - {name: node-a, uri: "qemu+tcp://127.0.0.1:%d/system"}
                        - {name: node-b, uri: "test:///default"}
                        - {name: node-c, uri: "qemu+tcp://127.0.0.1:%d/system"}
                """
                        .formatted(closedPort(), closedPort());
        this.platform = new LibvirtAdapter(ClientLibrary.INSTALLED, definitions, Clock.systemUTC())
                .open(YamlSettings.of(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)), overrides));
        // The driver's own domain leaves no room for another.
        living.domain("test", domain -> {
            domain.powerOff();
            return true;
        });
        living.poolAt(Path.of("/default-pool"), pool -> {
            pool.create("web-1.img", 1 << 20, null);
            return true;
        });
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Platform platform() {
        return platform;
    }

    DefinitionStore definitions() {
        return definitions;
    }

    /** The host that answers. */
    Connection living() {
        return living;
    }

    /** What a host told before it fell silent. */
    void told(HostId host, KeptDefinition... had) {
        definitions.keep(new KeptHost(host, 8, ByteSize.of("32GB"), null, THEN, List.of(had)));
    }

    static KeptDefinition kept(HostId host, SampleDomain domain, InstanceState state) {
        DomainXml xml = DomainXml.parse(domain.xml());
        return new KeptDefinition(
                new InstanceId("test", xml.name()),
                xml.uuid(),
                host,
                state,
                true,
                Map.of("vda", ByteSize.of("20GB")),
                domain.xml(),
                THEN);
    }

    /** Defines a domain on the host that answers. */
    void define(SampleDomain domain) {
        living.define(domain.xml());
        defined.add(DomainXml.parse(domain.xml()).name());
    }

    @Override
    public void close() {
        platform.close();
        // What the driver keeps is for the whole process, and it knows none of the flags with which we take definitions
        // away.
        Libvirt library = ClientLibrary.INSTALLED.get();
        Pointer host = Objects.requireNonNull(library.virConnectOpen("test:///default"));
        defined.add(WEB.name());
        for (String name : defined) {
            Pointer domain = library.virDomainLookupByName(host, name);
            if (domain != null) {
                library.virDomainDestroyFlags(domain, 0);
                library.virDomainUndefineFlags(domain, 0);
                library.virDomainFree(domain);
            }
        }
        library.virConnectClose(host);
        living.domain("test", domain -> {
            domain.start();
            return true;
        });
        living.volume("/default-pool/web-1.img", volume -> {
            volume.delete();
            return true;
        });
        living.close();
    }
}
