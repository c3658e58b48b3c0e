package dev.serai.config;

import dev.serai.call.Credential;
import dev.serai.call.Secret;
import dev.serai.limits.NewLimit;
import dev.serai.models.RoutingPolicy;
import dev.serai.providers.ConfiguredProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code serai.yaml} says, checked and with every reference resolved. Order is kept: it is
 * the order in which providers and credentials are tried.
 *
 * @param organization empty = leave its name as it is
 * @param defaultPolicy of the organization, empty = leave it as it is
 */
public record Settings(
    String organization,
    String defaultPolicy,
    List<TeamSettings> teams,
    List<ProjectSettings> projects,
    List<ProviderSettings> providers,
    List<RoutingPolicy> policies,
    List<KeySettings> keys,
    List<LimitSettings> limits,
    List<PriceSettings> prices) {
  public Settings {
    teams = List.copyOf(teams);
    projects = List.copyOf(projects);
    providers = List.copyOf(providers);
    policies = List.copyOf(policies);
    keys = List.copyOf(keys);
    limits = List.copyOf(limits);
    prices = List.copyOf(prices);
  }

  /**
   * @param defaultPolicy empty = leave it as it is
   */
  public record TeamSettings(String name, String defaultPolicy) {}

  /**
   * @param team by name, empty = none
   */
  public record ProjectSettings(String name, String team) {}

  public record ProviderSettings(
      ConfiguredProvider provider, List<CredentialSettings> credentials) {
    public ProviderSettings {
      credentials = List.copyOf(credentials);
    }
  }

  /**
   * @param models empty = every model of its provider
   * @param weight among its equals
   */
  public record CredentialSettings(
      String name, Secret secret, List<String> models, Credential.Room room, int weight) {
    /** One that serves any number of calls at a time. */
    public CredentialSettings(String name, Secret secret, List<String> models) {
      this(name, secret, models, Credential.Room.UNBOUNDED, 1);
    }

    public CredentialSettings {
      models = List.copyOf(models);
    }
  }

  /**
   * @param policy empty = the default one
   * @param secret null = one is made
   * @param requestsPerMinute 0 = no cap
   * @param expiresAt null = never
   */
  public record KeySettings(
      String name,
      String project,
      String policy,
      @Nullable Secret secret,
      int requestsPerMinute,
      @Nullable Instant expiresAt,
      Map<String, String> metadata) {
    public KeySettings {
      metadata = Map.copyOf(metadata);
    }
  }

  /**
   * @param line where it stands, as what it names is looked up later
   */
  public record LimitSettings(int line, NewLimit limit) {}

  /**
   * A price of one's own.
   *
   * @param family of the price catalogue, or the name of a provider that has none
   * @param match {@code exact:}, {@code prefix:}, {@code ends_with:}, {@code contains:} or {@code
   *     regex:}, and what the model's name has to be like
   * @param usdPerMtok USD per million tokens by bucket, decimal numbers as written
   */
  public record PriceSettings(String family, String match, Map<String, String> usdPerMtok) {
    public PriceSettings {
      usdPerMtok = Map.copyOf(usdPerMtok);
    }
  }
}
