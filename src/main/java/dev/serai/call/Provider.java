package dev.serai.call;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Who serves a model. Data, never code: from {@code serai.yaml} and the provider's route file.
 *
 * @param name also the prefix in {@code name/model}
 * @param type the route that calls it is {@code direct:provider-<type>}
 * @param baseUrl with its version ({@code https://api.openai.com/v1}), without trailing slash
 * @param dialects what it speaks
 * @param models patterns ({@code gpt-*}) of what it serves beyond the price catalogue
 * @param auth how the credential travels
 * @param asksUsage whether it knows {@code stream_options.include_usage}
 * @param prices family in the price catalogue ({@code openai}, {@code anthropic}, {@code google}…),
 *     empty when it has none
 * @param forwardIdentity whether it is told, in a signed token, in whose name a call is made
 */
public record Provider(
    String name,
    String type,
    String baseUrl,
    Set<Dialect> dialects,
    List<String> models,
    Auth auth,
    boolean asksUsage,
    String prices,
    Timeouts timeouts,
    boolean forwardIdentity) {

  /** One that is not told in whose name calls are made, as most are not. */
  public Provider(
      String name,
      String type,
      String baseUrl,
      Set<Dialect> dialects,
      List<String> models,
      Auth auth,
      boolean asksUsage,
      String prices,
      Timeouts timeouts) {
    this(name, type, baseUrl, dialects, models, auth, asksUsage, prices, timeouts, false);
  }

  public Provider {
    dialects = Set.copyOf(dialects);
    models = List.copyOf(models);
  }

  /**
   * @param header name of the header, @param scheme what stands before the secret, with its space;
   *     empty for none
   */
  public record Auth(String header, String scheme) {
    public static final Auth BEARER = new Auth("authorization", "Bearer ");
    public static final Auth NONE = new Auth("", "");
  }

  /**
   * @param firstByte of a reply that is not streamed: models think for minutes before they answer
   */
  public record Timeouts(
      Duration connect, Duration firstByte, Duration firstByteStreamed, Duration idle) {
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(2),
            Duration.ofMinutes(11));
  }
}
