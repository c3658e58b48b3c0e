package dev.serai.cli.signin;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a sign-in without its secret.
 *
 * @param admin the gateway that it is for; another never gets its token
 * @param gateway its port for clients; null = it did not say
 * @param user as the gateway calls them
 */
public record Kept(
    URI admin,
    String issuer,
    String clientId,
    @Nullable URI gateway,
    String user,
    Keeping keeping) {}
