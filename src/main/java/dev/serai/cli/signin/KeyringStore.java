package dev.serai.cli.signin;

import java.util.Optional;

/**
 * In the keyring of the operating system.
 *
 * @param account letters and digits
 */
record KeyringStore(Keyring keyring, String account, ProcessLock processes) implements TokenStore {
  @Override
  public Optional<String> load() {
    return keyring.find(account);
  }

  @Override
  public void save(String token) {
    keyring.store(account, token);
    if (!keyring.find(account).equals(Optional.of(token)))
      throw SignInFailure.of(
          "the keyring did not take the sign-in", "try: serai login --store file");
  }

  @Override
  public void forget() {
    keyring.clear(account);
  }

  @Override
  public Lock lock() {
    return processes.take();
  }
}
