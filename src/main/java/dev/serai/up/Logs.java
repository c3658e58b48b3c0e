package dev.serai.up;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the log to the data folder before the first logger is made. */
final class Logs {
  private static final String FILE = "dev/serai/up/logback.xml";
  private static final String BEFORE_SPRING = "logback.configurationFile";

  private Logs() {}

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
