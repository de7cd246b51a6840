package org.migrationrunbooks;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the application: the embedded engine, the REST API and the configured platforms. */
@SpringBootApplication
public class MigrationRunbooksApplication {

    public static void main(String[] args) {
        SpringApplication.run(MigrationRunbooksApplication.class, args);
    }
}
