import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Says in which part of the gateway its threads spend their CPU.
 *
 * <p>{@code java bench/Profile.java PLAIN.jfr EVENTS.jfr}, recorded with {@code bench/profile.jfc},
 * prints a table. A sample belongs to the first frame from the top that is not the JDK's own; what
 * the JVM's own threads do (collector, compilers) is not sampled.
 */
public final class Profile {
  private static final Map<String, String> SYSTEM_CALLS =
      Map.of(
          "writevAddresses", "system calls: write",
          "writeAddress", "system calls: write",
          "writev0", "system calls: write",
          "write0", "system calls: write",
          "sendAddress", "system calls: write",
          "recvAddress", "system calls: read",
          "readAddress", "system calls: read",
          "read0", "system calls: read",
          "epollWait", "system calls: wait",
          "epollWait0", "system calls: wait");

  /** The first that fits. */
  private static final List<Map.Entry<String, String>> PARTS =
      List.of(
          Map.entry("io.netty.handler.codec", "Netty: HTTP/1.1"),
          Map.entry("io.netty.buffer", "Netty: buffers"),
          Map.entry("io.netty", "Netty: channels and event loop"),
          Map.entry("io.vertx", "Vert.x"),
          Map.entry("org.apache.camel", "Camel: the six steps"),
          Map.entry("dev.serai.http", "Serai: http"),
          Map.entry("dev.serai.dialects", "Serai: dialects (request scan, usage in replies)"),
          Map.entry("dev.serai.limits", "Serai: limits and leases"),
          Map.entry("dev.serai.leases", "Serai: limits and leases"),
          Map.entry("dev.serai.usage", "Serai: usage record and journal"),
          Map.entry("dev.serai.pipeline", "Serai: pipeline and dispatch"),
          Map.entry("dev.serai.dispatch", "Serai: pipeline and dispatch"),
          Map.entry("dev.serai", "Serai: keys, models, credentials, prices, trace"),
          Map.entry("io.micrometer", "metrics"),
          Map.entry("", "others"));

  private final Map<String, Integer> samples = new TreeMap<>();
  private int sum;

  private Profile(Path recording) throws IOException {
    try (RecordingFile events = new RecordingFile(recording)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (!event.getEventType().getName().equals("jdk.CPUTimeSample")) continue;
        samples.merge(part(event), 1, Integer::sum);
        sum++;
      }
    }
  }

  public static void main(String[] args) throws IOException {
    Profile plain = new Profile(Path.of(args[0]));
    Profile events = new Profile(Path.of(args[1]));
    List<String> parts = new ArrayList<>(plain.samples.keySet());
    parts.sort((a, b) -> Double.compare(plain.share(b), plain.share(a)));
    System.out.println("| share of the CPU of Java threads | plain calls | events |");
    System.out.println("| --- | ---: | ---: |");
    for (String part : parts)
      System.out.printf(
          Locale.ROOT, "| %s | %.1f %% | %.1f %% |%n", part, plain.share(part), events.share(part));
  }

  private double share(String part) {
    return sum == 0 ? 0 : 100.0 * samples.getOrDefault(part, 0) / sum;
  }

  private static String part(RecordedEvent event) {
    RecordedThread thread = event.getThread("eventThread");
    String name = thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
    if (name.startsWith("usage-drain")) return "records to the database, on a thread of its own";
    if (name.startsWith("usage-journal")) return "journal to the disk, on a thread of its own";
    if (!name.startsWith("vert.x-eventloop")) return "other threads";
    if (event.getStackTrace() == null) return "others";
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String call = SYSTEM_CALLS.get(frame.getMethod().getName());
      String type = frame.getMethod().getType().getName();
      boolean jdk = type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
      if (call != null && (type.startsWith("io.netty.channel") || type.startsWith("sun.nio.ch")))
        return call;
      if (!jdk)
        return PARTS.stream()
            .filter(part -> type.startsWith(part.getKey()))
            .findFirst()
            .orElseThrow()
            .getValue();
    }
    return "others";
  }
}
