package dev.serai.identity;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What programs are told that want to sign somebody in.
 *
 * @param clientId the public client of Keycloak that they are
 * @param gatewayUrl of the gateway port as people's machines reach it; empty = the host at which
 *     they reached the admin port, when that is https or this machine
 */
@ConfigurationProperties("serai.sign-in")
record SignInSettings(
    @DefaultValue("serai-cli") String clientId, @DefaultValue("") String gatewayUrl) {}
