package org.migrationrunbooks.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells people as whom they have come in, so that a page can offer what they may do and say what they may not. */
@RestController
@Tag(name = "People")
class MeController {

    private static final String ROLE = "ROLE_";

    /** @param roles the groups that count here, sorted */
    record MeView(String name, List<String> roles) {}

    @GetMapping("/api/v1/me")
    @Operation(summary = "Who you are here, and which roles you have")
    MeView me(Authentication person) {
        return new MeView(
                person.getName(),
                person.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .filter(authority -> authority != null && authority.startsWith(ROLE))
                        .map(authority -> authority.substring(ROLE.length()))
                        .sorted()
                        .toList());
    }
}
