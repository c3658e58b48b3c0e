package dev.serai.tenants;

/** A bean of this type keeps names of the tenant tree beside the ids, and has to follow them. */
@FunctionalInterface
public interface Renamed {
  /**
   * In the transaction of the change, after the change counter was bumped.
   *
   * @param revision for the rows that are changed
   */
  void renamed(Kind kind, String id, String name, long revision);

  /** What has a new name. */
  enum Kind {
    ORGANIZATION,
    TEAM,
    PROJECT,
    /** A user or a service account. */
    PRINCIPAL
  }
}
