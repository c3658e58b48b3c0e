package dev.serai.cli;

import dev.serai.cli.launch.Tools;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The commands by their first words. A model of all of them takes longer to make than most commands
 * take to run, so only what is asked for is made.
 */
final class Commands {
  private static final List<First> ALL =
      List.of(
          new First("up", UpCommand.class),
          new First("login", LoginCommand.class),
          new First("logout", LogoutCommand.class),
          new First("whoami", WhoamiCommand.class),
          new First("launch", LaunchCommand.class),
          new First("serve", ServeCommand.class),
          new First("env", EnvCommand.class),
          new First("setup", SetupCommand.class),
          new First("key", KeyCommand.class),
          new First("policy", PolicyCommand.class),
          new First("provider", ProviderCommand.class),
          new First("price", PriceCommand.class),
          new First("limit", LimitCommand.class),
          new First("budget", BudgetCommand.class),
          new First("usage", UsageCommand.class),
          new First("session", SessionCommand.class),
          new First("user", UserCommand.class),
          new First("organization", OrganizationCommand.class),
          new First("team", TeamCommand.class),
          new First("project", ProjectCommand.class),
          new First("service-account", ServiceAccountCommand.class),
          new First("role", RoleCommand.class),
          new First("api-key", ApiKeyCommand.class),
          new First("flag", FlagCommand.class),
          new First("audit", AuditCommand.class),
          new First("apply", ApplyCommand.class),
          new First("status", StatusCommand.class),
          new First("statusline", StatuslineCommand.class),
          new First("doctor", DoctorCommand.class),
          new First("journal", JournalCommand.class),
          new First("keycloak", KeycloakCommand.class),
          new First("help", HelpCommand.class));

  private Commands() {}

  private record First(String word, Class<?> command) {}

  /**
   * @param word the first of the command line; all commands are added when it is none of them, or
   *     asks for help
   */
  static void addTo(CommandLine line, String word) {
    Optional<First> asked =
        ALL.stream().filter(each -> each.word.equals(word) && !word.equals("help")).findFirst();
    if (asked.isPresent()) {
      line.addSubcommand(word, asked.get().command);
    } else if (Tools.named(word).isPresent()) {
      ToolCommand.addTo(line);
    } else {
      ALL.forEach(each -> line.addSubcommand(each.word, each.command));
      ToolCommand.addTo(line);
    }
  }
}
