package dev.serai.tenants;

/** A bean of this type ends what hangs on a team. */
@FunctionalInterface
public interface Dissolution {
  /**
   * In the transaction in which the team is deleted, while it is still there, after the change
   * counter was bumped.
   */
  void dissolved(String organization, String teamId);
}
