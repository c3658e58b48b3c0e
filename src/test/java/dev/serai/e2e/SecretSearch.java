package dev.serai.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks through the machine of a desk for what must not be on it: command lines of all processes,
 * environments of those that belong to the desk, and all its files.
 */
final class SecretSearch {
  /** Any token, also one that nobody told us of. */
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{10,}");

  private static final Pattern VIRTUAL_KEY = Pattern.compile("vk-lw-[0-9A-Z]{20,}");
  private static final int PIECE = 1 << 20;
  private static final int OVERLAP = 1 << 14;

  private final Desk desk;
  private final Supplier<Set<String>> secrets;
  private final String ofTheUser;

  /**
   * @param secrets that must be nowhere
   * @param ofTheUser one that is in files and in the launcher's environment, where the user put it
   */
  SecretSearch(Desk desk, Supplier<Set<String>> secrets, String ofTheUser) {
    this.desk = desk;
    this.secrets = secrets;
    this.ofTheUser = ofTheUser;
  }

  /**
   * What was looked through and what was found.
   *
   * @param processes of the desk beside the launcher, as they were called
   * @param finds where and what, never the secret itself
   */
  record Result(List<String> processes, int files, List<String> finds) {}

  /**
   * @param launcher word in the command line of the one process that was given the user's key
   */
  Result everywhere(String launcher) throws IOException {
    List<String> processes = new ArrayList<>();
    List<String> finds = new ArrayList<>();
    Set<String> known = known();
    for (Path process : processes()) {
      String called = read(process.resolve("cmdline")).replace('\0', ' ');
      boolean here = ofTheDesk(process);
      finds(called, known, here, "command line of " + called.strip(), finds);
      if (!here) continue;
      String environment = read(process.resolve("environ"));
      finds(environment, known, true, "environment of " + called.strip(), finds);
      if (called.contains(launcher)) continue;
      processes.add(called.strip());
      if (environment.contains(ofTheUser)) finds.add("the user's key in " + called);
    }
    return new Result(processes, files(known, finds), finds);
  }

  /** Processes that have the desk's home, whoever started them. */
  List<ProcessHandle> left() throws IOException {
    return processes().stream()
        .filter(this::ofTheDesk)
        .flatMap(each -> ProcessHandle.of(Long.parseLong(each.getFileName().toString())).stream())
        .toList();
  }

  private static List<Path> processes() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(each -> each.getFileName().toString().matches("\\d+")).toList();
    }
  }

  private boolean ofTheDesk(Path process) {
    return read(process.resolve("environ")).contains(desk.folder().toString());
  }

  /** Nothing of one that has ended, or is another user's. */
  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private int files(Set<String> known, List<String> finds) throws IOException {
    int[] count = {0};
    Files.walkFileTree(
        desk.folder(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
            if (!is.isRegularFile()) return FileVisitResult.CONTINUE;
            count[0]++;
            finds.addAll(file(file, known));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // it was there a moment ago
          }
        });
    return count[0];
  }

  private Set<String> file(Path file, Set<String> known) {
    Set<String> finds = new TreeSet<>();
    Path name = desk.folder().relativize(file);
    try (InputStream in = Files.newInputStream(file)) {
      String before = "";
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        String text = before + new String(piece, StandardCharsets.ISO_8859_1);
        finds(text, known, true, "file " + name, finds);
        if (text.contains(ofTheUser) && !desk.planted().contains(file))
          finds.add("the user's key in the file " + name);
        before = text.substring(Math.max(0, text.length() - OVERLAP));
      }
    } catch (IOException e) {
      // it was there a moment ago
    }
    return finds;
  }

  private Set<String> known() {
    Set<String> known = new LinkedHashSet<>();
    for (String secret : secrets.get()) {
      known.add(secret);
      byte[] bytes = secret.getBytes(StandardCharsets.ISO_8859_1);
      known.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }
    return known;
  }

  private static void finds(
      String text, Set<String> known, boolean ofTheDesk, String where, Collection<String> finds) {
    if (known.stream().anyMatch(text::contains)) finds.add("a secret in the " + where);
    if (!ofTheDesk) return;
    if (TOKEN.matcher(text).find()) finds.add("a token in the " + where);
    if (VIRTUAL_KEY.matcher(text).find()) finds.add("a virtual key in the " + where);
  }
}
