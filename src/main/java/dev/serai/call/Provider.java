package dev.serai.call;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * @param network by which way it is reached
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
    boolean forwardIdentity,
    Network network) {

  /** As most are: not told in whose name calls are made, reached as the installation says. */
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
    this(
        name,
        type,
        baseUrl,
        dialects,
        models,
        auth,
        asksUsage,
        prices,
        timeouts,
        false,
        Network.USUAL);
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
   * @param proxy {@code http://host:port}, {@code none}, or empty: as the installation says
   * @param caCertificates PEM, trusted beside the JDK's; empty: as the installation says
   */
  public record Network(String proxy, String caCertificates, Http http) {
    public static final String NO_PROXY = "none";
    public static final Network USUAL = new Network("", "", Http.AUTO);
  }

  /** Which HTTP it is spoken to with. */
  public enum Http {
    /** HTTP/2 where TLS finds that it has it, else HTTP/1.1. */
    AUTO("auto"),
    ONE("1"),
    /** Without asking when it has no TLS. */
    TWO("2");

    private final String word;

    Http(String word) {
      this.word = word;
    }

    /** As in {@code serai.yaml}, the API and the database. */
    public String word() {
      return word;
    }

    public static Optional<Http> of(String word) {
      return Arrays.stream(values()).filter(http -> http.word.equals(word)).findFirst();
    }
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
