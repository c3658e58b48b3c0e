package dev.serai.cli.signin;

/** Where a refresh token may be kept. */
public enum Keeping {
  /** The keyring of the operating system, through its own command. */
  KEYRING,
  /** A file that only its owner can read; not encrypted. */
  FILE,
  /** Nowhere: it is gone with the process. */
  MEMORY
}
