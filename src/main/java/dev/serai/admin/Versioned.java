package dev.serai.admin;

/** Something of which only a part makes its version. */
public interface Versioned {
  /**
   * All but what changes by itself, such as what is spent; {@link Etags} takes the digest of it.
   */
  Object version();
}
