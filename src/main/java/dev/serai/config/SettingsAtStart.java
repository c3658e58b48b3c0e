package dev.serai.config;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.admin.Installation;
import dev.serai.keys.IssuedKey;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Applies the file of {@code serai.config}; without one, and as long as nobody has configured
 * anything, the defaults from the environment. Runs when the route files have told which provider
 * types there are, and before the gateway's port opens; a file that is wrong ends the start.
 */
@Component
@Order(0)
public final class SettingsAtStart implements ApplicationRunner {
  private static final Logger log = LoggerFactory.getLogger(SettingsAtStart.class);
  private static final String ENVIRONMENT = "environment";

  private final String file;
  private final SeraiYaml yaml;
  private final ProviderTypes types;
  private final Apply apply;
  private final ApplyProviders stored;
  private final Installation installation;
  private final ObjectProvider<IssuedKey.Listener> listeners;

  /**
   * @param file empty = none
   */
  SettingsAtStart(
      @Value("${serai.config:}") String file,
      SeraiYaml yaml,
      ProviderTypes types,
      Apply apply,
      ApplyProviders stored,
      Installation installation,
      ObjectProvider<IssuedKey.Listener> listeners) {
    this.file = file;
    this.yaml = yaml;
    this.types = types;
    this.apply = apply;
    this.stored = stored;
    this.installation = installation;
    this.listeners = listeners;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    Applied applied = apply(System.getenv());
    List<IssuedKey.Listener> shown = listeners.orderedStream().toList();
    for (IssuedKey key : applied.keys()) {
      shown.forEach(listener -> listener.onIssued(key));
      if (shown.isEmpty())
        log.atWarn()
            .addKeyValue("key", key.key().name())
            .log("key made with nobody to show its secret to: rotate it to get one");
    }
  }

  /**
   * @return with the secrets of new keys, to be shown once
   * @throws InvalidSettings when the file is wrong
   */
  Applied apply(Map<String, String> env) {
    if (!file.isBlank()) return apply(yaml.read(Path.of(file), env), file, Owner.FILE);
    if (stored.configured()) return new Applied(false, List.of(), List.of());
    return apply(EnvironmentSettings.of(env, types), ENVIRONMENT, Owner.ENVIRONMENT);
  }

  /** By the gateway itself. */
  private Applied apply(Settings settings, String from, Owner owner) {
    return Acting.as(
        Actor.system(installation.organization()),
        new Acting.Origin(owner.word(), ""),
        () -> apply.apply(settings, from, owner));
  }
}
