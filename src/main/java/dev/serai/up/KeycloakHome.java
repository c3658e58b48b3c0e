package dev.serai.up;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An unpacked distribution of Keycloak. It holds programs only: the data of a server lie elsewhere,
 * so that several servers share one, and a newer version takes over the data of an older.
 */
public record KeycloakHome(Path folder) {
  /** The version that Serai is tested with. */
  public static final String VERSION = "26.7.3";

  /** What a Maven repository calls the distribution. */
  static final String ARTIFACT = "org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip";

  /** Where a Maven repository keeps it, below its root. */
  static final Path IN_REPOSITORY =
      Path.of(
          "org/keycloak/keycloak-quarkus-dist",
          VERSION,
          "keycloak-quarkus-dist-" + VERSION + ".zip");

  /**
   * Whether a server was ready from here once. Before that, a start may have been cut short while
   * it prepared the libraries: unpack it anew then.
   */
  public boolean proven() {
    return Files.exists(marker());
  }

  void prove() throws IOException {
    if (!proven()) Files.createFile(marker());
  }

  private Path marker() {
    return folder.resolve("serai-started");
  }

  /**
   * Unpacks the zip, whose entries are all in one folder {@code keycloak-<version>}. All or
   * nothing: the folder appears when it is complete.
   *
   * @param percent hears how far it is
   * @throws UncheckedIOException when that cannot be done; the message names the file
   */
  public void unpack(Path zip, IntConsumer percent) {
    Path part = folder.resolveSibling(folder.getFileName() + ".part");
    try {
      delete(part);
      Files.createDirectories(part);
      try (ZipFile file = new ZipFile(zip.toFile())) {
        int done = 0;
        for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements(); ) {
          unpack(file, all.nextElement(), part);
          percent.accept(++done * 100 / file.size());
        }
      }
      if (!Files.isRegularFile(new KeycloakHome(part).jar())) {
        throw new IOException(zip + " is not a distribution of Keycloak");
      }
      delete(folder);
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + zip + ": " + e.getMessage(), e);
    }
  }

  private static void unpack(ZipFile file, ZipEntry entry, Path into) throws IOException {
    int folder = entry.getName().indexOf('/');
    Path target = into.resolve(entry.getName().substring(folder + 1)).normalize();
    if (!target.startsWith(into)) throw new IOException(entry.getName() + " leads out of the zip");
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    try (InputStream bytes = file.getInputStream(entry)) {
      Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path jar() {
    return folder.resolve("lib/quarkus-run.jar");
  }

  /**
   * The command line of its server: what {@code bin/kc.sh} does, as one process without a shell
   * around it, with the compiler and collector that start fastest and need the least memory.
   *
   * @param data its data folder
   * @param built the libraries were prepared by an earlier start, which ended with exit code 10
   */
  List<String> command(boolean built, Path data, String heap) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> fixed =
        List.of(
            java.toString(),
            mark(data),
            "-Dkc.config.built=" + built,
            "-Dkc.home.dir=" + folder,
            "-Djboss.server.config.dir=" + folder.resolve("conf"),
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Dpicocli.disable.closures=true",
            "-Dquarkus-log-max-startup-records=10000",
            "-Dfile.encoding=UTF-8",
            "-Duser.language=en",
            "-Duser.country=US");
    List<String> jvm =
        List.of(
            heap,
            "-XX:MetaspaceSize=96M",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            jar().toString(),
            "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    return Stream.concat(fixed.stream(), jvm.stream()).toList();
  }

  /** By this argument the server of a data folder is told from others. */
  static String mark(Path data) {
    return "-Dserai.keycloak.data=" + data;
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
