package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakBrowser;
import dev.serai.testing.KeycloakBrowser.Page;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import dev.serai.testing.SignalsHeard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Somebody's machine, signed in at a real gateway by a real Keycloak; the sign-in is in a file. */
final class KeptDesk implements AutoCloseable {
  final KeycloakRealm realm = KeycloakServer.shared().newRealm();
  final GatewayUnderTest gateway;
  private final Path home;
  private final Map<String, String> env = new TreeMap<>();

  /**
   * @param yaml of the gateway
   * @param home an empty folder
   */
  KeptDesk(String yaml, Path home) throws IOException {
    this.home = home;
    GatewayUnderTest.Starter starter = GatewayUnderTest.with(yaml);
    for (String property : realm.properties()) {
      String[] parts = property.split("=", 2);
      starter.property(parts[0], parts[1]);
    }
    gateway = starter.start();
    env.put("HOME", home.toString());
    env.put("SERAI_ADMIN_URL", gateway.adminUrl());
    env.put("SERAI_URL", gateway.url());
    env.put("PATH", Files.createDirectory(home.resolve("bin")) + ":/usr/bin:/bin");
    env.put("TMPDIR", Files.createDirectory(home.resolve("tmp")).toString());
    env.put("LANG", "C.UTF-8");
    program("serai", "exec " + String.join(" ", command()) + " \"$@\"");
  }

  /** The command line as a program. */
  Path serai() {
    return home.resolve("bin/serai");
  }

  /** In the PATH of this desk. */
  Path program(String name, String script) throws IOException {
    Path file = Files.writeString(home.resolve("bin").resolve(name), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  /** Whose password is the name. */
  void signIn(String name) throws Exception {
    Path opened = home.resolve("opened");
    assertThat(new ProcessBuilder("mkfifo", opened.toString()).start().waitFor()).isZero();
    Path browser = program("browser", "printf %s \"$1\" > '" + opened + "'");
    CompletableFuture<String> page =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return typed(name, Files.readString(opened));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    var login =
        line().with("BROWSER", browser.toString()).run("login", "--browser", "--store", "file");
    assertThat(login.exitCode()).as(login.err()).isZero();
    assertThat(page.join()).contains("You are signed in");
  }

  private String typed(String name, String address) {
    KeycloakBrowser browser = realm.signIn().browser();
    Page page = browser.follow(browser.get(address));
    page = browser.submit(page, Map.of("username", name, "password", name));
    return browser.get(browser.follow(page).location()).text();
  }

  /** In this process, in a pipe. */
  CommandLineRun line() {
    return new CommandLineRun("", "", env, 0);
  }

  CommandLineRun terminal(int columns) {
    Map<String, String> plain = new TreeMap<>(env);
    plain.put("NO_COLOR", "1");
    return new CommandLineRun("012", "", plain, columns);
  }

  Map<String, String> env() {
    return env;
  }

  /** That starts the command line in a process of its own. */
  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx64m",
        "-cp",
        "'" + System.getProperty("java.class.path") + "'",
        Main.class.getName());
  }

  /** With this desk's environment and more of it: NAME=value. */
  Process start(List<String> command, String... more) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(SignalsHeard.by(command)).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    for (String each : more) {
      String[] parts = each.split("=", 2);
      builder.environment().put(parts[0], parts[1]);
    }
    return builder.start();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
