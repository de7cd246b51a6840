package org.migrationrunbooks.security;

import java.util.List;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Reads a person out of a bearer token: the name, the roles, and the other groups. */
final class TokenPrincipal implements Converter<Jwt, AbstractAuthenticationToken> {

    private final SecurityProperties.Token claims;

    TokenPrincipal(SecurityProperties.Token claims) {
        this.claims = claims;
    }

    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        String name = token.getClaimAsString(claims.nameClaim());
        if (name == null || name.isBlank()) {
            // Nobody may act whom the audit could not name.
            throw new InvalidBearerTokenException("the token has no claim '%s'".formatted(claims.nameClaim()));
        }
        List<String> groups = token.getClaimAsStringList(claims.groupsClaim());
        List<GrantedAuthority> authorities = groups == null
                ? List.of()
                : groups.stream().map(TokenPrincipal::authority).toList();
        return new JwtAuthenticationToken(token, authorities, name);
    }

    /** Other groups than roles open no door; an approval policy may ask for one of them. */
    private static GrantedAuthority authority(String group) {
        return Role.ofGroup(group).map(Role::authority).orElseGet(() -> new SimpleGrantedAuthority("GROUP_" + group));
    }
}
