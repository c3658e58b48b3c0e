package dev.serai.tenants;

import java.util.List;

/**
 * A bean of this type ends what works in the name of a project or service account, and what is
 * about it: the project or account itself stays, since records name it.
 */
@FunctionalInterface
public interface Archival {
  /** The two that are archived. */
  enum Kind {
    PROJECT("project"),
    SERVICE_ACCOUNT("service-account");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As the audit log calls it. */
    public String word() {
      return word;
    }
  }

  /**
   * What works in its name, such as {@code 2 keys}: it is not deleted unawares. Empty = nothing.
   */
  default List<String> working(Kind kind, String id) {
    return List.of();
  }

  /**
   * In the transaction in which it is deleted, after the change counter was bumped.
   *
   * @param revision for the rows that are changed
   */
  void archived(Kind kind, String id, long revision);
}
