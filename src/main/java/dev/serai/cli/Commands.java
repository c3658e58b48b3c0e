package dev.serai.cli;

import dev.serai.cli.launch.Tools;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The commands by their first words, as help groups them. A model of all of them takes longer to
 * make than most commands take to run, so only what is asked for is made.
 */
final class Commands {
  enum Group {
    AGENTS("CODING AGENTS"),
    YOURS("YOUR OWN"),
    ADMIN("ADMINISTRATION"),
    SERVER("SERVER"),
    OWN("THIS PROGRAM");

    final String title;

    Group(String title) {
      this.title = title;
    }
  }

  record First(Group group, String word, Class<?> command) {
    String description() {
      return String.join(" ", command.getAnnotation(Command.class).description());
    }

    boolean isCalled(String name) {
      return word.equals(name)
          || List.of(command.getAnnotation(Command.class).aliases()).contains(name);
    }
  }

  static final List<First> ALL =
      List.of(
          new First(Group.AGENTS, "launch", LaunchCommand.class),
          new First(Group.AGENTS, "serve", ServeCommand.class),
          new First(Group.AGENTS, "env", EnvCommand.class),
          new First(Group.AGENTS, "setup", SetupCommand.class),
          new First(Group.YOURS, "login", LoginCommand.class),
          new First(Group.YOURS, "logout", LogoutCommand.class),
          new First(Group.YOURS, "whoami", WhoamiCommand.class),
          new First(Group.YOURS, "status", StatusCommand.class),
          new First(Group.YOURS, "session", SessionCommand.class),
          new First(Group.YOURS, "usage", UsageCommand.class),
          new First(Group.YOURS, "budget", BudgetCommand.class),
          new First(Group.YOURS, "statusline", StatuslineCommand.class),
          new First(Group.YOURS, "doctor", DoctorCommand.class),
          new First(Group.ADMIN, "key", KeyCommand.class),
          new First(Group.ADMIN, "provider", ProviderCommand.class),
          new First(Group.ADMIN, "policy", PolicyCommand.class),
          new First(Group.ADMIN, "price", PriceCommand.class),
          new First(Group.ADMIN, "limit", LimitCommand.class),
          new First(Group.ADMIN, "user", UserCommand.class),
          new First(Group.ADMIN, "organization", OrganizationCommand.class),
          new First(Group.ADMIN, "team", TeamCommand.class),
          new First(Group.ADMIN, "project", ProjectCommand.class),
          new First(Group.ADMIN, "service-account", ServiceAccountCommand.class),
          new First(Group.ADMIN, "role", RoleCommand.class),
          new First(Group.ADMIN, "api-key", ApiKeyCommand.class),
          new First(Group.ADMIN, "flag", FlagCommand.class),
          new First(Group.ADMIN, "audit", AuditCommand.class),
          new First(Group.ADMIN, "apply", ApplyCommand.class),
          new First(Group.SERVER, "up", UpCommand.class),
          new First(Group.SERVER, "journal", JournalCommand.class),
          new First(Group.SERVER, "keycloak", KeycloakCommand.class),
          new First(Group.OWN, "install", InstallCommand.class),
          new First(Group.OWN, "completion", CompletionCommand.class),
          new First(Group.OWN, "version", VersionCommand.class),
          new First(Group.OWN, "help", HelpCommand.class));

  private Commands() {}

  /** What is added when the first word is this: nothing when there is no such command. */
  static void addTo(CommandLine line, String word) {
    if (Tools.named(word).isPresent()) {
      ToolCommand.addTo(line);
    } else {
      named(word).ifPresent(first -> line.addSubcommand(first.word, first.command));
    }
  }

  static void addAllTo(CommandLine line) {
    ALL.forEach(each -> line.addSubcommand(each.word, each.command));
    ToolCommand.addTo(line);
  }

  private static Optional<First> named(String word) {
    Optional<First> found = ALL.stream().filter(each -> each.word.equals(word)).findFirst();
    return found.isPresent() || word.startsWith("-") || word.isEmpty()
        ? found
        : ALL.stream().filter(each -> each.isCalled(word)).findFirst();
  }

  /** What may have been meant by a word that is no command. */
  static Optional<String> like(String word) {
    return Stream.concat(
            ALL.stream().map(First::word), Tools.all().stream().map(tool -> tool.name()))
        .filter(each -> each.startsWith(word) || word.startsWith(each) || isNear(each, word))
        .findFirst();
  }

  /** One letter is missing, too many, another, or two have changed places. */
  private static boolean isNear(String one, String other) {
    int same = 0;
    int most = Math.min(one.length(), other.length());
    while (same < most && one.charAt(same) == other.charAt(same)) same++;
    String a = one.substring(same);
    String b = other.substring(same);
    return a.length() == b.length() && a.length() > 1
        ? a.substring(1).equals(b.substring(1))
            || a.equals("" + b.charAt(1) + b.charAt(0) + b.substring(2))
        : a.equals(b.isEmpty() ? b : b.substring(1)) || b.equals(a.isEmpty() ? a : a.substring(1));
  }
}
