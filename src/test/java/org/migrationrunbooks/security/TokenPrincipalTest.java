package org.migrationrunbooks.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

class TokenPrincipalTest {

    private final TokenPrincipal principal =
            new TokenPrincipal(new SecurityProperties.Token("preferred_username", "groups"));

    @Test
    void isThePersonWithRolesAndOtherGroups() {
        AbstractAuthenticationToken person = principal.convert(token().claim("preferred_username", "olga")
                .claim("groups", List.of("operators", "football"))
                .build());

        assertThat(person.getName()).isEqualTo("olga");
        assertThat(person.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .as("a group that is no role opens no door, and is remembered for approval policies")
                .containsExactly("ROLE_operators", "GROUP_football");
    }

    @Test
    void hasNoRoleWithoutGroups() {
        assertThat(principal
                        .convert(token().claim("preferred_username", "olga").build())
                        .getAuthorities())
                .isEmpty();
    }

    @Test
    void isNobodyWithoutAName() {
        assertThatExceptionOfType(InvalidBearerTokenException.class)
                .isThrownBy(() -> principal.convert(token().subject("42").build()));
    }

    private static Jwt.Builder token() {
        return Jwt.withTokenValue("token").header("alg", "RS256").claim("iss", "https://login.example.org");
    }
}
