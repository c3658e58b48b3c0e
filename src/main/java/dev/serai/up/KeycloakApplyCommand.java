package dev.serai.up;

import dev.serai.call.Secret;
import dev.serai.keycloak.KeycloakUnavailable;
import dev.serai.keycloak.RealmFiles;
import dev.serai.keycloak.RealmSetup;
import java.io.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./serai keycloak apply}: makes the realm as {@code keycloak/realm.json} says. */
@Command(
    name = "apply",
    description = {
      "Make the realm of a running Keycloak as keycloak/realm.json says: what is missing is made,",
      "what differs is changed. Nothing is deleted, and what the file does not mention stays.",
      "Safe to repeat: a second run changes nothing."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Environment: KEYCLOAK_ADMIN_PASSWORD is the administrator's password (asked for otherwise);",
      "SERAI_KEYCLOAK_CLIENT_SECRET becomes the secret of the client serai-gateway (when it is not",
      "set, Keycloak's own stays: see Clients, serai-gateway, Credentials).",
      "",
      "Example:",
      "  serai keycloak apply --keycloak-url https://sso.example.com --admin admin"
    })
final class KeycloakApplyCommand implements Callable<Integer> {
  @Option(
      names = "--keycloak-url",
      paramLabel = "<url>",
      required = true,
      description = "Where it is, without the realm")
  String url = "";

  @Option(
      names = "--admin",
      paramLabel = "<name>",
      defaultValue = "admin",
      description = "An administrator of the whole server (default: ${DEFAULT-VALUE})")
  String admin = "admin";

  @Option(
      names = "--realm",
      paramLabel = "<name>",
      defaultValue = RealmFiles.NAME,
      description = "Under this name (default: ${DEFAULT-VALUE})")
  String realm = RealmFiles.NAME;

  @Option(
      names = "--ui-url",
      paramLabel = "<url>",
      description = "Where people open the pages of the admin port; may be repeated")
  List<String> uiUrls = List.of();

  @Option(
      names = "--local",
      description = "Demo users and groups, too: their passwords are their names")
  boolean local;

  private final Progress progress;
  private final Map<String, String> env;

  KeycloakApplyCommand(Progress progress, Map<String, String> env) {
    this.progress = progress;
    this.env = env;
  }

  @Override
  public Integer call() {
    if (!url.matches("https?://[^/]+.*")) {
      throw Problem.usage("--keycloak-url " + url + " is not an address (expected: https://host)");
    }
    Path folder = Path.of(System.getProperty("serai.home", "")).resolve("keycloak");
    if (!Files.isRegularFile(folder.resolve("realm.json"))) {
      throw Problem.failed("there is no realm.json in " + folder);
    }
    String address = url.replaceFirst("/+$", "");
    progress.begin("keycloak", "reaching " + address);
    try (RealmSetup setup = RealmSetup.at(address, admin, password())) {
      List<String> done = setup.apply(new RealmFiles(folder, realm), options());
      for (String each : done) progress.fact("realm", each);
      progress.done(
          "keycloak", done.isEmpty() ? "nothing to change" : done.size() + " changes are made");
      return 0;
    } catch (KeycloakUnavailable e) {
      throw Problem.failed(String.valueOf(e.getMessage()), e);
    }
  }

  private RealmSetup.Options options() {
    String secret = env.getOrDefault(KeycloakOptions.SECRET, "").strip();
    Optional<Secret> gateway = secret.isEmpty() ? Optional.empty() : Optional.of(Secret.of(secret));
    List<String> addresses = uiUrls.stream().map(each -> each.replaceFirst("/+$", "")).toList();
    return new RealmSetup.Options(local, gateway, addresses);
  }

  private Secret password() {
    String given = env.getOrDefault("KEYCLOAK_ADMIN_PASSWORD", "");
    if (!given.isEmpty()) return Secret.of(given);
    Console console = System.console();
    char @Nullable [] typed =
        console == null || !console.isTerminal()
            ? null
            : console.readPassword("Password of %s: ", admin);
    if (typed == null) {
      throw Problem.usage("the administrator's password is not set (KEYCLOAK_ADMIN_PASSWORD)");
    }
    return Secret.of(new String(typed));
  }
}
