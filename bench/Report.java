import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Turns the rows of a benchmark ({@code round measure target metric value}, tab-separated) into the
 * page that is published, and prints its table. Figures are medians over the rounds; a ratio is the
 * median of the rounds' own ratios, so that a slow moment of the machine hits both sides of it.
 */
public final class Report {
  private record Row(int round, String measure, String target, String metric, double value) {}

  /**
   * @param scale what a raw value is divided by for the unit shown
   */
  private record Line(
      String title, String measure, String metric, double scale, String unit, String goal) {}

  private static final List<Line> LINES =
      List.of(
          new Line("CPU per request, 64 connections", "c64", "cpu_ns", 1e3, "µs", "≤ 2.8 ×"),
          new Line("requests/s, 64 connections", "c64", "requests_per_s", 1, "", "≥ 0.48 ×"),
          new Line("latency p50, 64 connections", "c64", "p50_us", 1, "µs", ""),
          new Line("latency p99, 64 connections", "c64", "p99_us", 1, "µs", ""),
          new Line("latency p50, 1 connection", "c1", "p50_us", 1, "µs", "+ ≤ 80 µs"),
          new Line("latency p99, 1 connection", "c1", "p99_us", 1, "µs", "+ ≤ 400 µs"),
          new Line("CPU per request, 100 KB prompt", "big", "cpu_ns", 1e3, "µs", "≤ 4 ×"),
          new Line("requests/s, 100 KB prompt", "big", "requests_per_s", 1, "", ""),
          new Line("CPU per event, 100 streams", "events", "cpu_ns", 1e3, "µs", "≤ 1.7 ×"),
          new Line("event transit p50, 100 streams", "events", "p50_us", 1, "µs", ""),
          new Line("event transit p99, 100 streams", "events", "p99_us", 1, "µs", ""),
          new Line("event transit p50, 500 streams", "streams500", "p50_us", 1, "µs", ""),
          new Line("event transit p99, 500 streams", "streams500", "p99_us", 1, "µs", ""),
          new Line("memory, 500 streams", "streams500", "rss_kb", 1024, "MB", ""),
          new Line("event transit p50, 2,000 streams", "streams2000", "p50_us", 1, "µs", ""),
          new Line("event transit p99, 2,000 streams", "streams2000", "p99_us", 1, "µs", ""),
          new Line("memory, 2,000 streams", "streams2000", "rss_kb", 1024, "MB", "≤ 350 MB"),
          new Line("event transit p50, 10,000 streams", "streams10000", "p50_us", 1, "µs", ""),
          new Line("event transit p99, 10,000 streams", "streams10000", "p99_us", 1, "µs", ""),
          new Line("memory, 10,000 streams", "streams10000", "rss_kb", 1024, "MB", "≤ 1,024 MB"),
          new Line("first 200, fresh data folder", "start", "first_ms", 1, "ms", ""),
          new Line("first 200, started again", "start", "again_ms", 1, "ms", "≤ 1,500 ms"),
          new Line("memory after the start", "start", "rss_kb", 1024, "MB", ""));

  private static final String KEPT = "## What was done for it";

  private final List<Row> rows;

  private Report(List<Row> rows) {
    this.rows = rows;
  }

  public static void main(String[] args) throws IOException {
    var rows = new ArrayList<Row>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] f = line.split("\t");
      rows.add(new Row(Integer.parseInt(f[0]), f[1], f[2], f[3], Double.parseDouble(f[4])));
    }
    var report = new Report(rows);
    String table = report.table();
    Path page = Path.of(args[1]);
    if (page.getParent() != null) {
      Files.createDirectories(page.getParent());
    }
    Files.writeString(page, report.page(table, args) + kept(page));
    System.out.print(table);
  }

  /** What other benches measured is on the same page, below, and written by hand. */
  private static String kept(Path page) throws IOException {
    if (!Files.exists(page)) return "";
    String before = Files.readString(page);
    int start = before.indexOf(KEPT);
    return start < 0 ? "" : "\n" + before.substring(start);
  }

  private String table() {
    var table =
        new StringBuilder("| | upstream itself | nginx | Serai | Serai : nginx | goal |\n")
            .append("| --- | ---: | ---: | ---: | ---: | --- |\n");
    for (Line line : LINES) {
      if (rows.stream().noneMatch(row -> belongs(row, line))) continue;
      table.append(
          "| %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  line.title(),
                  shown(line, "upstream"),
                  shown(line, "nginx"),
                  shown(line, "serai"),
                  compared(line),
                  line.goal()));
    }
    return table.append('\n').append(errors()).append('\n').toString();
  }

  private String shown(Line line, String target) {
    OptionalDouble value = median(values(line, target));
    return value.isEmpty() ? "–" : number(value.getAsDouble() / line.scale(), line.unit());
  }

  /** A ratio; for the latency of one connection what the gateway adds to the upstream's. */
  private String compared(Line line) {
    boolean added = line.measure().equals("c1");
    var each = new ArrayList<Double>();
    for (Row row : rows) {
      if (row.target().equals("serai") && belongs(row, line)) {
        rows.stream()
            .filter(r -> r.round() == row.round() && belongs(r, line))
            .filter(r -> r.target().equals(added ? "upstream" : "nginx"))
            .findFirst()
            .ifPresent(r -> each.add(added ? row.value() - r.value() : row.value() / r.value()));
      }
    }
    OptionalDouble value = median(each);
    if (value.isEmpty()) {
      return "–";
    }
    return added
        ? "+ " + number(value.getAsDouble() / line.scale(), line.unit())
        : String.format(Locale.ROOT, "%.2f ×", value.getAsDouble());
  }

  private String errors() {
    var texts = new ArrayList<String>();
    for (String target : List.of("upstream", "nginx", "serai")) {
      double sum =
          rows.stream()
              .filter(r -> r.target().equals(target) && r.metric().equals("errors"))
              .mapToDouble(Row::value)
              .sum();
      texts.add(String.format(Locale.ROOT, "%s %,.0f", target, sum));
    }
    return "Failed requests and events that never came: " + String.join(", ", texts) + ".\n";
  }

  /** What bench/Profile.java found, if it was asked. */
  private static String profile(Path table) throws IOException {
    if (!Files.exists(table)) return "";
    return """
        ## Where the time goes

        From samples of the CPU time of each Java thread while 64 connections make plain calls, and while 100 streams send an event every 10 ms
        (`bench/profile.jfc`, `bench/Profile.java`). The collector's and compilers' threads are not in it.

        %s
        """
        .formatted(Files.readString(table));
  }

  private List<Double> values(Line line, String target) {
    return rows.stream()
        .filter(r -> r.target().equals(target) && belongs(r, line))
        .map(Row::value)
        .toList();
  }

  private static boolean belongs(Row row, Line line) {
    return row.measure().equals(line.measure()) && row.metric().equals(line.metric());
  }

  private static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }

  private static String number(double value, String unit) {
    String digits = Math.abs(value) >= 100 ? "%,.0f" : "%,.1f";
    return String.format(Locale.ROOT, digits, value) + (unit.isEmpty() ? "" : " " + unit);
  }

  private String page(String table, String[] args) throws IOException {
    return """
    # How fast

    Written by `bash bench/run.sh` on %s, commit %s.

    %s
    ## How to read it
    - Medians over %s rounds of %s s after %s warm-up calls each; in a round every target is measured right after the other. A ratio is the
      median of the rounds' own ratios. The goals are those of the design; ratios travel between machines, figures do not.
    - *CPU* is user and system time of the gateway's process (of all nginx workers) from `/proc`, divided by the calls or events of the
      round. The database is a process of its own and not in it.
    - A plain call is a 1 KB chat prompt with a 1.5 KB reply of known length, closed loop, one client thread. The gateway runs the full
      pipeline: key, model, credentials, limits, dispatch, usage, price, journal, metrics, span. nginx is a plain reverse proxy
      (2 workers, kept connections, no buffering).
    - Latency at 1 connection: each call's own, one after the other (`bench/OneByOne.java`); the last column is what the gateway adds to the
      upstream's own. Figures of 2026-11-22 and before were wrk's, which counts calls that would have been due during a pause.
    - 100 streams send an event every 10 ms each; 500 and 2,000 streams one a second each. *Transit* is from the provider's write to the
      client's read, over the events after the last stream was opened. *Memory* is the highest resident size meanwhile.
    - Upstream, proxy, gateway and clients share the machine: what one of them burns, the others lack.

    %s## Machine
    %s, %d cores, Linux %s, Java %s, %s, %s
    """
        .formatted(
            LocalDate.now(),
            args[7],
            table,
            args[2],
            args[3],
            String.format(Locale.ROOT, "%,d", Integer.parseInt(args[4])),
            profile(Path.of(args[0]).resolveSibling("profile.md")),
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version"),
            Runtime.version(),
            args[5],
            args[6]);
  }

  private static String processor() throws IOException {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    if (!Files.exists(cpuinfo)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(cpuinfo).stream()
        .filter(l -> l.startsWith("model name"))
        .map(l -> l.substring(l.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
