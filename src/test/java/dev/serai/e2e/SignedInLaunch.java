package dev.serai.e2e;

import dev.serai.cli.Main;
import dev.serai.testing.Answer;
import dev.serai.testing.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody at a desk calls {@code serai} for an agent, and signs in when that asks for it. While
 * the agent waits for the model, the machine is searched.
 */
final class SignedInLaunch {
  static final String USERS_KEY = "sk-of-the-user";

  private static final Pattern OPEN = Pattern.compile("\\s+Open\\s+(\\S+)");
  private static final Pattern CODE = Pattern.compile("\\s+Code\\s+(\\S+)");
  private static final int SEARCHES = 2;

  private final Company company;
  private final Desk desk;
  private final String name;
  private final Path opened;
  private final SecretSearch search;
  private final List<SecretSearch.Result> results = new CopyOnWriteArrayList<>();
  private final List<String> pages = new CopyOnWriteArrayList<>();
  private String link = "";
  private String code = "";

  /** How it signs in. */
  enum Way {
    BROWSER,
    DEVICE
  }

  SignedInLaunch(Company company, Desk desk, String name) throws IOException {
    this.company = company;
    this.desk = desk;
    this.name = company.hire(name);
    this.opened = desk.folder().resolve("opened");
    this.search = new SecretSearch(desk, this::secrets, USERS_KEY);
    Path browser = desk.folder().resolve("browser");
    Files.writeString(browser, "#!/bin/sh\nprintf %s \"$1\" > '" + opened + "'\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    desk.env("BROWSER", browser.toString())
        .env("SERAI_ADMIN_URL", adminUrl())
        .env("SERAI_URL", company.door().url());
  }

  private String adminUrl() {
    return company.door().gateway().adminUrl();
  }

  private Set<String> secrets() {
    Set<String> secrets = new HashSet<>(company.tap().issued());
    secrets.add(company.door().providerSecret());
    secrets.add(company.door().key());
    return secrets;
  }

  /** The model, but that the first calls of it start a search. */
  Function<RecordedRequest, Answer> searchedBy(Function<RecordedRequest, Answer> model) {
    return request -> {
      if (request.method().equals("POST") && results.size() < SEARCHES) lookAround();
      return model.apply(request);
    };
  }

  private synchronized void lookAround() {
    try {
      results.add(search.everywhere(Main.class.getName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param options of ours
   */
  Run run(Way way, ReleasedAgent agent, List<String> options, String... arguments)
      throws IOException {
    desk.install(agent);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(agent.tool(), "--quiet-telemetry"));
    command.add(way == Way.BROWSER ? "--browser" : "--device");
    command.addAll(options);
    command.addAll(List.of(arguments));
    return desk.run(command, this::reads);
  }

  /** What a person does who reads that. */
  private void reads(String line) {
    Matcher open = OPEN.matcher(line);
    Matcher shown = CODE.matcher(line);
    if (open.matches()) link = open.group(1);
    if (shown.matches()) code = shown.group(1);
    if (!line.startsWith("Waiting for you to sign in")) return;
    try {
      pages.add(
          code.isEmpty()
              ? company.signsIn(name, Files.readString(opened))
              : company.signsIn(name, link, code));
    } catch (IOException | RuntimeException e) {
      pages.add("could not sign in: " + e);
    }
  }

  /** What the browser showed at last. */
  String page() {
    return pages.isEmpty() ? "" : pages.getLast();
  }

  String name() {
    return name;
  }

  /** Of each search while the agent ran. */
  List<SecretSearch.Result> results() {
    return results;
  }

  SecretSearch search() {
    return search;
  }
}
