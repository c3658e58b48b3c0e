package dev.serai.launches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.Main;
import dev.serai.testing.KeycloakBrowser;
import dev.serai.testing.KeycloakRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A home folder with the command line and one tool in its PATH, and somebody who signs in. */
final class Laptop {
  private final Path home;
  private final Map<String, String> env = new LinkedHashMap<>();

  private Laptop(Path home) {
    this.home = home;
  }

  /**
   * @param home an empty folder
   * @param gateway address of the port for clients
   * @param admin of the admin port
   */
  static Laptop in(Path home, String gateway, String admin) throws Exception {
    Laptop laptop = new Laptop(home);
    for (String folder : new String[] {"bin", "tmp", "project"})
      Files.createDirectory(home.resolve(folder));
    Files.copy(Path.of("src/test/resources/launches/claude"), home.resolve("bin/claude"));
    executable(home.resolve("bin/claude"));
    laptop.serai(Main.class.getName());
    laptop.program("browser", "printf %s \"$1\" >'" + home.resolve("opened") + "'");
    laptop.env.put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
    laptop.env.put("HOME", home.toString());
    laptop.env.put("TMPDIR", home.resolve("tmp").toString());
    laptop.env.put("LANG", "C.UTF-8");
    laptop.env.put("SERAI_URL", gateway);
    laptop.env.put("SERAI_ADMIN_URL", admin);
    laptop.env.put("BROWSER", home.resolve("bin/browser").toString());
    return laptop;
  }

  /** What {@code serai} starts. */
  Laptop serai(String program) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return program(
        "serai",
        "[ $1 = claude ] && echo $$ >\"$HOME/launcher.pid\"; exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -Dserai.tty=012 -cp '%s' %s \"$@\""
            .formatted(java, System.getProperty("java.class.path"), program));
  }

  private Laptop program(String name, String line) throws IOException {
    Path file = Files.writeString(home.resolve("bin").resolve(name), "#!/bin/sh\n" + line + "\n");
    executable(file);
    return this;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  Path home() {
    return home;
  }

  /** A terminal in the folder of the project. */
  Screen screen() {
    return Screen.open(home.resolve("project"), env);
  }

  /** {@code serai login} in a browser; the password is the name. */
  Laptop signIn(KeycloakRealm realm, String name) throws Exception {
    Path opened = home.resolve("opened");
    Files.deleteIfExists(opened);
    assertThat(new ProcessBuilder("mkfifo", opened.toString()).start().waitFor()).isZero();
    CompletableFuture<Void> page =
        CompletableFuture.runAsync(() -> enter(realm.signIn().browser(), opened, name));
    run("login", "--browser", "--store", "file");
    page.join();
    return this;
  }

  /** {@code serai} in another window. */
  void run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/serai").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(env);
    Path said = Files.createTempFile(home, "said", "");
    Process process = builder.redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }

  private static void enter(KeycloakBrowser browser, Path opened, String name) {
    try {
      KeycloakBrowser.Page page = browser.follow(browser.get(Files.readString(opened)));
      page = browser.submit(page, Map.of("username", name, "password", name));
      browser.get(browser.follow(page).location());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  ProcessHandle launcher() throws IOException {
    return process("launcher.pid");
  }

  ProcessHandle tool() throws IOException {
    return process("tool.pid");
  }

  private ProcessHandle process(String file) throws IOException {
    long pid = Long.parseLong(Files.readString(home.resolve(file)).strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  static void send(String signal, ProcessHandle process) throws Exception {
    String pid = String.valueOf(process.pid());
    assertThat(new ProcessBuilder("kill", "-s", signal, pid).start().waitFor()).isZero();
  }

  /** Folders of launches that are there. */
  List<Path> scratch() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("tmp"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("serai-")).toList();
    }
  }
}
