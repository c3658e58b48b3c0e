package dev.serai.up;

import dev.serai.Serai;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./serai up}: the command, its options, and the one sentence when it cannot be done. */
@Command(
    name = "serai up",
    description = {
      "Start the gateway, with a PostgreSQL and a Keycloak of its own unless others are given.",
      "Ctrl-C or SIGTERM ends it: running streams may finish, a second Ctrl-C stops at once."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Environment: ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY, GROQ_API_KEY switch providers",
      "on; SERAI_DATABASE_USER and SERAI_DATABASE_PASSWORD go with --database-url,",
      "SERAI_KEYCLOAK_CLIENT_SECRET with --keycloak-url; SERAI_JAVA_OPTS holds options of the JVM",
      "(-Xmx1g).",
      "",
      "Examples:",
      "  serai up",
      "  serai up --config serai.yaml --port 9080 --admin-port 9081"
    })
public final class Up implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "<file>",
      description = "Configuration as code (default: serai.yaml here, when there is one)")
  @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "<dir>",
      defaultValue = ".serai",
      description = "State of this machine (default: ${DEFAULT-VALUE})")
  Path data = Path.of(".serai");

  @Option(
      names = "--port",
      paramLabel = "<n>",
      defaultValue = "8080",
      description = "Gateway (default: ${DEFAULT-VALUE})")
  int port;

  @Option(
      names = "--admin-port",
      paramLabel = "<n>",
      defaultValue = "8081",
      description = "Admin API (default: ${DEFAULT-VALUE})")
  int adminPort;

  @Option(
      names = "--bind",
      paramLabel = "<address>",
      defaultValue = "127.0.0.1",
      description = "Both ports listen there (default: ${DEFAULT-VALUE})")
  String bind = "127.0.0.1";

  @Option(
      names = "--tls-cert",
      paramLabel = "<file>",
      description = "Certificate of both ports, PEM, with those that it was issued by")
  @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "<file>",
      description = "Its key, PEM (PKCS#8); both files are read again when they change")
  @Nullable Path tlsKey;

  @Option(
      names = "--database-url",
      paramLabel = "<url>",
      defaultValue = "${env:SERAI_DATABASE_URL}",
      description = "Use this PostgreSQL instead of one of our own (SERAI_DATABASE_URL)")
  @Nullable String databaseUrl;

  @Mixin KeycloakOptions keycloak = new KeycloakOptions();

  @Option(
      names = "--admin-email",
      paramLabel = "<address>",
      defaultValue = "${env:SERAI_ADMIN_EMAIL}",
      description =
          "The only user who becomes administrator of an organization that has none, if the address"
              + " is verified (SERAI_ADMIN_EMAIL; default: the first who signs in)")
  @Nullable String adminEmail;

  @Option(names = "--reset-admin-token", description = "Make a new admin token; the old one ends")
  boolean resetAdminToken;

  private final Launch launch;
  private final Progress progress;
  private final Map<String, String> env;

  Up(Launch launch, Progress progress, Map<String, String> env) {
    this.launch = launch;
    this.progress = progress;
    this.env = env;
  }

  public static void main(String[] args) {
    Progress progress = new Progress(System.err, System.getenv());
    Launch launch = new Launch(Serai.class, System.out, progress);
    Up up = new Up(launch, progress, System.getenv());
    System.exit(run(new CommandLine(up), progress, args));
  }

  static int run(CommandLine line, Progress progress, String... args) {
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler(
        (wrong, given) -> {
          String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
          progress.fail(wrong.getMessage() + " (try: " + name + " --help)");
          return Problem.USAGE;
        });
    line.setExecutionExceptionHandler(
        (failure, at, parsed) -> {
          Problem problem = Diagnosis.of(failure);
          progress.fail(problem.sentence());
          return problem.exitCode();
        });
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      progress.fail(Diagnosis.outOfMemory());
      return Problem.FAILED;
    }
  }

  @Override
  public Integer call() {
    Diagnosis.requireHeap(Runtime.getRuntime().maxMemory());
    launch.run(settings());
    return 0;
  }

  private UpSettings settings() {
    Path file = config;
    if (file == null) {
      Path usual = Path.of("serai.yaml");
      if (Files.isRegularFile(usual)) file = usual;
    } else if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw Problem.usage(
          "configuration file "
              + file
              + (Files.exists(file) ? " cannot be read" : " does not exist"));
    }
    DatabaseAccess database =
        databaseUrl == null || databaseUrl.isBlank()
            ? null
            : DatabaseAccess.parse(databaseUrl.strip(), env);
    Tls tls = Tls.of(tlsCertificate, tlsKey);
    return new UpSettings(
        data,
        file,
        Ports.claim(bind, port, adminPort, tls != null),
        tls,
        database,
        keycloak.wish(env),
        adminEmail == null ? "" : adminEmail.strip(),
        resetAdminToken);
  }
}
