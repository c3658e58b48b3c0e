package dev.serai.providers;

import dev.serai.call.Provider;
import java.net.URI;
import java.util.List;

/**
 * A provider as an administrator wrote it down; what is left open comes from its type.
 *
 * @param baseUrl empty = the type's
 * @param models empty = the type's
 * @param forwardIdentity whether it is told in whose name calls are made
 * @param network by which way it is reached
 */
public record ConfiguredProvider(
    String name,
    String type,
    String baseUrl,
    List<String> models,
    Provider.Timeouts timeouts,
    boolean forwardIdentity,
    Provider.Network network) {
  public ConfiguredProvider(
      String name, String type, String baseUrl, List<String> models, Provider.Timeouts timeouts) {
    this(name, type, baseUrl, models, timeouts, false, Provider.Network.USUAL);
  }

  public ConfiguredProvider {
    models = List.copyOf(models);
  }

  /**
   * The provider that the request path uses. Without a family of prices it is one of its own, so
   * that an administrator's own price rows can name it.
   */
  public Provider on(ProviderType defaults) {
    return new Provider(
        name,
        type,
        resolveUrl(defaults.baseUrl()),
        defaults.dialects(),
        models.isEmpty() ? defaults.models() : models,
        defaults.auth(),
        defaults.asksUsage(),
        defaults.prices().isEmpty() ? name : defaults.prices(),
        timeouts,
        forwardIdentity,
        network);
  }

  /** A host alone means: the type's API at another place, so the version in the path is kept. */
  private String resolveUrl(String typeUrl) {
    if (baseUrl.isEmpty()) return withoutSlash(typeUrl);
    String url = withoutSlash(baseUrl);
    if (typeUrl.isEmpty() || !path(url).isEmpty()) return url;
    return url + withoutSlash(path(typeUrl));
  }

  private static String path(String url) {
    String path = URI.create(url).getRawPath();
    return path == null ? "" : path;
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
