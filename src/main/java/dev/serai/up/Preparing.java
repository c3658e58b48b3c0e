package dev.serai.up;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the launcher prepare the classes for the next start, where it found none: at the lowest
 * priority, behind a gateway that is ready, and no longer than that lives. Whatever goes wrong is a
 * line in the log, and the next start as slow as this one.
 */
final class Preparing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Preparing.class);

  /** What another gateway and another PostgreSQL need for a minute, and some for this one. */
  private static final long FREE_BYTES = 2L << 30;

  private final @Nullable Process process;

  private Preparing(@Nullable Process process) {
    this.process = process;
  }

  static Preparing begin(Path log) {
    try {
      forgetUnfit();
      return new Preparing(Boolean.getBoolean("serai.prepare") ? launcher(log) : null);
    } catch (IOException | RuntimeException e) {
      LOG.debug("classes cannot be prepared", e);
      return new Preparing(null);
    }
  }

  private static @Nullable Process launcher(Path log) throws IOException {
    long free =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
    if (free < FREE_BYTES) {
      LOG.debug("classes are not prepared: {} MB of memory are free", free >> 20);
      return null;
    }
    String launcher = Path.of(System.getProperty("serai.home", ""), "serai").toString();
    Process process =
        new ProcessBuilder(List.of("nice", "-n", "19", launcher, "prepare"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process.getOutputStream().close();
    return process;
  }

  /** The JVM goes on without a file that does not fit, and would do so at each start. */
  private static void forgetUnfit() throws IOException {
    String file =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("AOTCache")
            .getValue();
    if (file.isEmpty() || System.getProperty("java.vm.info", "").contains("sharing")) return;
    LOG.debug("the prepared classes do not fit: {}", file);
    Files.deleteIfExists(Path.of(file));
  }

  /** Ends what still runs; it tidies up by itself. */
  @Override
  public void close() {
    if (process != null) process.destroy();
  }
}
