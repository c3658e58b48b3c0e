package dev.serai.cli.signin;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway has people sign in.
 *
 * @param gateway its port for clients; null = it does not say
 */
public record Offer(String issuer, String clientId, @Nullable URI gateway) {}
