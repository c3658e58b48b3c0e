package dev.serai.cli.signin;

import java.util.Optional;

/** As long as this process lives. */
final class MemoryStore implements TokenStore {
  private volatile String token = "";

  @Override
  public Optional<String> load() {
    String kept = token;
    return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
  }

  @Override
  public void save(String token) {
    this.token = token;
  }

  @Override
  public void forget() {
    token = "";
  }

  @Override
  public Lock lock() {
    return () -> {};
  }
}
