package dev.serai.config;

import dev.serai.call.Provider;
import dev.serai.call.Secret;
import dev.serai.config.Settings.CredentialSettings;
import dev.serai.config.Settings.ProviderSettings;
import dev.serai.models.RoutingPolicy;
import dev.serai.providers.ConfiguredProvider;
import dev.serai.providers.ProviderTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What holds where there is no file: a provider for each well-known key in the environment, {@code
 * echo} when there is none of them, and a default policy over all.
 */
final class EnvironmentSettings {
  static final String POLICY = "default";

  /** Type, and so name, of the provider by the variable that holds its key, in order of trial. */
  private static final Map<String, String> VARIABLES = new LinkedHashMap<>();

  static {
    VARIABLES.put("ANTHROPIC_API_KEY", "anthropic");
    VARIABLES.put("OPENAI_API_KEY", "openai");
    VARIABLES.put("GEMINI_API_KEY", "gemini");
    VARIABLES.put("GROQ_API_KEY", "groq");
  }

  private EnvironmentSettings() {}

  static Settings of(Map<String, String> env, ProviderTypes types) {
    List<ProviderSettings> providers = new ArrayList<>();
    VARIABLES.forEach(
        (variable, type) -> {
          String key = env.getOrDefault(variable, "").strip();
          if (key.isEmpty() || types.find(type).isEmpty()) return;
          CredentialSettings credential =
              new CredentialSettings("environment", Secret.of(key), List.of());
          providers.add(provider(type, List.of(credential)));
        });
    if (providers.isEmpty()) providers.add(provider("echo", List.of()));
    List<String> names = providers.stream().map(p -> p.provider().name()).toList();
    RoutingPolicy policy = new RoutingPolicy(POLICY, true, names, Map.of(), List.of(), List.of());
    return new Settings(
        "", "", List.of(), List.of(), providers, List.of(policy), List.of(), List.of(), List.of());
  }

  private static ProviderSettings provider(String type, List<CredentialSettings> credentials) {
    return new ProviderSettings(
        new ConfiguredProvider(type, type, "", List.of(), Provider.Timeouts.DEFAULT), credentials);
  }
}
