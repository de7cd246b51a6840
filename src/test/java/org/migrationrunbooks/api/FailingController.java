package org.migrationrunbooks.api;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A bug; in no application but those that import it. */
@TestComponent
@RestController
class FailingController {

    static final String PATH = "/api/v1/bug";
    static final String SECRET = "the password is swordfish";

    @GetMapping(PATH)
    String fail() {
        throw new IllegalStateException(SECRET);
    }
}
