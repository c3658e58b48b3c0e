package dev.serai.up;

import dev.serai.call.Secret;
import java.io.IOException;
import java.io.Reader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Port and password of the embedded database, remembered in {@code database.properties} of the data
 * folder, which only its owner can read.
 */
record DatabaseLogin(int port, Secret password, Path passwordFile) {
  private static final String FILE = "database.properties";

  /** The remembered ones; a new password only for a database that is made now. */
  static DatabaseLogin in(DataFolder data, PostgresFolder.State state) {
    Path file = data.file(FILE);
    Path passwordFile = data.file("initdb.password");
    try {
      Properties saved = PrivateProperties.read(file);
      String password = saved.getProperty("password", "");
      if (password.isEmpty()) {
        if (state == PostgresFolder.State.INITIALISED) {
          throw Problem.failed(
              file
                  + " is missing or has no password, so the database cannot be opened: restore it");
        }
        password = PrivateProperties.secret();
      }
      int port = port(saved.getProperty("port", ""));
      saved.setProperty("password", password);
      saved.setProperty("port", String.valueOf(port));
      PrivateProperties.write(
          file, saved, "made by serai up; without it the database cannot be opened");
      if (state == PostgresFolder.State.EMPTY)
        PrivateProperties.writeText(passwordFile, password + "\n");
      return new DatabaseLogin(port, Secret.of(password), passwordFile);
    } catch (IOException | IllegalArgumentException e) {
      throw Problem.failed("cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The embedded database that another {@code up} runs in the folder, to be asked as it asks it.
   */
  static DatabaseAccess running(Path data) {
    Path file = data.resolve(FILE);
    Properties saved = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      saved.load(reader);
    } catch (IOException e) {
      throw Problem.usage(
          "there is no database in " + data + ": give --database-url, or --data of a running up");
    }
    return new DatabaseAccess(
        EmbeddedDatabase.url(saved.getProperty("port", ""), EmbeddedDatabase.NAME),
        EmbeddedDatabase.NAME,
        Secret.of(saved.getProperty("password", "")));
  }

  /** The one of last time while it is free, so that tools that were pointed at it still work. */
  private static int port(String remembered) throws IOException {
    int port = remembered.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(remembered) : 0;
    if (port > 0 && port < 65536 && isFree(port)) return port;
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return probe.isBound();
    } catch (BindException e) {
      return false;
    }
  }

  /** {@code initdb} has read it. */
  void forgetPasswordFile() {
    try {
      Files.deleteIfExists(passwordFile);
    } catch (IOException e) {
      throw Problem.failed("cannot delete " + passwordFile + ": " + e.getMessage(), e);
    }
  }
}
