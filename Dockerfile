# What has to be set outside: see "In a container" in src/docs/operations.md.
FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY processes processes
COPY src src
RUN mvn --batch-mode --no-transfer-progress -DskipTests package \
    && java -Djarmode=tools -jar target/migration-runbooks-*.jar extract --layers --launcher --destination layers

FROM eclipse-temurin:17-jre
# libvirt0 is all that the libvirt platform needs; curl is for the health check.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl libvirt0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin runbooks \
    && install --directory --owner runbooks --group runbooks /app/data
WORKDIR /app
# What changes least comes first, so that a new version of ours is one small layer.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER 10001
ENV SERVER_ADDRESS=0.0.0.0 \
    RUNBOOKS_SECURITY_SAMPLE_USERS=false \
    MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED=true
VOLUME /app/data
EXPOSE 8080
HEALTHCHECK --start-period=90s --interval=10s --timeout=5s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/actuator/health/liveness"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "org.springframework.boot.loader.launch.JarLauncher"]
