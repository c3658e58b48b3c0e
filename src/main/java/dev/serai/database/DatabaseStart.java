package dev.serai.database;

/**
 * A database that is being started by whoever starts this process. Beans are made meanwhile; the
 * first that needs the database waits.
 */
@FunctionalInterface
public interface DatabaseStart {
  /**
   * Returns when connections are taken.
   *
   * @throws RuntimeException when it could not be started
   */
  void await();
}
