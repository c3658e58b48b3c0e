package dev.serai.testing;

import dev.serai.Serai;
import dev.serai.pipeline.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The whole server in this process: real PostgreSQL, real sockets, the project's route files, a
 * {@code serai.yaml} of the test.
 */
public final class GatewayUnderTest implements AutoCloseable {
  /** A key of the right shape that tests may write into their {@code serai.yaml}. */
  public static final String KEY = "vk-lw-0123456789ABCDEFGHJKMNPQRS";

  private final ConfigurableApplicationContext context;

  private final TestDatabase database;

  /** With the secrets; that of the first of several replicas. */
  private final Path home;

  private final Path folder;
  private final boolean ownsDatabase;

  private GatewayUnderTest(
      ConfigurableApplicationContext context,
      TestDatabase database,
      Path home,
      Path folder,
      boolean ownsDatabase) {
    this.context = context;
    this.database = database;
    this.home = home;
    this.folder = folder;
    this.ownsDatabase = ownsDatabase;
  }

  public static Starter with(String yaml) {
    return new Starter(yaml);
  }

  public String url() {
    return "http://127.0.0.1:" + bean(Gateway.class).port();
  }

  public String adminUrl() {
    return "http://127.0.0.1:"
        + ((ServletWebServerApplicationContext) context).getWebServer().getPort();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
    if (ownsDatabase) database.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options before the start. */
  public static final class Starter {
    private final String yaml;
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<BeanPostProcessor> processors = new ArrayList<>();
    private final List<ApplicationContextInitializer<?>> initializers = new ArrayList<>();
    private @Nullable GatewayUnderTest other;

    private Starter(String yaml) {
      this.yaml = yaml;
      properties.put("serai.gateway.port", 0);
      properties.put("serai.gateway.drain", "2s");
      properties.put("server.port", 0);
      properties.put("serai.admin.requests-per-minute", 0);
      properties.put("logging.level.root", "warn");
    }

    public Starter property(String name, Object value) {
      properties.put(name, value);
      return this;
    }

    /** May put another in the place of a bean. */
    public Starter beans(BeanPostProcessor processor) {
      processors.add(processor);
      return this;
    }

    /** One more bean beside those of the gateway. */
    public <T> Starter bean(Class<T> type, T bean) {
      initializers.add(
          context -> ((GenericApplicationContext) context).registerBean(type, () -> bean));
      return this;
    }

    /** One more replica: the same database and secrets. Close it first. */
    public Starter beside(GatewayUnderTest first) {
      other = first;
      return this;
    }

    /** Route files of a team, beside the project's own. */
    public Starter routes(Map<String, String> files) {
      try {
        Path folder = Files.createTempDirectory("serai-routes");
        try (var own = Files.list(Path.of("routes"))) {
          for (Path file : own.toList()) Files.copy(file, folder.resolve(file.getFileName()));
        }
        for (Map.Entry<String, String> file : files.entrySet())
          Files.writeString(folder.resolve(file.getKey()), file.getValue());
        return property("serai.routes", folder.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public GatewayUnderTest start() {
      try {
        Path folder = Files.createTempDirectory("serai-test");
        Path config = Files.writeString(folder.resolve("serai.yaml"), yaml);
        TestDatabase database = other == null ? TestDatabase.migrated() : other.database;
        Path home = other == null ? folder : other.home;
        for (String property : database.properties())
          properties.put(
              property.substring(0, property.indexOf('=')),
              property.substring(property.indexOf('=') + 1));
        properties.put("serai.secrets.folder", home.resolve("secrets").toString());
        properties.put("serai.journal.folder", folder.resolve("journal").toString());
        properties.put("serai.config", config.toString());
        properties.put("server.tomcat.basedir", folder.resolve("tomcat").toString());
        SpringApplication application = new SpringApplication(Serai.class);
        application.setDefaultProperties(Map.of());
        application.setRegisterShutdownHook(false);
        application.addInitializers(
            context -> processors.forEach(context.getBeanFactory()::addBeanPostProcessor));
        initializers.forEach(application::addInitializers);
        String[] arguments =
            properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        return new GatewayUnderTest(
            application.run(arguments), database, home, folder, other == null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
