import dev.serai.features.SoakCalls;
import dev.serai.testing.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Many calls to a gateway that runs already, a tenth of them left by their clients, and what it
 * holds after each tenth of them, when nobody asks it anything: started by {@code bench/soak.sh}.
 *
 * <p>Ends with 1 when a call went wrong, a record is missing, something still runs, or the gateway
 * holds more at the end than when it was warm.
 */
public final class Soak {
  private static final int TENTHS = 10;
  private static final int MOMENT_MILLIS = 250;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final double GROWTH = 1.1;

  /** What may be more by chance: a hash table that doubled, a thread that has not gone yet. */
  private static final long HEAP_SLACK_KB = 2048;

  private static final long COUNT_SLACK = 4;

  /** Meters that are 0 when nobody is served and all records are in the database. */
  private static final List<String> IDLE =
      List.of(
          "serai_active_streams",
          "serai_client_connections",
          "serai_request_bodies_bytes",
          "serai_buffers_bytes",
          "serai_credential_calls",
          "serai_credential_queue",
          "serai_journal_depth",
          "serai_journal_memory",
          "serai_journal_lost_total",
          "serai_journal_rejected_total");

  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final String METASPACE = "jvm_memory_used_bytes{area=\"nonheap\",id=\"Metaspace\"}";
  private static final Pattern TOTAL = Pattern.compile("\"total\":\\{[^}]*?\"requests\":(\\d+)");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI admin;
  private final String adminToken;
  private final long gateway;
  private final List<String> faults = new ArrayList<>();

  private Soak(URI admin, String adminToken, long gateway) {
    this.admin = admin;
    this.adminToken = adminToken;
    this.gateway = gateway;
  }

  /** What the gateway holds after a full collection. */
  private record Held(long heapKb, long metaspaceKb, long rssKb, long threads, long files) {}

  /** Arguments: URL, KEYS (with commas), PROVIDER_PORT, ADMIN_URL, ADMIN_TOKEN, PID, counts. */
  public static void main(String[] args) throws Exception {
    try (FakeProvider provider = FakeProvider.start(Integer.parseInt(args[2]))) {
      SoakCalls calls = new SoakCalls(URI.create(args[0]), List.of(args[1].split(",")), provider);
      Soak soak = new Soak(URI.create(args[3]), args[4], Long.parseLong(args[5]));
      int connections = Integer.parseInt(args[8]);
      soak.run(
          calls, provider, Integer.parseInt(args[6]), Integer.parseInt(args[7]), connections);
      int leaves = Integer.parseInt(args[9]);
      if (leaves > 0 && !Leaves.within(calls, provider, leaves))
        soak.faults.add("a provider heard late of its client's leave");
      soak.faults.forEach(fault -> System.out.println("FAULT " + fault));
      System.out.println(soak.faults.isEmpty() ? "RESULT good" : "RESULT bad");
      System.exit(soak.faults.isEmpty() ? 0 : 1);
    }
  }

  private void run(
      SoakCalls calls, FakeProvider provider, int requests, int streams, int connections)
      throws Exception {
    System.out.println(
        "| after | seconds | live heap, MB | metaspace, MB | RSS, MB | threads | files |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|");
    print("start", 0, held());
    named();
    Held warm = null;
    Held last = null;
    for (int tenth = 1; tenth <= TENTHS; tenth++) {
      long from = System.nanoTime();
      heard(calls.run(requests / TENTHS, connections, false), requests / TENTHS);
      heard(calls.run(streams / TENTHS, connections, true), streams / TENTHS);
      long seconds = (System.nanoTime() - from) / 1_000_000_000;
      provider.reset();
      idle();
      last = held();
      if (warm == null) warm = last;
      print(tenth * (requests + streams) / TENTHS + " calls", seconds, last);
    }
    recorded(TENTHS * (requests / TENTHS + streams / TENTHS));
    flat(warm, last);
  }

  private void heard(SoakCalls.Result result, int calls) {
    if (result.whole() + result.left() != calls) faults.add(calls + " calls: " + result);
  }

  private void flat(Held warm, Held last) {
    notMore("live heap, KB", warm.heapKb, last.heapKb, HEAP_SLACK_KB);
    notMore("threads", warm.threads, last.threads, COUNT_SLACK);
    notMore("files", warm.files, last.files, COUNT_SLACK);
  }

  private void notMore(String what, long warm, long last, long slack) {
    if (last > warm * GROWTH + slack) faults.add(what + ": " + last + ", when warm " + warm);
  }

  /** All calls have a record, and one only. */
  private void recorded(long calls) throws Exception {
    String summary = get("/api/usage?last=7d");
    Matcher total = TOTAL.matcher(summary);
    long records = total.find() ? Long.parseLong(total.group(1)) : -1;
    System.out.println("records: " + records + " of " + calls + " calls");
    if (records != calls) faults.add("records: " + records + ", calls: " + calls);
  }

  private void idle() throws Exception {
    for (int waited = 0; waited < PATIENCE_MILLIS; waited += MOMENT_MILLIS) {
      if (running().isEmpty()) return;
      Thread.sleep(MOMENT_MILLIS);
    }
    faults.add("after " + PATIENCE_MILLIS / 1000 + " s without calls: " + running());
  }

  /** A meter that is not there would be idle for ever. Credentials have theirs from the first call. */
  private void named() throws Exception {
    String meters = get("/metrics");
    for (String name : IDLE)
      if (!name.startsWith("serai_credential") && !meters.contains("\n" + name + " "))
        faults.add("no meter " + name);
  }

  private List<String> running() throws Exception {
    return get("/metrics")
        .lines()
        .filter(line -> IDLE.contains(line.split("[{ ]", 2)[0]) && !line.endsWith(" 0.0"))
        .toList();
  }

  private long meter(String name) throws IOException, InterruptedException {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(admin.resolve(path))
            .header("authorization", "Bearer " + adminToken)
            .build();
    HttpResponse<String> got = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (got.statusCode() != 200) throw new IOException(path + ": " + got.statusCode());
    return got.body();
  }

  /** Of the serial collector; whatever is used after a full collection is alive. */
  private Held held() throws IOException, InterruptedException {
    long metaspace = meter(METASPACE) / 1024;
    jcmd("GC.run");
    jcmd("GC.run"); // what only the first one found free
    long heap = 0;
    for (Matcher used = USED.matcher(jcmd("GC.heap_info")); used.find(); )
      heap += Long.parseLong(used.group(1));
    Path process = Path.of("/proc", Long.toString(gateway));
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return new Held(
          heap,
          metaspace,
          status(process, "VmRSS:"),
          status(process, "Threads:"),
          files.count());
    }
  }

  private static long status(Path process, String name) throws IOException {
    try (Stream<String> lines = Files.lines(process.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(gateway),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) throw new IOException(command + ": " + said);
    return said;
  }

  private static void print(String after, long seconds, Held held) {
    System.out.printf(
        "| %s | %d | %.1f | %.1f | %d | %d | %d |%n",
        after,
        seconds,
        held.heapKb / 1024.0,
        held.metaspaceKb / 1024.0,
        held.rssKb / 1024,
        held.threads,
        held.files);
  }
}
