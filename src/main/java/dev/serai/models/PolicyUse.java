package dev.serai.models;

/** Who would miss a routing policy. */
public interface PolicyUse {
  /**
   * @param keys that live
   */
  record Users(long keys, long teams, long organizations) {
    public boolean none() {
      return keys + teams + organizations == 0;
    }
  }

  /**
   * Asks the database.
   *
   * @param preferred whether the policy is also that of keys for which nothing names one
   */
  Users of(String policy, boolean preferred);
}
