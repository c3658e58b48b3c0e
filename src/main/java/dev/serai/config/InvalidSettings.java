package dev.serai.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A {@code serai.yaml} that cannot be applied: everything that is wrong with it, none of it done.
 */
public final class InvalidSettings extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String file;
  private final transient List<Finding> findings;

  InvalidSettings(String file, List<Finding> findings) {
    super(
        findings.stream().map(f -> f.in(file)).collect(Collectors.joining("\n")),
        null,
        false,
        false);
    this.file = file;
    this.findings = List.copyOf(findings);
  }

  /**
   * @param line from 1; 0 when it is about the file as a whole
   * @param message what was wrong and what was expected, never a secret
   */
  public record Finding(int line, String message) {
    String in(String file) {
      return line == 0 ? file + ": " + message : file + ":" + line + ": " + message;
    }
  }

  public String file() {
    return file;
  }

  /** In the order of their lines. */
  public List<Finding> findings() {
    return findings;
  }
}
