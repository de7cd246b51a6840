package org.migrationrunbooks.security;

import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** An issuer whose tokens are {@code <name>.<group>}; checking signatures is not ours to test. */
@TestConfiguration(proxyBeanMethods = false)
class Tokens {

    @Bean
    JwtDecoder issuer() {
        return token -> {
            String[] parts = token.split("\\.", -1);
            if (parts.length != 2) {
                throw new BadJwtException("not one of ours");
            }
            return Jwt.withTokenValue(token)
                    .header("alg", "none")
                    .claim("preferred_username", parts[0])
                    .claim("groups", List.of(parts[1]))
                    .build();
        };
    }
}
