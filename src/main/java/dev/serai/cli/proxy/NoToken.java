package dev.serai.cli.proxy;

/** Why there is no token for a request; its message is a sentence for the person at the agent. */
public final class NoToken extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean passing;

  /**
   * @param passing whether the same request may fare better in a moment
   */
  public NoToken(String sentence, boolean passing) {
    super(sentence, null, false, false);
    this.passing = passing;
  }

  boolean passing() {
    return passing;
  }
}
