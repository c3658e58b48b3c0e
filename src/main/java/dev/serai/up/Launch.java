package dev.serai.up;

import dev.serai.database.DatabaseStart;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Start, serve, stop: database first and last, the gateway in between. */
final class Launch {
  private final Class<?> application;
  private final PrintStream out;
  private final Progress progress;

  Launch(Class<?> application, PrintStream out, Progress progress) {
    this.application = application;
    this.out = out;
    this.progress = progress;
  }

  /** Returns when everything is stopped again. */
  void run(UpSettings settings) {
    try (DataFolder data = DataFolder.open(settings.data())) {
      Logger log = Logs.to(data.folder("logs"));
      Stop stop = Stop.onSignals(progress);
      try {
        serve(settings, data, stop);
      } catch (RuntimeException | OutOfMemoryError e) {
        log.atError().setCause(e).log("up failed");
        throw e;
      } finally {
        stop.finished();
      }
    }
  }

  private void serve(UpSettings settings, DataFolder data, Stop stop) {
    try (Database database = Database.begin(settings, data, progress.beside())) {
      stop.atOnce(database::stopAtOnce);
      properties(settings, data, database.access());
      try (Keycloak keycloak = Keycloak.of(settings, data, progress.beside())) {
        stop.atOnce(
            () -> {
              keycloak.stopAtOnce();
              database.stopAtOnce();
            });
        gateway(settings, data, database, keycloak, stop);
      }
    }
    progress.done("database", "stopped");
  }

  private void gateway(
      UpSettings settings, DataFolder data, Database database, Keycloak keycloak, Stop stop) {
    progress.begin("gateway", "starting");
    Arrival.Listener listener = new Arrival.Listener();
    boolean shown = false;
    SpringApplication spring = spring(listener, database);
    if (settings.resetAdminToken()) spring.addInitializers(Launch::takesAdminTokens);
    try (ConfigurableApplicationContext context = spring.run()) {
      database.await();
      Ready.await(settings.ports(), stop);
      if (stop.asked()) return;
      progress.done("gateway", settings.ports().gatewayUrl() + "  is ready");
      progress.fact("admin", settings.ports().adminUrl());
      Arrival arrival = listener.arrival(context, settings.resetAdminToken());
      new Welcome(settings, arrival, Sample.of(System.getenv())).print(out);
      shown = true;
      keycloak.start();
      try (Preparing _ = Preparing.begin(data.folder("logs").resolve("prepare.log"))) {
        stop.await();
      }
      progress.begin("gateway", "stopping");
    } catch (RuntimeException e) {
      if (!shown)
        new Welcome(settings, listener.made(), Sample.of(System.getenv())).printSecrets(out);
      throw e;
    }
    progress.done("gateway", "stopped");
  }

  private SpringApplication spring(Arrival.Listener listener, Database database) {
    SpringApplication spring = new SpringApplication(application);
    spring.setBannerMode(Banner.Mode.OFF);
    // we close it, and then the database that it still needs while it closes
    spring.setRegisterShutdownHook(false);
    spring.addInitializers(
        context -> {
          context.getBeanFactory().registerSingleton("arrival", listener);
          context
              .getBeanFactory()
              .registerSingleton("databaseStart", (DatabaseStart) database::await);
        });
    return spring;
  }

  /** Before anything starts: a new token that is not taken would end the old one for nothing. */
  private static void takesAdminTokens(ConfigurableApplicationContext context) {
    if (context.getEnvironment().getProperty("serai.admin.break-glass", Boolean.class, true))
      return;
    throw Problem.usage(
        "--reset-admin-token makes a token that is not taken here: serai.admin.break-glass is false"
            + " (expected: sign in, or use an API key; or set it to true)");
  }

  private static void properties(UpSettings settings, DataFolder data, DatabaseAccess database) {
    set("serai.database.url", database.url());
    set("serai.database.user", database.user());
    set("serai.database.password", database.password().reveal());
    set("serai.gateway.port", settings.ports().gateway());
    set("serai.gateway.bind", settings.ports().bind());
    set("server.port", settings.ports().admin());
    set("server.address", settings.ports().bind());
    set("serai.secrets.folder", data.folder("secrets"));
    set("serai.journal.folder", data.folder("journal"));
    set("serai.routes", Path.of(System.getProperty("serai.home", "")).resolve("routes"));
    Tls tls = settings.tls();
    if (tls != null) tls.properties().forEach(Launch::set);
    if (!settings.adminEmail().isEmpty()) set("serai.admin-email", settings.adminEmail());
    Optional.ofNullable(settings.config()).ifPresent(file -> set("serai.config", file));
  }

  /** Not a command line argument: those are seen by every user of the machine. */
  private static void set(String name, Object value) {
    Object text = value instanceof Path path ? path.toAbsolutePath() : value;
    System.setProperty(name, text.toString());
  }
}
