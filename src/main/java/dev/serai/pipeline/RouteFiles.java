package dev.serai.pipeline;

import dev.serai.call.Dialect;
import dev.serai.call.Provider;
import dev.serai.providers.ProviderType;
import dev.serai.providers.ProviderTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads {@code routes/*.camel.yaml}. The two files of the request path must load; any other that
 * does not is quarantined: told in the log with its reason, its routes taken out again, everything
 * else served.
 */
final class RouteFiles {
  private static final Logger log = LoggerFactory.getLogger(RouteFiles.class);
  private static final List<String> CORE = List.of("gateway.camel.yaml", "providers.camel.yaml");

  private final Path folder;
  private final ProviderTypes types;

  RouteFiles(Path folder, ProviderTypes types) {
    this.folder = folder;
    this.types = types;
  }

  /**
   * @throws IllegalStateException when a file of the request path is missing or wrong
   */
  void load(CamelContext context) {
    for (String name : CORE) {
      try {
        add(context, folder.resolve(name));
      } catch (Exception e) {
        throw new IllegalStateException(folder.resolve(name) + ": " + reason(e), e);
      }
    }
    for (Path file : others()) {
      Set<String> before = ids(context);
      try {
        add(context, file);
      } catch (Exception e) {
        takeOut(context, before);
        log.atError()
            .addKeyValue("file", file)
            .addKeyValue("reason", reason(e))
            .log("route file quarantined, its routes are not served");
      }
    }
  }

  private void add(CamelContext context, Path file) throws Exception {
    if (!Files.isReadable(file)) throw new IOException("cannot be read");
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            PluginHelper.getResourceLoader(context)
                .resolveResource("file:" + file.toAbsolutePath()));
    registerTypes(context);
  }

  /** Every instance of a provider template is a provider type. */
  void registerTypes(CamelContext context) {
    for (RouteDefinition route : model(context).getRouteDefinitions()) {
      Map<String, Object> parameters = route.getTemplateParameters();
      if (parameters != null && parameters.containsKey("type")) types.register(type(parameters));
    }
  }

  private static void takeOut(CamelContext context, Set<String> before) {
    for (String id : ids(context)) {
      if (before.contains(id)) continue;
      try {
        context.getRouteController().stopRoute(id);
        context.removeRoute(id);
        model(context)
            .removeRouteDefinition(Objects.requireNonNull(model(context).getRouteDefinition(id)));
      } catch (Exception e) {
        log.atWarn()
            .addKeyValue("route", id)
            .setCause(e)
            .log("a quarantined route could not be taken out");
      }
    }
  }

  private List<Path> others() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().endsWith(".yaml")
                      && !CORE.contains(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("the routes folder " + folder + " cannot be read", e);
    }
  }

  private static ProviderType type(Map<String, Object> parameters) {
    String scheme = text(parameters, "scheme");
    return new ProviderType(
        text(parameters, "type"),
        text(parameters, "baseUrl"),
        words(parameters, "dialects").stream()
            .map(Dialect::of)
            .collect(Collectors.toUnmodifiableSet()),
        text(parameters, "header").isEmpty()
            ? Provider.Auth.NONE
            : new Provider.Auth(text(parameters, "header"), scheme.isEmpty() ? "" : scheme + " "),
        !"false".equals(text(parameters, "asksUsage")),
        text(parameters, "prices"),
        words(parameters, "models"));
  }

  private static String text(Map<String, Object> parameters, String name) {
    return Objects.toString(parameters.get(name), "").strip();
  }

  private static List<String> words(Map<String, Object> parameters, String name) {
    return Arrays.stream(text(parameters, name).split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Set<String> ids(CamelContext context) {
    return model(context).getRouteDefinitions().stream()
        .map(RouteDefinition::getRouteId)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static ModelCamelContext model(CamelContext context) {
    return (ModelCamelContext) context;
  }

  /** The innermost reason: Camel wraps what is wrong in where it was found. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }
}
