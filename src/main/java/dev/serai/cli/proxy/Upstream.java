package dev.serai.cli.proxy;

import java.net.URI;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The gateway, and as whom to call it.
 *
 * @param gateway address of its port for clients, {@code http} or {@code https}, with or without a
 *     path
 * @param token an access token (or a virtual key) for the next request; called for each, on any
 *     thread, may block for seconds. What it throws is told to the agent, by its message; see
 *     {@link NoToken}
 * @param renew given a token that the gateway called expired, another that is not; as {@code token}
 *     otherwise. Never called by two threads at once
 * @param session id for {@code x-serai-session}; empty sends none
 */
public record Upstream(
    URI gateway, Supplier<String> token, UnaryOperator<String> renew, String session) {
  /** Where the only way to another token is to ask for one again. */
  public Upstream(URI gateway, Supplier<String> token, String session) {
    this(gateway, token, refused -> token.get(), session);
  }

  public Upstream {
    String scheme = gateway.getScheme();
    if (gateway.getHost() == null
        || gateway.getUserInfo() != null
        || !("http".equals(scheme) || "https".equals(scheme)))
      throw new IllegalArgumentException(
          "gateway: '"
              + gateway.getHost()
              + "' (expected: http:// or https://, a host and no user)");
  }

  /** With neither token nor session. */
  @Override
  public String toString() {
    return "Upstream[" + gateway + "]";
  }
}
