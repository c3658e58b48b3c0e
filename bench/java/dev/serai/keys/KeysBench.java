package dev.serai.keys;

import dev.serai.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a million keys cost: time until they are in memory, heap, and each lookup. Fills databases of
 * a real PostgreSQL and lets a fresh JVM with the launcher's options read each of them, several
 * times in turn, as a start does: {@link KeysBenchRun}. Then how long the whole gateway takes until
 * it is ready: {@link GatewayStart}.
 *
 * <p>{@code bash bench/scale.sh keys [rounds]}
 */
public final class KeysBench {
  private static final int MANY = 1_000_000;

  /** Of the launcher, {@code ./serai}. */
  private static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

  private static final List<String> FIGURES =
      List.of("load_ms", "cpu_ms", "heap_mb", "find_ns", "caller_ns", "unknown_ns", "ready_ms");

  private static final int READY = 6;

  /**
   * @param principals the keys are spread over so many, each in a project of ten of them
   */
  private record Setup(String name, int keys, int principals, List<double[]> runs) {
    Setup(String name, int keys, int principals) {
      this(name, keys, principals, new ArrayList<>());
    }

    /** The least of all runs: what it costs when nothing else is in the way. */
    double least(int figure) {
      return runs.stream().flatMapToDouble(run -> DoubleStream.of(run[figure])).min().orElseThrow();
    }
  }

  private KeysBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
    List<Setup> setups =
        List.of(
            new Setup("no key", 0, 1),
            new Setup("1,000 keys", 1_000, 100),
            new Setup("1,000,000 keys of 10,000 principals", MANY, 10_000),
            new Setup("1,000,000 keys of 100,000 principals", MANY, 100_000));
    List<TestDatabase> databases = new ArrayList<>();
    List<GatewayStart> gateways = new ArrayList<>();
    for (Setup setup : setups) {
      TestDatabase database = filled(setup);
      databases.add(database);
      Path data = Files.createTempDirectory("keys-bench");
      gateways.add(new GatewayStart(OPTIONS, database.url(), data));
      gateways.getLast().readyMs(); // makes what only a first start has to make
    }
    for (int round = 0; round < rounds; round++)
      for (int i = 0; i < setups.size(); i++) {
        double[] run = run(databases.get(i), setups.get(i));
        run[READY] = gateways.get(i).readyMs();
        System.err.printf(Locale.ROOT, "  ready_ms %.1f%n", run[READY]);
        setups.get(i).runs().add(run);
      }
    for (Setup setup : setups) print(setup);
    databases.forEach(TestDatabase::close);
  }

  private static void print(Setup setup) {
    StringBuilder line = new StringBuilder("%-37s".formatted(setup.name()));
    for (int i = 0; i < FIGURES.size(); i++)
      line.append(String.format(Locale.ROOT, "  %s %.1f", FIGURES.get(i), setup.least(i)));
    double[] ready = setup.runs().stream().mapToDouble(run -> run[READY]).sorted().toArray();
    line.append(String.format(Locale.ROOT, " (median %.1f)", ready[ready.length / 2]));
    System.out.println(line);
  }

  private static TestDatabase filled(Setup setup) {
    TestDatabase database = TestDatabase.migrated();
    database
        .transactions()
        .executeWithoutResult(_ -> fill(database.jdbc(), setup.keys(), setup.principals()));
    database.jdbc().sql("vacuum analyze").update();
    database.jdbc().sql("checkpoint").update();
    return database;
  }

  /** Key number n has the secret whose hash is SHA-256 of its decimal digits. */
  private static void fill(JdbcClient jdbc, int keys, int principals) {
    for (String sql : ROWS.split(";\n"))
      jdbc.sql(sql).param("keys", keys).param("principals", principals).update();
  }

  /** Ids have the 26 characters of a ULID. */
  private static final String ROWS =
      """
      insert into organizations (id, name) values ('01K00000000000000000000ORG', 'bench');
      insert into teams (id, organization_id, name)
      select '01KT' || lpad(n::text, 22, '0'), '01K00000000000000000000ORG', 'team-' || n
      from generate_series(0, 99) n;
      insert into projects (id, organization_id, team_id, name)
      select '01KP' || lpad(n::text, 22, '0'), '01K00000000000000000000ORG',
        '01KT' || lpad((n % 100)::text, 22, '0'), 'project-' || n
      from generate_series(0, :principals / 10) n;
      insert into principals (id, organization_id, kind, name)
      select '01KU' || lpad(n::text, 22, '0'), '01K00000000000000000000ORG', 'service', 'p-' || n
      from generate_series(0, :principals - 1) n;
      insert into virtual_keys (id, project_id, principal_id, name, status, prefix, last_four,
        policy, requests_per_minute, expires_at, metadata, hash, created_at, updated_at,
        revision)
      select '01KV' || upper(substr(md5(n::text), 1, 22)),
        '01KP' || lpad((n % :principals / 10)::text, 22, '0'),
        '01KU' || lpad((n % :principals)::text, 22, '0'), 'ci-pipeline-' || n,
        case when n % 50 = 0 then 'disabled' else 'active' end, 'vk-lw-ABCDEFG', 'WXYZ',
        case when n % :principals % 10 = 0 then 'standard' else '' end, n % 3 * 60,
        case when n % 2 = 0 then now() + n * interval '1 minute' end,
        '{"owner": "bench"}', sha256(convert_to(n::text, 'UTF8')), now(), now(), n
      from generate_series(1, :keys) n;
      update change_counter set version = :keys
      """;

  private static double[] run(TestDatabase database, Setup setup)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KeysBenchRun.class.getName(), database.url(), "" + setup.keys()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String result =
          out.lines().filter(line -> line.startsWith("RESULT ")).findFirst().orElseThrow();
      System.err.println(setup.name() + ": " + result);
      process.waitFor();
      double[] figures =
          Arrays.stream(result.substring(7).split(" ")).mapToDouble(Double::parseDouble).toArray();
      return Arrays.copyOf(figures, FIGURES.size());
    }
  }
}
