package dev.serai.pipeline;

import dev.serai.config.Applied;
import dev.serai.config.SettingsAtStart;
import dev.serai.keys.IssuedKey;
import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;

/**
 * What has to be done once before the port opens: route files first, since {@code serai.yaml} names
 * the provider types that they define.
 */
final class Preparation implements ApplicationRunner, Ordered {
  private static final Logger log = LoggerFactory.getLogger(Preparation.class);

  private final CamelContext context;
  private final RouteFiles files;
  private final List<ExtensionPoint> extensionPoints;
  private final SettingsAtStart settings;
  private final List<IssuedKey.Listener> listeners;

  Preparation(
      CamelContext context,
      RouteFiles files,
      List<ExtensionPoint> extensionPoints,
      SettingsAtStart settings,
      List<IssuedKey.Listener> listeners) {
    this.context = context;
    this.files = files;
    this.extensionPoints = extensionPoints;
    this.settings = settings;
    this.listeners = listeners;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    files.load(context);
    extensionPoints.forEach(point -> point.attach(context));
    Applied applied = settings.apply(System.getenv());
    for (IssuedKey issued : applied.keys()) {
      listeners.forEach(listener -> listener.onIssued(issued));
      if (listeners.isEmpty())
        log.atWarn()
            .addKeyValue("key", issued.key().name())
            .log("a secret was made that nobody can be shown; rotate the key to get one");
    }
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
