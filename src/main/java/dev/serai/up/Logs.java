package dev.serai.up;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the log to the data folder before the first logger is made. */
final class Logs {
  private static final String FILE = "dev/serai/up/logback.xml";
  private static final String BEFORE_SPRING = "logback.configurationFile";

  private static final String SCREEN = "dev/serai/up/logback-screen.xml";

  private Logs() {}

  /** For a command that leaves no files: warnings as one line, nothing else. */
  static void toScreen() {
    System.setProperty(BEFORE_SPRING, SCREEN);
  }

  static Logger to(Path folder) {
    System.setProperty("serai.logs", folder.toString());
    System.setProperty("logging.config", "classpath:" + FILE);
    System.setProperty(BEFORE_SPRING, FILE);
    Logger log = LoggerFactory.getLogger(Up.class);
    // Spring Boot warns of the property it does not read
    System.clearProperty(BEFORE_SPRING);
    return log;
  }
}
