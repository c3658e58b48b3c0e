package dev.serai.config;

import dev.serai.providers.Owner;
import dev.serai.providers.ProviderTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Applies the file of {@code serai.config}; without one, and as long as nobody has configured
 * anything, the defaults from the environment. To be called once the provider types are registered
 * and before the gateway serves.
 */
@Component
public final class SettingsAtStart {
  private static final String ENVIRONMENT = "environment";

  private final String file;
  private final SeraiYaml yaml;
  private final ProviderTypes types;
  private final Apply apply;
  private final ApplyProviders stored;

  /**
   * @param file empty = none
   */
  SettingsAtStart(
      @Value("${serai.config:}") String file,
      SeraiYaml yaml,
      ProviderTypes types,
      Apply apply,
      ApplyProviders stored) {
    this.file = file;
    this.yaml = yaml;
    this.types = types;
    this.apply = apply;
    this.stored = stored;
  }

  /**
   * @param env the process environment
   * @return with the secrets of new keys, to be shown once
   * @throws InvalidSettings when the file is wrong
   */
  public Applied apply(Map<String, String> env) {
    if (!file.isBlank()) return apply.apply(yaml.read(Path.of(file), env), file, Owner.FILE);
    if (stored.configured()) return new Applied(false, List.of(), List.of());
    return apply.apply(EnvironmentSettings.of(env, types), ENVIRONMENT, Owner.ENVIRONMENT);
  }
}
